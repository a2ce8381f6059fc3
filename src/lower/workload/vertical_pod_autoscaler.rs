use serde_json::json;

use super::{Fragment, Lowering, ObjectKind, Resource};
use crate::lower::amounts::lower_amounts;
use crate::model::{VerticalMode, VerticalScale, WorkloadKind};
use crate::node::Origin;

pub(super) const KIND: ObjectKind = ObjectKind {
    api_version: "autoscaling.k8s.io/v1",
    kind: "VerticalPodAutoscaler",
    recipe: "workload/vertical-pod-autoscaler",
};

/// Lowers what is learnt of the pods' use of CPU and memory, if anything asks for it.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let plan = lowering.plan;
    let scale = plan.spec.vertical_scale.as_ref()?;
    let (api_version, kind) = target(plan.spec.kind.value)?;
    let target = Fragment::of(&json!({"apiVersion": api_version, "kind": kind, "name": plan.name.as_str()}))
        .because(&["name"], plan.spec.origin)
        .because(&["kind"], plan.spec.kind.origin)
        .because(&["apiVersion"], plan.spec.kind.origin);
    let mode = scale.mode.as_ref();
    let word = match mode.map_or(VerticalMode::Recommend, |mode| mode.value) {
        VerticalMode::Recommend => "Off",
        VerticalMode::Initial => "Initial",
        VerticalMode::Auto => "Auto",
    };
    let mode = Fragment::text(word, mode.map_or(Origin::INHERITED, |mode| mode.origin));
    let spec = Fragment::map(Origin::INHERITED)
        .with("targetRef", target)
        .with("updatePolicy", Fragment::map(Origin::INHERITED).with("updateMode", mode))
        .with("resourcePolicy", bounds(scale));
    Some(lowering.header(KIND, Some(scale.origin)).object([("spec", spec)]))
}

/// The controller that a workload's pods belong to; a job's are gone before anything is learnt.
fn target(kind: WorkloadKind) -> Option<(&'static str, &'static str)> {
    match kind {
        WorkloadKind::Service | WorkloadKind::Worker => Some(("apps/v1", "Deployment")),
        WorkloadKind::Stateful => Some(("apps/v1", "StatefulSet")),
        WorkloadKind::Daemon => Some(("apps/v1", "DaemonSet")),
        WorkloadKind::CronJob => Some(("batch/v1", "CronJob")),
        WorkloadKind::Job => None,
    }
}

fn bounds(scale: &VerticalScale) -> Option<Fragment> {
    let min = lower_amounts(scale.min.as_ref());
    let max = lower_amounts(scale.max.as_ref());
    if min.is_none() && max.is_none() {
        return None;
    }
    let every = Fragment::map(Origin::INHERITED)
        .with("containerName", Fragment::text("*", Origin::INHERITED))
        .with("minAllowed", min)
        .with("maxAllowed", max);
    Some(Fragment::map(Origin::INHERITED).with("containerPolicies", Fragment::list([every])))
}
