use crate::check::object::Object;
use crate::check::rule::{Judge, rule};
use crate::diagnostics::Finding;

rule! {
    /// Somebody is bound to `cluster-admin` for the whole cluster.
    ///
    /// Whoever gets hold of one of their tokens owns the cluster. The group `system:masters` is that by definition and left alone, and so
    /// is a RoleBinding, which reaches no further than its namespace.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata: {name: deployers}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
    /// subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: deployers}]
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata: {name: deployers}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
    /// subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: deployers}]
    /// ```
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRoleBinding
    /// metadata: {name: deployers}
    /// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
    /// subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: system:masters}]
    /// ```
    "cluster-admin-binding" Warning Judge::Object(judge)
}

fn judge(object: &Object<'_>, found: &mut Vec<Finding>) {
    if !object.is("rbac.authorization.k8s.io", "ClusterRoleBinding") {
        return;
    }
    let root = object.root();
    let role = root.get("roleRef");
    if role.as_ref().and_then(|role| role.text_at("name")).is_none_or(|name| name != "cluster-admin") {
        return;
    }
    for subject in root.list("subjects") {
        let text = |field: &str| subject.text_at(field).map_or("", |text| text.as_str());
        let (kind, name) = (text("kind"), text("name"));
        if (kind, name) != ("Group", "system:masters") {
            let message = format!("{kind} `{name}` may do everything in the whole cluster");
            let finding = object.finding(CODE, message, object.site(&subject));
            found.push(finding.help("bind a role with the permissions that it needs"));
        }
    }
}
