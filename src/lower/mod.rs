//! Plans to resources.
//!
//! Takes one app's [`AppPlan`]; gives its [`Resource`]s, every node with an origin.
//!
//! Law: lowering reads the plan and nothing else, so that an app is the grain of threads and memo.

mod amounts;
mod component;
#[cfg(test)]
mod fixture;
mod fragment;
mod labels;
#[cfg(test)]
mod law;
mod namespaces;
mod object;
mod order;
mod resource;
mod service;
mod spot;
mod workloads;

pub use namespaces::lower_namespaces;
pub use resource::Resource;
pub use workloads::lower_workloads;

use fragment::{Fragment, made_by};
use object::{Header, ObjectKind};

use crate::diagnostics::Sink;
use crate::node::Origins;
use crate::resolve::{AppBody, AppPlan};

/// Lowers one app; `origins` begins as the plan's own and grows.
pub fn lower(plan: &AppPlan, origins: &mut Origins, sink: &mut Sink) -> Vec<Resource> {
    let mut resources = match &plan.body {
        AppBody::Workloads(workloads) => lower_workloads(workloads, &plan.cluster, origins, sink),
        AppBody::Component(component) => component::lower_component(component, &plan.cluster, origins, sink),
        AppBody::Namespaces(namespaces) => lower_namespaces(namespaces, &plan.cluster, origins, sink),
    };
    for resource in &mut resources {
        resource.body.origin = origins.join(&[resource.body.origin, plan.existence]);
    }
    resources
}
