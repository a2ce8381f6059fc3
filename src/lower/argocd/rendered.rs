use std::collections::BTreeMap;

use ecow::EcoString;

use crate::lower::namespaces::KINDS as NAMESPACE_KINDS;
use crate::lower::workload::KINDS as WORKLOAD_KINDS;
use crate::lower::{ObjectKind, Resource};
use crate::node::{Cause, Node, Origin, Origins, Payload};
use crate::resolve::{AppBody, AppId, AppPlan, ChartPart};
use crate::source::Sources;

/// The namespace that an app names which has nothing in one and is no chart's.
const DEFAULT_NAMESPACE: &str = "default";

/// What Argo CD must know of an app once it is rendered, with causes in place of origins, so that it can enter another table.
#[derive(Clone, Debug)]
pub struct RenderedApp {
    /// Which app it is.
    pub id: AppId,
    /// Whether Argo CD applies it.
    pub is_delivered: bool,
    /// What part of the platform it is: what comes first is synced first.
    pub(super) part: AppPart,
    /// Why it is there.
    pub(super) existence: Box<[Cause]>,
    /// What says whose it is.
    pub(super) team: Box<[Cause]>,
    /// What Argo CD calls its cluster.
    pub(super) destination: Told,
    /// Its cluster's ring.
    pub(super) ring: Option<Told>,
    /// When its changes are applied, where its stack says something of it.
    pub(super) sync: Option<ToldSync>,
    /// The namespaces that it has objects in, sorted; one at least.
    pub(super) namespaces: Vec<Told>,
    /// The kinds of its objects, and those that its recipe may make: what a project does not allow Argo CD does not delete either.
    pub(super) kinds: BTreeMap<KindKey, Box<[Cause]>>,
}

/// A text with what made it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Told {
    pub(super) text: EcoString,
    pub(super) causes: Box<[Cause]>,
}

/// When changes of an app are applied, with what made it so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ToldSync {
    /// Whether by themselves; then whether that prunes, and whether it heals.
    pub(super) automated: Option<(bool, bool)>,
    pub(super) causes: Box<[Cause]>,
}

/// A kind and whether its objects belong to the cluster.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct KindKey {
    pub(super) is_cluster_scoped: bool,
    pub(super) group: EcoString,
    pub(super) kind: EcoString,
}

/// The parts of the platform in the order in which they are brought up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub enum AppPart {
    /// The namespaces of an environment.
    Namespaces,
    /// Definitions of custom resources.
    Definitions,
    /// A component, or a chart.
    Component,
    /// Workloads and plain manifests of a stack.
    #[default]
    Stack,
}

impl RenderedApp {
    /// Looks at a rendered app.
    pub fn of(plan: &AppPlan, resources: &[Resource], origins: &Origins) -> Self {
        let delivery = plan.delivery.as_ref();
        let ring = delivery.and_then(|delivery| delivery.ring.as_ref());
        let causes = |origin: Origin| -> Box<[Cause]> { origins.causes(origin).collect() };
        let mut namespaces: BTreeMap<&EcoString, Origin> = BTreeMap::new();
        let mut kinds: BTreeMap<KindKey, Box<[Cause]>> = BTreeMap::new();
        // What a recipe may make does not depend on what it made.
        for kind in kinds_of_recipe(&plan.body) {
            kinds.insert(KindKey::of(kind), causes(plan.existence));
        }
        for resource in resources {
            if let Some(namespace) = &resource.namespace {
                namespaces.entry(namespace).or_insert(resource.body.origin);
            }
            let key = KindKey {
                is_cluster_scoped: resource.namespace.is_none(),
                group: resource.group().into(),
                kind: resource.kind.clone(),
            };
            kinds.entry(key).or_insert_with(|| causes(resource.body.origin));
        }
        let told = |text: &EcoString, origin: Origin| Told { text: text.clone(), causes: causes(origin) };
        let default = DEFAULT_NAMESPACE.into();
        if namespaces.is_empty() {
            // Definitions of custom resources name their component's, so that a project need not allow another one.
            let (namespace, origin) = match &plan.body {
                AppBody::Chart(chart) => (&chart.namespace.value, chart.namespace.origin),
                _ => (&default, plan.existence),
            };
            namespaces.insert(namespace, origin);
        }
        let destination = delivery.map(|delivery| &delivery.destination);
        Self {
            is_delivered: delivery.is_some(),
            part: AppPart::of(&plan.body),
            existence: causes(plan.existence),
            team: delivery.map_or_else(Box::default, |delivery| causes(delivery.team)),
            destination: destination.map_or_else(
                || told(&plan.id.cluster, Origin::INHERITED),
                |destination| told(&destination.value, destination.origin),
            ),
            sync: delivery
                .and_then(|delivery| delivery.sync.as_ref())
                .map(|sync| ToldSync { automated: sync.automated, causes: causes(sync.origin) }),
            ring: ring.map(|ring| told(&ring.value, ring.origin)),
            namespaces: namespaces.into_iter().map(|(name, origin)| told(name, origin)).collect(),
            kinds,
            id: plan.id.clone(),
        }
    }

