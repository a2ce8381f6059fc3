use ecow::EcoString;

use crate::check::object::{Object, Site};

/// The label of a Namespace that says which Pod Security Standard is enforced in it.
const PREFIX: &str = "pod-security.kubernetes.io/";

/// What a Namespace says of the pods in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamespaceFact {
    /// The Pod Security Standard by mode: `enforce`, `warn`, `audit`; a mode that is not set is not there.
    pub pod_security: Vec<PodSecurityMode>,
}

/// The standard of one mode of Pod Security.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PodSecurityMode {
    /// `enforce`, `warn` or `audit`.
    pub mode: EcoString,
    /// `privileged`, `baseline` or `restricted`, as written.
    pub standard: EcoString,
    /// `latest` or `v1.<minor>`, as written, where it is.
    pub version: Option<EcoString>,
    /// Where the standard is written.
    pub site: Site,
}

/// Reads the labels of a Namespace.
pub(super) fn read(object: &Object<'_>) -> Option<NamespaceFact> {
    if !object.is("", "Namespace") {
        return None;
    }
    let labels = object.root().at(&["metadata", "labels"]);
    let label = |name: &str| labels.as_ref()?.get(&format!("{PREFIX}{name}"));
    let mode = |mode: &str| {
        let at = label(mode)?;
        let version = label(&format!("{mode}-version")).and_then(|at| at.text().cloned());
        Some(PodSecurityMode { mode: mode.into(), standard: at.text()?.clone(), version, site: object.site(&at) })
    };
    Some(NamespaceFact { pod_security: ["enforce", "warn", "audit"].into_iter().filter_map(mode).collect() })
}
