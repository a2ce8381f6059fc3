use ecow::EcoString;

use crate::node::Node;

/// One rendered Kubernetes object: its identity, and its body with origins.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Group and version, as in `apiVersion`.
    pub api_version: EcoString,
    /// The kind.
    pub kind: EcoString,
    /// The namespace; `None` for objects of the cluster.
    pub namespace: Option<EcoString>,
    /// The name.
    pub name: EcoString,
    /// The whole object.
    pub body: Node,
}

impl Resource {
    /// The API group; empty for the core group.
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }
}
