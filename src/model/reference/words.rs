use super::super::{Choice, RecordShape, Shape, TextRule};
use super::VALUES;

/// Whether a rule asks anything of a text.
pub(super) fn is_rule(rule: &TextRule) -> bool {
    rule.pattern != TextRule::ALL[TextRule::ANY].pattern
}

/// What a value of a shape is, in the words of somebody who writes one; `link` writes a link to a record.
pub(super) fn form(shape: &Shape, link: &dyn Fn(&'static RecordShape) -> String) -> String {
    match shape {
        Shape::Record(record) => link(record),
        Shape::Named(rule, inner) | Shape::Open(rule, inner) => {
            format!("a map from {} to {}", key(rule), form(inner, link))
        }
        Shape::Layer(inner) => format!("{}, in which nothing is required", form(inner, link)),
        Shape::List(inner) => format!("a list, each item {}", form(inner, link)),
        Shape::Text(rule) => text(rule),
        Shape::LiteralText => "text in which `${` is text".to_owned(),
        Shape::AsWritten => "text, a number or a boolean, taken as it is written".to_owned(),
        Shape::Int(min, max) => format!("a whole number from {min} to {max}"),
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Choice(_) => "one of these words".to_owned(),
        Shape::Either(alternatives) => {
            let forms: Vec<String> = alternatives.iter().map(|one| form(&one.shape, link)).collect();
            forms.join("; or ")
        }
        Shape::Value => "anything".to_owned(),
        Shape::Data => "anything; null is data, and `$remove: [key]` removes".to_owned(),
        Shape::Literal => "anything, taken as it stands: `${` is text here".to_owned(),
    }
}

/// A rule by its name, with an example, and a link to its words.
fn text(rule: &TextRule) -> String {
    if !is_rule(rule) {
        return "text".to_owned();
    }
    format!("{}, such as `{}`", rule_link(rule), rule.example)
}

fn key(rule: &TextRule) -> String {
    if rule.name == TextRule::ALL[TextRule::LABEL].name { "a name".to_owned() } else { bare(rule) }
}

fn bare(rule: &TextRule) -> String {
    if is_rule(rule) { rule_link(rule) } else { "any key".to_owned() }
}

/// The first words of what a rule says, without its details.
fn rule_link(rule: &TextRule) -> String {
    let ends = [" (", ", ", " such as ", " from ", ": "];
    let end = ends.iter().filter_map(|mark| rule.says.find(mark)).min().unwrap_or(rule.says.len());
    format!("[{}]({VALUES}#{})", &rule.says[..end], rule.name)
}

/// The choices of a shape that are not inside a record.
pub(super) fn choices(shape: &Shape) -> Vec<&'static Choice> {
    match shape {
        Shape::Choice(choice) => vec![choice],
        Shape::Named(_, inner) | Shape::Open(_, inner) | Shape::Layer(inner) | Shape::List(inner) => choices(inner),
        Shape::Either(alternatives) => alternatives.iter().flat_map(|one| choices(&one.shape)).collect(),
        _ => Vec::new(),
    }
}

/// How layers meet in a value, where that is not plain.
pub(super) fn layering(shape: &Shape) -> Option<&'static str> {
    match shape {
        Shape::Named(_, inner) if inner.record().is_some_and(|record| record.field("add").is_some()) => {
            Some("A layer above changes entries, and adds one only with `add: true` in it.")
        }
        Shape::Named(..) => Some("A layer above changes entries and adds none."),
        Shape::Open(..) => Some("Any layer may add entries."),
        Shape::Either(_) if shape.is_switch() => Some("`false` is none; `true` is what the layers below say."),
        _ => None,
    }
}
