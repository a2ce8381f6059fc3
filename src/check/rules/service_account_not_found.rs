use crate::check::absence::report_missing;
use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The ServiceAccount that pods run as is not there.
    ///
    /// Their controller cannot create them. The account `default` is in every namespace.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}], serviceAccountName: api}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}], serviceAccountName: api}
    /// ---
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: api, namespace: shop}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}], serviceAccountName: default}
    /// ```
    "service-account-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    report_missing(cluster, verdicts, CODE, ("", "ServiceAccount"), |fact, _| fact.pods().is_none());
}
