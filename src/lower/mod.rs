//! Plans to resources.
//!
//! Takes one app's [`AppPlan`]; gives its [`Resource`]s, every node with an origin.
//!
//! Law: lowering reads the plan and nothing else, so that an app is the grain of threads and memo.

mod component;
mod resource;

pub use resource::Resource;

use crate::diagnostics::Sink;
use crate::node::Origins;
use crate::resolve::{AppBody, AppPlan};

/// Lowers one app; `origins` begins as the plan's own and grows.
pub fn lower(plan: &AppPlan, origins: &mut Origins, sink: &mut Sink) -> Vec<Resource> {
    match &plan.body {
        AppBody::Workloads(_) => Vec::new(),
        AppBody::Component(component) => component::lower_component(component, &plan.cluster, origins, sink),
        AppBody::Namespaces(_) => Vec::new(),
    }
}
