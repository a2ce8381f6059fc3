use k8s_openapi::api::apps::v1 as apps;

use super::{Lowering, ObjectKind, Resource, made_by, pod, rollout};
use crate::lower::Fragment;

pub(super) const KIND: ObjectKind = ObjectKind::of::<apps::DaemonSet>("workload/daemon-set");

/// Lowers one pod per node.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let settings = lowering.plan.spec.rollout.as_ref();
    let typed = apps::DaemonSetSpec {
        min_ready_seconds: settings.and_then(|settings| settings.min_ready_seconds.as_ref()).map(|at| at.value.0),
        revision_history_limit: settings
            .and_then(|settings| settings.revision_history_limit.as_ref())
            .map(|at| at.value.0),
        ..apps::DaemonSetSpec::default()
    };
    let fields = Fragment::of(&typed)
        .because(&["minReadySeconds"], settings.and_then(|settings| made_by(&settings.min_ready_seconds)))
        .because(&["revisionHistoryLimit"], settings.and_then(|settings| made_by(&settings.revision_history_limit)))
        .with("selector", lowering.label_selector())
        .with("updateStrategy", rollout::daemon_set_strategy(settings))
        .with("template", pod::template(lowering));
    lowering.header(KIND, None).object([("spec", fields)])
}
