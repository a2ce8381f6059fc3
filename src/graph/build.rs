use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use super::{Because, Graph, GraphEdge, GraphNode, NodeIndex, What};
use crate::catalog::CLUSTER_UNIT;
use crate::compile::{AppSummary, Compilation, UnitUser};
use crate::lower::AppPart;
use crate::resolve::{Offering, StandInUse, UnitId};

/// Finds what needs what.
pub(super) fn build(compilation: &Compilation) -> Graph {
    let mut nodes: Vec<GraphNode> = Vec::new();
    for unit in &compilation.units {
        nodes.push(GraphNode { id: unit_id(&unit.id), what: What::Unit(unit.clone()) });
    }
    for app in &compilation.apps {
        nodes.push(GraphNode { id: app_id(app), what: What::App(app.clone()) });
        nodes.extend(
            workloads(app).map(|workload| GraphNode { id: workload_id(&workload), what: What::Workload(workload) }),
        );
    }
    nodes.sort_by(|a, b| a.id.cmp(&b.id));
    let places = nodes.iter().enumerate().map(|(index, node)| (&node.id, index)).collect();
    let mut builder = Builder { nodes: &nodes, places, edges: BTreeSet::new() };
    builder.connect_units();
    builder.connect_apps();
    builder.connect_stand_ins(&compilation.stand_ins);
    let edges = builder.edges.into_iter().collect();
    Graph { nodes, edges }
}

fn unit_id(id: &UnitId) -> EcoString {
    ecow::eco_format!("unit:{}/{}", id.environment, id.folder)
}

fn app_id(app: &AppSummary) -> EcoString {
    ecow::eco_format!("app:{}/{}/{}", app.environment, app.cluster, app.app)
}

fn workload_id(workload: &UnitUser) -> EcoString {
    let UnitUser { environment, cluster, stack, workload } = workload;
    ecow::eco_format!("workload:{environment}/{cluster}/{stack}/{workload}")
}

/// The workloads of an app that is a stack's.
fn workloads(app: &AppSummary) -> impl Iterator<Item = UnitUser> {
    app.links.workloads.iter().map(|name| UnitUser {
        environment: app.environment.clone(),
        cluster: app.cluster.clone(),
        stack: app.app.clone(),
        workload: name.clone(),
    })
}

/// Apps of one cluster that bring something, by what they bring.
type Offers<'a> = BTreeMap<(&'a EcoString, &'a Offering), Vec<NodeIndex>>;

struct Builder<'a> {
    nodes: &'a [GraphNode],
    places: BTreeMap<&'a EcoString, NodeIndex>,
    edges: BTreeSet<GraphEdge>,
}

impl<'a> Builder<'a> {
    /// Adds an edge to whatever is in the graph.
    fn connect(&mut self, first: Option<NodeIndex>, then: Option<NodeIndex>, because: Because) {
        if let (Some(first), Some(then)) = (first, then)
            && first != then
        {
            self.edges.insert(GraphEdge { first, then, because });
        }
    }

    fn find(&self, id: &EcoString) -> Option<NodeIndex> {
        self.places.get(id).copied()
    }

    fn connect_units(&mut self) {
        for (index, node) in self.nodes.iter().enumerate() {
            let What::Unit(unit) = &node.what else { continue };
            for needed in &unit.dependencies {
                self.connect(self.find(&unit_id(needed)), Some(index), Because::Output);
            }
            for user in &unit.users {
                self.connect(Some(index), self.find(&workload_id(user)), Because::Uses);
            }
        }
    }

    fn connect_stand_ins(&mut self, uses: &[StandInUse]) {
        for StandInUse { environment, app, user: (cluster, stack, workload) } in uses {
            let app = self.find(&ecow::eco_format!("app:{environment}/{cluster}/{app}"));
            let workload = self.find(&ecow::eco_format!("workload:{environment}/{cluster}/{stack}/{workload}"));
            self.connect(app, workload, Because::Uses);
        }
    }

    fn connect_apps(&mut self) {
        let nodes = self.nodes;
        let apps = || {
            nodes.iter().enumerate().filter_map(|(index, node)| match &node.what {
                What::App(app) => Some((index, app)),
                _ => None,
            })
        };
        let mut offers: Offers<'a> = Offers::new();
        for (index, app) in apps() {
            for offering in &app.links.brings {
                offers.entry((&app.cluster, offering)).or_default().push(index);
            }
        }
        let clusters = self.clusters();
        for (index, app) in apps() {
            for unit in clusters.get(&app.cluster).into_iter().flatten() {
                self.connect(Some(*unit), Some(index), Because::Cluster);
            }
            if app.links.part != AppPart::Namespaces {
                let namespaces =
                    ecow::eco_format!("app:{}/{}/{}", app.environment, app.cluster, crate::resolve::NAMESPACES_APP);
                self.connect(self.find(&namespaces), Some(index), Because::Namespaces);
            }
            for workload in workloads(app) {
                self.connect(Some(index), self.find(&workload_id(&workload)), Because::Workload);
            }
            self.connect_needs(index, app, &offers);
        }
    }

    /// What makes each cluster.
    fn clusters(&self) -> BTreeMap<&'a EcoString, Vec<NodeIndex>> {
        let mut clusters: BTreeMap<&EcoString, Vec<NodeIndex>> = BTreeMap::new();
        for (index, node) in self.nodes.iter().enumerate() {
            if let What::Unit(unit) = &node.what
                && unit.kind == CLUSTER_UNIT
                && let Some(cluster) = &unit.id.cluster
            {
                clusters.entry(cluster).or_default().push(index);
            }
        }
        clusters
    }

    fn connect_needs(&mut self, index: NodeIndex, app: &'a AppSummary, offers: &Offers<'a>) {
        for need in app.links.needs.iter().filter(|need| !app.links.brings.contains(*need)) {
            let bringing = offers.get(&(&app.cluster, need)).cloned().unwrap_or_default();
            for first in bringing {
                self.connect(Some(first), Some(index), because(need));
            }
        }
    }
}

fn because(need: &Offering) -> Because {
    match need {
        Offering::Definition(_) | Offering::Kind(..) => Because::Definitions,
        Offering::Controller(_) | Offering::Store(_) => Because::Secrets,
        Offering::IngressClass(_) => Because::IngressClass,
        Offering::Issuer(_) => Because::Issuer,
        Offering::Metrics | Offering::Monitoring | Offering::Capability(_) => Because::Need,
    }
}
