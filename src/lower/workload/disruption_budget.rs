use k8s_openapi::api::policy::v1 as policy;

use super::rollout::int_or_string;
use super::{Fragment, Lowering, ObjectKind, Resource, made_by};

pub(super) const KIND: ObjectKind = ObjectKind::of::<policy::PodDisruptionBudget>("workload/pod-disruption-budget");

/// The minor version of Kubernetes from which a budget may let go of pods that are not healthy.
const EVICTION_POLICY_SINCE: u8 = 27;

/// Lowers how many pods a node drain leaves, if anything says so.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let disruption = lowering.plan.spec.disruption.as_ref()?;
    if disruption.min_available.is_none() && disruption.max_unavailable.is_none() {
        return None;
    }
    let evicts_broken = lowering.cluster.kubernetes_minor >= EVICTION_POLICY_SINCE;
    let typed = policy::PodDisruptionBudgetSpec {
        // Else a pod that never becomes ready would keep its node from being drained for good.
        unhealthy_pod_eviction_policy: evicts_broken.then(|| "AlwaysAllow".to_owned()),
        min_available: disruption.min_available.as_ref().map(int_or_string),
        max_unavailable: disruption.max_unavailable.as_ref().map(int_or_string),
        ..policy::PodDisruptionBudgetSpec::default()
    };
    let version = evicts_broken.then_some(lowering.cluster.kubernetes_origin);
    let spec = Fragment::of(&typed)
        .because(&["unhealthyPodEvictionPolicy"], version)
        .because(&["minAvailable"], made_by(&disruption.min_available))
        .because(&["maxUnavailable"], made_by(&disruption.max_unavailable))
        .with("selector", lowering.label_selector());
    Some(lowering.header(KIND, Some(disruption.origin)).object([("spec", spec)]))
}
