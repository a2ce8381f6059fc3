//! HorizontalPodAutoscalers.

use super::place::{Place, as_text};
use crate::fault::FaultKind;
use crate::nearest::excerpt;
use crate::quantity::Quantity;
use crate::tree::Tree;
use crate::walk::Walker;

/// The first minor release that scales to nothing without a feature gate.
const TO_NOTHING: u32 = 37;
/// The sorts of metrics and the field that describes each.
const SORTS: &[(&str, &str)] = &[
    ("ContainerResource", "containerResource"),
    ("External", "external"),
    ("Object", "object"),
    ("Pods", "pods"),
    ("Resource", "resource"),
];

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    let least = spec.integer("minReplicas");
    if let (Some(least), Some(most)) = (least, spec.integer("maxReplicas"))
        && least > most
    {
        let message = format_args!("`minReplicas` of {least} is above `maxReplicas` of {most}");
        spec.fault(walker, FaultKind::Conflict, message).key("minReplicas");
    }
    let metrics = spec.field("metrics");
    for metric in metrics.iter().flat_map(|metrics| metrics.items()) {
        check_metric(walker, &metric);
    }
    if walker.schemas.minor() < TO_NOTHING {
        if least.is_some_and(|least| least < 1) {
            let message = format_args!("`minReplicas` must be at least 1 before 1.{TO_NOTHING}");
            spec.fault(walker, FaultKind::OutOfBounds, message).key("minReplicas");
        }
    } else if least == Some(0)
        && !metrics.iter().flat_map(|metrics| metrics.items()).any(|metric| counts_at_zero(&metric))
    {
        let message =
            format_args!("`minReplicas: 0` needs an `Object` or `External` metric: without pods there are no others");
        spec.fault(walker, FaultKind::Conflict, message).key("minReplicas");
    }
    let Some(behavior) = spec.field("behavior") else { return };
    for direction in ["scaleUp", "scaleDown"] {
        // The default policies take the place of a list that is absent, not of an empty one.
        if let Some(rules) = behavior.field(direction)
            && let Some(policies) = rules.field("policies")
            && policies.len() == 0
        {
            rules
                .fault(walker, FaultKind::BadCount, format_args!("`policies` must have at least 1 entry"))
                .key("policies");
        }
    }
}

fn counts_at_zero<'t, N: Tree>(metric: &Place<'_, 't, N>) -> bool {
    matches!(metric.text("type"), Some("Object" | "External"))
}

fn report_sort<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, kind: &Place<'_, 't, N>) {
    let sorts: Vec<String> = SORTS.iter().map(|(sort, _)| format!("`{sort}`")).collect();
    let message = format_args!("`type` cannot be `{}`", excerpt(as_text(kind.node).unwrap_or_default()));
    kind.fault(walker, FaultKind::NotInEnum, message).help(format_args!("use {}", sorts.join(", ")));
}

fn check_metric<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, metric: &Place<'_, 't, N>) {
    let Some(kind) = metric.text("type") else { return };
    let Some((_, key)) = SORTS.iter().find(|(sort, _)| *sort == kind) else {
        if let Some(kind) = metric.field("type") {
            report_sort(walker, &kind);
        }
        return;
    };
    let Some(source) = metric.field(key) else {
        return metric.missing(walker, key, &format!("a metric of the type `{kind}` is described by it"));
    };
    let Some(target) = source.field("target") else { return };
    check_target(walker, &target, kind);
}

/// Checks that a target gives the one number that its sort of metric is compared with.
fn check_target<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, target: &Place<'_, 't, N>, kind: &str) {
    for key in ["value", "averageValue"] {
        if let Some(amount) = target.field(key)
            && Quantity::read(amount.node).is_some_and(|amount| !amount.is_positive())
        {
            amount.fault(walker, FaultKind::OutOfBounds, format_args!("`{key}` must be above zero"));
        }
    }
    let keys: &[&'static str] = match kind {
        "Pods" => &["averageValue"],
        "Object" | "External" => &["averageValue", "value"],
        _ => &["averageUtilization", "averageValue"],
    };
    let given = keys.iter().filter(|key| target.has(key)).count();
    let names = crate::nearest::one_of(keys.iter().copied());
    match given {
        0 => {
            target.fault(
                walker,
                FaultKind::MissingCompanion,
                format_args!("a metric of the type `{kind}` needs {names}"),
            );
        }
        // Of an object's two numbers the server takes the average.
        2 if kind != "Object" => {
            let message = format_args!("only one of {names} may be set");
            target.fault(walker, FaultKind::UnionMismatch, message);
        }
        _ => {}
    }
}
