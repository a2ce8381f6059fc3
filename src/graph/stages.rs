use super::{Graph, NodeIndex, What};
use crate::compile::AppSummary;
use crate::lower::AppPart;
use crate::resolve::Offering;

/// The parts of a platform in the order in which it is brought up, where nothing asks for another one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// What is in the cloud, namespaces, and definitions of custom resources.
    Prerequisites,
    /// What issues certificates and reads secrets.
    Security,
    /// What serves routes.
    Networking,
    /// What gathers metrics.
    Observability,
    /// Everything else that stacks run as components and charts.
    Platform,
    /// Workloads and plain manifests of stacks.
    Applications,
}

impl Part {
    /// Every part, in their order.
    pub const ALL: [Self; 6] = [
        Self::Prerequisites,
        Self::Security,
        Self::Networking,
        Self::Observability,
        Self::Platform,
        Self::Applications,
    ];

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Prerequisites => "prerequisites",
            Self::Security => "security",
            Self::Networking => "networking",
            Self::Observability => "observability",
            Self::Platform => "platform",
            Self::Applications => "applications",
        }
    }

    /// The part of an app, which follows from what it brings; a capability of a part's name says so itself.
    fn of(app: &AppSummary) -> Self {
        match app.links.part {
            AppPart::Namespaces | AppPart::Definitions => return Self::Prerequisites,
            AppPart::Stack => return Self::Applications,
            AppPart::Component => {}
        }
        let parts = app.links.brings.iter().filter_map(|offering| match offering {
            Offering::Issuer(_) | Offering::Store(_) => Some(Self::Security),
            Offering::IngressClass(_) => Some(Self::Networking),
            Offering::Metrics | Offering::Monitoring => Some(Self::Observability),
            Offering::Capability(name) => Self::ALL.into_iter().find(|part| part.word() == name),
            Offering::Definition(_) | Offering::Kind(..) | Offering::Controller(_) => None,
        });
        parts.min().unwrap_or(Self::Platform)
    }
}

/// What can come to be at the same time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stage {
    /// The part of the platform that it belongs to.
    pub part: Part,
    /// Its nodes, in the order of their ids.
    pub nodes: Vec<NodeIndex>,
}

/// The order in which units and apps come to be: each in one stage. Workloads come with their apps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stages {
    /// The graph without its workloads, which the stages speak of.
    pub stages: Vec<Stage>,
    /// Nodes that need each other, in groups of two or more: each group stands in one stage.
    pub cycles: Vec<Vec<NodeIndex>>,
}

impl Graph {
    /// The graph without workloads, and the order of what it has.
    pub fn stages(&self) -> (Graph, Stages) {
        let folded = self.folded();
        let stages = folded.order();
        (folded, stages)
    }

    fn order(&self) -> Stages {
        let groups = self.groups();
        let mut group_of = vec![0; self.nodes.len()];
        for (number, group) in groups.iter().enumerate() {
            group.iter().for_each(|node| group_of[*node] = number);
        }
        let before = self.before();
        // Groups come in an order in which whatever is needed comes first.
        let mut steps: Vec<(Part, usize)> = Vec::with_capacity(groups.len());
        for (number, group) in groups.iter().enumerate() {
            let needed = group.iter().flat_map(|node| &before[*node]).map(|first| group_of[*first]);
            let needed: Vec<(Part, usize)> =
                needed.filter(|first| *first != number).map(|first| steps[first]).collect();
            let own = group.iter().map(|node| self.part(*node));
            let part = own.chain(needed.iter().map(|(part, _)| *part)).max().unwrap_or(Part::Prerequisites);
            let level =
                needed.iter().filter(|(known, _)| *known == part).map(|(_, level)| level + 1).max().unwrap_or(0);
            steps.push((part, level));
        }
        let mut known: Vec<(Part, usize)> = steps.clone();
        known.sort_unstable();
        known.dedup();
        let stages = known.into_iter().map(|step| {
            let here = (0..self.nodes.len()).filter(|node| steps[group_of[*node]] == step);
            Stage { part: step.0, nodes: here.collect() }
        });
        let mut cycles: Vec<Vec<NodeIndex>> = groups.iter().filter(|group| group.len() > 1).cloned().collect();
        cycles.sort();
        Stages { stages: stages.collect(), cycles }
    }

    fn part(&self, node: NodeIndex) -> Part {
        match &self.nodes[node].what {
            What::Unit(_) => Part::Prerequisites,
            What::App(app) => Part::of(app),
            What::Workload(_) => Part::Applications,
        }
    }

    /// Nodes that need each other, together; each group comes after those that it needs.
    pub(super) fn groups(&self) -> Vec<Vec<NodeIndex>> {
        let before = self.before();
        let mut after = vec![Vec::new(); self.nodes.len()];
        self.edges.iter().for_each(|edge| after[edge.first].push(edge.then));
        // Two walks: the order in which the first one leaves the nodes makes each tree of the second one a group.
        let mut left = Vec::with_capacity(self.nodes.len());
        let mut seen = vec![false; self.nodes.len()];
        for root in 0..self.nodes.len() {
            walk(root, &after, &mut seen, &mut left);
        }
        let mut groups = Vec::new();
        seen.fill(false);
        for root in left.into_iter().rev() {
            let mut group = Vec::new();
            walk(root, &before, &mut seen, &mut group);
            group.sort_unstable();
            groups.extend((!group.is_empty()).then_some(group));
        }
        groups
    }
}

/// Walks everything that is reached from a node and was not seen, and notes each where it is left.
fn walk(root: NodeIndex, next: &[Vec<NodeIndex>], seen: &mut [bool], left: &mut Vec<NodeIndex>) {
    if std::mem::replace(&mut seen[root], true) {
        return;
    }
    let mut path = vec![(root, 0)];
    while let Some((node, at)) = path.last_mut() {
        match next[*node].get(*at) {
            Some(child) => {
                *at += 1;
                if !std::mem::replace(&mut seen[*child], true) {
                    path.push((*child, 0));
                }
            }
            None => {
                left.push(*node);
                path.pop();
            }
        }
    }
}
