use crate::check::absence::report_missing;
use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The Role or ClusterRole of a binding is not there.
    ///
    /// The binding grants nothing, and its subjects are refused. The roles that every cluster has, such as `view` and `system:node`, need
    /// not be rendered.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: RoleBinding
    /// metadata: {name: readers, namespace: shop}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
    /// subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: shop}]
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: RoleBinding
    /// metadata: {name: readers, namespace: shop}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
    /// subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: shop}]
    /// ```
    "role-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    report_missing(cluster, verdicts, CODE, ("rbac.authorization.k8s.io", "Role"), |_, _| false);
    report_missing(cluster, verdicts, CODE, ("rbac.authorization.k8s.io", "ClusterRole"), |_, _| false);
}
