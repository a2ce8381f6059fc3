use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::container::words;
use super::{Fragment, Lowering, made_by, spot};
use crate::diagnostics::{Code, Finding};
use crate::model::{Probe, ProbeSetting, Probes};
use crate::node::Origin;

/// Lowers one of the probes; none where it is switched off, or after a finding.
pub(super) fn lower(lowering: &mut Lowering<'_>, which: impl Fn(&Probes) -> Option<&ProbeSetting>) -> Option<Fragment> {
    match lowering.plan.spec.probes.as_ref().and_then(which)? {
        ProbeSetting::Switch(on) if on.value => {
            report_undecided(lowering, "`true` does not say how to probe", on.origin);
            None
        }
        ProbeSetting::Switch(_) => None,
        ProbeSetting::Probe(probe) => {
            let (action, what) = action(lowering, probe)?;
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
        failure_threshold: probe.failure_threshold.as_ref().map(|times| times.value.0),
        ..core::Probe::default()
    };
    Fragment::of(&typed)
        .because(&[], probe.origin)
        .because(&["initialDelaySeconds"], made_by(&probe.initial_delay_seconds))
        .because(&["periodSeconds"], made_by(&probe.period_seconds))
        .because(&["timeoutSeconds"], made_by(&probe.timeout_seconds))
        .because(&["failureThreshold"], made_by(&probe.failure_threshold))
}

/// What is probed, under the field that says how: the path, the port, or what the command says.
fn action(lowering: &mut Lowering<'_>, probe: &Probe) -> Option<(&'static str, Fragment)> {
    if !probe.command.items.is_empty() {
        let exec = Fragment::of(&core::ExecAction::default()).with("command", words(&probe.command));
        return Some(("exec", exec));
    }
    let tcp = probe.tcp.as_ref().filter(|tcp| tcp.value);
    if probe.path.is_none() && tcp.is_none() {
        report_undecided(lowering, "a probe needs `path`, `tcp: true` or `command`", probe.origin);
        return None;
    }
    let port = lowering.choose_port(probe.port.as_ref())?;
    let name = IntOrString::String(port.name.to_string());
    let Some(path) = &probe.path else {
        let typed = core::TCPSocketAction { port: name, ..Default::default() };
        let socket = Fragment::of(&typed).because(&[], made_by(&probe.tcp)).because(&["port"], port.origin);
        return Some(("tcpSocket", socket));
    };
    let typed = core::HTTPGetAction { path: Some(path.value.to_string()), port: name, ..Default::default() };
    // `tcp: false` brings the path of the layers below back.
    let tcp = made_by(&probe.tcp).unwrap_or_default();
    let get = Fragment::of(&typed)
        .because(&[], lowering.origins.join(&[path.origin, tcp]))
        .because(&["path"], path.origin)
        .because(&["port"], port.origin);
    Some(("httpGet", get))
}

fn report_undecided(lowering: &mut Lowering<'_>, message: &str, origin: Origin) {
    let finding = Finding::new(Code::MISSING_FIELD, message, spot::value(lowering.origins, origin))
        .help("write `path: /healthz`, `tcp: true` or `command: [check]` below it, or `false` for no probe");
    lowering.sink.report(finding);
}
