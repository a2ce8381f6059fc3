use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::container::words;
use super::{Fragment, Lowering, made_by, spot};
use crate::diagnostics::{Code, Finding};
use crate::model::{Ports, Probe, ProbeSetting, Probes, RoutePath, Sourced};
use crate::node::Origin;

/// Lowers one of a container's probes; none where it is switched off, or after a finding.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    probes: &Option<Probes>,
    ports: &Ports,
    which: impl Fn(&Probes) -> Option<&ProbeSetting>,
) -> Option<Fragment> {
    match probes.as_ref().and_then(which)? {
        ProbeSetting::Switch(on) if on.value => {
            report_undecided(lowering, "`true` does not say how to probe", on.origin);
            None
        }
        ProbeSetting::Switch(_) => None,
        ProbeSetting::Probe(probe) => {
            let (action, what) = action(lowering, probe, ports)?;
            Some(timing(probe).with(action, what))
        }
    }
}

/// Seconds and thresholds.
fn timing(probe: &Probe) -> Fragment {
    let typed = core::Probe {
        initial_delay_seconds: probe.initial_delay_seconds.as_ref().map(|seconds| seconds.value.0),
        period_seconds: probe.period_seconds.as_ref().map(|seconds| seconds.value.0),
        timeout_seconds: probe.timeout_seconds.as_ref().map(|seconds| seconds.value.0),
        success_threshold: probe.success_threshold.as_ref().map(|times| times.value.0),
        failure_threshold: probe.failure_threshold.as_ref().map(|times| times.value.0),
        termination_grace_period_seconds: probe
            .termination_grace_period_seconds
            .as_ref()
            .map(|seconds| i64::from(seconds.value.0)),
        ..core::Probe::default()
    };
    Fragment::of(&typed)
        .because(&[], probe.origin)
        .because(&["initialDelaySeconds"], made_by(&probe.initial_delay_seconds))
        .because(&["periodSeconds"], made_by(&probe.period_seconds))
        .because(&["timeoutSeconds"], made_by(&probe.timeout_seconds))
        .because(&["successThreshold"], made_by(&probe.success_threshold))
        .because(&["failureThreshold"], made_by(&probe.failure_threshold))
        .because(&["terminationGracePeriodSeconds"], made_by(&probe.termination_grace_period_seconds))
}

/// What is probed, under the field that says how: the path, the port, gRPC's health service, or what the command says.
fn action(lowering: &mut Lowering<'_>, probe: &Probe, ports: &Ports) -> Option<(&'static str, Fragment)> {
    if !probe.command.items.is_empty() {
        let exec = Fragment::of(&core::ExecAction::default()).with("command", words(&probe.command));
        return Some(("exec", exec));
    }
    let is_on = |switch: &Option<Sourced<bool>>| switch.as_ref().is_some_and(|switch| switch.value);
    if is_on(&probe.grpc) {
        return grpc(lowering, probe, ports);
    }
    let Some(path) = &probe.path else {
        if !is_on(&probe.tcp) {
            let message = "a probe needs `path`, `tcp: true`, `grpc: true` or `command`";
            report_undecided(lowering, message, probe.origin);
            return None;
        }
        return tcp(lowering, probe, ports);
    };
    http(lowering, probe, path, ports)
}

fn tcp(lowering: &mut Lowering<'_>, probe: &Probe, ports: &Ports) -> Option<(&'static str, Fragment)> {
    let port = lowering.choose_among(ports, probe.port.as_ref())?;
    let typed = core::TCPSocketAction { port: IntOrString::String(port.name.to_string()), ..Default::default() };
    let socket = Fragment::of(&typed).because(&[], made_by(&probe.tcp)).because(&["port"], port.origin);
    Some(("tcpSocket", socket))
}

/// Kubernetes finds this one port by its number alone.
fn grpc(lowering: &mut Lowering<'_>, probe: &Probe, ports: &Ports) -> Option<(&'static str, Fragment)> {
    let port = lowering.choose_among(ports, probe.port.as_ref())?;
    let typed = core::GRPCAction {
        port: port.port.container().value.0,
        service: probe.service.as_ref().map(|service| service.value.to_string()),
        ..core::GRPCAction::default()
    };
    let origin = lowering.origins.join(&[port.origin, port.port.container().origin]);
    let action = Fragment::of(&typed)
        .because(&[], made_by(&probe.grpc))
        .because(&["port"], origin)
        .because(&["service"], made_by(&probe.service));
    Some(("grpc", action))
}

fn http(
    lowering: &mut Lowering<'_>,
    probe: &Probe,
    path: &Sourced<RoutePath>,
    ports: &Ports,
) -> Option<(&'static str, Fragment)> {
    let port = lowering.choose_among(ports, probe.port.as_ref())?;
    let typed = core::HTTPGetAction {
        path: Some(path.value.to_string()),
        port: IntOrString::String(port.name.to_string()),
        scheme: probe.scheme.as_ref().map(|scheme| scheme.value.word().to_owned()),
        ..core::HTTPGetAction::default()
    };
    let headers = probe.headers.iter().map(|(name, text)| {
        let typed = core::HTTPHeader { name: name.to_string(), value: text.value.0.to_string() };
        Fragment::of(&typed).because(&[], text.origin)
    });
    // `tcp: false` brings the path of the layers below back.
    let switches = [&probe.tcp, &probe.grpc].map(|switch| made_by(switch).unwrap_or_default());
    let get = Fragment::of(&typed)
        .because(&[], lowering.origins.join(&[path.origin, switches[0], switches[1]]))
        .because(&["path"], path.origin)
        .because(&["port"], port.origin)
        .because(&["scheme"], made_by(&probe.scheme))
        .with("httpHeaders", Fragment::list(headers).map(|headers| headers.because(&[], probe.headers.origin)));
    Some(("httpGet", get))
}

fn report_undecided(lowering: &mut Lowering<'_>, message: &str, origin: Origin) {
    let help =
        "write `path: /healthz`, `tcp: true`, `grpc: true` or `command: [check]` below it, or `false` for no probe";
    let finding = Finding::new(Code::MISSING_FIELD, message, spot::value(lowering.origins, origin)).help(help);
    lowering.report(finding);
}
