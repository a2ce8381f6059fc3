use crate::check::object::{Cursor, Object};
use crate::check::rule::{Judge, rule};
use crate::diagnostics::Finding;

rule! {
    /// A role may do everything with everything.
    ///
    /// Whoever gets hold of a token with it has all Secrets and all machines. A role for all of one API group that is not Kubernetes' own,
    /// such as an operator's for its resources, is left alone, and so is one for named objects.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata: {name: operator}
    /// rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata: {name: operator}
    /// rules: [{apiGroups: [""], resources: [configmaps], verbs: [get, list]}]
    /// ```
    /// ```yaml
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata: {name: operator}
    /// rules: [{apiGroups: [example.com], resources: ['*'], verbs: ['*']}]
    /// ```
    "wildcard-permissions" Warning Judge::Object(judge)
}

fn judge(object: &Object<'_>, found: &mut Vec<Finding>) {
    if !object.is("rbac.authorization.k8s.io", "Role") && !object.is("rbac.authorization.k8s.io", "ClusterRole") {
        return;
    }
    for rule in object.root().list("rules") {
        let holds = |field: &str, word: &str| rule.list(field).any(|item| item.text().is_some_and(|text| text == word));
        let is_broad = holds("apiGroups", "*") || holds("apiGroups", "");
        if is_broad && holds("verbs", "*") && holds("resources", "*") && !is_named(&rule) {
            let message =
                format!("{} `{}` may do everything with everything", object.resource.kind, object.resource.name);
            let finding = object.finding(CODE, message, object.site(&rule));
            found.push(finding.help("list the resources and verbs that it needs"));
        }
    }
}

fn is_named(rule: &Cursor<'_>) -> bool {
    rule.list("resourceNames").next().is_some()
}
