//! Constraints on single values: enumerations, bounds, lengths, patterns, grammars.

use super::{Context, Trail, Walker};
use crate::fault::FaultKind;
use crate::grammar::{Grammar, check};
use crate::literal::Literal;
use crate::nearest::{excerpt, nearest, one_of};
use crate::schema::{Pattern, Rule, Schema};
use crate::tree::{Tree, View};
use std::borrow::Cow;

/// Bytes that all annotations of an object may take together.
const ANNOTATION_BYTES: usize = 256 << 10;

impl<'s, 't, N: Tree> Walker<'s, 't, N> {
    pub(super) fn check_rules(&mut self, schema: &'s Schema, node: &'t N, trail: &Trail<'_, 't>, context: Context) {
        // An optional empty text is what Go's zero value is: absent.
        if schema.rules.is_empty() || context.native && context.optional && matches!(node.view(), View::Str("")) {
            return;
        }
        for rule in &schema.rules {
            match (rule, node.view()) {
                (Rule::MinProperties(_) | Rule::MaxProperties(_), View::Map(fields)) => {
                    let count = self.kept_len(fields.len(), trail);
                    self.check_count(rule, count, node, trail);
                }
                _ => self.check_rule(rule, node, trail),
            }
        }
    }

    pub(super) fn check_rule(&mut self, rule: &'s Rule, node: &'t N, trail: &Trail<'_, 't>) {
        match (rule, node.view()) {
            (Rule::Enum(literals), _) => self.check_enum(literals, node, trail),
            (Rule::Pattern(pattern), View::Str(text)) => self.check_pattern(pattern, text, node, trail),
            (Rule::Grammar(grammar), View::Str(text)) => self.check_grammar(*grammar, text, node, trail),
            (Rule::Labels, View::Map(fields)) => self.check_labels(fields, node, trail),
            (Rule::Annotations, View::Map(fields)) => self.check_annotations(fields, node, trail),
            (Rule::ConfigKeys, View::Map(fields)) => self.check_keys(Grammar::ConfigKey, fields, node, trail),
            (Rule::Amounts, View::Map(fields)) => self.check_amounts(fields, trail),
            (Rule::Port, view) => self.check_port(&view, node, trail),
            (Rule::Count, View::Str(text)) => self.check_grammar(Grammar::Percent, text, node, trail),
            (Rule::Count, view) => {
                self.check_number(&Rule::Minimum { bound: 0.0, exclusive: false }, number(&view), node, trail)
            }
            (Rule::MinLength(_) | Rule::MaxLength(_) | Rule::MaxBytes(_), View::Str(text)) => {
                self.check_length(rule, text, node, trail)
            }
            (Rule::MinItems(_) | Rule::MaxItems(_), View::Seq(items)) => {
                self.check_count(rule, items.len(), node, trail)
            }
            (rule, view) => self.check_number(rule, number(&view), node, trail),
        }
    }

    fn check_enum(&mut self, literals: &'s [Literal], node: &'t N, trail: &Trail<'_, 't>) {
        if literals.iter().any(|literal| literal.is(node)) {
            return;
        }
        let texts: Vec<String> = literals.iter().map(Literal::shown).collect();
        let given = Literal::read(node).shown();
        let names = || texts.iter().map(String::as_str);
        let help = match nearest(&given, names()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("use {}", one_of(names().filter(|name| !name.is_empty()).take(12))),
        };
        let message = format!("{} cannot be `{}`", trail.subject(), excerpt(&given));
        self.report(FaultKind::NotInEnum, trail, node, message).help = Some(help);
    }

    fn check_pattern(&mut self, pattern: &'s Pattern, text: &str, node: &'t N, trail: &Trail<'_, 't>) {
        match pattern.matches(text) {
            Some(true) => {}
            Some(false) => {
                let message = format!("{} must match `{}`", trail.subject(), excerpt(&pattern.source));
                self.report(FaultKind::BadPattern, trail, node, message);
            }
            None => {
                let message = format!(
                    "{} is left unchecked: the schema's pattern `{}` cannot be used",
                    trail.subject(),
                    excerpt(&pattern.source)
                );
                self.report(FaultKind::Uncheckable, trail, node, message);
            }
        }
    }

    fn check_grammar(&mut self, grammar: Grammar, text: &str, node: &'t N, trail: &Trail<'_, 't>) {
        let Err(phrase) = check(grammar, text) else { return };
        // What is encoded is often secret, and nothing that a person would recognise.
        let shown = if grammar == Grammar::Base64 { String::new() } else { format!(", not `{}`", excerpt(text)) };
        self.report(FaultKind::BadFormat, trail, node, format!("{} must be {phrase}{shown}", trail.subject()));
    }

    fn check_labels(&mut self, fields: N::Fields<'t>, node: &'t N, trail: &Trail<'_, 't>) {
        for (key, value) in fields {
            self.check_key(Grammar::LabelKey, key, node, trail);
            if let View::Str(text) = value.view() {
                self.check_grammar(Grammar::LabelValue, text, value, &trail.key(key));
            }
        }
    }

