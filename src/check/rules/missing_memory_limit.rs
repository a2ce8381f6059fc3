use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The memory of a container is not limited.
    ///
    /// A leak in it takes the memory of its node, and pods beside it are killed. What a LimitRange of the namespace gives counts, and what
    /// a pod states for all its containers. Init containers are left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: 100m, memory: 128Mi}}}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}}]}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ---
    /// apiVersion: v1
    /// kind: LimitRange
    /// metadata: {name: defaults, namespace: shop}
    /// spec: {limits: [{type: Container, default: {memory: 128Mi}}]}
    /// ```
    "missing-memory-limit" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, container, given) in cluster.lasting_containers() {
        if !container.limits_memory && !given.limits_memory {
            let message = format!("the memory of container `{}` is not limited", container.name);
            let finding = fact.finding(CODE, message, &container.site);
            verdicts.report_of_all(
                fact,
                finding.help("write `resources: {limits: {memory: 128Mi}}`, with what it may use"),
            );
        }
    }
}
