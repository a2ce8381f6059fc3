//! The input language as types.
//!
//! Takes evaluated trees; gives typed records. Every record is declared once, with [`record!`](record), which yields the Rust
//! struct, its reader, and its [`Shape`]; from the shape come the check of every file, the merging of layers and the published
//! JSON Schemas.
//!
//! Law: what a shape accepts, its JSON Schema accepts, and the reader of its type reads; a test holds the three together.

mod argocd;
mod definition;
mod environment;
mod glob;
mod monitoring;
mod patch;
mod project;
mod project_schema;
mod quantity;
mod reading;
mod record;
mod reference;
mod scalars;
mod schema;
mod shape;
mod stack;
mod team;
mod text_rules;
mod values;
mod workload;

pub use argocd::{
    ArgoCd, ArgoCdMode, ArgoCdSource, IgnoredDifference, PrunePropagation, StackSync, Sync, SyncMode, SyncOptions,
    SyncWindow, WindowKind,
};
pub use definition::{
    AccessLevel, CloudNames, DefinitionChart, DefinitionSpec, DefinitionUses, DependencyReference, InstanceFault,
    LocalUnit, ModuleSource, Provides, RouteAddition, RouteFeatures, Scope as DefinitionScope, StoredSecret, Target,
    Terragrunt, Uniqueness,
};
pub use environment::{
    Cloud, CloudProvider, CloudState, Cluster, EnvironmentClass, EnvironmentSpec, External, ExternalNamespaces, Images,
    MeshKind, MetricsApi, MockedCommands, OverrideSpec, PodIdentity, SecretsFrom, StackEntry, unset_field,
};
pub(crate) use glob::matches_glob;
pub use monitoring::Monitoring;
pub use patch::{Operation, Operator, Patch, PatchTarget};
pub use project::{
    ChartSource, CheckLevel, CrdSource, Defaults, Deploy, DeployArtifact, DeployLayout, FilesLayout, HelmCompat,
    ProjectSpec, Vendor, VendorPlace, WorkloadDefaults,
};
pub use project_schema::{Held, NAMED_SECTIONS, ProjectNames, project_schemas};
pub use quantity::Amount;
pub(crate) use reading::wrong_type;
pub use reading::{Reading, Shaped};
pub(crate) use record::record;
pub use reference::reference_pages;
pub use scalars::*;
pub use schema::published_schemas;
pub use shape::{Alternative, Choice, FieldShape, Kind, RecordShape, Shape, documents};
pub use stack::{
    ChartRelease, Component, HookPolicy, Hooks, Manifests, ManifestsEntry, NamespaceDeclaration, PodSecurity,
    Randomness, StackSpec, Unit,
};
pub use team::{Groups, Quota, TeamSpec};
pub use text_rules::TextRule;
pub(crate) use text_rules::is_label_value;
pub use values::{AsWritten, Data, IntOrPercent, Layer, List, Literal, Named, Open, Sourced, Value};
pub use workload::since;
pub use workload::{
    AccessMode, AccessRule, Alert, Amounts, Call, Claim, ConcurrencyPolicy, Dashboard, DashboardSetting, Disruption,
    EgressRule, ExtraContainer, FileContent, FileRecord, Handler, HostAccess, JobTime, Lifecycle, MetricSource,
    Metrics, NodeGroup, Nodes, Panel, PodManagementPolicy, Port, PortRecord, Ports, Probe, ProbeSetting, Probes,
    Protocol, PullPolicy, RateKey, RateLimit, Resources, Rollout, Route, Scale, ScaleMetric, Scheme, SecretSource,
    Security, ServiceAccount, ServiceSettings, ServiceType, SessionAffinity, Severity, Spread, Spreading, Taint,
    TaintEffect, Toleration, TrafficPolicy, Use, Variable, VariableRecord, VerticalMode, VerticalScale, Volume,
    Workload, WorkloadKind,
};
