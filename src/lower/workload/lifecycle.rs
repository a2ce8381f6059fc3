use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::container::words;
use super::{Fragment, Lowering, missing};
use crate::model::{Handler, Lifecycle, Ports, since};
use crate::node::Origin;

/// What the workload's own container does at its start and before it stops; a drain unless the workload says something else.
pub(super) fn of_workload(lowering: &mut Lowering<'_>) -> Option<Fragment> {
    let spec = &lowering.plan.spec;
    let written = spec.lifecycle.as_ref();
    let stop = match written.and_then(|lifecycle| lifecycle.pre_stop.as_ref()) {
        Some(handler) => handle(lowering, handler, &spec.ports),
        None => sleep_before_stop(lowering),
    };
    let start = written.and_then(|lifecycle| lifecycle.post_start.as_ref());
    let start = start.and_then(|handler| handle(lowering, handler, &spec.ports));
    together(lowering, start, stop)
}

/// What a container beside it does.
pub(super) fn of_container(
    lowering: &mut Lowering<'_>,
    lifecycle: Option<&Lifecycle>,
    ports: &Ports,
) -> Option<Fragment> {
    let lifecycle = lifecycle?;
    let [start, stop] = [&lifecycle.post_start, &lifecycle.pre_stop]
        .map(|handler| handler.as_ref().and_then(|handler| handle(lowering, handler, ports)));
    together(lowering, start, stop)
}

/// The two moments, made by what made the handlers of them.
fn together(lowering: &mut Lowering<'_>, start: Option<Fragment>, stop: Option<Fragment>) -> Option<Fragment> {
    if start.is_none() && stop.is_none() {
        return None;
    }
    let made: Vec<Origin> = [&start, &stop].into_iter().flatten().map(Fragment::origin).collect();
    let origin = lowering.origins.join(&made);
    Some(Fragment::map(origin).with("postStart", start).with("preStop", stop))
}

/// Lets a stopping pod answer until every node has heard that it is going; clusters that cannot sleep do without.
fn sleep_before_stop(lowering: &mut Lowering<'_>) -> Option<Fragment> {
    let drain = lowering.plan.spec.drain_seconds.as_ref().filter(|drain| drain.value.0 > 0)?;
    if lowering.cluster.kubernetes_minor < since::SLEEP {
        return None;
    }
    let origin = lowering.origins.join(&[drain.origin, lowering.cluster.kubernetes_origin]);
    let sleep = core::SleepAction { seconds: i64::from(drain.value.0) };
    let handler = core::LifecycleHandler { sleep: Some(sleep), ..Default::default() };
    Some(Fragment::of(&handler).because(&[], origin))
}

fn handle(lowering: &mut Lowering<'_>, handler: &Handler, ports: &Ports) -> Option<Fragment> {
    let lowered = Fragment::of(&core::LifecycleHandler::default()).because(&[], handler.origin);
    if !handler.command.items.is_empty() {
        let exec = Fragment::of(&core::ExecAction::default()).with("command", words(&handler.command));
        return Some(lowered.with("exec", exec));
    }
    if let Some(path) = &handler.path {
        let port = lowering.choose_among(ports, handler.port.as_ref())?;
        let typed = core::HTTPGetAction {
            path: Some(path.value.to_string()),
            port: IntOrString::String(port.name.to_string()),
            ..core::HTTPGetAction::default()
        };
        let get = Fragment::of(&typed).because(&["path"], path.origin).because(&["port"], port.origin);
        return Some(lowered.with("httpGet", get));
    }
    if let Some(seconds) = &handler.sleep {
        if lowering.cluster.kubernetes_minor < since::SLEEP {
            return None;
        }
        let sleep = core::SleepAction { seconds: i64::from(seconds.value.0) };
        let origin = lowering.origins.join(&[seconds.origin, lowering.cluster.kubernetes_origin]);
        return Some(lowered.with("sleep", Fragment::of(&sleep).because(&[], origin)));
    }
    let help = "write `command: [stop]`, `path: /stop` or `sleep: 5` in it";
    let finding = missing("nothing says what is done", handler.origin, lowering.origins, help);
    lowering.report(finding);
    None
}
