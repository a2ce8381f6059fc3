use rustc_hash::FxHashMap;

use super::cluster::{Cluster, Identity};
use super::fact::{Autoscaler, Container, ContainerRole, Fact, Pods, Port, ScaleTarget};
use super::select::space;

/// An autoscaler with what it scales.
#[derive(Clone, Copy)]
pub(super) struct Scaling<'a> {
    pub(super) fact: &'a Fact,
    pub(super) autoscaler: &'a Autoscaler,
    pub(super) target: &'a ScaleTarget,
}

impl<'a> Scaling<'a> {
    /// Who the target is.
    pub(super) fn identity(&self) -> Identity<'a> {
        (&self.target.group, &self.target.kind, self.fact.namespace.as_deref(), &self.target.name)
    }

    /// The target, where it is rendered.
    pub(super) fn workload(&self, cluster: &Cluster<'a>) -> Option<&'a Fact> {
        let (group, kind, namespace, name) = self.identity();
        cluster.find(group, kind, namespace, name)
    }
}

/// The autoscalers that name what they scale.
pub(super) fn scalings<'a>(cluster: &Cluster<'a>) -> impl Iterator<Item = Scaling<'a>> {
    cluster
        .autoscalers()
        .filter_map(|(fact, autoscaler)| Some(Scaling { fact, autoscaler, target: autoscaler.target.as_ref()? }))
}

/// The autoscalers of every target.
pub(super) fn scalings_by_target<'a>(cluster: &Cluster<'a>) -> ByTarget<'a> {
    let mut by_target = FxHashMap::default();
    for scaling in scalings(cluster) {
        let all: &mut Vec<Scaling<'_>> = by_target.entry(placed(scaling.identity())).or_default();
        all.push(scaling);
    }
    ByTarget(by_target)
}

/// Autoscalers by what they scale.
pub(super) struct ByTarget<'a>(FxHashMap<(&'a str, &'a str, &'a str, &'a str), Vec<Scaling<'a>>>);

impl<'a> ByTarget<'a> {
    /// The autoscalers of a target, in their order.
    pub(super) fn of(&self, target: Identity<'a>) -> &[Scaling<'a>] {
        self.0.get(&placed(target)).map_or(&[], Vec::as_slice)
    }
}

/// An identity with the namespace in which the object comes to stand.
fn placed<'a>((group, kind, namespace, name): Identity<'a>) -> (&'a str, &'a str, &'a str, &'a str) {
    (group, kind, space(namespace), name)
}

/// Names of ports that meshes add to pods when they start.
const INJECTED: [&str; 4] = ["http-envoy-prom", "https-envoy-prom", "linkerd-admin", "linkerd-proxy"];

/// Whether a port of this name may be added to pods when they start.
pub(super) fn is_injected(port: &str) -> bool {
    INJECTED.contains(&port)
}

impl Pods {
    /// The ports of the containers that run as long as the pod.
    pub(super) fn ports(&self) -> impl Iterator<Item = &Port> {
        self.lasting().flat_map(|container| &container.ports)
    }

    /// The containers that run as long as the pod.
    pub(super) fn lasting(&self) -> impl Iterator<Item = &Container> {
        self.containers.iter().filter(|container| container.role != ContainerRole::Init)
    }
}
