use ecow::EcoString;

use super::selector::Selector;
use crate::check::object::{Cursor, Object, Site};

/// What a Service selects and offers.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its type; `ClusterIP` where it says nothing.
    pub kind: EcoString,
    /// Whether it has no address of its own (`clusterIP: None`).
    pub is_headless: bool,
    /// What it selects pods with; `None` where it selects none.
    pub selector: Option<(Selector, Site)>,
    /// Its ports.
    pub ports: Vec<ServicePort>,
}

/// A port of a Service.
#[derive(Clone, Debug)]
pub struct ServicePort {
    /// Its name, if it has one.
    pub name: Option<EcoString>,
    /// Its number.
    pub number: i64,
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: EcoString,
    /// The port of the pods; the same number where it says nothing.
    pub target: TargetPort,
    /// Where the target is written, else the port.
    pub site: Site,
    /// The port of every node that leads to it, and where it is written.
    pub node_port: Option<(i64, Site)>,
}

/// A port of pods.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TargetPort {
    /// By number.
    Number(i64),
    /// By the name that containers give it.
    Name(EcoString),
}

/// Reads a Service.
pub(super) fn read(object: &Object<'_>) -> Option<Service> {
    if !object.is("", "Service") {
        return None;
    }
    // A Service that says nothing is one all the same, by which labels select it.
    let spec = object.root().get("spec");
    let spec = spec.as_ref();
    let selector = spec.and_then(|spec| spec.get("selector"));
    let selector = selector.map(|at| (Selector::of_labels(&at), object.site(&at)));
    Some(Service {
        kind: spec.and_then(|spec| spec.text_at("type")).cloned().unwrap_or_else(|| "ClusterIP".into()),
        is_headless: spec.and_then(|spec| spec.text_at("clusterIP")).is_some_and(|address| address == "None"),
        selector: selector.filter(|(selector, _)| !selector.is_empty()),
        ports: spec.into_iter().flat_map(|spec| spec.list("ports")).filter_map(|at| port(object, &at)).collect(),
    })
}

fn port(object: &Object<'_>, at: &Cursor<'_>) -> Option<ServicePort> {
    let number = at.get("port")?.int()?;
    let target = at.get("targetPort");
    Some(ServicePort {
        name: at.text_at("name").cloned(),
        number,
        protocol: at.text_at("protocol").cloned().unwrap_or_else(|| "TCP".into()),
        target: target.as_ref().and_then(TargetPort::read).unwrap_or(TargetPort::Number(number)),
        site: object.site(target.as_ref().unwrap_or(at)),
        node_port: at.get("nodePort").and_then(|at| Some((at.int()?, object.site(&at)))),
    })
}

impl TargetPort {
    /// Reads a port by number or name.
    pub(in crate::check) fn read(at: &Cursor<'_>) -> Option<Self> {
        at.int().map(Self::Number).or_else(|| at.text().cloned().map(Self::Name))
    }
}
