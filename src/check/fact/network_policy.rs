use ecow::EcoString;

use super::selector::Selector;
use crate::check::object::{Cursor, Object, Site};

/// What a NetworkPolicy selects and lets through.
#[derive(Clone, Debug)]
pub struct NetworkPolicy {
    /// The pods that it is about.
    pub selector: Selector,
    /// Where they are selected.
    pub selector_site: Site,
    /// Whether it shuts out whatever no rule lets in.
    pub isolates_ingress: bool,
    /// The peers that its rules select by labels.
    pub peers: Vec<Peer>,
    /// The ports of the selected pods that its rules name.
    pub named_ports: Vec<NamedPort>,
}

/// Peers that a rule selects by labels.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Their namespaces; `None` for the policy's own.
    pub namespaces: Option<Selector>,
    /// Which pods of them.
    pub pods: Selector,
    /// Where the pods are selected.
    pub site: Site,
}

/// A port by its name.
#[derive(Clone, Debug)]
pub struct NamedPort {
    /// The name that containers give it.
    pub name: EcoString,
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: EcoString,
    /// Where it is named.
    pub site: Site,
}

/// Reads a NetworkPolicy.
pub(super) fn read(object: &Object<'_>) -> Option<NetworkPolicy> {
    if !object.is("networking.k8s.io", "NetworkPolicy") {
        return None;
    }
    let spec = object.root().get("spec")?;
    let selector = spec.get("podSelector");
    let lets_all_in = spec.list("ingress").any(|rule| is_missing(&rule, "from") && is_missing(&rule, "ports"));
    let is_of_ingress = is_missing(&spec, "policyTypes")
        || spec.list("policyTypes").any(|kind| kind.text().is_some_and(|kind| kind == "Ingress"));
    let incoming = spec.list("ingress").flat_map(|rule| rule.list("from"));
    let outgoing = spec.list("egress").flat_map(|rule| rule.list("to"));
    let ports = spec.list("ingress").flat_map(|rule| rule.list("ports"));
    Some(NetworkPolicy {
        selector: selector.as_ref().map(Selector::of_label_selector).unwrap_or_default(),
        selector_site: object.site(selector.as_ref().unwrap_or(&spec)),
        isolates_ingress: is_of_ingress && !lets_all_in,
        peers: incoming.chain(outgoing).filter_map(|at| peer(object, &at)).collect(),
        named_ports: ports.filter_map(|at| named_port(object, &at)).collect(),
    })
}

/// Whether a list is not there or empty.
fn is_missing(at: &Cursor<'_>, list: &str) -> bool {
    at.list(list).next().is_none()
}

fn peer(object: &Object<'_>, at: &Cursor<'_>) -> Option<Peer> {
    let pods = at.get("podSelector")?;
    Some(Peer {
        namespaces: at.get("namespaceSelector").map(|at| Selector::of_label_selector(&at)),
        pods: Selector::of_label_selector(&pods),
        site: object.site(&pods),
    })
}

fn named_port(object: &Object<'_>, at: &Cursor<'_>) -> Option<NamedPort> {
    let port = at.get("port")?;
    let protocol = at.text_at("protocol").cloned().unwrap_or_else(|| "TCP".into());
    Some(NamedPort { name: port.text()?.clone(), protocol, site: object.site(&port) })
}
