use ecow::EcoString;

pub use crate::resolve::ExternalObject;

/// What stands in a cluster and is not rendered.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct External {
    /// Objects by identity.
    pub objects: Vec<ExternalObject>,
    /// Metrics APIs: `resource`, `custom`, `external`; `None` where nobody says which there are.
    pub metrics: Option<Vec<EcoString>>,
}

/// What every cluster has: group, kind, namespace, name.
const EVERYWHERE: [(&str, &str, Option<&str>, &str); 18] = [
    ("", "ConfigMap", None, "kube-root-ca.crt"),
    ("", "ConfigMap", Some("kube-system"), "extension-apiserver-authentication"),
    ("", "Namespace", None, "default"),
    ("", "Namespace", None, "kube-node-lease"),
    ("", "Namespace", None, "kube-public"),
    ("", "Namespace", None, "kube-system"),
    ("", "Service", Some("default"), "kubernetes"),
    ("", "ServiceAccount", None, "default"),
    ("rbac.authorization.k8s.io", "ClusterRole", None, "admin"),
    ("rbac.authorization.k8s.io", "ClusterRole", None, "cluster-admin"),
    ("rbac.authorization.k8s.io", "ClusterRole", None, "edit"),
    ("rbac.authorization.k8s.io", "ClusterRole", None, "view"),
    ("rbac.authorization.k8s.io", "ClusterRole", None, "system:*"),
    ("rbac.authorization.k8s.io", "Role", Some("kube-public"), "system:*"),
    ("rbac.authorization.k8s.io", "Role", Some("kube-system"), "extension-apiserver-authentication-reader"),
    ("rbac.authorization.k8s.io", "Role", Some("kube-system"), "system:*"),
    ("scheduling.k8s.io", "PriorityClass", None, "system-cluster-critical"),
    ("scheduling.k8s.io", "PriorityClass", None, "system-node-critical"),
];

impl External {
    /// Whether an object stands in the cluster: as everywhere, or because somebody says so.
    pub fn has(&self, group: &str, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        // A namespaced object that every namespace has is listed without one.
        let everywhere = EVERYWHERE.iter().any(|(known_group, known_kind, known_namespace, known)| {
            (group, kind) == (*known_group, *known_kind)
                && (known_namespace.is_none() || namespace == *known_namespace)
                && is_named(known, name)
        });
        everywhere || self.objects.iter().any(|object| object.is(group, kind, namespace, name))
    }

    /// Whether a namespace stands in the cluster with things of its own, so that what is in it is not known.
    pub fn has_namespace(&self, namespace: &str) -> bool {
        (namespace.starts_with("kube-") && self.has("", "Namespace", None, namespace))
            || self.objects.iter().any(|object| object.is("", "Namespace", None, namespace))
    }
}

impl ExternalObject {
    /// Whether this is the object of an identity.
    pub fn is(&self, group: &str, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        let in_namespace = match (&self.namespace, namespace) {
            (Some(pattern), Some(namespace)) => is_named(pattern, namespace),
            (None, None) => true,
            _ => false,
        };
        self.kind == kind
            && in_namespace
            && self.group.as_ref().is_none_or(|known| known == group)
            && is_named(&self.name, name)
    }
}

/// Whether a pattern, in which `*` stands for any characters, is a name's.
pub(super) fn is_named(pattern: &str, name: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut left) = name.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    left.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, name) in [("a", "a"), ("a*", "a"), ("a*", "abc"), ("*c", "abc"), ("a*c*e", "abcde"), ("*", "")] {
            assert!(is_named(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("a", "ab"), ("a*", "b"), ("a*c", "ab"), ("a*b*b", "ab"), ("ab*b", "ab")] {
            assert!(!is_named(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn what_every_cluster_has_need_not_be_said() {
        let nothing = External::default();
        assert!(nothing.has("", "ServiceAccount", Some("shop"), "default"));
        assert!(nothing.has("rbac.authorization.k8s.io", "ClusterRole", None, "system:node"));
        assert!(!nothing.has("", "Service", Some("shop"), "kubernetes"));
    }
}
