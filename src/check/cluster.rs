use rustc_hash::FxHashMap;

use super::external::{External, ExternalObject, is_named};
use super::fact::{
    Autoscaler, Backend, Body, Budget, Container, Fact, Ingress, LimitRange, Monitor, NamespaceFact, NetworkPolicy,
    Pods, Product, Quota, Reference, Service, Target,
};
use super::pod_security::Standard;
use super::select::{Selectable, space};

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
    pods: FxHashMap<&'a str, Vec<usize>>,
    /// What the LimitRanges of a namespace give together.
    limits: FxHashMap<&'a str, LimitRange>,
    /// The first object of a group, kind and name, in whatever namespace.
    by_name: FxHashMap<(&'a str, &'a str, &'a str), usize>,
    /// Places in `product_lists`.
    products: FxHashMap<Identity<'a>, usize>,
    /// The first place of a group, kind and name, in whatever namespace.
    products_by_name: FxHashMap<(&'a str, &'a str, &'a str), usize>,
    product_lists: Vec<Vec<(usize, &'a Product)>>,
    pub(super) selectable: Selectable<'a>,
}

/// Group, kind, namespace and name: what makes an object one object, whatever its version.
pub(super) type Identity<'a> = (&'a str, &'a str, Option<&'a str>, &'a str);

pub(super) fn identity(fact: &Fact) -> Identity<'_> {
    (fact.group(), &fact.kind, fact.namespace.as_deref(), &fact.name)
}

fn identity_of(product: &Product) -> Identity<'_> {
    (&product.target.group, &product.target.kind, product.namespace.as_deref(), &product.name)
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
            limits: FxHashMap::default(),
            by_name: FxHashMap::default(),
            products: FxHashMap::default(),
            products_by_name: FxHashMap::default(),
            product_lists: Vec::new(),
            selectable: Selectable::default(),
            facts,
        };
        for (index, fact) in cluster.facts.iter().enumerate() {
            cluster.by_identity.entry(identity(fact)).or_insert(index);
            cluster.by_kind.entry((fact.group(), &fact.kind)).or_default().push(index);
            cluster.by_name.entry((fact.group(), &fact.kind, &fact.name)).or_insert(index);
            for product in &fact.products {
                let next = cluster.product_lists.len();
                let place = *cluster.products.entry(identity_of(product)).or_insert(next);
                let Product { target: Target { group, kind }, name, .. } = product;
                cluster.products_by_name.entry((group, kind, name)).or_insert(place);
                if place == next {
                    cluster.product_lists.push(Vec::new());
                }
                cluster.product_lists[place].push((index, product));
            }
            let namespace = space(fact.namespace.as_deref());
            match fact.body {
                Body::Pods(_) => cluster.pods.entry(namespace).or_default().push(index),
                Body::LimitRange(limits) => {
                    let known = cluster.limits.entry(namespace).or_default();
                    *known = known.and(limits);
                }
                _ => {}
            }
            cluster.selectable.add(index, fact);
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

    /// The object of an identity; one that names no namespace stands in `default`.
    pub fn find(&self, group: &str, kind: &str, namespace: Option<&str>, name: &str) -> Option<&'a Fact> {
        let index: &FxHashMap<Identity<'_>, usize> = &self.by_identity;
        let of_namespace = |namespace| index.get(&(group, kind, namespace, name)).map(|index| self.facts[*index]);
        of_namespace(namespace).or_else(|| match namespace {
            None => of_namespace(Some(space(None))),
            Some(named) if named == space(None) => of_namespace(None),
            Some(_) => None,
        })
    }

    pub(super) fn fact_at(&self, index: usize) -> Option<&'a Fact> {
        self.facts.get(index).copied()
    }

    pub(super) fn pods_at(&self, index: usize) -> Option<(&'a Fact, &'a Pods)> {
        self.fact_at(index).and_then(|fact| Some((fact, fact.pods()?)))
    }

    /// The pods, and templates of pods, of a namespace.
    pub fn pods_in<'s>(
        &'s self,
        namespace: Option<&'s str>,
    ) -> impl Iterator<Item = (&'a Fact, &'a Pods)> + use<'s, 'a> {
        facts(&self.facts, self.pods.get(space(namespace))).filter_map(|fact| Some((fact, fact.pods()?)))
    }

    /// The pods, and templates of pods, of every namespace.
    pub fn all_pods<'s>(&'s self) -> impl Iterator<Item = (&'a Fact, &'a Pods)> + use<'s, 'a> {
        self.facts.iter().filter_map(|fact| Some((*fact, fact.pods()?)))
    }

    /// The containers that run as long as their pods, with what LimitRanges give to those that ask for nothing.
    pub fn lasting_containers<'s>(
        &'s self,
    ) -> impl Iterator<Item = (&'a Fact, &'a Container, LimitRange)> + use<'s, 'a> {
        self.all_pods().flat_map(move |(fact, pods)| {
            let given = self.limits_in(fact.namespace.as_deref());
            pods.lasting().map(move |container| (fact, container, given))
        })
    }

    /// What LimitRanges give to the containers of a namespace: everything, where they are not known.
    ///
    /// They are not where the namespace is made elsewhere, and where somebody says that a LimitRange stands in it.
    pub fn limits_in(&self, namespace: Option<&str>) -> LimitRange {
        let namespace = space(namespace);
        let is_limits_of = |object: &ExternalObject| {
            let is_here = object.namespace.as_ref().is_some_and(|pattern| is_named(pattern, namespace));
            is_here && object.kind == "LimitRange" && object.group.as_ref().is_none_or(|group| group.is_empty())
        };
        if self.external.has_namespace(namespace) || self.external.objects.iter().any(is_limits_of) {
            return LimitRange { requests_cpu: true, requests_memory: true, limits_cpu: true, limits_memory: true };
        }
        self.limits.get(namespace).copied().unwrap_or_default()
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

    /// The autoscalers.
    pub fn autoscalers<'s>(&'s self) -> impl Iterator<Item = (&'a Fact, &'a Autoscaler)> + use<'s, 'a> {
        const KINDS: [(&str, &str); 3] = [
            ("autoscaling", "HorizontalPodAutoscaler"),
            ("keda.sh", "ScaledObject"),
            ("autoscaling.k8s.io", "VerticalPodAutoscaler"),
        ];
        let facts = KINDS.iter().flat_map(|(group, kind)| self.of_kind(group, kind));
        facts.filter_map(|fact| match &fact.body {
            Body::Autoscaler(autoscaler) => Some((fact, autoscaler.as_ref())),
            _ => None,
        })
    }

    /// The ResourceQuotas.
    pub fn quotas<'s>(&'s self) -> impl Iterator<Item = (&'a Fact, &'a Quota)> + use<'s, 'a> {
        self.of_kind("", "ResourceQuota").filter_map(|fact| match &fact.body {
            Body::Quota(quota) => Some((fact, quota.as_ref())),
            _ => None,
        })
    }

    /// The PodDisruptionBudgets.
    pub fn budgets<'s>(&'s self) -> impl Iterator<Item = (&'a Fact, &'a Budget)> + use<'s, 'a> {
        self.of_kind("policy", "PodDisruptionBudget").filter_map(|fact| match &fact.body {
            Body::Budget(budget) => Some((fact, budget.as_ref())),
            _ => None,
        })
    }

    /// The NetworkPolicies.
    pub fn network_policies<'s>(&'s self) -> impl Iterator<Item = (&'a Fact, &'a NetworkPolicy)> + use<'s, 'a> {
        self.of_kind("networking.k8s.io", "NetworkPolicy").filter_map(|fact| match &fact.body {
            Body::NetworkPolicy(policy) => Some((fact, policy.as_ref())),
            _ => None,
        })
    }

    /// The Ingresses.
    pub fn ingresses<'s>(&'s self) -> impl Iterator<Item = (&'a Fact, &'a Ingress)> + use<'s, 'a> {
        self.of_kind("networking.k8s.io", "Ingress").filter_map(|fact| match &fact.body {
            Body::Ingress(ingress) => Some((fact, ingress.as_ref())),
            _ => None,
        })
    }

    /// The ServiceMonitors and PodMonitors.
    pub fn monitors<'s>(&'s self) -> impl Iterator<Item = (&'a Fact, &'a Monitor)> + use<'s, 'a> {
        let kinds = ["ServiceMonitor", "PodMonitor"].into_iter();
        let facts = kinds.flat_map(|kind| self.of_kind("monitoring.coreos.com", kind));
        facts.filter_map(|fact| match &fact.body {
            Body::Monitor(monitor) => Some((fact, monitor.as_ref())),
            _ => None,
        })
    }

    /// Every Service that an object sends requests to, with that object.
    pub fn backends<'s>(&'s self) -> impl Iterator<Item = (&'a Fact, &'a Backend)> + use<'s, 'a> {
        self.facts.iter().flat_map(|fact| fact.backends.iter().map(|backend| (*fact, backend)))
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

    /// Whether what is referred to is rendered, is made by an operator, or stands in the cluster.
    pub fn has(&self, reference: &Reference) -> bool {
        let Reference { target: Target { group, kind }, namespace, name, .. } = reference;
        self.rendered(reference).is_some()
            || !self.products_for(reference).is_empty()
            || self.external.has(group, kind, namespace.as_deref(), name)
    }

    /// The object that is referred to; where objects are only given, an unsaid namespace may be any.
    pub fn rendered(&self, reference: &Reference) -> Option<&'a Fact> {
        let Reference { target: Target { group, kind }, namespace, name, .. } = reference;
        let found = self.find(group, kind, namespace.as_deref(), name);
        if found.is_some() || self.extent != Extent::Given {
            return found;
        }
        let (group, kind, name) = (group.as_str(), kind.as_str(), name.as_str());
        match namespace {
            // Not `find`, which would take what stands in `default` for what says no namespace.
            Some(_) => self.by_identity.get(&(group, kind, None, name)).map(|index| self.facts[*index]),
            None => self.named(group, kind, name),
        }
    }

    /// An object of this name, in whatever namespace.
    pub fn named(&self, group: &str, kind: &str, name: &str) -> Option<&'a Fact> {
        let index: &FxHashMap<(&str, &str, &str), usize> = &self.by_name;
        index.get(&(group, kind, name)).map(|index| self.facts[*index])
    }

    /// What operators make that is referred to, each with the object that has it made.
    pub fn products_for(&self, reference: &Reference) -> Vec<(&'a Fact, &'a Product)> {
        let Reference { target: Target { kind, .. }, name, .. } = reference;
        // The claims of a StatefulSet end in the number of their pod.
        let numbered = name.rsplit_once('-').filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()));
        let claims = numbered.filter(|_| kind == "PersistentVolumeClaim").map(|(stem, _)| format!("{stem}-*"));
        let numbered = claims.as_deref().into_iter().flat_map(|claims| self.products_named(reference, claims));
        let found = self.products_named(reference, name).chain(numbered);
        found.map(|(index, product)| (self.facts[*index], *product)).collect()
    }

    /// What is made of a name where a reference looks for it; a product without a namespace may be in any.
    fn products_named<'s>(
        &'s self,
        reference: &Reference,
        name: &str,
    ) -> impl Iterator<Item = &'s (usize, &'a Product)> + use<'s, 'a> {
        let Reference { target: Target { group, kind }, namespace, .. } = reference;
        let list = |place: Option<&usize>| place.map_or(&[][..], |place| self.product_lists[*place].as_slice());
        let of_namespace = |namespace| {
            let index: &FxHashMap<Identity<'_>, usize> = &self.products;
            list(index.get(&(group, kind, namespace, name)))
        };
        let own = of_namespace(namespace.as_deref());
        let other = of_namespace(if namespace.is_some() { None } else { Some(space(None)) });
        let is_anywhere = self.extent == Extent::Given && namespace.is_none() && own.is_empty() && other.is_empty();
        let index: &FxHashMap<(&str, &str, &str), usize> = &self.products_by_name;
        let anywhere = if is_anywhere { list(index.get(&(group, kind, name))) } else { &[] };
        own.iter().chain(other).chain(anywhere)
    }

    /// The names of the objects of a kind in a namespace, for the nearest of them.
    pub fn names<'s>(
        &'s self,
        group: &'s str,
        kind: &'s str,
        namespace: Option<&'s str>,
    ) -> impl Iterator<Item = &'a str> + use<'s, 'a> {
        let in_namespace = move |fact: &&Fact| space(fact.namespace.as_deref()) == space(namespace);
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
