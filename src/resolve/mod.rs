//! Documents to plans: layers merge, expressions are evaluated, references are followed.
//!
//! Takes a parsed [`Project`](crate::parse::Project); gives an [`AppPlan`] for every app on every cluster of every environment
//! in the scope.
//!
//! Law: layers merge first (the declaration order of [`Layer`] is the precedence), then expressions are evaluated on demand,
//! per cluster. A value that failed is poison, and nothing derived from it is reported.

mod allows;
mod apps;
mod argocd;
mod calls;
mod catalog;
mod chart_plan;
mod charts;
mod clusters;
mod component_chart;
mod component_plan;
mod components;
mod context;
mod defaults;
mod deploy;
mod environments;
mod evaluator;
mod instance_faults;
mod landing;
mod manifests;
mod merged;
#[cfg(test)]
mod merged_laws;
mod monitoring;
mod namespaces;
mod notices;
mod offering;
mod offers;
mod patches;
mod plan;
mod pod_names;
mod revisions;
mod routes;
mod scope;
mod stacks;
mod teams;
mod texts;
mod unit_plan;
mod units;
mod workloads;

pub use apps::{NAMESPACES_APP, Plans, Resolution, Told, resolve};
pub use argocd::{ARGOCD_NAMESPACE, AppDelivery, AppSync, ArgoCdPlan, OWN_CLUSTER, SourcePlan, TeamGroups, TeamRole};
pub use catalog::CatalogMemo;
pub use chart_plan::{ChartPart, ChartPlan};
pub use component_plan::ComponentPlan;
pub use context::{Context, hash_origins};
pub use defaults::Layer;
pub use deploy::DeployPlan;
pub use evaluator::{Evaluator, Root};
pub use manifests::conceal_secrets;
pub use merged::{Merged, MergedEntry, MergedMap, MergedView, merge, merge_layers};
pub use offering::Offering;
#[cfg(test)]
pub(crate) use patches::plan_operations;
pub use patches::{Change, Edit, PatchOwner, PatchPlan, PatchStep};
pub use plan::{
    AppBody, AppId, AppPlan, ClusterFacts, CustomKindPlan, ExternalObject, HandMadeSecret, ManifestSet, ManifestsPlan,
    MeshFacts, MonitoringPlan, NamespacePlan, NodeGroupPlan, Peer, PeerPort, RoutePlan, SECRETS, StackOnCluster,
    StackPlan, Standing, TaintPlan, WorkloadPlan,
};
pub use revisions::{RevisionMemo, Revisions};
pub use scope::{Owner, Scope};
pub use unit_plan::{
    BorrowedUse, CloudPlan, GLOBAL, ModulePlan, ModuleSourcePlan, StandInUse, UnitDependency, UnitId, UnitPlan,
};
pub use units::EnvironmentUnits;
