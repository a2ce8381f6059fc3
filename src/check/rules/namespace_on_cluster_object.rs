use platgen_schema::Scope;

use crate::check::object::Object;
use crate::check::rule::{Judge, rule};
use crate::diagnostics::Finding;

rule! {
    /// An object of the whole cluster names a namespace.
    ///
    /// Its kind lives in none: the namespace is refused or ignored, and two objects that seem to be apart are one.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata: {name: reader, namespace: shop}
    /// rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: Role
    /// metadata: {name: reader, namespace: shop}
    /// rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]
    /// ```
    "namespace-on-cluster-object" Warning Judge::Object(judge)
}

pub(in crate::check) fn judge(object: &Object<'_>, found: &mut Vec<Finding>) {
    let resource = object.resource;
    let Some(at) = object.root().at(&["metadata", "namespace"]) else { return };
    let known = object.schemas.kind(&resource.api_version, &resource.kind);
    if known.is_some_and(|kind| kind.scope == Scope::Cluster)
        && at.text().is_some_and(|namespace| !namespace.is_empty())
    {
        let message = format!("{} `{}` names a namespace, and its kind lives in none", resource.kind, resource.name);
        found.push(object.finding(CODE, message, object.site(&at)).help("leave `namespace` out"));
    }
}
