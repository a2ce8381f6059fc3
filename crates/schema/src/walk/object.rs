//! Maps: known and unknown fields, missing ones, and fields that exclude each other.

use super::{Context, Trail, Walker};
use crate::fault::FaultKind;
use crate::nearest::{excerpt, nearest, one_of};
use crate::schema::{Schema, Union, ValueKind};
use crate::tree::{Tree, View, field};
use std::borrow::Cow;

/// Most fields that a message lists when none is near.
const LISTED: usize = 12;

impl<'s, 't, N: Tree> Walker<'s, 't, N> {
    pub(super) fn walk_fields(
        &mut self,
        schema: &'s Schema,
        node: &'t N,
        fields: N::Fields<'t>,
        trail: &Trail<'_, 't>,
        context: Context,
    ) {
        let closed = schema.kind == Some(ValueKind::Object) && !schema.open && !context.branch;
        for (key, value) in fields {
            let place = schema.fields.binary_search_by(|(name, _)| (**name).cmp(key));
            let known = place.ok().and_then(|place| schema.fields.get(place));
            let inner = known.map(|(_, inner)| inner).or(schema.additional.as_deref());
            if context.drops(inner, value) {
                continue;
            }
            match (known, &schema.additional) {
                (Some((name, inner)), _) => {
                    let optional = context.native && !schema.required.contains(name);
                    // The server takes a status from its own controllers only, in custom resources as in its own.
                    let status = context.status || key == "status" && (context.depth == 0 || is_status(inner));
                    self.walk(inner, value, &trail.key(key), Context { optional, status, ..context.deeper() });
                }
                (None, Some(additional)) => self.walk(additional, value, &trail.key(key), context.deeper()),
                (None, None) if closed => self.report_unknown(schema, node, key, trail),
                (None, None) => {}
            }
        }
        if !context.status {
            self.check_required(schema, node, trail, context);
            if let Some(union) = &schema.union {
                self.check_union(union, node, trail);
            }
        }
    }

    fn report_unknown(&mut self, schema: &'s Schema, node: &'t N, key: &'t str, trail: &Trail<'_, 't>) {
        if self.faults.len() >= self.limits.faults {
            return;
        }
        let names = || schema.fields.iter().map(|(name, _)| &**name);
        let help = match nearest(key, names()) {
            Some(name) => Some(format!("did you mean `{name}`?")),
            None if (1..=LISTED).contains(&schema.fields.len()) => Some(format!("known here: {}", one_of(names()))),
            None => None,
        };
        let fault = self.report(FaultKind::UnknownField, trail, node, format!("unknown field `{}`", excerpt(key)));
        fault.key = Some(Cow::Borrowed(key));
        fault.help = help;
    }

    fn check_required(&mut self, schema: &'s Schema, node: &'t N, trail: &Trail<'_, 't>, context: Context) {
        for name in &schema.required {
            let given = field(node, name).is_some_and(|value| {
                let null = matches!(value.view(), View::Null);
                !(context.native && null || context.drops(schema.of_field(name), value))
            });
            if !given && !schema.has_default(name) {
                let fault = self.report(FaultKind::MissingField, trail, node, format!("missing field `{name}`"));
                fault.key = Some(Cow::Owned(name.to_string()));
            }
        }
    }

    fn check_union(&mut self, union: &'s Union, node: &'t N, trail: &Trail<'_, 't>) {
        let given =
            |name: &str| field(node, name).is_some_and(|value| !matches!(value.view(), View::Null | View::Str("")));
        let chosen: Vec<&str> =
            union.groups.iter().filter_map(|group| group.iter().map(|name| &**name).find(|name| given(name))).collect();
        let names = || union.groups.iter().flatten().map(|name| &**name);
        match *chosen {
            [] if union.required && names().count() <= LISTED => {
                self.report(FaultKind::UnionMismatch, trail, node, format!("one of {} must be set", one_of(names())));
            }
            [] if union.required => {
                self.report(
                    FaultKind::UnionMismatch,
                    trail,
                    node,
                    format!("{} must say of which sort it is", trail.subject()),
                );
            }
            [first, second, ..] => {
                let fault = self.report(
                    FaultKind::UnionMismatch,
                    trail,
                    node,
                    format!("`{first}` and `{second}` exclude each other"),
                );
                fault.key = field_key(node, second);
                fault.help = Some("keep one of them".to_owned());
            }
            _ => {}
        }
    }
}

impl Context {
    /// Whether the server drops a null from a map of a custom resource, so that the field counts as absent.
    fn drops<N: Tree>(self, schema: Option<&Schema>, value: &N) -> bool {
        !self.native
            && !self.branch
            && matches!(value.view(), View::Null)
            && schema.is_some_and(|schema| schema.reference.is_none() && schema.drops_null())
    }
}

impl Schema {
    fn has_default(&self, name: &str) -> bool {
        self.of_field(name).is_some_and(|field| field.default.is_some())
    }
}

fn is_status(schema: &Schema) -> bool {
    schema.reference.as_ref().is_some_and(|name| name.ends_with("Status"))
}

fn field_key<'t, N: Tree>(node: &'t N, name: &str) -> Option<Cow<'t, str>> {
    match node.view() {
        View::Map(mut fields) => fields.find(|(key, _)| *key == name).map(|(key, _)| Cow::Borrowed(key)),
        _ => None,
    }
}
