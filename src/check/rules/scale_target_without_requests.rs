use crate::check::cluster::Cluster;
use crate::check::fact::{Container, ContainerRole, Fact, Metric, MetricSource, Pods};
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
    for scaling in scalings(cluster).filter(|scaling| scaling.autoscaler.scaler.sets_replicas()) {
        let Some((other, pods)) = scaling.workload(cluster).and_then(|other| Some((other, other.pods()?))) else {
            continue;
        };
        for (metric, resource) in scaling.autoscaler.metrics.iter().filter_map(by_share) {
            let Some(container) = lacking(pods, metric, resource) else { continue };
            let given = cluster.limits_in(other.namespace.as_deref());
            let is_given = if resource == "cpu" { given.requests_cpu } else { given.requests_memory };
            if !is_given {
                verdicts.report_of_all(scaling.fact, fault(scaling, metric, resource, other, container));
            }
        }
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
