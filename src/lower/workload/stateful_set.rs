use k8s_openapi::api::apps::v1 as apps;
use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::{Lowering, ObjectKind, Resource, made_by, pod, rollout, service_object};
use crate::lower::Fragment;
use crate::model::{AccessMode, Claim};
use crate::node::Origin;

pub(super) const KIND: ObjectKind = ObjectKind::of::<apps::StatefulSet>("workload/stateful-set");

/// Lowers pods with names and storage of their own.
///
/// The claims carry no labels: Kubernetes lets nobody change them, and a label of the workload changes.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let spec = &lowering.plan.spec;
    let replicas = rollout::replicas(spec);
    let settings = spec.rollout.as_ref();
    let service = lowering.name_with(service_object::HEADLESS, Origin::INHERITED);
    let typed = apps::StatefulSetSpec {
        service_name: Some(service.value.to_string()),
        replicas: replicas.map(|replicas| replicas.value.0),
        pod_management_policy: spec.pod_management_policy.as_ref().map(|policy| policy.value.word().to_owned()),
        min_ready_seconds: settings.and_then(|settings| settings.min_ready_seconds.as_ref()).map(|at| at.value.0),
        revision_history_limit: settings
            .and_then(|settings| settings.revision_history_limit.as_ref())
            .map(|at| at.value.0),
        ..apps::StatefulSetSpec::default()
    };
    let claims = Fragment::list(spec.claims.iter().map(|(name, claim)| claim_template(name, claim)))
        .map(|claims| claims.because(&[], spec.claims.origin));
    let fields = Fragment::of(&typed)
        .because(&["serviceName"], service.origin)
        .because(&["replicas"], replicas.map(|replicas| replicas.origin))
        .because(&["podManagementPolicy"], made_by(&spec.pod_management_policy))
        .because(&["minReadySeconds"], settings.and_then(|settings| made_by(&settings.min_ready_seconds)))
        .because(&["revisionHistoryLimit"], settings.and_then(|settings| made_by(&settings.revision_history_limit)))
        .with("selector", lowering.label_selector())
        .with("updateStrategy", rollout::stateful_set_strategy(settings))
        .with("template", pod::template(lowering))
        .with("volumeClaimTemplates", claims);
    lowering.header(KIND, None).object([("spec", fields)])
}

fn claim_template(name: &str, claim: &Claim) -> Fragment {
    let modes = claim.access_modes.items.iter().map(|mode| Fragment::text(mode.value.word(), mode.origin));
    let modes = Fragment::list(modes).map(|modes| modes.because(&[], claim.access_modes.origin));
    let one_node = || Fragment::list([Fragment::text(AccessMode::ReadWriteOnce.word(), Origin::INHERITED)]);
    let metadata = Fragment::of(&ObjectMeta { name: Some(name.to_owned()), ..ObjectMeta::default() });
    let typed = core::PersistentVolumeClaimSpec {
        storage_class_name: claim.storage_class_name.as_ref().map(|class| class.value.to_string()),
        resources: Some(core::VolumeResourceRequirements {
            requests: Some([("storage".to_owned(), Quantity(claim.size.value.to_string()))].into()),
            ..core::VolumeResourceRequirements::default()
        }),
        ..core::PersistentVolumeClaimSpec::default()
    };
    let spec = Fragment::of(&typed)
        .with("accessModes", modes.or_else(one_node))
        .because(&["storageClassName"], made_by(&claim.storage_class_name))
        .because(&["resources", "requests", "storage"], claim.size.origin);
    Fragment::of(&serde_json::json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim"}))
        .because(&[], claim.origin)
        .with("metadata", metadata)
        .with("spec", spec)
}
