use k8s_openapi::api::core::v1 as core;

use super::config_maps::VARIABLES;
use super::port::protocol_word;
use super::{Fragment, Lowering, lifecycle, made_by, probe, security, variables, volumes};
use crate::lower::amounts::lower_amounts;
use crate::model::{AsWritten, List, Ports, Resources, Sourced};
use crate::resolve::SECRETS;

/// The container of the workload's image.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Fragment {
    let plan = lowering.plan;
    let spec = &plan.spec;
    let policy = spec.image_pull_policy.as_ref();
    let typed = core::Container {
        name: plan.name.to_string(),
        image: Some(plan.image.value.to_string()),
        image_pull_policy: policy.map(|policy| policy.value.word().to_owned()),
        working_dir: spec.working_dir.as_ref().map(|folder| folder.value.to_string()),
        ..core::Container::default()
    };
    Fragment::of(&typed)
        .because(&["name"], spec.origin)
        .because(&["image"], plan.image.origin)
        .because(&["imagePullPolicy"], policy.map(|policy| policy.origin))
        .because(&["workingDir"], made_by(&spec.working_dir))
        .with("command", words(&spec.command))
        .with("args", words(&spec.args))
        .with("ports", ports(&spec.ports))
        .with("envFrom", variable_sources(lowering))
        .with("env", variables::lower_references(lowering))
        .with("resources", resources(spec.resources.as_ref()))
        .with("volumeMounts", Fragment::list(volumes::lower_mounts(lowering)))
        .with("startupProbe", probe::lower(lowering, &spec.probes, &spec.ports, |probes| probes.startup.as_ref()))
        .with("livenessProbe", probe::lower(lowering, &spec.probes, &spec.ports, |probes| probes.liveness.as_ref()))
        .with("readinessProbe", probe::lower(lowering, &spec.probes, &spec.ports, |probes| probes.readiness.as_ref()))
        .with("lifecycle", lifecycle::of_workload(lowering))
        .with("securityContext", security::of_container(spec.security.as_ref()))
}

/// A command or its arguments.
pub(super) fn words(list: &List<Sourced<AsWritten>>) -> Option<Fragment> {
    let words = list.items.iter().map(|word| Fragment::text(word.value.0.clone(), word.origin));
    Fragment::list(words).map(|words| words.because(&[], list.origin))
}

/// The ports that a container declares.
pub(super) fn ports(ports: &Ports) -> Option<Fragment> {
    let lowered = ports.iter().map(|(name, port)| {
        let host = port.host();
        let typed = core::ContainerPort {
            name: Some(name.to_string()),
            container_port: port.container().value.0,
            host_port: host.map(|host| host.value.0),
            protocol: Some(protocol_word(port).to_owned()),
            ..core::ContainerPort::default()
        };
        Fragment::of(&typed)
            .because(&[], port.container().origin)
            .because(&["hostPort"], host.map(|host| host.origin))
            .because(&["protocol"], port.protocol().map(|protocol| protocol.origin))
    });
    Fragment::list(lowered).map(|lowered| lowered.because(&[], ports.origin))
}

/// The ConfigMap of the variables' texts, and the Secret that comes from the store.
fn variable_sources(lowering: &mut Lowering<'_>) -> Option<Fragment> {
    let spec = &lowering.plan.spec;
    let mut sources = Vec::new();
    if variables::texts(&spec.variables).next().is_some() {
        let name = lowering.name_with(VARIABLES, spec.variables.origin);
        let reference = core::ConfigMapEnvSource { name: name.value.to_string(), ..Default::default() };
        let typed = core::EnvFromSource { config_map_ref: Some(reference), ..Default::default() };
        sources.push(Fragment::of(&typed).because(&[], name.origin));
    }
    if !spec.secrets.is_empty() {
        let name = lowering.name_with(SECRETS, spec.secrets.origin);
        let reference = core::SecretEnvSource { name: name.value.to_string(), ..Default::default() };
        let typed = core::EnvFromSource { secret_ref: Some(reference), ..Default::default() };
        sources.push(Fragment::of(&typed).because(&[], name.origin));
    }
    Fragment::list(sources)
}

/// What a container requests, and where it is stopped.
pub(super) fn resources(resources: Option<&Resources>) -> Option<Fragment> {
    let resources = resources?;
    let requests = lower_amounts(resources.requests.as_ref());
    let limits = lower_amounts(resources.limits.as_ref());
    if requests.is_none() && limits.is_none() {
        return None;
    }
    let lowered = Fragment::of(&core::ResourceRequirements::default());
    Some(lowered.because(&[], resources.origin).with("requests", requests).with("limits", limits))
}
