//! The recipes of workloads: what runs, and what keeps it available, reachable and closed.
//!
//! Takes one [`WorkloadPlan`]; gives its objects, one file per kind of object. The six kinds of workloads differ in the controller
//! of their pods and in which objects stand around it ([`lower_workload`]); pods and containers are made in one way for all.
//!
//! Law: what a file reads of the plan, it marks: every value with the leaf that decides it, every object with the leaf that
//! makes it exist. What is a choice of platgen's, and no leaf's, is `definitions/defaults.yaml`'s wherever the language has a
//! field for it.

mod config_maps;
mod container;
mod contradictions;
mod cron_job;
mod daemon_set;
mod dashboard;
mod deployment;
mod disruption_budget;
mod external_secret;
mod extra_containers;
mod fields_of_kinds;
mod horizontal_pod_autoscaler;
mod ingress;
mod job;
mod lifecycle;
mod mesh;
mod monitor;
mod network_policy;
mod network_policy_rules;
mod placement;
mod pod;
mod port;
mod probe;
mod prometheus_rule;
mod query;
mod role;
mod rollout;
mod security;
mod service_account;
mod service_object;
mod stateful_set;
mod sync_order;
mod variables;
mod vertical_pod_autoscaler;
mod volume_names;
mod volumes;

#[cfg(test)]
mod findings_test;
#[cfg(test)]
mod kinds_test;
#[cfg(test)]
mod law_test;
#[cfg(test)]
mod monitoring_test;
#[cfg(test)]
mod objects_test;

use ecow::{EcoString, eco_format};

use super::labels::{self, NAME};
use super::{Fragment, Header, ObjectKind, Resource, made_by, spot};
use crate::diagnostics::{Code, Finding, Sink};
use crate::model::{Sourced, WorkloadKind};
use crate::node::{Cause, Origin, Origins};
use crate::resolve::{ClusterFacts, WorkloadPlan};
use port::PortChoice;
use volume_names::VolumeNames;

/// Every kind that a workload may have an object of.
pub(super) const KINDS: [ObjectKind; 20] = [
    service_account::KIND,
    role::ROLE,
    role::BINDING,
    config_maps::KIND,
    external_secret::KIND,
    deployment::KIND,
    stateful_set::KIND,
    daemon_set::KIND,
    job::KIND,
    cron_job::KIND,
    service_object::KIND,
    horizontal_pod_autoscaler::KIND,
    vertical_pod_autoscaler::KIND,
    disruption_budget::KIND,
    network_policy::KIND,
    ingress::KIND,
    monitor::OF_SERVICE,
    monitor::OF_PODS,
    prometheus_rule::KIND,
    dashboard::KIND,
];

/// Lowers one workload; nothing, after a finding, where its kind asks for a field that is not there.
pub(super) fn lower_workload(
    plan: &WorkloadPlan,
    cluster: &ClusterFacts,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Vec<Resource> {
    fields_of_kinds::check(plan, origins, sink);
    contradictions::check(plan, cluster, origins, sink);
    if fields_of_kinds::lacks_needed(plan, origins, sink) {
        return Vec::new();
    }
    let mut lowering = Lowering::new(plan, cluster, origins, sink);
    let mut resources = Vec::with_capacity(12);
    resources.push(service_account::lower(&mut lowering));
    resources.extend(role::lower(&mut lowering));
    resources.extend(config_maps::lower_variables(&mut lowering));
    resources.extend(config_maps::lower_files(&mut lowering));
    resources.extend(external_secret::lower(&mut lowering));
    resources.push(lowering.controller());
    resources.extend(service_object::lower(&mut lowering));
    resources.extend(horizontal_pod_autoscaler::lower(&mut lowering));
    resources.extend(vertical_pod_autoscaler::lower(&mut lowering));
    resources.extend(disruption_budget::lower(&mut lowering));
    resources.push(network_policy::lower(&mut lowering));
    resources.extend(ingress::lower(&mut lowering));
    resources.extend(monitor::lower(&mut lowering));
    if failures_are_matched(&mut lowering) {
        resources.extend(prometheus_rule::lower(&mut lowering));
        resources.extend(dashboard::lower(&mut lowering));
    }
    resources
}

/// What the objects of one workload share.
struct Lowering<'a> {
    plan: &'a WorkloadPlan,
    cluster: &'a ClusterFacts,
    origins: &'a mut Origins,
    sink: &'a mut Sink,
    /// The labels of every object and pod.
    labels: Fragment,
    /// The labels that select the pods.
    selector: Fragment,
    /// The port of each route, in their order; `None` where it was reported.
    route_ports: Vec<Option<PortChoice<'a>>>,
    /// The port of the metrics.
    metrics_port: Option<PortChoice<'a>>,
    /// The key of each file in the ConfigMap, in the order of the files.
    file_keys: Vec<EcoString>,
    /// The names of the pods' volumes.
    volume_names: VolumeNames,
    /// What makes each object exist and stand where it does.
    base: Origin,
}

