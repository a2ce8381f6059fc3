use std::collections::BTreeSet;

use ecow::EcoString;
use platgen_helm::{Capabilities, Compat, KubeVersion};
use platgen_schema::Schemas;

use crate::node::Origin;

/// A kind that something gives to the cluster beside what Kubernetes has.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ProvidedKind {
    /// The API group.
    pub group: EcoString,
    /// The version.
    pub version: EcoString,
    /// The kind.
    pub kind: EcoString,
    /// What gives it.
    pub origin: Origin,
}

/// What templates learn of a cluster: the kinds of its version of Kubernetes, and those that charts define.
///
/// Without schemas only the latter are known, and what Helm has built in.
pub fn capabilities_of(
    minor: u8,
    schemas: Option<&Schemas>,
    provided: &[ProvidedKind],
    compat: Compat,
) -> Capabilities {
    let built_in = Capabilities::built_in(compat);
    let kube_version =
        KubeVersion::parse(&format!("v1.{minor}.0"), compat).unwrap_or_else(|_| built_in.kube_version.clone());
    let mut versions: BTreeSet<String> = BTreeSet::new();
    let mut add = |api_version: String, kind: &str| {
        versions.insert(format!("{api_version}/{kind}"));
        versions.insert(api_version);
    };
    for kind in schemas.iter().flat_map(|schemas| schemas.kinds()) {
        add(api_version(kind.group, kind.version), kind.kind);
    }
    for kind in provided {
        add(api_version(&kind.group, &kind.version), &kind.kind);
    }
    if schemas.is_none() {
        versions.extend(built_in.api_versions);
    }
    Capabilities { kube_version, api_versions: versions.into_iter().collect() }
}

fn api_version(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}
