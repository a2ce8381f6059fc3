use crate::check::cluster::Cluster;
use crate::check::fact::Hard;
use crate::check::quota::refusing;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// A container asks for nothing of what the quota of its namespace counts.
    ///
    /// The API server refuses its pod: what is not said cannot be counted. A limit is a request where none is written, and what a LimitRange
    /// of the namespace gives counts too.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: ResourceQuota
    /// metadata: {name: quota, namespace: shop}
    /// spec: {hard: {requests.memory: 8Gi}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: 100m}}}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: ResourceQuota
    /// metadata: {name: quota, namespace: shop}
    /// spec: {hard: {requests.memory: 8Gi}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: 100m, memory: 128Mi}}}]}
    /// ```
    "quota-needs-requests" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    if cluster.quotas().next().is_none() {
        return;
    }
    for (fact, pods) in cluster.all_pods() {
        let given = cluster.limits_in(fact.namespace.as_deref());
        // Those that run before the others are counted, too.
        for container in &pods.containers {
            let Some((quota, hard)) = refusing(cluster, fact, container, given) else { continue };
            let message =
                format!("container `{}` does not say its `{}`, which a quota counts", container.name, hard.resource);
            let (spot, _) = quota.other_half(&hard.site);
            let finding = fact.finding(CODE, message, &container.site);
            verdicts.report_of_all(fact, finding.with(spot, "the quota").help(help(hard)));
        }
    }
}

fn help(hard: &Hard) -> String {
    let (field, resource) = hard.resource.split_once('.').unwrap_or(("requests", &hard.resource));
    let amount = if resource == "cpu" { "100m" } else { "128Mi" };
    format!("write `resources: {{{field}: {{{resource}: {amount}}}}}`, with what it uses")
}
