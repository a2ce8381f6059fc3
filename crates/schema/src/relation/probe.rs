//! Probes and hooks of a container.

use super::place::Place;
use crate::fault::FaultKind;
use crate::tree::Tree;
use crate::walk::Walker;

pub(super) fn check_all<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, container: &Place<'_, 't, N>, grace: i64) {
    for kind in ["livenessProbe", "startupProbe", "readinessProbe"] {
        if let Some(probe) = container.field(kind) {
            check(walker, kind, &probe);
        }
    }
    let Some(hooks) = container.field("lifecycle") else { return };
    for hook in ["postStart", "preStop"] {
        if let Some(hook) = hooks.field(hook)
            && let Some(sleep) = hook.field("sleep")
            && sleep.integer("seconds").is_some_and(|seconds| seconds > grace)
        {
            let message = format_args!("`seconds` must be at most `terminationGracePeriodSeconds`, which is {grace}");
            sleep.fault(walker, FaultKind::Conflict, message).key("seconds");
        }
    }
}

fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, kind: &str, probe: &Place<'_, 't, N>) {
    if kind == "readinessProbe" {
        if probe.has("terminationGracePeriodSeconds") {
            let message = format_args!("a `readinessProbe` ends nothing and has no `terminationGracePeriodSeconds`");
            probe.fault(walker, FaultKind::Conflict, message).key("terminationGracePeriodSeconds");
        }
        return;
    }
    if probe.integer("successThreshold").is_some_and(|threshold| threshold > 1) {
        let message = format_args!("the `successThreshold` of a `{kind}` must be 1");
        probe.fault(walker, FaultKind::OutOfBounds, message).key("successThreshold");
    }
}
