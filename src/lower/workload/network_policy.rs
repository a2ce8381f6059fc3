use ecow::EcoString;
use k8s_openapi::api::networking::v1 as networking;

use super::network_policy_rules::{PolicyPort, call_rule, from_platform, to_dns, to_network};
use super::port::{PortChoice, protocol_word};
use super::{Fragment, Lowering, ObjectKind, Resource, mesh, missing};
use crate::model::{EgressRule, Sourced};
use crate::node::Origin;

pub(super) const KIND: ObjectKind = ObjectKind::of::<networking::NetworkPolicy>("workload/network-policy");

/// Lowers what may reach the pods and what they may reach; everything else is refused.
///
/// Routed ports are open to the namespace of the ingress controller and to the networks of load balancers that reach pods
/// themselves, the metrics port to the namespace of Prometheus. Where the cluster does not say which these are, the port is open
/// to every namespace: a service that nobody reaches would be the worse surprise.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let typed = networking::NetworkPolicySpec {
        policy_types: Some(vec!["Ingress".to_owned(), "Egress".to_owned()]),
        ..networking::NetworkPolicySpec::default()
    };
    let spec = Fragment::of(&typed)
        .with("podSelector", lowering.label_selector())
        .with("ingress", Fragment::list(ingress(lowering)))
        .with("egress", Fragment::list(egress(lowering)));
    lowering.header(KIND, None).object([("spec", spec)])
}

fn ingress(lowering: &mut Lowering<'_>) -> Vec<Fragment> {
    let plan = lowering.plan;
    let cluster = lowering.cluster;
    let proxy = mesh::data_plane_port(cluster);
    let mut rules: Vec<Fragment> =
        plan.callers.iter().filter_map(|caller| call_rule("from", caller, proxy, lowering.origins)).collect();
    for (namespace, ports) in routed(lowering) {
        let networks = &cluster.ingress_networks;
        rules.extend(platform_rule(lowering, &ports, plan.spec.routes.origin, namespace.as_ref(), networks));
    }
    if let (Some(metrics), Some(port)) = (&plan.spec.metrics, lowering.metrics_port) {
        rules.extend(platform_rule(lowering, &[port], metrics.origin, cluster.monitoring_namespace.as_ref(), &[]));
    }
    rules.extend(mesh::metrics_rule(cluster, lowering.origins));
    rules
}

/// Ports that one namespace's routers send to; none where nobody says which namespace.
type Routed<'a> = (Option<Sourced<EcoString>>, Vec<PortChoice<'a>>);

/// The routed ports, by the namespaces of what serves the routes' classes.
fn routed<'a>(lowering: &mut Lowering<'a>) -> Vec<Routed<'a>> {
    let (plan, cluster) = (lowering.plan, lowering.cluster);
    let mut all: Vec<Routed<'a>> = Vec::new();
    for (index, choice) in lowering.route_ports.iter().enumerate() {
        let Some(port) = *choice else { continue };
        let router = plan.routes.get(index).and_then(|route| route.router.as_ref());
        let namespace = router.or(cluster.ingress_namespace.as_ref());
        let is_same = |known: &Routed<'_>| known.0.as_ref().map(|one| &one.value) == namespace.map(|one| &one.value);
        let Some((known, ports)) = all.iter_mut().find(|known| is_same(known)) else {
            all.push((namespace.cloned(), vec![port]));
            continue;
        };
        if let (Some(known), Some(also)) = (known, namespace) {
            known.origin = lowering.origins.join(&[known.origin, also.origin]);
        }
        ports.push(port);
    }
    all
}

/// The rule that lets a part of the platform reach some ports, each once.
fn platform_rule(
    lowering: &mut Lowering<'_>,
    choices: &[PortChoice<'_>],
    presence: Origin,
    namespace: Option<&Sourced<EcoString>>,
    networks: &[Sourced<EcoString>],
) -> Option<Fragment> {
    let mut ports: Vec<PolicyPort> = Vec::with_capacity(choices.len());
    for choice in choices {
        let port = policy_port(lowering, choice);
        match ports.iter_mut().find(|known| known.is_same(&port)) {
            Some(known) => known.origin = lowering.origins.join(&[known.origin, port.origin]),
            None => ports.push(port),
        }
    }
    if let Some(proxy) = mesh::data_plane_port(lowering.cluster).filter(|_| !ports.is_empty()) {
        ports.push(proxy);
    }
    let causes: Vec<Origin> =
        std::iter::once(presence).chain(namespace.into_iter().chain(networks).map(|named| named.origin)).collect();
    let origin = lowering.origins.join(&causes);
    from_platform(namespace, networks, ports).map(|rule| rule.because(&[], origin))
}

fn policy_port(lowering: &mut Lowering<'_>, choice: &PortChoice<'_>) -> PolicyPort {
    let container = choice.port.container();
    let protocol = choice.port.protocol().map_or(Origin::INHERITED, |protocol| protocol.origin);
    PolicyPort {
        number: container.value.0,
        protocol: protocol_word(choice.port),
        origin: lowering.origins.join(&[container.origin, protocol, choice.origin]),
    }
}

fn egress(lowering: &mut Lowering<'_>) -> Vec<Fragment> {
    let plan = lowering.plan;
    let mut rules = vec![to_dns(lowering.cluster.dns_namespace.as_ref())];
    rules.extend(mesh::control_plane_rule(lowering.cluster, lowering.origins));
    let proxy = mesh::data_plane_port(lowering.cluster);
    rules.extend(plan.calls.iter().filter_map(|callee| call_rule("to", callee, proxy, lowering.origins)));
    for (_, network) in plan.spec.egress.iter() {
        match to_network(network) {
            Some(rule) => rules.push(rule),
            None => report_nowhere(lowering, network),
        }
    }
    rules
}

/// A rule that leads nowhere is no rule.
fn report_nowhere(lowering: &mut Lowering<'_>, network: &EgressRule) {
    let help = "write `cidr: 10.0.0.0/16` or `internet: true` in it";
    let finding = missing("nothing says which network may be reached", network.origin, lowering.origins, help);
    lowering.report(finding);
}
