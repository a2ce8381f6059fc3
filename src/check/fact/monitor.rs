use ecow::EcoString;

use super::selector::Selector;
use crate::check::object::{Cursor, Object, Site};

/// What a ServiceMonitor or a PodMonitor has scraped.
#[derive(Clone, Debug)]
pub struct Monitor {
    /// What is scraped.
    pub scrapes: Scraped,
    /// Which of them.
    pub selector: Selector,
    /// Where they are selected.
    pub selector_site: Site,
    /// Where they are looked for.
    pub scope: MonitorScope,
    /// The ports by name.
    pub ports: Vec<(EcoString, Site)>,
}

/// What a monitor selects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scraped {
    /// Services by their labels.
    Services,
    /// Pods by their labels.
    Pods,
}

/// The namespaces in which a monitor looks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MonitorScope {
    /// Its own.
    Own,
    /// All of them.
    Any,
    /// Those that it names.
    Names(Vec<EcoString>),
}

/// Reads a ServiceMonitor or a PodMonitor.
pub(super) fn read(object: &Object<'_>) -> Option<Monitor> {
    let (scrapes, endpoints) = match (object.group(), object.resource.kind.as_str()) {
        ("monitoring.coreos.com", "ServiceMonitor") => (Scraped::Services, "endpoints"),
        ("monitoring.coreos.com", "PodMonitor") => (Scraped::Pods, "podMetricsEndpoints"),
        _ => return None,
    };
    let spec = object.root().get("spec")?;
    let selector = spec.get("selector")?;
    let ports = spec.list(endpoints).filter_map(|at| at.get("port"));
    Some(Monitor {
        scrapes,
        selector: Selector::of_label_selector(&selector),
        selector_site: object.site(&selector),
        scope: scope(&spec),
        ports: ports.filter_map(|at| Some((at.text()?.clone(), object.site(&at)))).collect(),
    })
}

fn scope(spec: &Cursor<'_>) -> MonitorScope {
    let Some(namespaces) = spec.get("namespaceSelector") else { return MonitorScope::Own };
    if namespaces.get("any").and_then(|at| at.bool()) == Some(true) {
        return MonitorScope::Any;
    }
    let names: Vec<EcoString> = namespaces.list("matchNames").filter_map(|at| at.text().cloned()).collect();
    if names.is_empty() { MonitorScope::Own } else { MonitorScope::Names(names) }
}
