//! Types of values: what fits where, and what null means.

use super::{Context, Trail, Walker};
use crate::fault::FaultKind;
use crate::grammar::{Grammar, check};
use crate::nearest::excerpt;
use crate::schema::{Rule, Schema, ValueKind};
use crate::tree::{Tree, View};

/// What no integer of 64 bits reaches.
const LARGEST: f64 = 9_223_372_036_854_775_808.0;

impl<'s, 't, N: Tree> Walker<'s, 't, N> {
    /// Checks an explicit null: absent to Kubernetes' own types and where a default takes its place.
    pub(super) fn check_null(&mut self, schema: &'s Schema, node: &'t N, trail: &Trail<'_, 't>, context: Context) {
        let accepted = context.native || schema.nullable || schema.default.is_some() || schema.reference.is_some();
        if let (Some(kind), false) = (schema.kind, accepted) {
            let message = format!("{} must be {}, not null", trail.subject(), kind.noun());
            self.report(FaultKind::WrongType, trail, node, message).help =
                Some("remove the key or give it a value".to_owned());
        }
        // A null that a custom resource keeps must be among the values allowed.
        if !context.native && schema.nullable {
            for rule in schema.rules.iter().filter(|rule| matches!(rule, Rule::Enum(_))) {
                self.check_rule(rule, node, trail);
            }
        }
    }

    /// Checks the value's type, and says whether the rest of the schema applies.
    pub(super) fn check_kind(&mut self, kind: ValueKind, node: &'t N, trail: &Trail<'_, 't>) -> bool {
        let view = node.view();
        if fits(kind, &view) {
            if let (ValueKind::Quantity, View::Str(text)) = (kind, view)
                && let Err(phrase) = check(Grammar::Quantity, text.trim())
            {
                self.report(
                    FaultKind::BadFormat,
                    trail,
                    node,
                    format!("{} must be {phrase}, not `{}`", trail.subject(), excerpt(text)),
                );
            }
            return true;
        }
        let help = match (kind, &view) {
            (ValueKind::Text, View::Int(_) | View::UInt(_) | View::Float(_) | View::Bool(_)) => {
                Some("write it in quotes")
            }
            (ValueKind::Integer | ValueKind::Number, View::Str(text)) if text.parse::<f64>().is_ok() => {
                Some("remove the quotes")
            }
            (ValueKind::Boolean, View::Str(text)) if matches!(*text, "true" | "false") => Some("remove the quotes"),
            (ValueKind::List, View::Map(_)) => Some("begin each item with `- `"),
            _ => None,
        };
        let message = format!("{} must be {}, not {}", trail.subject(), kind.noun(), view.noun());
        self.report(FaultKind::WrongType, trail, node, message).help = help.map(str::to_owned);
        false
    }

    /// Applies the alternative that is about values of this type.
    pub(super) fn walk_alternative(
        &mut self,
        schema: &'s Schema,
        node: &'t N,
        trail: &Trail<'_, 't>,
        context: Context,
    ) {
        let kind_of = |alternative: &'s Schema| alternative.kind.unwrap_or(ValueKind::Object);
        match schema.alternatives.iter().find(|alternative| fits(kind_of(alternative), &node.view())) {
            Some(alternative) => self.walk(alternative, node, trail, context.deeper()),
            None => {
                let nouns: Vec<&str> =
                    schema.alternatives.iter().map(|alternative| kind_of(alternative).noun()).collect();
                let message = format!("{} must be {}, not {}", trail.subject(), nouns.join(" or "), node.view().noun());
                self.report(FaultKind::WrongType, trail, node, message);
            }
        }
    }
}

fn fits<N: Tree>(kind: ValueKind, view: &View<'_, N>) -> bool {
    match kind {
        ValueKind::Object => matches!(view, View::Map(_)),
        ValueKind::List => matches!(view, View::Seq(_)),
        ValueKind::Text => matches!(view, View::Str(_)),
        ValueKind::Boolean => matches!(view, View::Bool(_)),
        ValueKind::Integer => is_integer(view),
        ValueKind::Number => is_number(view),
        ValueKind::IntOrString => is_integer(view) || matches!(view, View::Str(_)),
        ValueKind::Quantity => is_number(view) || matches!(view, View::Str(_)),
    }
}

fn is_number<N: Tree>(view: &View<'_, N>) -> bool {
    matches!(view, View::Int(_) | View::UInt(_) | View::Float(_))
}

/// Tells whether a number has no fraction: `1.0` reaches the server as `1`.
fn is_integer<N: Tree>(view: &View<'_, N>) -> bool {
    match view {
        View::Float(value) => value.fract() == 0.0 && value.abs() < LARGEST,
        _ => is_number(view),
    }
}
