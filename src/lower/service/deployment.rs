use k8s_openapi::api::apps::v1 as apps;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::{Lowering, ObjectKind, Resource, pod};
use crate::lower::Fragment;

const KIND: ObjectKind = ObjectKind::of::<apps::Deployment>("service/deployment");

/// Lowers the pods and how they are replaced.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let plan = lowering.plan;
    // An autoscaler and a fixed count would fight over the field on every sync.
    let replicas = plan.spec.replicas.as_ref().filter(|_| plan.spec.scale.is_none());
    let typed = apps::DeploymentSpec {
        replicas: replicas.map(|replicas| replicas.value.0),
        strategy: Some(surge_before_stopping()),
        ..apps::DeploymentSpec::default()
    };
    let spec = Fragment::of(&typed)
        .because(&["replicas"], replicas.map(|replicas| replicas.origin))
        .with("selector", lowering.label_selector())
        .with("template", pod::template(lowering));
    lowering.header(KIND, None).object([("spec", spec)])
}

/// No pod stops before its successor is ready, so that a rollout never serves with fewer pods than were asked for.
fn surge_before_stopping() -> apps::DeploymentStrategy {
    apps::DeploymentStrategy {
        type_: Some("RollingUpdate".to_owned()),
        rolling_update: Some(apps::RollingUpdateDeployment {
            max_surge: Some(IntOrString::String("25%".to_owned())),
            max_unavailable: Some(IntOrString::Int(0)),
        }),
    }
}
