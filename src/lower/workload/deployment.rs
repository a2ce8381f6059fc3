use k8s_openapi::api::apps::v1 as apps;

use super::{Lowering, ObjectKind, Resource, made_by, pod, rollout};
use crate::lower::Fragment;

pub(super) const KIND: ObjectKind = ObjectKind::of::<apps::Deployment>("workload/deployment");

/// Lowers the pods of a service or worker, and how they are replaced.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let spec = &lowering.plan.spec;
    let replicas = rollout::replicas(spec);
    let settings = spec.rollout.as_ref();
    let typed = apps::DeploymentSpec {
        replicas: replicas.map(|replicas| replicas.value.0),
        min_ready_seconds: settings.and_then(|settings| settings.min_ready_seconds.as_ref()).map(|at| at.value.0),
        progress_deadline_seconds: settings
            .and_then(|settings| settings.progress_deadline_seconds.as_ref())
            .map(|at| at.value.0),
        revision_history_limit: settings
            .and_then(|settings| settings.revision_history_limit.as_ref())
            .map(|at| at.value.0),
        ..apps::DeploymentSpec::default()
    };
    let fields = Fragment::of(&typed)
        .because(&["replicas"], replicas.map(|replicas| replicas.origin))
        .because(&["minReadySeconds"], settings.and_then(|settings| made_by(&settings.min_ready_seconds)))
        .because(
            &["progressDeadlineSeconds"],
            settings.and_then(|settings| made_by(&settings.progress_deadline_seconds)),
        )
        .because(&["revisionHistoryLimit"], settings.and_then(|settings| made_by(&settings.revision_history_limit)))
        .with("selector", lowering.label_selector())
        .with("strategy", rollout::deployment_strategy(settings))
        .with("template", pod::template(lowering));
    lowering.header(KIND, None).object([("spec", fields)])
}
