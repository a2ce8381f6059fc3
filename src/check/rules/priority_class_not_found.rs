use crate::check::absence::report_missing;
use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The PriorityClass that pods name is not there.
    ///
    /// The API server refuses to create them. `system-cluster-critical` and `system-node-critical` are in every cluster.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}], priorityClassName: important}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}], priorityClassName: important}
    /// ---
    /// apiVersion: scheduling.k8s.io/v1
    /// kind: PriorityClass
    /// metadata: {name: important}
    /// value: 1000
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}], priorityClassName: system-node-critical}
    /// ```
    "priority-class-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    report_missing(cluster, verdicts, CODE, ("scheduling.k8s.io", "PriorityClass"), |_, _| false);
}
