use k8s_openapi::api::policy::v1 as policy;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::{Fragment, Lowering, ObjectKind, Resource, made_by};
use crate::model::{IntOrPercent, Sourced};

const KIND: ObjectKind = ObjectKind::of::<policy::PodDisruptionBudget>("service/pod-disruption-budget");

/// Lowers how many pods a node drain leaves, if anything says so.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let disruption = lowering.plan.spec.disruption.as_ref()?;
    if disruption.min_available.is_none() && disruption.max_unavailable.is_none() {
        return None;
    }
    let typed = policy::PodDisruptionBudgetSpec {
        min_available: disruption.min_available.as_ref().map(int_or_string),
        max_unavailable: disruption.max_unavailable.as_ref().map(int_or_string),
        ..policy::PodDisruptionBudgetSpec::default()
    };
    let spec = Fragment::of(&typed)
        .because(&["minAvailable"], made_by(&disruption.min_available))
        .because(&["maxUnavailable"], made_by(&disruption.max_unavailable))
        .with("selector", lowering.label_selector());
    Some(lowering.header(KIND, Some(disruption.origin)).object([("spec", spec)]))
}

fn int_or_string(value: &Sourced<IntOrPercent>) -> IntOrString {
    match &value.value {
        IntOrPercent::Int(count) => IntOrString::Int(*count),
        IntOrPercent::Percent(share) => IntOrString::String(share.to_string()),
    }
}
