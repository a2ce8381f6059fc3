use k8s_openapi::api::core::v1 as core;

use super::config_maps::VARIABLES;
use super::external_secret::SECRETS;
use super::port::protocol_word;
use super::{Fragment, Lowering, probe, volumes};
use crate::lower::amounts::lower_amounts;
use crate::model::{AsWritten, List, Security, Sourced};

/// The minor version of Kubernetes from which a container may sleep before it is told to stop without having a shell.
const SLEEP_SINCE: u8 = 30;

/// The container of the workload's image.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Fragment {
    let plan = lowering.plan;
    let spec = &plan.spec;
    let typed = core::Container {
        name: plan.name.to_string(),
        image: Some(plan.image.value.to_string()),
        ..core::Container::default()
    };
    Fragment::of(&typed)
        .because(&["name"], spec.origin)
        .because(&["image"], plan.image.origin)
        .with("command", words(&spec.command))
        .with("args", words(&spec.args))
        .with("ports", ports(lowering))
        .with("envFrom", variable_sources(lowering))
        .with("resources", resources(lowering))
        .with("volumeMounts", Fragment::list(volumes::lower_mounts(lowering)))
        .with("startupProbe", probe::lower(lowering, |probes| probes.startup.as_ref()))
        .with("livenessProbe", probe::lower(lowering, |probes| probes.liveness.as_ref()))
        .with("readinessProbe", probe::lower(lowering, |probes| probes.readiness.as_ref()))
        .with("lifecycle", sleep_before_stop(lowering))
        .with("securityContext", container_security(spec.security.as_ref()))
}

/// A command or its arguments.
pub(super) fn words(list: &List<Sourced<AsWritten>>) -> Option<Fragment> {
    let words = list.items.iter().map(|word| Fragment::text(word.value.0.clone(), word.origin));
    Fragment::list(words).map(|words| words.because(&[], list.origin))
}

fn ports(lowering: &Lowering<'_>) -> Option<Fragment> {
    let ports = &lowering.plan.spec.ports;
    let lowered = ports.iter().map(|(name, port)| {
        let typed = core::ContainerPort {
            name: Some(name.to_string()),
            container_port: port.container().value.0,
            protocol: Some(protocol_word(port).to_owned()),
            ..core::ContainerPort::default()
        };
        Fragment::of(&typed)
            .because(&[], port.container().origin)
            .because(&["protocol"], port.protocol().map(|protocol| protocol.origin))
    });
    Fragment::list(lowered).map(|lowered| lowered.because(&[], ports.origin))
}

fn variable_sources(lowering: &mut Lowering<'_>) -> Option<Fragment> {
    let spec = &lowering.plan.spec;
    let mut sources = Vec::new();
    if !spec.variables.is_empty() {
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

fn resources(lowering: &Lowering<'_>) -> Option<Fragment> {
    let resources = lowering.plan.spec.resources.as_ref()?;
    let requests = lower_amounts(resources.requests.as_ref());
    let limits = lower_amounts(resources.limits.as_ref());
    if requests.is_none() && limits.is_none() {
        return None;
    }
    let lowered = Fragment::of(&core::ResourceRequirements::default());
    Some(lowered.because(&[], resources.origin).with("requests", requests).with("limits", limits))
}

/// Lets a stopping pod answer until every node has heard that it is going; clusters that cannot sleep do without.
fn sleep_before_stop(lowering: &mut Lowering<'_>) -> Option<Fragment> {
    let drain = lowering.plan.spec.drain_seconds.as_ref().filter(|drain| drain.value.0 > 0)?;
    if lowering.cluster.kubernetes_minor < SLEEP_SINCE {
        return None;
    }
    let origin = lowering.origins.join(&[drain.origin, lowering.cluster.kubernetes_origin]);
    let sleep = core::SleepAction { seconds: i64::from(drain.value.0) };
    let handler = core::LifecycleHandler { sleep: Some(sleep), ..Default::default() };
    let lifecycle = core::Lifecycle { pre_stop: Some(handler), ..Default::default() };
    Some(Fragment::of(&lifecycle).because(&[], origin))
}

/// What Pod Security's `restricted` asks of containers, and a root file system that nothing writes to.
fn container_security(security: Option<&Security>) -> Fragment {
    let writable: Option<&Sourced<bool>> = security.and_then(|security| security.writable_root.as_ref());
    let typed = core::SecurityContext {
        allow_privilege_escalation: Some(false),
        read_only_root_filesystem: Some(!writable.is_some_and(|writable| writable.value)),
        capabilities: Some(core::Capabilities { drop: Some(vec!["ALL".to_owned()]), ..Default::default() }),
        ..core::SecurityContext::default()
    };
    Fragment::of(&typed).because(&["readOnlyRootFilesystem"], writable.map(|writable| writable.origin))
}
