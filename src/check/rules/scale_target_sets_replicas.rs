use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::scaling::scalings;
use crate::check::verdicts::Verdicts;

rule! {
    /// A workload says how many pods it has beside an autoscaler that decides so.
    ///
    /// Whenever the workload is applied, the number is set back, and under load pods are stopped that were just started. Leave
    /// `replicas` out; the autoscaler keeps to its own least number.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, minReplicas: 2, maxReplicas: 4}
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   replicas: 2
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: 100m}}}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, minReplicas: 2, maxReplicas: 4}
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
    "scale-target-sets-replicas" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for scaling in scalings(cluster).filter(|scaling| scaling.autoscaler.scaler.sets_replicas()) {
        let Some(other) = scaling.workload(cluster) else { continue };
        let Some((_, site)) = other.pods().and_then(|pods| pods.replicas.as_ref()) else { continue };
        let message =
            format!("the number of pods of {} is set beside {}, which decides it", other.title(), scaling.fact.title());
        let (spot, label) = scaling.fact.other_half(&scaling.target.site);
        verdicts.report(other, other.finding(CODE, message, site).with(spot, label).help("remove `replicas`"));
    }
}
