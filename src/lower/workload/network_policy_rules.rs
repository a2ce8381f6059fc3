use ecow::EcoString;
use k8s_openapi::api::networking::v1 as networking;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::{Fragment, NAME, matching};
use crate::model::{EgressRule, Sourced};
use crate::node::{Origin, Origins};
use crate::resolve::Peer;

/// The label that Kubernetes itself sets on every Namespace.
const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";
/// Where the cluster's DNS runs unless the cluster says otherwise.
const DNS_NAMESPACE: &str = "kube-system";
/// The port of DNS.
const DNS_PORT: i32 = 53;

/// A port of a pod that a rule opens.
#[derive(Clone, Copy, Debug)]
pub(super) struct PolicyPort {
    /// The pod's port.
    pub(super) number: i32,
    /// Its protocol.
    pub(super) protocol: &'static str,
    /// What opens it.
    pub(super) origin: Origin,
}

impl PolicyPort {
    /// Whether it is the same port, whatever opens it.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.number == other.number && self.protocol == other.protocol
    }

    fn lower(self) -> Fragment {
        let typed = networking::NetworkPolicyPort {
            port: Some(IntOrString::Int(self.number)),
            protocol: Some(self.protocol.to_owned()),
            ..networking::NetworkPolicyPort::default()
        };
        Fragment::of(&typed).because(&[], self.origin)
    }
}

/// Opens the ports of a call, at its caller or at its callee; a call without ports opens nothing, since a rule without ports
/// would open all. `proxy` is the port of the other end's proxy, where a mesh has one.
pub(super) fn call_rule(
    direction: &'static str,
    peer: &Peer,
    proxy: Option<PolicyPort>,
    origins: &mut Origins,
) -> Option<Fragment> {
    let ports = peer.ports.iter().map(|port| PolicyPort {
        number: port.number,
        protocol: port.protocol.word(),
        origin: origins.join(&[port.origin, peer.origin]),
    });
    let mut ports: Vec<PolicyPort> = ports.collect();
    if ports.is_empty() {
        return None;
    }
    ports.extend(proxy);
    let ports = lower_ports(ports)?;
    Some(rule(direction, [peer_selector(peer)]).with("ports", ports).because(&[], peer.origin))
}

/// Lets a part of the platform in: from its namespace and its networks, or from every namespace where neither is known.
pub(super) fn from_platform(
    namespace: Option<&Sourced<EcoString>>,
    networks: &[Sourced<EcoString>],
    ports: Vec<PolicyPort>,
) -> Option<Fragment> {
    let namespaces = namespace.map(|namespace| {
        let peer = Fragment::of(&networking::NetworkPolicyPeer::default());
        peer.with("namespaceSelector", in_namespace(&namespace.value, namespace.origin))
    });
    let networks = networks.iter().map(|network| in_network(&network.value, &[]).because(&["ipBlock"], network.origin));
    let mut peers: Vec<Fragment> = namespaces.into_iter().chain(networks).collect();
    if peers.is_empty() {
        peers.push(every_namespace());
    }
    Some(rule("from", peers).with("ports", lower_ports(ports)?))
}

/// Lets the pods look up names.
pub(super) fn to_dns(namespace: Option<&Sourced<EcoString>>) -> Fragment {
    let (name, origin) = namespace
        .map_or((EcoString::inline(DNS_NAMESPACE), Origin::INHERITED), |named| (named.value.clone(), named.origin));
    let peer =
        Fragment::of(&networking::NetworkPolicyPeer::default()).with("namespaceSelector", in_namespace(&name, origin));
    let ports =
        ["UDP", "TCP"].map(|protocol| PolicyPort { number: DNS_PORT, protocol, origin: Origin::INHERITED }.lower());
    rule("to", [peer]).with("ports", Fragment::list(ports))
}

/// Networks that are no part of the internet: private ones, those between carriers and their customers, and those of one link.
const NOT_INTERNET: [(&str, &[&str]); 2] = [
    ("0.0.0.0/0", &["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]),
    ("::/0", &["fc00::/7", "fe80::/10"]),
];

/// Lets the pods reach a network or the internet, on TCP ports where there are any named; `None` where the rule names neither.
pub(super) fn to_network(network: &EgressRule) -> Option<Fragment> {
    let peers = match (&network.cidr, &network.internet) {
        (Some(cidr), _) => vec![in_network(&cidr.value, &[]).because(&["ipBlock"], cidr.origin)],
        (None, Some(internet)) if internet.value => {
            NOT_INTERNET.iter().map(|(all, except)| in_network(all, except).because(&[], internet.origin)).collect()
        }
        _ => return None,
    };
    let ports = network
        .ports
        .items
        .iter()
        .map(|port| PolicyPort { number: port.value.0, protocol: "TCP", origin: port.origin }.lower());
    let ports = Fragment::list(ports).map(|ports| ports.because(&[], network.ports.origin));
    Some(rule("to", peers).with("ports", ports).because(&[], network.origin))
}

fn in_network(cidr: &str, except: &[&str]) -> Fragment {
    let except = (!except.is_empty()).then(|| except.iter().map(|&cidr| cidr.to_owned()).collect());
    let block = networking::IPBlock { cidr: cidr.to_owned(), except };
    Fragment::of(&networking::NetworkPolicyPeer { ip_block: Some(block), ..Default::default() })
}

/// A rule about some peers, in the direction that the name of their list says.
pub(super) fn rule(direction: &'static str, peers: impl IntoIterator<Item = Fragment>) -> Fragment {
    // The two kinds of rules differ in the name of this one list.
    Fragment::of(&networking::NetworkPolicyIngressRule::default()).with(direction, Fragment::list(peers))
}

/// The ports of a rule; `None` for none, which would open all.
pub(super) fn lower_ports(ports: impl IntoIterator<Item = PolicyPort>) -> Option<Fragment> {
    Fragment::list(ports.into_iter().map(PolicyPort::lower))
}

fn peer_selector(peer: &Peer) -> Fragment {
    let pods = Fragment::texts([(NAME, peer.name.clone(), peer.origin)]).expect("one label selects");
    Fragment::of(&networking::NetworkPolicyPeer::default())
        .with("namespaceSelector", in_namespace(&peer.namespace.value, peer.namespace.origin))
        .with("podSelector", matching(pods))
}

/// Selects a namespace by its name.
pub(super) fn in_namespace(name: &EcoString, origin: Origin) -> Fragment {
    matching(Fragment::texts([(NAMESPACE_NAME, name.clone(), origin)]).expect("one label selects"))
}

fn every_namespace() -> Fragment {
    let typed = networking::NetworkPolicyPeer {
        namespace_selector: Some(Default::default()),
        ..networking::NetworkPolicyPeer::default()
    };
    Fragment::of(&typed)
}
