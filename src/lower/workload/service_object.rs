use ecow::EcoString;
use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::fields_of_kinds::is_served;
use super::port::{of_pod, protocol_word};
use super::{Fragment, Header, Lowering, ObjectKind, Resource, made_by, spot};
use crate::diagnostics::{Code, Finding};
use crate::model::{Port, ServiceSettings, WorkloadKind, since};
use crate::node::Origin;

pub(super) const KIND: ObjectKind = ObjectKind::of::<core::Service>("workload/service");

/// The suffix of the Service that gives each pod of a stateful workload a name of its own.
pub(super) const HEADLESS: &str = "headless";

/// Lowers the Services: one that clients use, where there are ports, and one for the names of a stateful workload's pods.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Vec<Resource> {
    let spec = &lowering.plan.spec;
    if !is_served(spec) {
        return Vec::new();
    }
    let mut services = Vec::new();
    if of_pod(spec).next().is_some() {
        services.push(for_clients(lowering));
    }
    if spec.kind.value == WorkloadKind::Stateful {
        services.push(for_names(lowering));
    }
    services
}

fn for_clients(lowering: &mut Lowering<'_>) -> Resource {
    let settings = lowering.plan.spec.service.as_ref();
    let fields = match settings {
        Some(settings) => typed(lowering, settings),
        None => Fragment::of(&core::ServiceSpec::default()),
    };
    let fields = fields.with("ports", ports(lowering)).with("selector", lowering.selector.clone());
    let header = lowering.header(KIND, None);
    let annotations =
        settings.map_or(header.annotations.clone(), |settings| lowering.annotations(&settings.annotations));
    Header { annotations, ..header }.object([("spec", fields)])
}

fn typed(lowering: &mut Lowering<'_>, settings: &ServiceSettings) -> Fragment {
    let close = settings.prefer_close.as_ref().filter(|close| close.value);
    let close = close.filter(|_| lowering.cluster.kubernetes_minor >= since::PREFER_CLOSE);
    let close = close.map(|close| {
        let origin = lowering.origins.join(&[close.origin, lowering.cluster.kubernetes_origin]);
        Fragment::text("PreferClose", origin)
    });
    let typed = core::ServiceSpec {
        type_: settings.kind.as_ref().map(|kind| kind.value.word().to_owned()),
        session_affinity: settings.session_affinity.as_ref().map(|affinity| affinity.value.word().to_owned()),
        external_traffic_policy: settings.external_traffic_policy.as_ref().map(|policy| policy.value.word().to_owned()),
        ..core::ServiceSpec::default()
    };
    Fragment::of(&typed)
        .because(&["type"], made_by(&settings.kind))
        .because(&["sessionAffinity"], made_by(&settings.session_affinity))
        .because(&["externalTrafficPolicy"], made_by(&settings.external_traffic_policy))
        .with("trafficDistribution", close)
}

/// Every port of the pods, those of containers beside the workload's own included.
fn ports(lowering: &mut Lowering<'_>) -> Option<Fragment> {
    let spec = &lowering.plan.spec;
    check_node_ports(lowering);
    let node_port = |name: &str| spec.service.as_ref().and_then(|settings| settings.node_ports.get(name));
    let ports = of_pod(spec).map(|(name, port)| {
        let node_port = node_port(name);
        service_port(name, port)
            .with("nodePort", node_port.map(|node| Fragment::of(&node.value.0).because(&[], node.origin)))
    });
    Fragment::list(ports).map(|ports| ports.because(&[], spec.ports.origin))
}

fn service_port(name: &str, port: &Port) -> Fragment {
    let typed = core::ServicePort {
        name: Some(name.to_owned()),
        port: port.service().value.0,
        target_port: Some(IntOrString::String(name.to_owned())),
        protocol: Some(protocol_word(port).to_owned()),
        app_protocol: port.app_protocol().map(|protocol| protocol.value.0.to_string()),
        ..core::ServicePort::default()
    };
    Fragment::of(&typed)
        .because(&[], port.container().origin)
        .because(&["port"], port.service().origin)
        .because(&["protocol"], port.protocol().map(|protocol| protocol.origin))
        .because(&["appProtocol"], port.app_protocol().map(|protocol| protocol.origin))
}

/// A port of the nodes must lead to a port that there is.
fn check_node_ports(lowering: &mut Lowering<'_>) {
    let spec = &lowering.plan.spec;
    let known: Vec<&EcoString> = of_pod(spec).map(|(name, _)| name).collect();
    for (name, node) in spec.service.iter().flat_map(|settings| settings.node_ports.iter()) {
        if !known.contains(&name) {
            let message = format!("workload `{}` declares no port `{name}`", lowering.plan.name);
            let finding = Finding::new(Code::PORT_NOT_DECLARED, message, spot::key(lowering.origins, node.origin))
                .suggest(name, known.iter().map(|name| name.as_str()));
            lowering.report(finding);
        }
    }
}

/// The Service without an address: DNS answers with the pods themselves, those that are not ready included, since they look for
/// one another before they are.
fn for_names(lowering: &mut Lowering<'_>) -> Resource {
    let name = lowering.name_with(HEADLESS, Origin::INHERITED);
    let typed = core::ServiceSpec {
        cluster_ip: Some("None".to_owned()),
        publish_not_ready_addresses: Some(true),
        ..core::ServiceSpec::default()
    };
    let ports = of_pod(&lowering.plan.spec).map(|(name, port)| service_port(name, port));
    let ports = Fragment::list(ports).map(|ports| ports.because(&[], lowering.plan.spec.ports.origin));
    let fields = Fragment::of(&typed).with("ports", ports).with("selector", lowering.selector.clone());
    Header { name, ..lowering.header(KIND, None) }.object([("spec", fields)])
}
