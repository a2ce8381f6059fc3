//! The order in which kinds are installed.

use super::Document;
use crate::Compat;

/// Helm's order; kinds that are not here follow by name.
const ORDER: [&str; 38] = [
    "PriorityClass",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodSecurityPolicy",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "SecretList",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleList",
    "ClusterRoleBinding",
    "ClusterRoleBindingList",
    "Role",
    "RoleList",
    "RoleBinding",
    "RoleBindingList",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
    "Ingress",
    "APIService",
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
];

/// The webhooks' part at the end.
const WEBHOOKS: usize = 2;

/// Sorts by kind, leaving those of one kind in their order.
pub(super) fn sort(documents: &mut [Document], compat: Compat) {
    let known = if compat.orders_webhooks() { &ORDER[..] } else { &ORDER[..ORDER.len() - WEBHOOKS] };
    documents.sort_by_cached_key(|document| match known.iter().position(|kind| *kind == document.kind) {
        Some(place) => (place, String::new()),
        None => (known.len(), document.kind.clone()),
    });
}
