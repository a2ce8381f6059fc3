//! A compilation to what needs what: units, apps and workloads, and the order in which they come to be.
//!
//! Takes a [`Compilation`]; gives a [`Graph`], its stages, and its text for people, for programs and for a shell.
//!
//! Law: the same project gives the same graph, to the byte. Whatever needs something stands in a later stage than that, unless both
//! need each other. A unit never needs what stands on a cluster: nothing in the language can say so.

mod build;
mod draw;
mod ids;
mod json;
mod recipe;
mod reduce;
mod stages;
#[cfg(test)]
mod tests;

use ecow::EcoString;

use crate::compile::{AppSummary, Compilation, UnitSummary, UnitUser};
use crate::emit::Scope;

pub use stages::{Part, Stage, Stages};

/// The position of a node in its graph.
type NodeIndex = usize;

/// What is needed by what.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Sorted by their ids.
    pub nodes: Vec<GraphNode>,
    /// Sorted by their ends.
    pub edges: Vec<GraphEdge>,
}

/// Something that comes to be in one step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GraphNode {
    /// `unit:<environment>/<folder>`, `app:<environment>/<cluster>/<app>`, or
    /// `workload:<environment>/<cluster>/<stack>/<workload>`: the same as long as nothing is renamed.
    pub id: EcoString,
    /// What it is.
    pub what: What,
}

/// What a node is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// A Terragrunt unit.
    Unit(UnitSummary),
    /// An app.
    App(AppSummary),
    /// A workload, which its stack's app has.
    Workload(UnitUser),
}

/// A node that another one needs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct GraphEdge {
    /// What comes first.
    pub first: NodeIndex,
    /// What needs it.
    pub then: NodeIndex,
    /// What it needs of it.
    pub because: Because,
}

/// Why a node needs another one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Because {
    /// A unit reads the other's outputs.
    Output,
    /// An app stands on the cluster that a unit makes.
    Cluster,
    /// A workload uses a unit, or what stands for it where there is no cloud.
    Uses,
    /// An app has a workload: who needs the app waits for it.
    Workload,
    /// An app's objects lie in namespaces of the other one.
    Namespaces,
    /// An app has objects of kinds that the other one defines.
    Definitions,
    /// An app's Secrets are made by the other one.
    Secrets,
    /// Routes of an app are served by the other one.
    IngressClass,
    /// Certificates of an app's routes are issued by the other one.
    Issuer,
    /// An app asks for it in its definition.
    Need,
}

impl Because {
    /// The reason in a word or two.
    pub fn word(self) -> &'static str {
        match self {
            Self::Output => "output",
            Self::Cluster => "cluster",
            Self::Uses => "uses",
            Self::Workload => "workload",
            Self::Namespaces => "namespaces",
            Self::Definitions => "definitions",
            Self::Secrets => "secrets",
            Self::IngressClass => "ingress class",
            Self::Issuer => "issuer",
            Self::Need => "need",
        }
    }
}

/// Which kinds of nodes a graph shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// All of them.
    All,
    /// Units alone.
    Units,
    /// Apps alone, each with its workloads in it.
    Apps,
    /// Units and apps, each with its workloads in it.
    UnitsAndApps,
}

impl Graph {
    /// The graph of everything that was compiled.
    pub fn of(compilation: &Compilation) -> Self {
        build::build(compilation)
    }

    /// What lies in a scope, with everything that it needs.
    #[must_use]
    pub fn within(&self, scope: &Scope) -> Self {
        let mut taken: Vec<bool> = self.nodes.iter().map(|node| node.is_in(scope)).collect();
        let before = self.before();
        let mut open: Vec<NodeIndex> = (0..self.nodes.len()).filter(|index| taken[*index]).collect();
        while let Some(index) = open.pop() {
            for first in &before[index] {
                if !taken[*first] {
                    taken[*first] = true;
                    open.push(*first);
                }
            }
        }
        self.keep(&taken)
    }

    /// The same with only some kinds of nodes; what a workload needs its app needs, where workloads are not shown.
    #[must_use]
    pub fn showing(&self, shown: Shown) -> Self {
        if shown == Shown::All {
            return self.clone();
        }
        let folded = self.folded();
        let is_shown = |node: &GraphNode| match node.what {
            What::Unit(_) => shown != Shown::Apps,
            What::App(_) => shown != Shown::Units,
            What::Workload(_) => false,
        };
        folded.keep(&folded.nodes.iter().map(is_shown).collect::<Vec<_>>())
    }

    /// The same without workloads.
    fn folded(&self) -> Self {
        let apps = self.apps();
        let home = |index: NodeIndex| match self.nodes[index].what {
            What::Workload(_) => apps[index],
            What::Unit(_) | What::App(_) => Some(index),
        };
        let homes: Vec<Option<NodeIndex>> = (0..self.nodes.len()).map(home).collect();
        let moved = |edge: &GraphEdge| Some(GraphEdge { first: homes[edge.first]?, then: homes[edge.then]?, ..*edge });
        let mut edges: Vec<GraphEdge> =
            self.edges.iter().filter_map(moved).filter(|edge| edge.first != edge.then).collect();
        edges.sort();
        edges.dedup();
        let is_kept: Vec<bool> = self.nodes.iter().map(|node| !matches!(node.what, What::Workload(_))).collect();
        Self { nodes: self.nodes.clone(), edges }.keep(&is_kept)
    }

    /// The app of each workload, where it is in the graph; none of other nodes.
    fn apps(&self) -> Vec<Option<NodeIndex>> {
        let mut apps = vec![None; self.nodes.len()];
        let whole = self.edges.iter().filter(|edge| edge.because == Because::Workload);
        whole.for_each(|edge| apps[edge.then] = Some(edge.first));
        apps
    }

    /// What each node needs.
    fn before(&self) -> Vec<Vec<NodeIndex>> {
        let mut before = vec![Vec::new(); self.nodes.len()];
        self.edges.iter().for_each(|edge| before[edge.then].push(edge.first));
        before
    }

    /// The nodes that are taken, with the edges between them.
    fn keep(&self, taken: &[bool]) -> Self {
        let mut places = Vec::with_capacity(self.nodes.len());
        let mut nodes = Vec::new();
        for (node, is_taken) in self.nodes.iter().zip(taken) {
            places.push(is_taken.then_some(nodes.len()));
            nodes.extend(is_taken.then(|| node.clone()));
        }
        let moved =
            |edge: &GraphEdge| Some(GraphEdge { first: places[edge.first]?, then: places[edge.then]?, ..*edge });
        Self { edges: self.edges.iter().filter_map(moved).collect(), nodes }
    }
}

impl GraphNode {
    /// Its environment.
    pub fn environment(&self) -> &EcoString {
        match &self.what {
            What::Unit(unit) => &unit.id.environment,
            What::App(app) => &app.environment,
            What::Workload(workload) => &workload.environment,
        }
    }

    /// Its stack.
    pub fn stack(&self) -> Option<&EcoString> {
        match &self.what {
            What::Unit(unit) => Some(&unit.id.stack),
            What::App(app) => app.stack.as_ref(),
            What::Workload(workload) => Some(&workload.stack),
        }
    }

    /// Its name alone.
    pub fn name(&self) -> &EcoString {
        match &self.what {
            What::Unit(unit) => &unit.id.name,
            What::App(app) => &app.app,
            What::Workload(workload) => &workload.workload,
        }
    }

    fn is_in(&self, scope: &Scope) -> bool {
        scope.covers_environment(self.environment())
            && (scope.stacks.is_empty() || self.stack().is_some_and(|stack| scope.stacks.contains(stack)))
    }
}
