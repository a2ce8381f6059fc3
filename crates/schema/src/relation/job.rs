//! Jobs.

use super::place::{Place, as_integer};
use super::pod;
use crate::fault::FaultKind;
use crate::tree::Tree;
use crate::walk::Walker;
use rustc_hash::FxHashSet;

/// Most pods of an indexed Job that run at once, and most of its indexes that may fail.
const MOST: i64 = 100_000;
/// The first minor releases that keep the fields without feature gates.
const FAILURE_POLICY: u32 = 26;
const INDEXED_LIMITS: u32 = 29;
const SUCCESS_POLICY: u32 = 31;

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    check_spec(walker, &spec);
    if spec.flag("manualSelector") == Some(true) {
        match spec.has("selector") {
            true => super::selector::check_match(walker, &spec),
            false => spec.missing(walker, "selector", "`manualSelector` leaves it to you"),
        }
    }
}

/// Checks the specification of a Job, or of a template for one.
pub(super) fn check_spec<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    check_indexed(walker, spec);
    check_failure_policy(walker, spec);
    let Some(template) = spec.field("template") else { return };
    let Some(pod) = template.field("spec") else { return template.missing(walker, "spec", pod::NEEDED) };
    pod::check_spec(walker, &pod, None);
    match pod.text("restartPolicy") {
        None => pod.missing(walker, "restartPolicy", "a job's pods have `OnFailure` or `Never`"),
        Some("Always") => {
            pod.fault(
                walker,
                FaultKind::Conflict,
                format_args!("a job's pods cannot restart `Always`: they would never end"),
            )
            .key("restartPolicy")
            .help(format_args!("use `OnFailure` or `Never`"));
        }
        Some("OnFailure") if spec.has("podFailurePolicy") && walker.schemas.minor() >= FAILURE_POLICY => {
            let message = format_args!("`podFailurePolicy` needs `restartPolicy: Never`");
            pod.fault(walker, FaultKind::Conflict, message).key("restartPolicy");
        }
        _ => {}
    }
}

fn check_indexed<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let minor = walker.schemas.minor();
    if spec.text("completionMode") == Some("Indexed") {
        // Where neither is given, the server makes both 1.
        if !spec.has("completions") && spec.has("parallelism") {
            spec.missing(walker, "completions", "an `Indexed` job has a number of indexes");
        }
        for key in ["parallelism", "maxFailedIndexes"] {
            if spec.integer(key).is_some_and(|number| number > MOST) {
                let message = format_args!("`{key}` of an `Indexed` job must be at most {MOST}");
                spec.fault(walker, FaultKind::OutOfBounds, message).key(key);
            }
        }
        if let (Some(failed), Some(all)) = (spec.integer("maxFailedIndexes"), spec.integer("completions"))
            && failed > all
            && minor >= INDEXED_LIMITS
        {
            let message = format_args!("`maxFailedIndexes` must be at most `completions`");
            spec.fault(walker, FaultKind::Conflict, message).key("maxFailedIndexes");
        }
    } else {
        let gated = [("backoffLimitPerIndex", INDEXED_LIMITS), ("maxFailedIndexes", INDEXED_LIMITS)];
        for (key, since) in gated.into_iter().chain([("successPolicy", SUCCESS_POLICY)]) {
            if minor >= since && spec.has(key) {
                let message = format_args!("`{key}` needs `completionMode: Indexed`");
                spec.fault(walker, FaultKind::Conflict, message).key(key);
            }
        }
    }
    if minor >= INDEXED_LIMITS && spec.has("maxFailedIndexes") && !spec.has("backoffLimitPerIndex") {
        spec.missing(walker, "backoffLimitPerIndex", "`maxFailedIndexes` counts the indexes that pass it");
    }
}

fn check_failure_policy<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let Some(policy) = spec.field("podFailurePolicy").filter(|_| walker.schemas.minor() >= FAILURE_POLICY) else {
        return;
    };
    let names = container_names(spec);
    for rule in policy.field("rules").iter().flat_map(|rules| rules.items()) {
        let (codes, conditions) = (rule.field("onExitCodes"), rule.has_some("onPodConditions"));
        let message = match (codes.is_some(), conditions) {
            (true, true) => "`onExitCodes` and `onPodConditions` exclude each other",
            (false, false) => "one of `onExitCodes` or `onPodConditions` must be set",
            _ => "",
        };
        if !message.is_empty() {
            rule.fault(walker, FaultKind::UnionMismatch, format_args!("{message}"));
        }
        if rule.text("action") == Some("FailIndex") && !spec.has("backoffLimitPerIndex") {
            let message = format_args!("`FailIndex` needs `backoffLimitPerIndex`");
            rule.fault(walker, FaultKind::Conflict, message).key("action");
        }
        if let Some(codes) = codes {
            check_exit_codes(walker, &codes, &names);
        }
    }
}

fn container_names<'t, N: Tree>(spec: &Place<'_, 't, N>) -> FxHashSet<&'t str> {
    let mut names = FxHashSet::default();
    let Some(template) = spec.field("template") else { return names };
    let Some(pod) = template.field("spec") else { return names };
    for list in ["containers", "initContainers"] {
        let Some(list) = pod.field(list) else { continue };
        names.extend(list.items().filter_map(|container| container.text("name")));
    }
    names
}

fn check_exit_codes<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, codes: &Place<'_, 't, N>, names: &FxHashSet<&'t str>) {
    if let Some(name) = codes.text("containerName").filter(|name| !names.contains(name)) {
        codes
            .fault(walker, FaultKind::DanglingName, format_args!("the pod has no container `{name}`"))
            .key("containerName");
    }
    let Some(values) = codes.field("values") else { return };
    if codes.text("operator") == Some("In") && values.items().any(|value| as_integer(value.node) == Some(0)) {
        values.fault(walker, FaultKind::Conflict, format_args!("`In` cannot list 0, which is no failure"));
    }
}
