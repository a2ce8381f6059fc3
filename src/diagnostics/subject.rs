use std::fmt;

use ecow::EcoString;

pub use crate::source::Step as PathStep;

/// Leads from an object's root to a node of it; written as Kubernetes does: `spec.containers[0].image`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct NodePath(pub Box<[PathStep]>);

impl FromIterator<PathStep> for NodePath {
    fn from_iter<I: IntoIterator<Item = PathStep>>(steps: I) -> Self {
        Self(steps.into_iter().collect())
    }
}

impl fmt::Display for NodePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(place, step)| match step {
            PathStep::Index(index) => write!(f, "[{index}]"),
            PathStep::Key(key) if key.contains(['.', '/', '[']) => write!(f, "[{key}]"),
            PathStep::Key(key) if place == 0 => f.write_str(key),
            PathStep::Key(key) => write!(f, ".{key}"),
        })
    }
}

/// The Kubernetes object that a finding is about, and which part of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Subject {
    /// Group and version, as in `apiVersion`.
    pub api_version: EcoString,
    /// The kind.
    pub kind: EcoString,
    /// The namespace; `None` for objects of the cluster.
    pub namespace: Option<EcoString>,
    /// The name.
    pub name: EcoString,
    /// The part of it; empty for the whole.
    pub path: NodePath,
    /// The file of the output that holds the object, below the output folder; `None` where it was read from a manifest.
    pub output: Option<EcoString>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_as_kubernetes_writes_them() {
        let path = |steps: &[PathStep]| steps.iter().cloned().collect::<NodePath>().to_string();
        let key = |key: &str| PathStep::Key(key.into());
        assert_eq!(path(&[]), "");
        assert_eq!(
            path(&[key("spec"), key("containers"), PathStep::Index(0), key("image")]),
            "spec.containers[0].image"
        );
        assert_eq!(path(&[key("metadata"), key("labels"), key("a.b/c")]), "metadata.labels[a.b/c]");
    }
}
