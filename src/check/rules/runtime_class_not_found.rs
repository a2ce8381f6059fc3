use crate::check::absence::report_missing;
use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The RuntimeClass that pods name is not there.
    ///
    /// The API server refuses to create them.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}], runtimeClassName: gvisor}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}], runtimeClassName: gvisor}
    /// ---
    /// apiVersion: node.k8s.io/v1
    /// kind: RuntimeClass
    /// metadata: {name: gvisor}
    /// handler: runsc
    /// ```
    "runtime-class-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    report_missing(cluster, verdicts, CODE, ("node.k8s.io", "RuntimeClass"), |_, _| false);
}
