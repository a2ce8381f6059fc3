use std::sync::Arc;

use ecow::EcoString;

use super::evaluator::ChosenLayers;
use super::{Merged, merge, merge_layers};
use crate::model::{Shaped, Workload, WorkloadKind};
use crate::parse::Parsed;
use crate::source::{Place, Sources, Value};

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
    /// What is below workloads, in the order of [`WorkloadKind::ALL`]; set by [`DefaultLayers::finish`].
    kinds: Vec<KindDefaults>,
}

/// What the layers below the stacks say of workloads of one kind; merged once, and not for each workload.
#[derive(Clone, Debug)]
struct KindDefaults {
    /// The layers.
    places: Arc<[Place]>,
    /// Everything that they say.
    whole: Option<Merged>,
    /// What of it is below workloads that have metrics.
    measured: Option<Merged>,
    /// What of it is below workloads that have none.
    unmeasured: Option<Merged>,
}

impl DefaultLayers {
    /// Adds the `defaults` of a document's `spec`, above those that are there.
    pub fn push(&mut self, layer: Layer, document: &Parsed, sources: &Sources) {
        debug_assert!(self.layers.last().is_none_or(|(below, _)| *below <= layer), "layers come from below");
        debug_assert!(layer < Layer::Stack, "defaults lie below stacks");
        let defaults = document.spec.and_then(|spec: Place| Merged::Source(spec).member("defaults", sources));
        self.layers.extend(defaults.map(|defaults| (layer, defaults)));
    }

    /// Merges what is said of workloads; `unrendered` are fields that nothing in the environment renders, so that nobody has to
    /// evaluate them.
    pub fn finish(&mut self, unrendered: &[&str], sources: &Sources) {
        self.kinds = WorkloadKind::ALL.iter().map(|kind| self.of_kind(*kind, unrendered, sources)).collect();
    }

    fn of_kind(&self, kind: WorkloadKind, unrendered: &[&str], sources: &Sources) -> KindDefaults {
        let layers = self.find(&["workloads", kind.word()], sources);
        let whole = merge_layers(layers.iter().map(|(_, merged)| merged.clone()), &Workload::SHAPE, sources);
        let without = |merged: Option<&Merged>, keys: &[&str]| match keys {
            [] => merged.cloned(),
            keys => merged.map(|merged| merged.without(keys, sources)),
        };
        let measured = without(whole.as_ref(), unrendered);
        // The built-in layer says what metrics are called and not that there are any.
        let is_said =
            |(layer, merged): &(Layer, Merged)| *layer > Layer::BuiltIn && merged.member("metrics", sources).is_some();
        let silent: &[&str] = if layers.iter().any(is_said) { &[] } else { &["metrics"] };
        KindDefaults {
            places: layers.iter().map(|(_, merged)| merged.place()).collect(),
            unmeasured: without(measured.as_ref(), silent),
            measured,
            whole,
        }
    }

    /// A workload upon the defaults of its kind, and the layers that the kind chose; as it is where it says no known kind.
    pub(super) fn below(&self, workload: &Merged, sources: &Sources) -> (Merged, Option<ChosenLayers>) {
        let Some((by, kind)) = self.chosen(workload, sources) else { return (workload.clone(), None) };
        let has_metrics = workload.member("metrics", sources).is_some();
        let defaults = if has_metrics { &kind.measured } else { &kind.unmeasured };
        (upon(defaults.as_ref(), workload, sources), Some(ChosenLayers { by, layers: kind.places.clone() }))
    }

    /// A workload upon everything that the defaults of its kind say, rendered here or not.
    pub(super) fn below_whole(&self, workload: &Merged, sources: &Sources) -> Merged {
        let whole = self.chosen(workload, sources).and_then(|(_, kind)| kind.whole.as_ref());
        upon(whole, workload, sources)
    }

    /// Where a workload says its kind, and that kind's defaults.
    fn chosen(&self, workload: &Merged, sources: &Sources) -> Option<(Place, &KindDefaults)> {
        let (kind, place) = kind_of(workload, sources)?;
        let position = WorkloadKind::ALL.iter().position(|known| *known == kind)?;
        Some((place, self.kinds.get(position)?))
    }

    /// The default parameters of a definition's instances.
    pub fn components(&self, definition: &EcoString, sources: &Sources) -> Vec<Merged> {
        self.find(&["components", definition], sources).into_iter().map(|(_, merged)| merged).collect()
    }

    /// The default parameters of a unit's definition.
    pub fn units(&self, definition: &EcoString, sources: &Sources) -> Vec<Merged> {
        self.find(&["units", definition], sources).into_iter().map(|(_, merged)| merged).collect()
    }

    fn find(&self, path: &[&str], sources: &Sources) -> Vec<(Layer, Merged)> {
        let found = self.layers.iter().filter_map(|(layer, defaults)| {
            let found = path.iter().try_fold(defaults.clone(), |at, key| at.member(key, sources));
            found.map(|merged| (*layer, merged))
        });
        found.collect()
    }
}

/// The kind that a workload says, and where; one that is not known was reported when the file was checked.
pub(super) fn kind_of(workload: &Merged, sources: &Sources) -> Option<(WorkloadKind, Place)> {
    let place = workload.member("kind", sources)?.place();
    let Value::Str(word) = sources.value(place) else { return None };
    WorkloadKind::ALL.into_iter().find(|kind| kind.word() == word).map(|kind| (kind, place))
}

fn upon(defaults: Option<&Merged>, workload: &Merged, sources: &Sources) -> Merged {
    defaults.map_or_else(|| workload.clone(), |below| merge(below, workload, &Workload::SHAPE, sources))
}