impl<'a> Lowering<'a> {
    fn new(plan: &'a WorkloadPlan, cluster: &'a ClusterFacts, origins: &'a mut Origins, sink: &'a mut Sink) -> Self {
        let spec = &plan.spec;
        let base = origins.join(&[spec.origin, spec.kind.origin, plan.namespace.origin]);
        let recipe = origins.of(Cause::Recipe("workload/labels"));
        let [part_of, rest @ ..] = labels::ownership(&plan.stack, &plan.team, &plan.environment, recipe);
        let selected = [(NAME.into(), plan.name.clone(), spec.origin), part_of];
        let own = selected.iter().cloned().chain(rest).collect();
        let mut lowering = Self {
            plan,
            cluster,
            labels: labels::join_labels(own, &spec.labels, origins, sink).expect("platgen's own labels are there"),
            selector: Fragment::texts(selected).expect("two labels select"),
            origins,
            sink,
            route_ports: Vec::new(),
            metrics_port: None,
            file_keys: volumes::file_keys(&spec.files),
            volume_names: VolumeNames::of(spec),
            base,
        };
        lowering.route_ports = spec.routes.iter().map(|(_, route)| lowering.choose_port(route.port.as_ref())).collect();
        lowering.metrics_port = spec.metrics.as_ref().and_then(|metrics| lowering.choose_port(metrics.port.as_ref()));
        lowering
    }

    fn kind(&self) -> WorkloadKind {
        self.plan.spec.kind.value
    }

    /// The object that makes the pods.
    fn controller(&mut self) -> Resource {
        match self.kind() {
            WorkloadKind::Service | WorkloadKind::Worker => deployment::lower(self),
            WorkloadKind::Stateful => stateful_set::lower(self),
            WorkloadKind::CronJob => cron_job::lower(self),
            WorkloadKind::Job => job::lower(self),
            WorkloadKind::Daemon => daemon_set::lower(self),
        }
    }

    /// The header of an object that exists because the workload does, or because of `presence`, and is called as the workload.
    fn header(&mut self, kind: ObjectKind, presence: Option<Origin>) -> Header {
        let recipe = self.origins.of(Cause::Recipe(kind.recipe));
        let presence = presence.unwrap_or(Origin::INHERITED);
        Header {
            kind,
            name: self.workload_name(),
            namespace: Some(self.plan.namespace.clone()),
            labels: self.labels.clone(),
            annotations: self.annotations(&labels::Written::default()),
            origin: self.origins.join(&[presence, self.base, recipe]),
        }
    }

    /// The annotations of an object: those that users wrote, and its turn in a sync.
    fn annotations(&mut self, written: &labels::Written) -> Option<Fragment> {
        let turn = sync_order::before_its_job(&self.plan.spec);
        let by_turn = turn.as_ref().map_or(Origin::INHERITED, |(.., origin)| *origin);
        let origin = self.origins.join(&[written.origin, by_turn]);
        labels::join_annotations(turn, written, self.origins, self.sink)
            .map(|annotations| annotations.because(&[], origin))
    }

    fn workload_name(&self) -> Sourced<EcoString> {
        Sourced { value: self.plan.name.clone(), origin: self.plan.spec.origin }
    }

    /// The workload's name with a suffix, made by the workload and by what the suffix names.
    fn name_with(&mut self, suffix: &str, origin: Origin) -> Sourced<EcoString> {
        let origin = self.origins.join(&[self.plan.spec.origin, origin]);
        Sourced { value: eco_format!("{}-{suffix}", self.plan.name), origin }
    }

    fn label_selector(&self) -> Fragment {
        matching(self.selector.clone())
    }

    fn report(&mut self, finding: Finding) {
        self.sink.report(finding);
    }
}

/// Whether what matches failed requests can stand in queries; those that it stands in are not judged where it cannot.
fn failures_are_matched(lowering: &mut Lowering<'_>) -> bool {
    let metrics = lowering.plan.spec.metrics.as_ref().filter(|_| lowering.plan.monitoring.is_some());
    let errors = metrics.and_then(|metrics| metrics.errors.as_ref());
    errors.is_none_or(|errors| query::check(errors, lowering.origins, lowering.sink))
}

/// Whether a kind's pods run until they are stopped, and not until they are done.
fn runs_on(kind: WorkloadKind) -> bool {
    !matches!(kind, WorkloadKind::Job | WorkloadKind::CronJob)
}

/// A LabelSelector of labels that must all match.
fn matching(labels: Fragment) -> Fragment {
    Fragment::of(&k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector::default()).with("matchLabels", labels)
}

/// The finding for a field that is not set, at the key that holds what lacks it.
fn missing(message: impl Into<String>, origin: Origin, origins: &Origins, help: impl Into<String>) -> Finding {
    Finding::new(Code::MISSING_FIELD, message, spot::key(origins, origin)).help(help)
}
