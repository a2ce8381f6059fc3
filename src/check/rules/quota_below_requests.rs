use crate::check::cluster::Cluster;
use crate::check::quota::{Scaled, for_each_limit, sum, with_largest};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The pods of a namespace ask for more than its quota lets them have.
    ///
    /// Those that come last never start, and which these are changes with every rollout. Counted are pods that run until they are stopped:
    /// as many as a workload says, or the fewest that its autoscaler keeps. A rollout needs room for its surge beside them.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: ResourceQuota
    /// metadata: {name: quota, namespace: shop}
    /// spec: {hard: {requests.cpu: "2"}}
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   replicas: 3
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
    /// spec: {hard: {requests.cpu: "4"}}
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   replicas: 3
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: "1"}}}]}
    /// ```
    "quota-below-requests" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for_each_limit(cluster, |fact, hard, demands_of| {
        let demands = demands_of(Scaled::Least);
        let needed = sum(&demands);
        if needed > hard.amount {
            let message = format!(
                "the pods of namespace `{}` need {needed} of `{}`, its quota is {}",
                fact.namespace.as_deref().unwrap_or("default"),
                hard.resource,
                hard.text
            );
            let finding = with_largest(fact.finding(CODE, message, &hard.site), &demands);
            verdicts.report(fact, finding.help("raise the quota, or let workloads ask for less"));
        }
    });
}