    fn check_annotations(&mut self, fields: N::Fields<'t>, node: &'t N, trail: &Trail<'_, 't>) {
        let mut bytes = 0usize;
        for (key, value) in fields {
            self.check_key(Grammar::AnnotationKey, key, node, trail);
            bytes = bytes.saturating_add(key.len()).saturating_add(if let View::Str(text) = value.view() {
                text.len()
            } else {
                0
            });
        }
        if bytes > ANNOTATION_BYTES {
            let message = format!("{} take {bytes} bytes, and may take {ANNOTATION_BYTES}", trail.subject());
            self.report(FaultKind::BadLength, trail, node, message);
        }
    }

    fn check_keys(&mut self, grammar: Grammar, fields: N::Fields<'t>, node: &'t N, trail: &Trail<'_, 't>) {
        for (key, _) in fields {
            self.check_key(grammar, key, node, trail);
        }
    }

    fn check_key(&mut self, grammar: Grammar, key: &'t str, node: &'t N, trail: &Trail<'_, 't>) {
        if let Err(phrase) = check(grammar, key) {
            let message = format!("the key `{}` in {} must be {phrase}", excerpt(key), trail.subject());
            self.report(FaultKind::BadFormat, trail, node, message).key = Some(Cow::Borrowed(key));
        }
    }

    fn check_amounts(&mut self, fields: N::Fields<'t>, trail: &Trail<'_, 't>) {
        for (key, value) in fields {
            let negative = match value.view() {
                View::Str(text) => text.trim_start().starts_with('-'),
                view => number(&view).is_some_and(|amount| amount < 0.0),
            };
            if negative {
                self.report(FaultKind::OutOfBounds, &trail.key(key), value, format!("`{key}` must not be below zero"));
            }
        }
    }

    /// Checks a port by name or number; zero stands for none.
    fn check_port(&mut self, view: &View<'_, N>, node: &'t N, trail: &Trail<'_, 't>) {
        match view {
            View::Str("") => {}
            View::Str(text) => self.check_grammar(Grammar::PortName, text, node, trail),
            view => {
                self.check_number(&Rule::Minimum { bound: 0.0, exclusive: false }, number(view), node, trail);
                self.check_number(&Rule::Maximum { bound: 65535.0, exclusive: false }, number(view), node, trail);
            }
        }
    }

    fn check_number(&mut self, rule: &Rule, number: Option<f64>, node: &'t N, trail: &Trail<'_, 't>) {
        let Some(value) = number else { return };
        let (broken, phrase) = match rule {
            Rule::Minimum { bound, exclusive: false } => (value < *bound, format!("at least {bound}")),
            Rule::Minimum { bound, exclusive: true } => (value <= *bound, format!("above {bound}")),
            Rule::Maximum { bound, exclusive: false } => (value > *bound, format!("at most {bound}")),
            Rule::Maximum { bound, exclusive: true } => (value >= *bound, format!("below {bound}")),
            Rule::MultipleOf(step) => (is_no_multiple(value, *step), format!("a multiple of {step}")),
            Rule::Integer { bits } => {
                let bound = 2f64.powi(i32::from(*bits) - 1);
                let beyond = matches!(node.view(), View::UInt(value) if i64::try_from(value).is_err());
                (beyond || value < -bound || value > bound - 1.0 && *bits < 64, format!("an integer of {bits} bits"))
            }
            _ => return,
        };
        if broken {
            self.report(
                FaultKind::OutOfBounds,
                trail,
                node,
                format!("{} must be {phrase}, not {value}", trail.subject()),
            );
        }
    }

    fn check_length(&mut self, rule: &Rule, text: &str, node: &'t N, trail: &Trail<'_, 't>) {
        let (broken, phrase) = match rule {
            Rule::MinLength(1) => (text.is_empty(), "must not be empty".to_owned()),
            Rule::MinLength(least) => (text.chars().count() < *least, format!("must have at least {least} characters")),
            Rule::MaxLength(most) => (text.chars().count() > *most, format!("must have at most {most} characters")),
            Rule::MaxBytes(most) => (text.len() > *most, format!("must have at most {most} bytes")),
            _ => return,
        };
        if broken {
            self.report(FaultKind::BadLength, trail, node, format!("{} {phrase}", trail.subject()));
        }
    }

    fn check_count(&mut self, rule: &Rule, count: usize, node: &'t N, trail: &Trail<'_, 't>) {
        let (broken, phrase) = match rule {
            Rule::MinItems(least) | Rule::MinProperties(least) => (count < *least, format!("at least {least}")),
            Rule::MaxItems(most) | Rule::MaxProperties(most) => (count > *most, format!("at most {most}")),
            _ => return,
        };
        if broken {
            self.report(
                FaultKind::BadCount,
                trail,
                node,
                format!("{} must have {phrase} entries, not {count}", trail.subject()),
            );
        }
    }
}

fn is_no_multiple(value: f64, step: f64) -> bool {
    let quotient = value / step;
    step != 0.0 && (quotient - quotient.round()).abs() > 1e-9
}

fn number<N: Tree>(view: &View<'_, N>) -> Option<f64> {
    match view {
        View::Int(value) => Some(*value as f64),
        View::UInt(value) => Some(*value as f64),
        View::Float(value) => Some(*value),
        _ => None,
    }
}
