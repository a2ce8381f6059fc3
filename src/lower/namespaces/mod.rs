//! The recipe of namespaces: who owns them, what may run in them, how much of it, and who may look.
//!
//! Takes the namespaces of one environment on one cluster; gives their objects, one file per kind.
//!
//! Law: a namespace refuses all traffic until a workload's own policy opens some, and runs nothing that breaks the Pod Security
//! Standard `restricted` unless its declaration says otherwise.

mod limit_range;
mod namespace;
mod network_policy;
mod resource_quota;
mod role_binding;

#[cfg(test)]
mod tests;

use ecow::EcoString;

use super::{Fragment, Header, ObjectKind, Resource, labels};
use crate::diagnostics::Sink;
use crate::model::Sourced;
use crate::node::{Cause, Origin, Origins};
use crate::resolve::{ClusterFacts, NamespacePlan};

/// Every kind that a namespace may have an object of, its own included.
pub(super) const KINDS: [ObjectKind; 5] =
    [namespace::KIND, resource_quota::KIND, limit_range::KIND, network_policy::KIND, role_binding::KIND];

/// Lowers the namespaces of one environment on one cluster, in their order.
pub fn lower_namespaces(
    namespaces: &[NamespacePlan],
    cluster: &ClusterFacts,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Vec<Resource> {
    let mut resources = Vec::with_capacity(namespaces.len() * 6);
    for plan in namespaces {
        let mut lowering = Lowering::new(plan, cluster, origins, sink);
        resources.push(namespace::lower(&mut lowering));
        resources.extend(resource_quota::lower(&mut lowering));
        resources.extend(limit_range::lower(&mut lowering));
        resources.push(network_policy::lower(&mut lowering));
        resources.extend(role_binding::lower(&mut lowering));
    }
    resources
}

/// What the objects of one namespace share.
struct Lowering<'a> {
    plan: &'a NamespacePlan,
    cluster: &'a ClusterFacts,
    origins: &'a mut Origins,
    sink: &'a mut Sink,
    /// The labels that say whose the objects are.
    labels: Vec<labels::Pair>,
    /// What makes each object exist and stand where it does.
    base: Origin,
}

impl<'a> Lowering<'a> {
    fn new(plan: &'a NamespacePlan, cluster: &'a ClusterFacts, origins: &'a mut Origins, sink: &'a mut Sink) -> Self {
        let recipe = origins.of(Cause::Recipe("namespaces/labels"));
        let labels = labels::ownership(&plan.stack, &plan.team, &plan.environment, recipe).to_vec();
        let base = origins.join(&[plan.spec.origin, plan.name.origin, plan.existence]);
        Self { plan, cluster, origins, sink, labels, base }
    }

    /// The header of an object in the namespace that exists because the namespace does, or because of `presence`.
    fn header(&mut self, kind: ObjectKind, name: Sourced<EcoString>, presence: Origin) -> Header {
        let recipe = self.origins.of(Cause::Recipe(kind.recipe));
        Header {
            kind,
            name,
            namespace: Some(self.plan.name.clone()),
            labels: Fragment::texts(self.labels.iter().cloned()).expect("platgen's own labels are there"),
            annotations: None,
            origin: self.origins.join(&[presence, self.base, recipe]),
        }
    }
}

/// A name that nothing but the recipe decides.
fn fixed(name: &'static str) -> Sourced<EcoString> {
    Sourced { value: name.into(), origin: Origin::INHERITED }
}
