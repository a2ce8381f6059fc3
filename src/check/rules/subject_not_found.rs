use rustc_hash::FxHashSet;

use crate::check::absence::report_missing;
use crate::check::cluster::{Cluster, Extent};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The ServiceAccount to which a binding grants a role is not there.
    ///
    /// Nobody gets the role, and whoever needs it is refused; later, anyone who may create that account has it. Accounts of namespaces
    /// that are made elsewhere are left alone, such as those of `kube-system`.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: RoleBinding
    /// metadata: {name: readers, namespace: shop}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
    /// subjects: [{kind: ServiceAccount, name: apii, namespace: shop}]
    /// ---
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: api, namespace: shop}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: RoleBinding
    /// metadata: {name: readers, namespace: shop}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
    /// subjects: [{kind: ServiceAccount, name: api, namespace: shop}, {kind: ServiceAccount, name: default, namespace: shop}]
    /// ---
    /// apiVersion: v1
    /// kind: ServiceAccount
    /// metadata: {name: api, namespace: shop}
    /// ```
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: RoleBinding
    /// metadata: {name: scraper, namespace: shop}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
    /// subjects: [{kind: ServiceAccount, name: prometheus, namespace: monitoring}]
    /// ```
    "subject-not-found" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let rendered: FxHashSet<&str> =
        cluster.of_kind("", "ServiceAccount").filter_map(|fact| fact.namespace.as_deref()).collect();
    let is_elsewhere = |namespace: &str| match cluster.extent {
        // Of manifests that somebody gave, only namespaces whose accounts are given can be judged.
        Extent::Given => !rendered.contains(namespace),
        Extent::Whole | Extent::Part => cluster.external.has_namespace(namespace),
    };
    report_missing(cluster, verdicts, CODE, ("", "ServiceAccount"), |fact, reference| {
        let is_binding = fact.group() == "rbac.authorization.k8s.io";
        !is_binding || reference.namespace.as_deref().is_some_and(is_elsewhere)
    });
}
