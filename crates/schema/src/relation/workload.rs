//! Workloads that keep pods running: Deployments, ReplicaSets, StatefulSets, DaemonSets and ReplicationControllers.

use super::place::Place;
use super::{pod, rollout, selector};
use crate::fault::FaultKind;
use crate::tree::Tree;
use crate::walk::Walker;

/// Seconds that a Deployment may take by default.
const PROGRESS_DEADLINE: i64 = 600;

pub(super) fn check_deployment<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    selector::check(walker, &spec);
    check_template(walker, &spec, "Deployment");
    rollout::check_deployment(walker, &spec);
    let deadline = spec.integer("progressDeadlineSeconds").unwrap_or(PROGRESS_DEADLINE);
    let ready = spec.integer("minReadySeconds").unwrap_or(0);
    if deadline <= ready {
        let message =
            format_args!("`minReadySeconds` of {ready} must be below `progressDeadlineSeconds` of {deadline}");
        let key = if spec.has("minReadySeconds") { "minReadySeconds" } else { "progressDeadlineSeconds" };
        spec.fault(walker, FaultKind::Conflict, message).key(key);
    }
}

pub(super) fn check_replica_set<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    selector::check(walker, &spec);
    check_template(walker, &spec, "ReplicaSet");
}

pub(super) fn check_daemon_set<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    selector::check(walker, &spec);
    check_template(walker, &spec, "DaemonSet");
    rollout::check_daemon_set(walker, &spec);
}

pub(super) fn check_controller<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    selector::check_map(walker, &spec);
    check_template(walker, &spec, "ReplicationController");
}

pub(super) fn check_stateful_set<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    selector::check(walker, &spec);
    check_template(walker, &spec, "StatefulSet");
    rollout::check_stateful_set(walker, &spec);
}

fn check_template<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>, kind: &str) {
    let Some(template) = spec.field("template") else { return };
    let Some(pod) = template.field("spec") else { return template.missing(walker, "spec", pod::NEEDED) };
    let claims = spec.field("volumeClaimTemplates").filter(|_| kind == "StatefulSet");
    pod::check_spec(walker, &pod, claims.as_ref());
    check_restarts(walker, &pod, kind);
}

/// Checks that the pods of a workload restart for ever: it would replace those that end.
fn check_restarts<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, pod: &Place<'_, 't, N>, kind: &str) {
    if let Some(policy @ ("OnFailure" | "Never")) = pod.text("restartPolicy") {
        pod.fault(
            walker,
            FaultKind::Conflict,
            format_args!("the pods of a `{kind}` have the `restartPolicy` `Always`, not `{policy}`"),
        )
        .key("restartPolicy");
    }
    if pod.has("activeDeadlineSeconds") {
        let message = format_args!("the pods of a `{kind}` have no `activeDeadlineSeconds`");
        pod.fault(walker, FaultKind::Conflict, message).key("activeDeadlineSeconds");
    }
}
