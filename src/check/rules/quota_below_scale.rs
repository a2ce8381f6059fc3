use crate::check::cluster::Cluster;
use crate::check::quota::{Scaled, for_each_limit, sum, with_largest};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// A namespace's quota has no room for all pods that its autoscalers may ask for.
    ///
    /// Under load the last of them never start, just when they are needed. Counted are the most pods of every workload, and one run of every
    /// task.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: ResourceQuota
    /// metadata: {name: quota, namespace: shop}
    /// spec: {hard: {requests.cpu: "4"}}
    /// ---
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, minReplicas: 2, maxReplicas: 10}
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: "1"}}}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: ResourceQuota
    /// metadata: {name: quota, namespace: shop}
    /// spec: {hard: {requests.cpu: "10"}}
    /// ---
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, minReplicas: 2, maxReplicas: 10}
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: "1"}}}]}
    /// ```
    "quota-below-scale" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for_each_limit(cluster, |fact, hard, demands_of| {
        let most = demands_of(Scaled::Most);
        let needed = sum(&most);
        // What does not fit at its smallest is an error of its own.
        if needed > hard.amount && sum(&demands_of(Scaled::Least)) <= hard.amount {
            let message = format!(
                "scaled out, the pods of namespace `{}` need {needed} of `{}`, its quota is {}",
                fact.namespace.as_deref().unwrap_or("default"),
                hard.resource,
                hard.text
            );
            let finding = with_largest(fact.finding(CODE, message, &hard.site), &most);
            verdicts.report(fact, finding.help("raise the quota, or let workloads scale less far"));
        }
    });
}
