//! The recipe of `kind: service`: a Deployment behind a Service, and what keeps it available, reachable and closed.
//!
//! Takes one [`WorkloadPlan`]; gives its objects, one file per kind.
//!
//! Law: what a file reads of the plan, it marks: every value with the leaf that decides it, every object with the leaf that
//! makes it exist. What is a choice of platgen's, and no leaf's, is `definitions/defaults.yaml`'s wherever the language has a
//! field for it.

mod config_maps;
mod container;
mod contradictions;
mod deployment;
mod disruption_budget;
mod external_secret;
mod horizontal_pod_autoscaler;
mod ingress;
mod network_policy;
mod network_policy_rules;
mod pod;
mod port;
mod probe;
mod service_account;
mod service_monitor;
mod service_object;
mod volumes;

#[cfg(test)]
mod findings_test;
#[cfg(test)]
mod law_test;
#[cfg(test)]
mod objects_test;

use ecow::{EcoString, eco_format};

use super::labels::{self, NAME};
use super::{Fragment, Header, ObjectKind, Resource, made_by, spot};
use crate::diagnostics::{Code, Finding, Sink};
use crate::model::Sourced;
use crate::node::{Cause, Origin, Origins};
use crate::resolve::{ClusterFacts, WorkloadPlan};
use port::PortChoice;

/// Lowers one service.
pub(super) fn lower_service(
    plan: &WorkloadPlan,
    cluster: &ClusterFacts,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Vec<Resource> {
    contradictions::check(plan, origins, sink);
    if plan.spec.ports.is_empty() {
        sink.report(without_ports(plan, origins));
        return Vec::new();
    }
    if !plan.name.starts_with(|first: char| first.is_ascii_lowercase()) {
        sink.report(without_letter(plan, origins));
    }
    let mut lowering = Lowering::new(plan, cluster, origins, sink);
    let mut resources = Vec::with_capacity(12);
    resources.push(service_account::lower(&mut lowering));
    resources.extend(config_maps::lower_variables(&mut lowering));
    resources.extend(config_maps::lower_files(&mut lowering));
    resources.extend(external_secret::lower(&mut lowering));
    resources.push(deployment::lower(&mut lowering));
    resources.push(service_object::lower(&mut lowering));
    resources.extend(horizontal_pod_autoscaler::lower(&mut lowering));
    resources.extend(disruption_budget::lower(&mut lowering));
    resources.push(network_policy::lower(&mut lowering));
    resources.extend(ingress::lower(&mut lowering));
    resources.extend(service_monitor::lower(&mut lowering));
    resources
}

fn without_ports(plan: &WorkloadPlan, origins: &Origins) -> Finding {
    Finding::new(Code::MISSING_FIELD, "a service needs at least one port", spot::key(origins, plan.spec.origin))
        .help("write `ports: {http: 8080}`, or `kind: worker` for what nobody calls")
}

/// Kubernetes takes digits at the beginning of most names, and not of a Service's (RFC 1035).
fn without_letter(plan: &WorkloadPlan, origins: &Origins) -> Finding {
    let message = format!("`{}` cannot be the name of a Service, which begins with a letter", plan.name);
    Finding::new(Code::INVALID_VALUE, message, spot::key(origins, plan.spec.origin))
        .help(format!("write a letter before it, such as `a{}`", plan.name))
}

/// What the objects of one service share.
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
    /// What makes each object exist and stand where it does.
    base: Origin,
}

impl<'a> Lowering<'a> {
    fn new(plan: &'a WorkloadPlan, cluster: &'a ClusterFacts, origins: &'a mut Origins, sink: &'a mut Sink) -> Self {
        let spec = &plan.spec;
        let base = origins.join(&[spec.origin, spec.kind.origin, plan.namespace.origin]);
        let recipe = origins.of(Cause::Recipe("service/labels"));
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
            base,
        };
        lowering.route_ports = spec.routes.iter().map(|(_, route)| lowering.choose_port(route.port.as_ref())).collect();
        lowering.metrics_port = spec.metrics.as_ref().and_then(|metrics| lowering.choose_port(metrics.port.as_ref()));
        lowering
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
            annotations: None,
            origin: self.origins.join(&[presence, self.base, recipe]),
        }
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
}

/// A LabelSelector of labels that must all match.
fn matching(labels: Fragment) -> Fragment {
    Fragment::of(&k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector::default()).with("matchLabels", labels)
}
