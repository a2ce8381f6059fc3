use rustc_hash::FxHashMap;

use crate::check::cluster::{Cluster, Extent};
use crate::check::external::is_named;
use crate::check::fact::{Body, Container, ContainerRole, Fact, LimitRange, Metric, MetricSource, Pods};
use crate::check::rule::{Judge, rule};
use crate::check::scaling::{Scaling, scalings};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// An autoscaler goes by a share of what containers request, and one of them requests nothing.
    ///
    /// The autoscaler cannot compute the share and does not scale. Without any metric a HorizontalPodAutoscaler goes by CPU. A
    /// request that a LimitRange of the namespace gives counts, and one of the pod as a whole.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
    ///   maxReplicas: 4
    ///   metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {memory: 64Mi}}}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
    ///   maxReplicas: 4
    ///   metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: 100m}}}]}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: LimitRange
    /// metadata: {name: defaults, namespace: shop}
    /// spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}
    /// ---
    /// apiVersion: autoscaling/v1
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: 4}
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ```
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
    ///   maxReplicas: 4
    ///   metrics:
    ///     - type: ContainerResource
    ///       containerResource: {name: cpu, container: api, target: {type: Utilization, averageUtilization: 70}}
    ///     - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec:
    ///       containers:
    ///         - {name: api, image: "registry.example.com/api:1.4.0", resources: {limits: {cpu: 100m}}}
    ///         - {name: proxy, image: "registry.example.com/proxy:2.0.0"}
    /// ```
    "scale-target-without-requests" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let mut given = None;
    for scaling in scalings(cluster).filter(|scaling| scaling.autoscaler.scaler.sets_replicas()) {
        let Some((other, pods)) = scaling.workload(cluster).and_then(|other| Some((other, other.pods()?))) else {
            continue;
        };
        for (metric, resource) in scaling.autoscaler.metrics.iter().filter_map(by_share) {
            let Some(container) = lacking(pods, metric, resource) else { continue };
            let given = given.get_or_insert_with(|| Given::of(cluster));
            if given.requests(cluster, scaling.fact.namespace.as_deref(), resource) {
                continue;
            }
            let finding = fault(scaling, metric, resource, other, container);
            // An app that is not looked at may have a LimitRange.
            match cluster.extent {
                Extent::Part => verdicts.report_absent(scaling.fact, finding),
                _ => verdicts.report(scaling.fact, finding),
            }
        }
    }
}

/// What LimitRanges give in each namespace.
struct Given<'a>(FxHashMap<Option<&'a str>, LimitRange>);

impl<'a> Given<'a> {
    fn of(cluster: &Cluster<'a>) -> Self {
        let mut given: FxHashMap<_, LimitRange> = FxHashMap::default();
        for fact in cluster.of_kind("", "LimitRange") {
            let Body::LimitRange(range) = &fact.body else { continue };
            let known = given.entry(fact.namespace.as_deref()).or_insert(*range);
            known.requests_cpu |= range.requests_cpu;
            known.requests_memory |= range.requests_memory;
        }
        Self(given)
    }

    fn requests(&self, cluster: &Cluster<'_>, namespace: Option<&str>, resource: &str) -> bool {
        let is_external = |namespace: &str| {
            cluster.external.objects.iter().any(|object| {
                let pattern = object.namespace.as_deref().unwrap_or_default();
                object.kind == "LimitRange" && is_named(pattern, namespace)
            })
        };
        namespace.is_some_and(is_external)
            || self.0.get(&namespace).is_some_and(|range| match resource {
                "cpu" => range.requests_cpu,
                _ => range.requests_memory,
            })
    }
}

/// CPU or memory, where a metric is a share of what is requested of it.
fn by_share(metric: &Metric) -> Option<(&Metric, &str)> {
    match &metric.source {
        MetricSource::Resource(resource) if metric.is_utilization && matches!(resource.as_str(), "cpu" | "memory") => {
            Some((metric, resource.as_str()))
        }
        _ => None,
    }
}

/// The first container that counts and requests nothing.
fn lacking<'a>(pods: &'a Pods, metric: &Metric, resource: &str) -> Option<&'a Container> {
    let counts = |container: &&Container| match &metric.container {
        Some(name) => container.name == *name,
        None => container.role == ContainerRole::Main,
    };
    let requests = |container: &Container| match resource {
        "cpu" => container.requests_cpu,
        _ => container.requests_memory,
    };
    pods.containers.iter().filter(counts).find(|container| !requests(container))
}

fn fault(scaling: Scaling<'_>, metric: &Metric, resource: &str, other: &Fact, container: &Container) -> Finding {
    let amount = if resource == "cpu" { "CPU" } else { resource };
    let message = format!(
        "container `{}` of {} requests no {amount}, by a share of which {} scales",
        container.name,
        other.title(),
        scaling.fact.title()
    );
    let (spot, label) = other.other_half(&container.site);
    let help = format!("write `resources: {{requests: {{{resource}: …}}}}` in container `{}`", container.name);
    scaling.fact.finding(CODE, message, &metric.site).with(spot, label).help(help)
}
