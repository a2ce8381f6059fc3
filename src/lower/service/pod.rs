use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::{Fragment, Lowering, config_maps, container, labels, made_by, service_account, volumes};
use crate::model::Security;

/// The pods: their metadata and their spec.
pub(super) fn template(lowering: &mut Lowering<'_>) -> Fragment {
    let hashes = config_maps::hash_annotations(lowering);
    let annotations =
        labels::join_annotations(hashes, &lowering.plan.spec.annotations, lowering.origins, lowering.sink);
    let metadata =
        Fragment::of(&ObjectMeta::default()).with("labels", lowering.labels.clone()).with("annotations", annotations);
    Fragment::of(&core::PodTemplateSpec::default()).with("metadata", metadata).with("spec", pod_spec(lowering))
}

fn pod_spec(lowering: &mut Lowering<'_>) -> Fragment {
    let plan = lowering.plan;
    let (token, token_origin) = service_account::mounts_token(lowering);
    let grace = &plan.spec.termination_grace_period_seconds;
    let typed = core::PodSpec {
        service_account_name: Some(plan.name.to_string()),
        automount_service_account_token: Some(token),
        // One variable per Service of the namespace is noise at best, and breaks programs that read their own names.
        enable_service_links: Some(false),
        termination_grace_period_seconds: grace.as_ref().map(|seconds| i64::from(seconds.value.0)),
        ..core::PodSpec::default()
    };
    Fragment::of(&typed)
        .because(&["serviceAccountName"], plan.spec.origin)
        .because(&["automountServiceAccountToken"], token_origin)
        .because(&["terminationGracePeriodSeconds"], made_by(grace))
        .with("securityContext", pod_security(plan.spec.security.as_ref()))
        .with("imagePullSecrets", pull_secrets(lowering))
        .with("containers", Fragment::list([container::lower(lowering)]))
        .with("volumes", Fragment::list(volumes::lower_volumes(lowering)))
        .with("topologySpreadConstraints", Fragment::list([spread_over_zones(lowering)]))
}

/// What Pod Security's `restricted` asks of pods, with the user's identities.
fn pod_security(security: Option<&Security>) -> Fragment {
    let user = security.and_then(|security| security.user.as_ref());
    let group = security.and_then(|security| security.group.as_ref());
    let typed = core::PodSecurityContext {
        run_as_non_root: Some(true),
        run_as_user: user.map(|user| user.value.0),
        run_as_group: group.map(|group| group.value.0),
        fs_group: group.map(|group| group.value.0),
        seccomp_profile: Some(core::SeccompProfile {
            type_: "RuntimeDefault".to_owned(),
            ..core::SeccompProfile::default()
        }),
        ..core::PodSecurityContext::default()
    };
    let group_origin = group.map(|group| group.origin);
    Fragment::of(&typed)
        .because(&["runAsUser"], user.map(|user| user.origin))
        .because(&["runAsGroup"], group_origin)
        .because(&["fsGroup"], group_origin)
}

fn pull_secrets(lowering: &Lowering<'_>) -> Option<Fragment> {
    let secret = lowering.plan.pull_secret.as_ref()?;
    let reference = core::LocalObjectReference { name: secret.value.to_string() };
    Fragment::list([Fragment::of(&reference)]).map(|list| list.because(&[], secret.origin))
}

/// Spreads the pods over zones as far as there is room, so that one zone's loss leaves some.
fn spread_over_zones(lowering: &Lowering<'_>) -> Fragment {
    let typed = core::TopologySpreadConstraint {
        max_skew: 1,
        topology_key: "topology.kubernetes.io/zone".to_owned(),
        when_unsatisfiable: "ScheduleAnyway".to_owned(),
        ..core::TopologySpreadConstraint::default()
    };
    Fragment::of(&typed).with("labelSelector", lowering.label_selector())
}
