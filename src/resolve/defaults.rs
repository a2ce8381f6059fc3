use ecow::EcoString;

use super::Merged;
use crate::model::WorkloadKind;
use crate::parse::Parsed;
use crate::source::{Place, Sources};

/// The layers of a value; the order of declaration is the precedence, lowest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Layer {
    /// What platgen itself, or a definition, has as default.
    BuiltIn,
    /// `defaults` of platgen.yaml.
    Project,
    /// `defaults` of the environment and its ancestors, the furthest first.
    Environment,
    /// The stack's own file.
    Stack,
    /// `stacks` of the environment and its ancestors with their Override files, the furthest first.
    Override,
    /// `stacks` of the cluster.
    Cluster,
}

/// The `defaults` below the stacks of one environment, lowest layer first.
#[derive(Clone, Debug, Default)]
pub struct DefaultLayers {
    layers: Vec<(Layer, Merged)>,
}

impl DefaultLayers {
    /// Adds the `defaults` of a document's `spec`, above those that are there.
    pub fn push(&mut self, layer: Layer, document: &Parsed, sources: &Sources) {
        debug_assert!(self.layers.last().is_none_or(|(below, _)| *below <= layer), "layers come from below");
        let defaults = document.spec.and_then(|spec: Place| Merged::Source(spec).member("defaults", sources));
        self.layers.extend(defaults.map(|defaults| (layer, defaults)));
    }

    /// The partial workloads of a kind.
    pub fn workloads(&self, kind: WorkloadKind, sources: &Sources) -> Vec<Merged> {
        self.find(&["workloads", kind.word()], sources)
    }

    /// The default parameters of a definition's instances.
    pub fn components(&self, definition: &EcoString, sources: &Sources) -> Vec<Merged> {
        self.find(&["components", definition], sources)
    }

    fn find(&self, path: &[&str], sources: &Sources) -> Vec<Merged> {
        self.layers
            .iter()
            .filter_map(|(_, defaults)| path.iter().try_fold(defaults.clone(), |at, key| at.member(key, sources)))
            .collect()
    }
}
