//! How workloads replace their pods, and how many may be away at once.

use super::place::{Place, as_integer, as_text};
use super::selector;
use crate::fault::FaultKind;
use crate::tree::Tree;
use crate::walk::Walker;

/// What a Deployment takes for `maxSurge` and `maxUnavailable` where they are not given; only that it is not zero counts.
const QUARTER: i64 = 25;
/// The first minor release in which StatefulSets keep `maxUnavailable` without a feature gate.
const SEVERAL_AWAY: u32 = 37;

pub(super) fn check_deployment<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let Some(strategy) = spec.field("strategy") else { return };
    if strategy.text("type") == Some("Recreate") {
        return refuse_rolling(walker, &strategy, "Recreate");
    }
    let Some(rolling) = strategy.field("rollingUpdate") else { return };
    let (surge, unavailable) = (amount(&rolling, "maxSurge", QUARTER), amount(&rolling, "maxUnavailable", QUARTER));
    if surge == 0 && unavailable == 0 {
        let message = format_args!("`maxSurge` and `maxUnavailable` cannot both be zero: no pod could be replaced");
        rolling.fault(walker, FaultKind::Conflict, message).key("maxUnavailable");
    }
    refuse_beyond_all(walker, &rolling, "maxUnavailable");
}

pub(super) fn check_daemon_set<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let Some(strategy) = spec.field("updateStrategy") else { return };
    if strategy.text("type") == Some("OnDelete") {
        return;
    }
    let Some(rolling) = strategy.field("rollingUpdate") else { return };
    let (surge, unavailable) = (amount(&rolling, "maxSurge", 0), amount(&rolling, "maxUnavailable", 1));
    let message = match (surge, unavailable) {
        (0, 0) => "`maxSurge` and `maxUnavailable` cannot both be zero: no pod could be replaced",
        (0, _) | (_, 0) => "",
        // The default of one unavailable pod counts too.
        _ => "of `maxSurge` and `maxUnavailable` one must be zero",
    };
    if !message.is_empty() {
        rolling.fault(walker, FaultKind::Conflict, format_args!("{message}")).key("maxUnavailable");
    }
    refuse_beyond_all(walker, &rolling, "maxUnavailable");
    refuse_beyond_all(walker, &rolling, "maxSurge");
}

pub(super) fn check_stateful_set<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let Some(strategy) = spec.field("updateStrategy") else { return };
    match (strategy.text("type"), strategy.field("rollingUpdate")) {
        (Some(other @ ("OnDelete" | "Recreate")), Some(_)) => refuse_rolling(walker, &strategy, other),
        (_, Some(rolling)) if walker.schemas.minor() >= SEVERAL_AWAY => {
            refuse_beyond_all(walker, &rolling, "maxUnavailable");
            if rolling.has("maxUnavailable") && amount(&rolling, "maxUnavailable", 1) == 0 {
                let message = format_args!("`maxUnavailable` cannot be zero: no pod could be replaced");
                rolling.fault(walker, FaultKind::OutOfBounds, message).key("maxUnavailable");
            }
        }
        _ => {}
    }
}

pub(super) fn check_budget<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    refuse_beyond_all(walker, &spec, "minAvailable");
    refuse_beyond_all(walker, &spec, "maxUnavailable");
    if let Some(selector) = spec.field("selector") {
        selector::check_requirements(walker, &selector);
    }
}

fn refuse_rolling<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, strategy: &Place<'_, 't, N>, kind: &str) {
    if strategy.has("rollingUpdate") {
        let message = format_args!("`rollingUpdate` says nothing to the strategy `{kind}`");
        strategy
            .fault(walker, FaultKind::Conflict, message)
            .key("rollingUpdate")
            .help(format_args!("remove it or use `type: RollingUpdate`"));
    }
}

/// Refuses a share above 100 %.
fn refuse_beyond_all<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, place: &Place<'_, 't, N>, key: &'static str) {
    if place.text(key).and_then(percent).is_some_and(|share| share > 100) {
        place.fault(walker, FaultKind::OutOfBounds, format_args!("`{key}` must be at most `100%`")).key(key);
    }
}

/// Reads a count or a percentage as a number; only whether it is zero is asked.
fn amount<'t, N: Tree>(place: &Place<'_, 't, N>, key: &'t str, default: i64) -> i64 {
    let Some(given) = place.field(key) else { return default };
    as_integer(given.node).or_else(|| as_text(given.node).and_then(percent)).unwrap_or(default)
}

fn percent(text: &str) -> Option<i64> {
    text.strip_suffix('%')?.parse().ok()
}
