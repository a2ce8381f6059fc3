use crate::check::cluster::Cluster;
use crate::check::fact::MetricSource;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// An autoscaler goes by metrics that nothing in its cluster serves.
    ///
    /// It cannot read them and does not scale. Judged where somebody says which metrics APIs the cluster has, in
    /// `external.metrics` of an environment's cluster; an APIService that is rendered counts as well.
    ///
    /// # Wrong
    /// ```yaml
    /// # external.metrics: resource
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
    ///   maxReplicas: 4
    ///   metrics: [{type: External, external: {metric: {name: orders}, target: {type: AverageValue, averageValue: "30"}}}]
    /// ```
    /// # Right
    /// ```yaml
    /// # external.metrics: resource external
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
    ///   maxReplicas: 4
    ///   metrics: [{type: External, external: {metric: {name: orders}, target: {type: AverageValue, averageValue: "30"}}}]
    /// ```
    /// ```yaml
    /// # external.metrics: custom
    /// apiVersion: apiregistration.k8s.io/v1
    /// kind: APIService
    /// metadata: {name: v1beta1.metrics.k8s.io}
    /// spec: {group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100}
    /// ---
    /// apiVersion: autoscaling/v1
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: 4}
    /// ```
    "autoscaler-without-metrics" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(metrics) = &cluster.external.metrics else { return };
    let is_there = |api: Api| metrics.iter().any(|known| known == api.word) || is_rendered(cluster, api);
    let missing: Vec<Api> = APIS.into_iter().filter(|api| !is_there(*api)).collect();
    for (fact, autoscaler) in cluster.autoscalers() {
        for api in &missing {
            let Some(metric) = autoscaler.metrics.iter().find(|metric| (api.serves)(&metric.source)) else { continue };
            let message = format!("nothing serves the {} metrics that {} goes by", api.word, fact.title());
            let finding = fact.finding(CODE, message, &metric.site);
            verdicts.report_absent(fact, finding.help(format!("render an APIService `v1beta1.{}`", api.group)));
        }
    }
}

/// One of the metrics APIs.
#[derive(Clone, Copy)]
struct Api {
    word: &'static str,
    group: &'static str,
    serves: fn(&MetricSource) -> bool,
}

const APIS: [Api; 3] = [
    Api {
        word: "resource",
        group: "metrics.k8s.io",
        serves: |source| matches!(source, MetricSource::Resource(resource) if matches!(resource.as_str(), "cpu" | "memory")),
    },
    Api { word: "custom", group: "custom.metrics.k8s.io", serves: |source| *source == MetricSource::Custom },
    Api { word: "external", group: "external.metrics.k8s.io", serves: |source| *source == MetricSource::External },
];

/// Whether what serves the API is rendered: its APIService, or KEDA, which makes its own.
fn is_rendered(cluster: &Cluster<'_>, api: Api) -> bool {
    let suffix = |fact: &str| fact.split_once('.').is_some_and(|(_, group)| group == api.group);
    cluster.of_kind("apiregistration.k8s.io", "APIService").any(|fact| suffix(&fact.name))
        || api.word == "external"
            && cluster.find("apiextensions.k8s.io", "CustomResourceDefinition", None, "scaledobjects.keda.sh").is_some()
}
