use k8s_openapi::api::apps::v1 as apps;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::contradictions::is_none;
use super::made_by;
use crate::lower::Fragment;
use crate::model::{Count, IntOrPercent, Rollout, Sourced, Workload};

/// The fixed count of pods; none beside an autoscaler, which would fight over the field on every sync.
pub(super) fn replicas(spec: &Workload) -> Option<&Sourced<Count>> {
    spec.replicas.as_ref().filter(|_| spec.scale.is_none())
}

/// How a Deployment replaces pods: unless the workload says otherwise no pod stops before its successor is ready, so that a
/// rollout never serves with fewer pods than were asked for.
pub(super) fn deployment_strategy(rollout: Option<&Rollout>) -> Fragment {
    if let Some(recreate) = recreate(rollout) {
        let typed = apps::DeploymentStrategy { type_: Some("Recreate".to_owned()), ..Default::default() };
        return Fragment::of(&typed).because(&[], recreate.origin);
    }
    let surge = rollout.and_then(|rollout| rollout.max_surge.as_ref());
    let unavailable = rollout.and_then(|rollout| rollout.max_unavailable.as_ref());
    let typed = apps::DeploymentStrategy {
        type_: Some("RollingUpdate".to_owned()),
        rolling_update: Some(apps::RollingUpdateDeployment {
            max_surge: Some(surge.map_or_else(|| IntOrString::String("25%".to_owned()), int_or_string)),
            max_unavailable: Some(unavailable.map_or(IntOrString::Int(0), int_or_string)),
        }),
    };
    let switched_off = rollout.and_then(|rollout| made_by(&rollout.recreate));
    Fragment::of(&typed)
        .because(&[], switched_off)
        .because(&["rollingUpdate", "maxSurge"], surge.map(|surge| surge.origin))
        .because(&["rollingUpdate", "maxUnavailable"], unavailable.map(|unavailable| unavailable.origin))
}

/// How a DaemonSet replaces pods: one node after the other unless the workload says otherwise.
pub(super) fn daemon_set_strategy(rollout: Option<&Rollout>) -> Fragment {
    let surge = rollout.and_then(|rollout| rollout.max_surge.as_ref());
    let unavailable = rollout.and_then(|rollout| rollout.max_unavailable.as_ref());
    // Kubernetes takes one of the two: a pod that comes before the old one goes needs none to be missing.
    let missing = match (surge, unavailable) {
        (_, Some(unavailable)) => int_or_string(unavailable),
        (Some(surge), None) if !is_none(&surge.value) => IntOrString::Int(0),
        (_, None) => IntOrString::Int(1),
    };
    let typed = apps::DaemonSetUpdateStrategy {
        type_: Some("RollingUpdate".to_owned()),
        rolling_update: Some(apps::RollingUpdateDaemonSet {
            max_surge: surge.map(int_or_string),
            max_unavailable: Some(missing),
        }),
    };
    let decided = unavailable.or(surge);
    Fragment::of(&typed)
        .because(&["rollingUpdate", "maxSurge"], surge.map(|surge| surge.origin))
        .because(&["rollingUpdate", "maxUnavailable"], decided.map(|decided| decided.origin))
}

/// How a StatefulSet replaces pods: one after the other, from the highest ordinal down to the partition.
pub(super) fn stateful_set_strategy(rollout: Option<&Rollout>) -> Fragment {
    let typed = apps::StatefulSetUpdateStrategy { type_: Some("RollingUpdate".to_owned()), rolling_update: None };
    let from = rollout.and_then(|rollout| rollout.partition.as_ref()).map(|partition| {
        let typed = apps::RollingUpdateStatefulSetStrategy { partition: Some(partition.value.0), ..Default::default() };
        Fragment::of(&typed).because(&[], partition.origin)
    });
    Fragment::of(&typed).with("rollingUpdate", from)
}

/// The switch that stops all pods before new ones start, where it is on.
pub(super) fn recreate(rollout: Option<&Rollout>) -> Option<&Sourced<bool>> {
    rollout?.recreate.as_ref().filter(|recreate| recreate.value)
}

/// A count or share as Kubernetes' types have it.
pub(super) fn int_or_string(value: &Sourced<IntOrPercent>) -> IntOrString {
    match &value.value {
        IntOrPercent::Int(count) => IntOrString::Int(*count),
        IntOrPercent::Percent(share) => IntOrString::String(share.to_string()),
    }
}
