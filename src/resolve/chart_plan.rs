use std::hash::{Hash, Hasher};
use std::sync::Arc;

use ecow::EcoString;

use super::CustomKindPlan;
use crate::inflate::{LoadedChart, ProvidedKind};
use crate::model::{HookPolicy, Hooks, Randomness, Sourced};
use crate::node::{Node, Origin};

/// A release of a chart, with what its objects are adopted into.
#[derive(Clone, Debug)]
pub struct ChartPlan {
    /// Its name in the stack.
    pub name: EcoString,
    /// Which of its objects the app has.
    pub part: ChartPart,
    /// Whether the definitions of custom resources in the chart's `crds/` are rendered.
    pub has_crds_folder: bool,
    /// Definitions of custom resources that templates make, by name: they belong to the app of the definitions, too.
    pub templated: Vec<Sourced<EcoString>>,
    /// The chart.
    pub chart: Arc<LoadedChart>,
    /// What chose the chart.
    pub chart_origin: Origin,
    /// The release's name.
    pub release: Sourced<EcoString>,
    /// The real name of its namespace.
    pub namespace: Sourced<EcoString>,
    /// Its values: a map.
    pub values: Node,
    /// What becomes of its hooks.
    pub hooks: Option<Hooks>,
    /// What becomes of what it makes by chance.
    pub random: Option<Sourced<Randomness>>,
    /// The stack.
    pub stack: Sourced<EcoString>,
    /// The team.
    pub team: Sourced<EcoString>,
    /// The environment's name.
    pub environment: Sourced<EcoString>,
    /// The namespaces that the stack declares or borrows: logical and real name.
    pub namespaces: Vec<(EcoString, EcoString)>,
    /// Whether these are all of them: none failed.
    pub has_all_namespaces: bool,
    /// Cluster-scoped kinds that the team may create.
    pub cluster_kinds: Vec<Sourced<EcoString>>,
    /// Kinds that the charts of the cluster define.
    pub provided: Vec<ProvidedKind>,
    /// Where the objects of kinds live whose definitions are known.
    pub custom: Vec<CustomKindPlan>,
    /// The release as a whole.
    pub origin: Origin,
    /// Everything that the release is made of, but what the cluster is like.
    pub because: Origin,
}

/// Which objects of a release an app has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ChartPart {
    /// What the templates make.
    Release,
    /// The definitions of custom resources in `crds/`.
    Definitions,
}

impl ChartPlan {
    /// What becomes of the hook of an object, where the release says so.
    pub fn hook_policy(&self, name: &str) -> Option<&Sourced<HookPolicy>> {
        match self.hooks.as_ref()? {
            Hooks::All(policy) => Some(policy),
            Hooks::Named(named) => named.get(name),
        }
    }

    /// Whether what is made by chance is made from a seed.
    pub fn is_seeded(&self) -> bool {
        self.random.as_ref().is_some_and(|random| random.value == Randomness::Seeded)
    }

    pub(super) fn hash_all<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
        (self.part, self.has_crds_folder, &self.templated).hash(state);
        self.chart.fingerprint.hash(state);
        self.chart_origin.hash(state);
        (&self.release, &self.namespace, &self.hooks, &self.random).hash(state);
        self.values.hash_with_origins(state);
        (&self.stack, &self.team, &self.environment).hash(state);
        (&self.namespaces, self.has_all_namespaces, &self.cluster_kinds).hash(state);
        (&self.provided, &self.custom, self.origin, self.because).hash(state);
    }
}