    /// The same with the places of today's parse; `None` where it has those.
    pub fn of_today(&self, sources: &Sources) -> Option<Self> {
        let mut copy = self.clone();
        let mut is_same = true;
        for cause in copy.causes_mut() {
            let Cause::Leaf(place) = cause else { continue };
            let today = sources.current(*place).unwrap_or(*place);
            is_same &= today == *place;
            *place = today;
        }
        (!is_same).then_some(copy)
    }

    fn causes_mut(&mut self) -> impl Iterator<Item = &mut Cause> {
        let told = std::iter::once(&mut self.destination).chain(&mut self.ring).chain(&mut self.namespaces);
        let told = told.map(|told| &mut told.causes);
        let sync = self.sync.iter_mut().map(|sync| &mut sync.causes);
        let own = [&mut self.existence, &mut self.team];
        own.into_iter().chain(told).chain(sync).chain(self.kinds.values_mut()).flat_map(|causes| causes.iter_mut())
    }

    /// What is different for this app's Application from what its ApplicationSet's template says.
    pub fn patch(&self) -> Node {
        let Some(sync) = &self.sync else { return Node::map(Origin::INHERITED) };
        // Null takes away what the template says.
        let automated = automated(sync.automated).unwrap_or_else(|| Node::new(Payload::Null, Origin::INHERITED));
        let below = |key: &str, value: Node| {
            let mut map = Node::map(Origin::INHERITED);
            map.set(key, value);
            map
        };
        below("spec", below("syncPolicy", below("automated", automated)))
    }

    /// The namespace that Argo CD is told for objects without one: the first that the app has objects in.
    pub(super) fn namespace(&self) -> &Told {
        &self.namespaces[0]
    }

    /// The parameters of its Application, for the template of its ApplicationSet.
    pub fn parameters(&self) -> [(&'static str, EcoString); 11] {
        let id = &self.id;
        [
            ("name", id.application()),
            ("app", id.app.clone()),
            ("cluster", id.cluster.clone()),
            ("destination", self.destination.text.clone()),
            ("environment", id.environment.clone()),
            ("manifests", id.manifests()),
            ("namespace", self.namespace().text.clone()),
            ("project", id.project()),
            ("ring", self.ring.as_ref().map_or_else(EcoString::new, |ring| ring.text.clone())),
            ("stack", id.stack.clone().unwrap_or_default()),
            ("team", id.team.clone()),
        ]
    }
}

/// What makes changes be applied by themselves; `None` where they are applied by hand.
pub(super) fn automated(chosen: Option<(bool, bool)>) -> Option<Node> {
    let (prune, heal) = chosen?;
    let mut automated = Node::map(Origin::INHERITED);
    for (key, value) in [("prune", prune), ("selfHeal", heal)] {
        automated.set(key, Node::new(Payload::Bool(value), Origin::INHERITED));
    }
    Some(automated)
}

impl KindKey {
    fn of(kind: &ObjectKind) -> Self {
        let group = kind.api_version.split_once('/').map_or("", |(group, _)| group);
        let is_cluster_scoped = kind.kind == "Namespace";
        Self { is_cluster_scoped, group: group.into(), kind: kind.kind.into() }
    }
}

impl AppPart {
    /// What part an app is.
    pub fn of(body: &AppBody) -> Self {
        match body {
            AppBody::Namespaces(_) => Self::Namespaces,
            AppBody::Chart(chart) if chart.part == ChartPart::Definitions => Self::Definitions,
            AppBody::Component(_) | AppBody::Chart(_) => Self::Component,
            AppBody::Stack(_) => Self::Stack,
        }
    }

    /// The wave of its Application among those of the environment.
    pub(super) fn wave(self) -> &'static str {
        match self {
            Self::Namespaces => "0",
            Self::Definitions => "1",
            Self::Component => "2",
            Self::Stack => "3",
        }
    }
}

fn kinds_of_recipe(body: &AppBody) -> &'static [ObjectKind] {
    match body {
        AppBody::Namespaces(_) => &NAMESPACE_KINDS,
        AppBody::Stack(_) => &WORKLOAD_KINDS,
        AppBody::Component(_) | AppBody::Chart(_) => &[],
    }
}
