use ecow::EcoString;

use crate::check::object::{Cursor, Object, Site};

/// What changes the number or the size of the pods of a workload.
#[derive(Clone, Debug)]
pub struct Autoscaler {
    /// Which one it is.
    pub scaler: Scaler,
    /// What it scales, where it says so.
    pub target: Option<ScaleTarget>,
    /// What it goes by.
    pub metrics: Vec<Metric>,
    /// The least number of pods that it asks for; nothing for one that changes their size.
    pub min_replicas: Option<i64>,
    /// The most pods, where it says so.
    pub max_replicas: Option<i64>,
    /// The HorizontalPodAutoscaler that a ScaledObject takes over, by name.
    pub takes_over: Option<EcoString>,
}

/// Kinds of autoscalers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scaler {
    /// A HorizontalPodAutoscaler.
    Horizontal,
    /// A ScaledObject of KEDA.
    Event,
    /// A VerticalPodAutoscaler.
    Vertical {
        /// Whether it changes pods, and does not only recommend.
        acts: bool,
    },
}

/// The workload that an autoscaler names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScaleTarget {
    /// The API group; empty for the core group.
    pub group: EcoString,
    /// The kind.
    pub kind: EcoString,
    /// The name.
    pub name: EcoString,
    /// Where it is named.
    pub site: Site,
}

/// What an autoscaler goes by; for a vertical one, what it changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Metric {
    /// Where it comes from.
    pub source: MetricSource,
    /// The container that alone counts, if one does.
    pub container: Option<EcoString>,
    /// Whether it is a share of what containers request.
    pub is_utilization: bool,
    /// The metric.
    pub site: Site,
}

/// The API that serves a metric.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MetricSource {
    /// CPU or memory, as in `cpu`.
    Resource(EcoString),
    /// Metrics of objects.
    Custom,
    /// Metrics of something outside.
    External,
    /// KEDA's own.
    Keda,
}

impl Scaler {
    /// Whether it sets the number of pods.
    pub fn sets_replicas(self) -> bool {
        matches!(self, Self::Horizontal | Self::Event)
    }
}

/// Reads an autoscaler.
pub(super) fn read(object: &Object<'_>) -> Option<Autoscaler> {
    let spec = object.root().get("spec")?;
    match (object.group(), object.resource.kind.as_str()) {
        ("autoscaling", "HorizontalPodAutoscaler") => Some(read_horizontal(object, &spec)),
        ("keda.sh", "ScaledObject") => Some(read_event(object, &spec)),
        ("autoscaling.k8s.io", "VerticalPodAutoscaler") => Some(read_vertical(object, &spec)),
        _ => None,
    }
}

fn read_horizontal(object: &Object<'_>, spec: &Cursor<'_>) -> Autoscaler {
    let mut metrics: Vec<Metric> = spec.list("metrics").filter_map(|at| horizontal_metric(object, &at)).collect();
    let cpu = spec.get("targetCPUUtilizationPercentage");
    if spec.get("metrics").is_none_or(|metrics| metrics.items().next().is_none()) {
        // Without any metric the API server adds CPU.
        metrics.push(Metric {
            source: MetricSource::Resource("cpu".into()),
            container: None,
            is_utilization: true,
            site: object.site(cpu.as_ref().unwrap_or(spec)),
        });
    }
    Autoscaler {
        scaler: Scaler::Horizontal,
        target: spec.get("scaleTargetRef").and_then(|at| target(object, &at, ("", ""))),
        metrics,
        max_replicas: spec.get("maxReplicas").and_then(|at| at.int()),
        min_replicas: Some(spec.get("minReplicas").and_then(|at| at.int()).unwrap_or(1)),
        takes_over: None,
    }
}

