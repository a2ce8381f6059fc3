use k8s_openapi::api::autoscaling::v2 as autoscaling;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::{Fragment, Lowering, ObjectKind, Resource, made_by, matching, spot};
use crate::diagnostics::{Code, Finding};
use crate::model::{MetricSource, Percentage, ScaleMetric, Sourced, TextRule, WorkloadKind};

pub(super) const KIND: ObjectKind =
    ObjectKind::of::<autoscaling::HorizontalPodAutoscaler>("workload/horizontal-pod-autoscaler");

/// Lowers the bounds and targets of scaling, if there are any; how fast it goes is left to Kubernetes.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let plan = lowering.plan;
    let scale = plan.spec.scale.as_ref()?;
    let targets = [("cpu", &scale.cpu), ("memory", &scale.memory)];
    let mut metrics: Vec<Fragment> =
        targets.into_iter().filter_map(|(name, target)| Some(utilisation(name, target.as_ref()?))).collect();
    metrics.extend(scale.metrics.iter().filter_map(|(_, metric)| further(lowering, metric)));
    let kind = if lowering.kind() == WorkloadKind::Stateful { "StatefulSet" } else { "Deployment" };
    let typed = autoscaling::HorizontalPodAutoscalerSpec {
        min_replicas: Some(scale.min.value.0),
        max_replicas: scale.max.value.0,
        scale_target_ref: autoscaling::CrossVersionObjectReference {
            api_version: Some("apps/v1".to_owned()),
            kind: kind.to_owned(),
            name: plan.name.to_string(),
        },
        ..autoscaling::HorizontalPodAutoscalerSpec::default()
    };
    let spec = Fragment::of(&typed)
        .because(&["minReplicas"], scale.min.origin)
        .because(&["maxReplicas"], scale.max.origin)
        .because(&["scaleTargetRef", "name"], plan.spec.origin)
        .because(&["scaleTargetRef", "kind"], plan.spec.kind.origin)
        .with("metrics", Fragment::list(metrics))
        .with("behavior", scale.behavior.as_ref().map(|behavior| Fragment::from_node(behavior.0.clone())));
    Some(lowering.header(KIND, Some(scale.origin)).object([("spec", spec)]))
}

fn utilisation(name: &str, target: &Sourced<Percentage>) -> Fragment {
    let typed = autoscaling::MetricSpec {
        type_: "Resource".to_owned(),
        resource: Some(autoscaling::ResourceMetricSource {
            name: name.to_owned(),
            target: autoscaling::MetricTarget {
                type_: "Utilization".to_owned(),
                average_utilization: Some(target.value.0),
                ..autoscaling::MetricTarget::default()
            },
        }),
        ..autoscaling::MetricSpec::default()
    };
    Fragment::of(&typed).because(&[], target.origin)
}

/// A metric of the pods, or one from outside that the pods share.
fn further(lowering: &mut Lowering<'_>, metric: &ScaleMetric) -> Option<Fragment> {
    if !is_metric_name(&metric.query.value) {
        report_query(lowering, metric);
        return None;
    }
    if !TextRule::ALL[TextRule::QUANTITY].accepts(&metric.target.value.0) {
        let spot = spot::value(lowering.origins, metric.target.origin);
        let finding = TextRule::ALL[TextRule::QUANTITY].fault(&metric.target.value.0, spot);
        lowering.report(finding);
        return None;
    }
    let (kind, key) = match metric.source.as_ref().map_or(MetricSource::Pods, |source| source.value) {
        MetricSource::Pods => ("Pods", "pods"),
        MetricSource::External => ("External", "external"),
    };
    let labels = metric.selector.iter().map(|(key, text)| (key.clone(), text.value.0.clone(), text.origin));
    let labels = Fragment::texts(labels).map(|labels| matching(labels).because(&[], metric.selector.origin));
    let identifier = autoscaling::MetricIdentifier { name: metric.query.value.to_string(), selector: None };
    let identifier = Fragment::of(&identifier).because(&["name"], metric.query.origin).with("selector", labels);
    let target = autoscaling::MetricTarget {
        type_: "AverageValue".to_owned(),
        average_value: Some(Quantity(metric.target.value.0.to_string())),
        ..autoscaling::MetricTarget::default()
    };
    let target = Fragment::of(&target).because(&["averageValue"], metric.target.origin);
    let source = Fragment::map(metric.origin).with("metric", identifier).with("target", target);
    let typed = autoscaling::MetricSpec { type_: kind.to_owned(), ..autoscaling::MetricSpec::default() };
    let chosen = made_by(&metric.source).unwrap_or_default();
    let origin = lowering.origins.join(&[metric.origin, chosen]);
    Some(Fragment::of(&typed).because(&[], origin).with(key, source.because(&[], origin)))
}

/// What the metrics APIs know a metric by: its name, and no query.
fn is_metric_name(text: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':');
    text.starts_with(is_letter) && text.chars().all(|c| is_letter(c) || c.is_ascii_digit() || matches!(c, '.' | '-'))
}

fn report_query(lowering: &mut Lowering<'_>, metric: &ScaleMetric) {
    let message = format!("`{}` is not the name of a metric", metric.query.value.0);
    let finding = Finding::new(Code::INVALID_VALUE, message, spot::value(lowering.origins, metric.query.origin)).help(
        "the metrics API knows metrics by name: write one such as `queue_depth`, and its labels under `selector`",
    );
    lowering.report(finding);
}
