use k8s_openapi::api::autoscaling::v2 as autoscaling;

use super::{Fragment, Lowering, ObjectKind, Resource};
use crate::model::{Percentage, Sourced};

const KIND: ObjectKind = ObjectKind::of::<autoscaling::HorizontalPodAutoscaler>("service/horizontal-pod-autoscaler");

/// Lowers the bounds and targets of scaling, if there are any; how fast it goes is left to Kubernetes.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let plan = lowering.plan;
    let scale = plan.spec.scale.as_ref()?;
    let targets = [("cpu", &scale.cpu), ("memory", &scale.memory)];
    let metrics = targets.into_iter().filter_map(|(name, target)| Some(utilisation(name, target.as_ref()?)));
    let typed = autoscaling::HorizontalPodAutoscalerSpec {
        min_replicas: Some(scale.min.value.0),
        max_replicas: scale.max.value.0,
        scale_target_ref: autoscaling::CrossVersionObjectReference {
            api_version: Some("apps/v1".to_owned()),
            kind: "Deployment".to_owned(),
            name: plan.name.to_string(),
        },
        ..autoscaling::HorizontalPodAutoscalerSpec::default()
    };
    let spec = Fragment::of(&typed)
        .because(&["minReplicas"], scale.min.origin)
        .because(&["maxReplicas"], scale.max.origin)
        .because(&["scaleTargetRef", "name"], plan.spec.origin)
        .with("metrics", Fragment::list(metrics));
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
