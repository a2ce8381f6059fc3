//! Label selectors: whether they select anything, and whether they select given labels.

use super::place::{Place, as_text};
use crate::fault::FaultKind;
use crate::tree::{Tree, View};
use crate::walk::Walker;
use rustc_hash::FxHashMap;

/// The labels of a template by key.
type Labels<'t> = FxHashMap<&'t str, &'t str>;

/// Checks that the `selector` of a workload selects the pods of its `template`, and not all pods.
pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    refuse_empty(walker, spec);
    check_match(walker, spec);
}

/// Checks that the `selector` of a workload does not select all pods.
fn refuse_empty<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let Some(selector) = spec.field("selector").filter(|selector| matches!(selector.node.view(), View::Map(_))) else {
        return;
    };
    if !selector.has_some("matchLabels") && !selector.has_some("matchExpressions") {
        selector
            .fault(walker, FaultKind::Conflict, format_args!("`selector` selects nothing in particular"))
            .help(format_args!("give it `matchLabels`, such as `app: …`"));
    }
}

/// Checks that the `selector` of a workload selects the pods of its `template`.
pub(super) fn check_match<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let Some(selector) = spec.field("selector").filter(|selector| matches!(selector.node.view(), View::Map(_))) else {
        return;
    };
    check_requirements(walker, &selector);
    let labels = spec.field("template").map(|template| labels_of(&template)).unwrap_or_default();
    if let Some(matching) = selector.field("matchLabels") {
        let wanted = matching.fields().find_map(|(key, value)| {
            let value = as_text(value.node).unwrap_or_default();
            (labels.get(key) != Some(&value)).then_some((key, value))
        });
        if let Some((key, value)) = wanted {
            return report_mismatch(walker, spec, format_args!("give the template the label `{key}: {value}`"));
        }
    }
    let Some(expressions) = selector.field("matchExpressions") else { return };
    if let Some(key) = expressions.items().find_map(|expression| unmatched_key(&expression, &labels)) {
        report_mismatch(walker, spec, format_args!("make the template's label `{key}` fit"));
    }
}

/// Checks that a map of labels, as old kinds have them for selectors, selects the pods of the `template`.
pub(super) fn check_map<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let Some(selector) = spec.field("selector") else { return };
    let labels = spec.field("template").map(|template| labels_of(&template)).unwrap_or_default();
    let wanted = selector.fields().find_map(|(key, value)| {
        let value = as_text(value.node).unwrap_or_default();
        (labels.get(key) != Some(&value)).then_some((key, value))
    });
    if let Some((key, value)) = wanted {
        report_mismatch(walker, spec, format_args!("give the template the label `{key}: {value}`"));
    }
}

fn report_mismatch<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    spec: &Place<'_, 't, N>,
    help: std::fmt::Arguments<'_>,
) {
    let message = format_args!("`selector` does not select the labels of `template`");
    let Some(template) = spec.field("template") else { return };
    let Some(metadata) = template.field("metadata") else {
        template.fault(walker, FaultKind::Conflict, message).help(help);
        return;
    };
    let labels = metadata.field("labels");
    let at = labels.as_ref().unwrap_or(&metadata);
    at.fault(walker, FaultKind::Conflict, message).help(help);
}

/// Checks that each expression has values where its operator compares, and none where it does not.
pub(super) fn check_requirements<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, selector: &Place<'_, 't, N>) {
    let Some(expressions) = selector.field("matchExpressions") else { return };
    for expression in expressions.items() {
        match (expression.text("operator"), expression.has_some("values")) {
            (Some("In" | "NotIn"), false) => expression.missing(walker, "values", "the operator compares with them"),
            (Some(operator @ ("Exists" | "DoesNotExist")), true) => {
                expression
                    .fault(walker, FaultKind::Conflict, format_args!("`{operator}` takes no `values`"))
                    .key("values");
            }
            _ => {}
        }
    }
}

fn labels_of<'t, N: Tree>(template: &Place<'_, 't, N>) -> Labels<'t> {
    let Some(metadata) = template.field("metadata") else { return Labels::default() };
    let Some(labels) = metadata.field("labels") else { return Labels::default() };
    labels.fields().map(|(key, value)| (key, as_text(value.node).unwrap_or_default())).collect()
}

/// Gives the key of an expression that the labels do not fulfil.
fn unmatched_key<'t, N: Tree>(expression: &Place<'_, 't, N>, labels: &Labels<'t>) -> Option<&'t str> {
    let key = expression.text("key")?;
    let label = labels.get(key).copied();
    let listed = || {
        let Some(values) = expression.field("values") else { return false };
        values.items().any(|value| label.is_some() && as_text(value.node) == label)
    };
    let fulfilled = match expression.text("operator")? {
        "In" => listed(),
        "NotIn" => !listed(),
        "Exists" => label.is_some(),
        "DoesNotExist" => label.is_none(),
        _ => true,
    };
    (!fulfilled).then_some(key)
}
