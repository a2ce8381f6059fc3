use std::collections::BTreeMap;

use ecow::EcoString;

use super::{AppBody, AppPlan, Peer, PeerPort, StackPlan, WorkloadPlan};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::model::{Call, Port, Protocol, Sourced};
use crate::node::{Cause, Origins};

/// One end of a call, with causes in place of origins, so that it can enter another app's table.
#[derive(Clone)]
struct End {
    name: EcoString,
    namespace: EcoString,
    namespace_causes: Vec<Cause>,
    ports: Vec<(EcoString, i32, Protocol, Vec<Cause>)>,
}

/// Where a workload is: index of its app, index in the app.
type At = (usize, usize);

struct Edge {
    caller: At,
    callee: At,
    /// The port that the call names; all where it names none.
    port: Option<EcoString>,
    causes: Vec<Cause>,
}

/// Follows every call between workloads of one cluster of one environment, and tells both ends of it.
pub(super) fn connect(apps: &mut [AppPlan], is_complete: bool, sink: &mut Sink) {
    let mut ends: BTreeMap<(EcoString, EcoString), (At, End)> = BTreeMap::new();
    for (app_index, app) in apps.iter().enumerate() {
        let AppBody::Stack(StackPlan { workloads, .. }) = &app.body else { continue };
        for (index, workload) in workloads.iter().enumerate() {
            let key = (workload.stack.value.clone(), workload.name.clone());
            ends.insert(key, ((app_index, index), end_of(workload, &app.origins)));
        }
    }
    let edges = find_edges(apps, &ends, is_complete, sink);
    let by_place: BTreeMap<At, &End> = ends.values().map(|(at, end)| (*at, end)).collect();
    for edge in &edges {
        let (Some(caller), Some(callee)) = (by_place.get(&edge.caller), by_place.get(&edge.callee)) else { continue };
        attach(apps, edge.caller, callee, callee, edge, |workload| &mut workload.calls);
        attach(apps, edge.callee, caller, callee, edge, |workload| &mut workload.callers);
    }
    for app in apps.iter_mut() {
        let AppBody::Stack(StackPlan { workloads, .. }) = &mut app.body else { continue };
        for workload in workloads {
            for peers in [&mut workload.callers, &mut workload.calls] {
                peers.sort_by(|a, b| (&a.namespace.value, &a.name).cmp(&(&b.namespace.value, &b.name)));
            }
        }
    }
}

fn end_of(workload: &WorkloadPlan, origins: &Origins) -> End {
    let ports = workload.spec.ports.iter().map(|(name, port)| {
        let protocol = port.protocol().map_or(Protocol::Tcp, |protocol| protocol.value);
        (name.clone(), port.container().value.0, protocol, port_causes(port, origins))
    });
    End {
        name: workload.name.clone(),
        namespace: workload.namespace.value.clone(),
        namespace_causes: origins.causes(workload.namespace.origin).collect(),
        ports: ports.collect(),
    }
}

fn port_causes(port: &Port, origins: &Origins) -> Vec<Cause> {
    let mut causes: Vec<Cause> = origins.causes(port.container().origin).collect();
    if let Some(protocol) = port.protocol() {
        causes.extend(origins.causes(protocol.origin));
    }
    causes
}

fn find_edges(
    apps: &[AppPlan],
    ends: &BTreeMap<(EcoString, EcoString), (At, End)>,
    is_complete: bool,
    sink: &mut Sink,
) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (app_index, app) in apps.iter().enumerate() {
        let AppBody::Stack(StackPlan { workloads, .. }) = &app.body else { continue };
        for (index, workload) in workloads.iter().enumerate() {
            for (name, call) in workload.spec.calls.iter() {
                let (stack, callee) = target_of(name, call, workload);
                let spot = call.workload.as_ref().map_or(call.origin, |target| target.origin);
                let Some(place) = app.origins.first_leaf(spot) else { continue };
                let spot = if call.workload.is_some() { Spot::Value(place) } else { Spot::Key(place) };
                match ends.get(&(stack.clone(), callee.clone())) {
                    Some((at, end)) => {
                        check_port(call, end, &app.origins, sink);
                        let causes = call_causes(call, &app.origins);
                        let port = call.port.as_ref().map(|port| port.value.0.clone());
                        edges.push(Edge { caller: (app_index, index), callee: *at, port, causes });
                    }
                    None if is_complete => {
                        let message = format!("stack `{stack}` has no workload `{callee}` on this cluster");
                        let known: Vec<String> = ends
                            .keys()
                            .map(|(owner, name)| {
                                if *owner == workload.stack.value {
                                    name.to_string()
                                } else {
                                    format!("{owner}/{name}")
                                }
                            })
                            .collect();
                        let wrong = call.workload.as_ref().map_or(name.as_str(), |target| target.value.0.as_str());
                        let finding = Finding::new(Code::UNKNOWN_NAME, message, spot);
                        sink.report(finding.suggest(wrong, known.iter().map(String::as_str)));
                    }
                    None => {}
                }
            }
        }
    }
    edges
}

fn target_of(name: &EcoString, call: &Call, workload: &WorkloadPlan) -> (EcoString, EcoString) {
    let target = call.workload.as_ref().map_or(name.as_str(), |target| target.value.0.as_str());
    match target.split_once('/') {
        Some((stack, name)) => (stack.into(), name.into()),
        None => (workload.stack.value.clone(), target.into()),
    }
}

fn check_port(call: &Call, callee: &End, origins: &Origins, sink: &mut Sink) {
    let Some(port) = &call.port else { return };
    if callee.ports.iter().any(|(name, ..)| *name == port.value.0) {
        return;
    }
    let Some(place) = origins.first_leaf(port.origin) else { return };
    let message = format!("workload `{}` has no port `{}`", callee.name, port.value.0);
    let known = callee.ports.iter().map(|(name, ..)| name.as_str());
    sink.report(Finding::new(Code::PORT_NOT_DECLARED, message, Spot::Value(place)).suggest(&port.value.0, known));
}

fn call_causes(call: &Call, origins: &Origins) -> Vec<Cause> {
    let mut causes: Vec<Cause> = origins.causes(call.origin).collect();
    for origin in [call.workload.as_ref().map(|target| target.origin), call.port.as_ref().map(|port| port.origin)] {
        causes.extend(origin.iter().flat_map(|origin| origins.causes(*origin)));
    }
    causes
}

/// Tells the workload at `at` of the other end; the ports are the callee's.
fn attach(
    apps: &mut [AppPlan],
    at: At,
    other: &End,
    callee: &End,
    edge: &Edge,
    list: impl Fn(&mut WorkloadPlan) -> &mut Vec<Peer>,
) {
    let app = &mut apps[at.0];
    let origins = &mut app.origins;
    let ports = callee
        .ports
        .iter()
        .filter(|(name, ..)| edge.port.as_ref().is_none_or(|port| port == name))
        .map(|(_, number, protocol, causes)| PeerPort {
            number: *number,
            protocol: *protocol,
            origin: origins.of_causes(causes.iter().copied()),
        })
        .collect();
    let peer = Peer {
        name: other.name.clone(),
        namespace: Sourced {
            value: other.namespace.clone(),
            origin: origins.of_causes(other.namespace_causes.iter().copied()),
        },
        ports,
        origin: origins.of_causes(edge.causes.iter().copied()),
    };
    if let AppBody::Stack(StackPlan { workloads, .. }) = &mut app.body {
        list(&mut workloads[at.1]).push(peer);
    }
}
