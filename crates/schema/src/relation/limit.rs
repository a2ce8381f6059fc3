//! LimitRanges.

use super::place::Place;
use super::resources::may_overcommit;
use crate::fault::FaultKind;
use crate::quantity::Quantity;
use crate::tree::Tree;
use crate::walk::Walker;
use rustc_hash::FxHashSet;

/// Pairs of bounds of which the first may not be above the second.
const ORDERED: &[(&str, &str)] = &[
    ("min", "max"),
    ("min", "defaultRequest"),
    ("defaultRequest", "max"),
    ("defaultRequest", "default"),
    ("min", "default"),
    ("default", "max"),
];

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    let Some(limits) = spec.field("limits") else { return };
    let mut kinds = FxHashSet::default();
    for limit in limits.items() {
        check_limit(walker, &limit);
        if let Some(kind) = limit.text("type")
            && !kinds.insert(kind)
        {
            limit
                .fault(walker, FaultKind::DuplicateName, format_args!("two limits are of the type `{kind}`"))
                .key("type");
        }
    }
}

fn check_limit<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, limit: &Place<'_, 't, N>) {
    let kind = limit.text("type");
    if kind == Some("Pod") {
        for key in ["default", "defaultRequest"] {
            if limit.has_some(key) {
                limit.fault(walker, FaultKind::Conflict, format_args!("a limit of pods has no `{key}`")).key(key);
            }
        }
    }
    if kind == Some("PersistentVolumeClaim")
        && !["min", "max"].iter().any(|key| limit.field(key).is_some_and(|map| map.any_field("storage").is_some()))
    {
        limit.missing(walker, "max", "a limit of claims bounds `storage` by `min` or `max`");
    }
    for (low, high) in ORDERED {
        if !(kind == Some("Pod") && (low.starts_with("default") || high.starts_with("default"))) {
            compare(walker, limit, low, high);
        }
    }
    check_ratio(walker, limit);
}

fn compare<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    limit: &Place<'_, 't, N>,
    low: &'static str,
    high: &'static str,
) {
    let (Some(lower), Some(higher)) = (limit.field(low), limit.field(high)) else { return };
    for (name, amount) in lower.fields() {
        let (least, most) = (Quantity::read(amount.node), higher.field(name).and_then(|at| Quantity::read(at.node)));
        let (Some(least), Some(most)) = (least, most) else { continue };
        if least > most {
            amount.fault(walker, FaultKind::Conflict, format_args!("`{low}` of `{name}` is above its `{high}`"));
        } else if (low, high) == ("defaultRequest", "default") && least != most && !may_overcommit(name) {
            let message = format_args!("`defaultRequest` of `{name}` must be its `default`");
            amount.fault(walker, FaultKind::Conflict, message);
        }
    }
}

fn check_ratio<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, limit: &Place<'_, 't, N>) {
    let Some(ratios) = limit.field("maxLimitRequestRatio") else { return };
    let bound = |key, name| limit.field(key).and_then(|map| map.field(name).and_then(|at| Quantity::read(at.node)));
    for (name, ratio) in ratios.fields() {
        let Some(given) = Quantity::read(ratio.node) else { continue };
        let Some(one) = Quantity::parse("1") else { continue };
        if given < one {
            ratio.fault(walker, FaultKind::OutOfBounds, format_args!("the ratio of `{name}` must be at least 1"));
        }
        if let (Some(least), Some(most)) = (bound("min", name), bound("max", name))
            && least.is_positive()
            && given.ratio(one) > most.ratio(least)
        {
            let message = format_args!("the ratio of `{name}` is above that of its `max` to its `min`");
            ratio.fault(walker, FaultKind::Conflict, message);
        }
    }
}