fn horizontal_metric(object: &Object<'_>, at: &Cursor<'_>) -> Option<Metric> {
    let (field, source) = match at.text_at("type")?.as_str() {
        "Resource" => ("resource", None),
        "ContainerResource" => ("containerResource", None),
        "Pods" => ("pods", Some(MetricSource::Custom)),
        "Object" => ("object", Some(MetricSource::Custom)),
        "External" => ("external", Some(MetricSource::External)),
        _ => return None,
    };
    let metric = at.get(field)?;
    let source = match source {
        Some(source) => source,
        None => MetricSource::Resource(metric.text_at("name")?.clone()),
    };
    let is_utilization = metric.get("targetAverageUtilization").is_some()
        || metric.at(&["target", "type"]).and_then(|at| at.text()).is_some_and(|kind| kind == "Utilization");
    let container = metric.text_at("container").filter(|_| field == "containerResource").cloned();
    Some(Metric { source, container, is_utilization, site: object.site(&metric) })
}

fn read_event(object: &Object<'_>, spec: &Cursor<'_>) -> Autoscaler {
    let trigger = |at: Cursor<'_>| {
        let kind = at.text_at("type")?;
        let metadata = |key: &str| at.at(&["metadata", key]).and_then(|at| at.text()).cloned();
        let is_resource = matches!(kind.as_str(), "cpu" | "memory");
        let target = at.text_at("metricType").cloned().or_else(|| metadata("type"));
        Some(Metric {
            source: if is_resource { MetricSource::Resource(kind.clone()) } else { MetricSource::Keda },
            container: metadata("containerName").filter(|_| is_resource),
            is_utilization: is_resource && target.is_some_and(|target| target == "Utilization"),
            site: object.site(&at),
        })
    };
    let own = spec.at(&["advanced", "horizontalPodAutoscalerConfig", "name"]);
    Autoscaler {
        scaler: Scaler::Event,
        target: spec.get("scaleTargetRef").and_then(|at| target(object, &at, ("apps", "Deployment"))),
        metrics: spec.list("triggers").filter_map(trigger).collect(),
        max_replicas: spec.get("maxReplicaCount").and_then(|at| at.int()),
        min_replicas: Some(spec.get("minReplicaCount").and_then(|at| at.int()).unwrap_or(0)),
        takes_over: own.and_then(|at| at.text().cloned()),
    }
}

fn read_vertical(object: &Object<'_>, spec: &Cursor<'_>) -> Autoscaler {
    let mode = spec.at(&["updatePolicy", "updateMode"]).and_then(|at| at.text());
    let changed = |resource: &str| Metric {
        source: MetricSource::Resource(resource.into()),
        container: None,
        is_utilization: false,
        site: object.site(spec),
    };
    let controlled = ["cpu", "memory"].into_iter().filter(|resource| is_controlled(spec, resource));
    Autoscaler {
        scaler: Scaler::Vertical { acts: mode.is_none_or(|mode| mode != "Off") },
        target: spec.get("targetRef").and_then(|at| target(object, &at, ("", ""))),
        metrics: controlled.map(changed).collect(),
        min_replicas: None,
        max_replicas: None,
        takes_over: None,
    }
}

/// Whether a VerticalPodAutoscaler changes a resource of any container.
fn is_controlled(spec: &Cursor<'_>, resource: &str) -> bool {
    let policies = || spec.get("resourcePolicy").into_iter().flat_map(|policy| policy.list("containerPolicies"));
    let has_policy_for_all = policies().any(|policy| policy.text_at("containerName").is_some_and(|name| name == "*"));
    let changes = |policy: Cursor<'_>| {
        let is_off = policy.text_at("mode").is_some_and(|mode| mode == "Off");
        let names = |list: Cursor<'_>| list.items().any(|item| item.text().is_some_and(|text| text == resource));
        !is_off && policy.get("controlledResources").is_none_or(names)
    };
    !has_policy_for_all || policies().any(changes)
}

fn target(object: &Object<'_>, at: &Cursor<'_>, default: (&str, &str)) -> Option<ScaleTarget> {
    let (group, kind) = default;
    let group =
        at.text_at("apiVersion").map_or(group, |version| version.split_once('/').map_or("", |(group, _)| group));
    let named = at.get("name")?;
    Some(ScaleTarget {
        group: group.into(),
        kind: at.text_at("kind").cloned().unwrap_or_else(|| kind.into()),
        name: named.text()?.clone(),
        site: object.site(&named),
    })
}
