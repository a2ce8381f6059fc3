//! Plans to resources.
//!
//! Takes one app's [`AppPlan`]; gives its [`Resource`]s, every node with an origin.
//!
//! Law: lowering reads the plan and nothing else, so that an app is the grain of threads and memo. The schemas that patches merge by,
//! and that tell charts what the cluster can do, follow from the cluster's version, which the plan has.

mod adopt;
mod amounts;
pub mod annotations;
mod argocd;
mod chart;
mod component;
#[cfg(test)]
mod fixture;
mod fragment;
mod labels;
#[cfg(test)]
mod law;
mod manifests;
mod namespaces;
mod object;
mod order;
mod patch;
mod resource;
mod scope;
mod spot;
mod unit;
mod workload;
mod workloads;

pub use argocd::{AppPart, RenderedApp, ToldFile, check_names, lower_argocd};
pub use namespaces::lower_namespaces;
pub use patch::{Aspect, Nearest, PatchReach};
pub use resource::Resource;
pub use unit::{UnitFile, check_unit, lower_roots, lower_unit};
pub use workloads::lower_workloads;

use fragment::{Fragment, made_by};
use object::{Header, ObjectKind};
use patch::Patching;

use platgen_schema::Schemas;

use crate::diagnostics::Sink;
use crate::node::{Origin, Origins};
use crate::resolve::{AppBody, AppPlan, StackPlan};

/// What one app was lowered to.
pub struct Lowered {
    /// Its resources, patched.
    pub resources: Vec<Resource>,
    /// How many of them, the first, recipes of platgen made.
    pub by_recipe: usize,
    /// How far the target of each of its patches led; none where the app has a fault.
    pub patches: Vec<PatchReach>,
}

/// Lowers one app; `origins` begins as the plan's own and grows. Patches are tried only on what was lowered without a fault.
pub fn lower(plan: &AppPlan, schemas: Option<&Schemas>, origins: &mut Origins, sink: &mut Sink) -> Lowered {
    let mut resources = match &plan.body {
        AppBody::Stack(stack) => lower_workloads(&stack.workloads, &plan.cluster, origins, sink),
        AppBody::Component(component) => component::lower_component(component, &plan.cluster, schemas, origins, sink),
        AppBody::Chart(chart) => chart::lower_chart(chart, &plan.cluster, schemas, origins, sink),
        AppBody::Namespaces(namespaces) => lower_namespaces(namespaces, &plan.cluster, origins, sink),
    };
    let by_recipe = if matches!(plan.body, AppBody::Component(_) | AppBody::Chart(_)) { 0 } else { resources.len() };
    if let AppBody::Stack(StackPlan { manifests: Some(manifests), .. }) = &plan.body {
        resources.extend(manifests::lower_manifests(manifests, &plan.cluster, origins, sink));
    }
    let is_faulty = sink.has_errors();
    let mut patching = Patching { plan, schemas, by_recipe, origins, sink };
    let patches = if is_faulty { Vec::new() } else { patching.apply(&mut resources) };
    resources.iter_mut().for_each(|resource| because_of_app(resource, plan.existence, origins));
    argocd::annotate(plan, &mut resources, origins);
    Lowered { resources, by_recipe, patches }
}

/// An object exists because its app does, and is what it is by its identity: under another name it would be another.
fn because_of_app(resource: &mut Resource, existence: Origin, origins: &mut Origins) {
    let body = &resource.body;
    let fields: [&[&str]; 4] = [&["metadata", "name"], &["metadata", "namespace"], &["kind"], &["apiVersion"]];
    let [name, namespace, kind, version] =
        fields.map(|path| body.at(path).map_or(Origin::INHERITED, |node| node.origin));
    resource.body.origin = origins.join(&[body.origin, name, namespace, kind, version, existence]);
}
