use rustc_hash::FxHashMap;

use super::external::External;
use super::fact::{Body, Fact, NamespaceFact, Pods, Reference, Service, Target};
use super::pod_security::Standard;

/// How much of a cluster is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// Everything that stands in it: what is neither rendered nor external is not there.
    Whole,
    /// The objects that somebody gave; others may exist, so that what is not there deserves a look.
    Given,
    /// A part of what is rendered: whether something else is there cannot be told.
    Part,
}

/// All objects of one cluster, as rules look at them.
#[derive(Debug)]
pub struct Cluster<'a> {
    /// The minor version of Kubernetes.
    pub minor: u32,
    /// What stands in the cluster and is not rendered.
    pub external: &'a External,
    /// How much of the cluster is known.
    pub extent: Extent,
    /// What is enforced in namespaces that enforce nothing of their own; `None` where that is nothing.
    pub pod_security: Option<Standard>,
    facts: Vec<&'a Fact>,
    by_identity: FxHashMap<Identity<'a>, usize>,
    by_kind: FxHashMap<(&'a str, &'a str), Vec<usize>>,
    pods: FxHashMap<Option<&'a str>, Vec<usize>>,
}

/// Group, kind, namespace and name: what makes an object one object, whatever its version.
pub(super) type Identity<'a> = (&'a str, &'a str, Option<&'a str>, &'a str);

pub(super) fn identity(fact: &Fact) -> Identity<'_> {
    (fact.group(), &fact.kind, fact.namespace.as_deref(), &fact.name)
}

impl<'a> Cluster<'a> {
    /// Indexes the objects of a cluster; the first of two of one identity stands for both.
    pub fn new(facts: Vec<&'a Fact>, minor: u32, external: &'a External, extent: Extent) -> Self {
        let mut cluster = Self {
            minor,
            external,
            extent,
            pod_security: None,
            by_identity: FxHashMap::default(),
            by_kind: FxHashMap::default(),
            pods: FxHashMap::default(),
            facts,
        };
        for (index, fact) in cluster.facts.iter().enumerate() {
            cluster.by_identity.entry(identity(fact)).or_insert(index);
            cluster.by_kind.entry((fact.group(), &fact.kind)).or_default().push(index);
            if matches!(fact.body, Body::Pods(_)) {
                cluster.pods.entry(fact.namespace.as_deref()).or_default().push(index);
            }
        }
        cluster
    }

    /// Every object, apps in their order.
    pub fn facts(&self) -> impl Iterator<Item = &'a Fact> + '_ {
        self.facts.iter().copied()
    }

    /// The objects of a group and kind, in whatever version.
    pub fn of_kind<'s>(&'s self, group: &'s str, kind: &'s str) -> impl Iterator<Item = &'a Fact> + use<'s, 'a> {
        facts(&self.facts, self.by_kind.get(&(group, kind)))
    }

    /// The object of an identity.
    pub fn find(&self, group: &str, kind: &str, namespace: Option<&str>, name: &str) -> Option<&'a Fact> {
        let index: &FxHashMap<Identity<'_>, usize> = &self.by_identity;
        index.get(&(group, kind, namespace, name)).map(|index| self.facts[*index])
    }

    /// The pods, and templates of pods, of a namespace.
    pub fn pods_in<'s>(
        &'s self,
        namespace: Option<&'s str>,
    ) -> impl Iterator<Item = (&'a Fact, &'a Pods)> + use<'s, 'a> {
        facts(&self.facts, self.pods.get(&namespace)).filter_map(|fact| Some((fact, fact.pods()?)))
    }

    /// The pods, and templates of pods, of every namespace.
    pub fn all_pods<'s>(&'s self) -> impl Iterator<Item = (&'a Fact, &'a Pods)> + use<'s, 'a> {
        self.facts.iter().filter_map(|fact| Some((*fact, fact.pods()?)))
    }

    /// The Namespace of a name, where it is rendered.
    pub fn namespace(&self, name: &str) -> Option<(&'a Fact, &'a NamespaceFact)> {
        let fact = self.find("", "Namespace", None, name)?;
        Some((fact, fact.namespace()?))
    }

    /// The Services.
    pub fn services<'s>(&'s self) -> impl Iterator<Item = (&'a Fact, &'a Service)> + use<'s, 'a> {
        self.of_kind("", "Service").filter_map(|fact| Some((fact, fact.service()?)))
    }

    /// Every reference to objects of a group and kind, with the object that refers.
    pub fn references_to<'s>(
        &'s self,
        group: &'static str,
        kind: &'static str,
    ) -> impl Iterator<Item = (&'a Fact, &'a Reference)> + use<'s, 'a> {
        let to_kind = move |target: &Target| target.kind == kind && target.group == group;
        self.facts.iter().flat_map(move |fact| {
            let references = fact.references.iter().filter(move |reference| to_kind(&reference.target));
            references.map(|reference| (*fact, reference))
        })
    }

    /// Whether what is referred to is rendered, or stands in the cluster.
    pub fn has(&self, reference: &Reference) -> bool {
        let Reference { target: Target { group, kind }, namespace, name, .. } = reference;
        self.find(group, kind, namespace.as_deref(), name).is_some()
            || self.external.has(group, kind, namespace.as_deref(), name)
    }

    /// The names of the objects of a kind in a namespace, for the nearest of them.
    pub fn names<'s>(
        &'s self,
        group: &'s str,
        kind: &'s str,
        namespace: Option<&'s str>,
    ) -> impl Iterator<Item = &'a str> + use<'s, 'a> {
        let in_namespace = move |fact: &&Fact| fact.namespace.as_deref() == namespace;
        self.of_kind(group, kind).filter(in_namespace).map(|fact| fact.name.as_str())
    }
}

fn facts<'s, 'a>(all: &'s [&'a Fact], indexes: Option<&'s Vec<usize>>) -> impl Iterator<Item = &'a Fact> + use<'s, 'a> {
    indexes.into_iter().flatten().map(|index| all[*index])
}

impl Fact {
    /// The pods that the object makes, if it makes any.
    pub fn pods(&self) -> Option<&Pods> {
        match &self.body {
            Body::Pods(pods) => Some(pods),
            _ => None,
        }
    }

    /// What the object says of the pods in it, where it is a Namespace.
    pub fn namespace(&self) -> Option<&NamespaceFact> {
        match &self.body {
            Body::Namespace(namespace) => Some(namespace),
            _ => None,
        }
    }

    /// What the object selects and offers, where it is a Service.
    pub fn service(&self) -> Option<&Service> {
        match &self.body {
            Body::Service(service) => Some(service),
            _ => None,
        }
    }
}
