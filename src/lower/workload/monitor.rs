use serde::Serialize;

use super::{Fragment, Header, Lowering, ObjectKind, Resource, made_by};
use crate::lower::labels;
use crate::model::WorkloadKind;

/// What watches a Service; there is exactly one of a service's pods.
pub(super) const OF_SERVICE: ObjectKind =
    ObjectKind { api_version: "monitoring.coreos.com/v1", kind: "ServiceMonitor", recipe: "workload/service-monitor" };
/// What watches pods by themselves: those without a Service, and those of a stateful workload, which has two.
pub(super) const OF_PODS: ObjectKind =
    ObjectKind { api_version: "monitoring.coreos.com/v1", kind: "PodMonitor", recipe: "workload/pod-monitor" };

#[derive(Serialize)]
struct MonitorSpec {}

#[derive(Serialize)]
struct Endpoint<'a> {
    port: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<&'a str>,
}

/// Lowers where Prometheus reads metrics, if there are any.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let metrics = lowering.plan.spec.metrics.as_ref()?;
    let port = lowering.metrics_port?;
    let typed = Endpoint {
        port: port.name,
        path: metrics.path.as_ref().map(|path| path.value.0.as_str()),
        interval: metrics.interval.as_ref().map(|interval| interval.value.0.as_str()),
    };
    let endpoint = Fragment::of(&typed)
        .because(&[], metrics.origin)
        .because(&["port"], port.origin)
        .because(&["path"], made_by(&metrics.path))
        .because(&["interval"], made_by(&metrics.interval));
    let (kind, endpoints) = match lowering.kind() {
        WorkloadKind::Service => (OF_SERVICE, "endpoints"),
        _ => (OF_PODS, "podMetricsEndpoints"),
    };
    let spec = Fragment::of(&MonitorSpec {})
        .with("selector", lowering.label_selector())
        .with(endpoints, Fragment::list([endpoint]));
    let labels = found_by_operator(lowering);
    Some(Header { labels, ..lowering.header(kind, Some(metrics.origin)) }.object([("spec", spec)]))
}

/// The labels of what Prometheus' operator reads: those of every object, and those by which it selects.
pub(super) fn found_by_operator(lowering: &mut Lowering<'_>) -> Fragment {
    let labels = lowering.labels.clone();
    match &lowering.plan.monitoring {
        Some(monitoring) => labels::add_labels(labels, &monitoring.spec.labels, lowering.origins, lowering.sink),
        None => labels,
    }
}
