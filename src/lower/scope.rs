use crate::node::Origin;

/// Where the objects of a kind live, and what says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scope {
    /// In the cluster itself.
    Cluster(Origin),
    /// In a namespace.
    Namespaced(Origin),
    /// It is a custom resource of which nobody says where its objects live.
    Unknown,
}

/// The groups of Kubernetes itself.
const GROUPS: [&str; 26] = [
    "",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "extensions",
    "flowcontrol.apiserver.k8s.io",
    "imagepolicy.k8s.io",
    "internal.apiserver.k8s.io",
    "lifecycle.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
    "storagemigration.k8s.io",
];

/// Kinds of Kubernetes itself that belong to the cluster, not to a namespace: group and kind.
const CLUSTER_SCOPED: [(&str, &str); 36] = [
    ("", "ComponentStatus"),
    ("", "Namespace"),
    ("", "Node"),
    ("", "PersistentVolume"),
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicy"),
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"),
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("apiextensions.k8s.io", "CustomResourceDefinition"),
    ("apiregistration.k8s.io", "APIService"),
    ("certificates.k8s.io", "CertificateSigningRequest"),
    ("certificates.k8s.io", "ClusterTrustBundle"),
    ("flowcontrol.apiserver.k8s.io", "FlowSchema"),
    ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"),
    ("internal.apiserver.k8s.io", "StorageVersion"),
    ("networking.k8s.io", "ClusterCIDR"),
    ("networking.k8s.io", "IPAddress"),
    ("networking.k8s.io", "IngressClass"),
    ("networking.k8s.io", "ServiceCIDR"),
    ("node.k8s.io", "RuntimeClass"),
    ("rbac.authorization.k8s.io", "ClusterRole"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
    ("resource.k8s.io", "DeviceClass"),
    ("resource.k8s.io", "DeviceTaintRule"),
    ("resource.k8s.io", "ResourceClass"),
    ("resource.k8s.io", "ResourcePoolStatusRequest"),
    ("resource.k8s.io", "ResourceSlice"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("storage.k8s.io", "CSIDriver"),
    ("storage.k8s.io", "CSINode"),
    ("storage.k8s.io", "StorageClass"),
    ("storage.k8s.io", "VolumeAttachment"),
    ("storage.k8s.io", "VolumeAttributesClass"),
    ("storagemigration.k8s.io", "StorageVersionMigration"),
];

/// Where the objects of a kind live that Kubernetes itself has; `None` of a custom resource.
pub(super) fn scope_in_kubernetes(group: &str, kind: &str) -> Option<Scope> {
    if CLUSTER_SCOPED.contains(&(group, kind)) {
        return Some(Scope::Cluster(Origin::INHERITED));
    }
    GROUPS.contains(&group).then_some(Scope::Namespaced(Origin::INHERITED))
}

#[cfg(test)]
mod tests {
    use platgen_schema::{Catalog, Scope as Known};

    use super::*;

    #[test]
    fn agrees_with_every_release() {
        let catalog = Catalog::embedded();
        let mut faults = Vec::new();
        for minor in catalog.minors() {
            let schemas = catalog.kubernetes(minor).expect("a release that the catalog lists");
            for kind in schemas.kinds() {
                let expected = match kind.scope {
                    Known::Cluster => Some(Scope::Cluster(Origin::INHERITED)),
                    Known::Namespaced => Some(Scope::Namespaced(Origin::INHERITED)),
                    Known::Unstored => continue,
                };
                if scope_in_kubernetes(kind.group, kind.kind) != expected {
                    faults.push(format!("1.{minor}: {}/{} is {:?}", kind.group, kind.kind, kind.scope));
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
