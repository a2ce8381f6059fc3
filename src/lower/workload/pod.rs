use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::{
    Fragment, Lowering, config_maps, container, extra_containers, labels, made_by, placement, runs_on, security,
    service_account, volumes,
};
use crate::model::Sourced;

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
    let spec = &lowering.plan.spec;
    let (token, token_origin) = service_account::mounts_token(lowering);
    let grace = &spec.termination_grace_period_seconds;
    let host = spec.host.as_ref();
    let network = host.and_then(|host| host.network.as_ref());
    let typed = core::PodSpec {
        service_account_name: Some(lowering.plan.name.to_string()),
        automount_service_account_token: Some(token),
        // One variable per Service of the namespace is noise at best, and breaks programs that read their own names.
        enable_service_links: Some(false),
        priority_class_name: spec.priority_class_name.as_ref().map(|class| class.value.to_string()),
        // A pod that failed stays, so that its log can be read; the next one is another.
        restart_policy: (!runs_on(lowering.kind())).then(|| "Never".to_owned()),
        termination_grace_period_seconds: grace.as_ref().map(|seconds| i64::from(seconds.value.0)),
        ..core::PodSpec::default()
    };
    let fields = Fragment::of(&typed)
        .because(&["serviceAccountName"], spec.origin)
        .because(&["automountServiceAccountToken"], token_origin)
        .because(&["priorityClassName"], made_by(&spec.priority_class_name))
        .because(&["terminationGracePeriodSeconds"], made_by(grace))
        .with("hostNetwork", switched_on(network))
        .with("hostPID", switched_on(host.and_then(|host| host.processes.as_ref())))
        // Else the pods would ask the node's own name server, which knows no Service.
        .with(
            "dnsPolicy",
            network
                .filter(|network| network.value)
                .map(|network| Fragment::text("ClusterFirstWithHostNet", network.origin)),
        )
        .with("securityContext", security::of_pod(spec.security.as_ref()))
        .with("imagePullSecrets", pull_secrets(lowering));
    let first = extra_containers::lower_first(lowering);
    let mut containers = vec![container::lower(lowering)];
    containers.extend(extra_containers::lower_among(lowering));
    fields
        .with("initContainers", Fragment::list(first))
        .with("containers", Fragment::list(containers))
        .with("volumes", Fragment::list(volumes::lower_volumes(lowering)))
        .with("nodeSelector", placement::node_selector(lowering))
        .with("tolerations", placement::tolerations(lowering))
        .with("affinity", placement::affinity(lowering))
        .with("topologySpreadConstraints", placement::spread(lowering))
}

/// A switch of Kubernetes that is left out where it is off.
fn switched_on(switch: Option<&Sourced<bool>>) -> Option<Fragment> {
    let switch = switch.filter(|switch| switch.value)?;
    Some(Fragment::of(&true).because(&[], switch.origin))
}

fn pull_secrets(lowering: &Lowering<'_>) -> Option<Fragment> {
    let secret = lowering.plan.pull_secret.as_ref()?;
    let reference = core::LocalObjectReference { name: secret.value.to_string() };
    Fragment::list([Fragment::of(&reference)]).map(|list| list.because(&[], secret.origin))
}
