//! How annotations of an Ingress or a Gateway ask cert-manager for certificates.

use crate::check::object::Cursor;

/// The group of cert-manager.
pub(super) const GROUP: &str = "cert-manager.io";
/// Names an issuer of the namespace.
pub(super) const ISSUER: &str = "cert-manager.io/issuer";
/// Names an issuer of the cluster.
pub(super) const CLUSTER_ISSUER: &str = "cert-manager.io/cluster-issuer";
/// Names the kind of an issuer that is not cert-manager's own.
pub(super) const ISSUER_KIND: &str = "cert-manager.io/issuer-kind";
/// Names the group of an issuer that is not cert-manager's own.
pub(super) const ISSUER_GROUP: &str = "cert-manager.io/issuer-group";
/// Asks the default issuer.
const DEFAULT: &str = "kubernetes.io/tls-acme";

/// Whether an Ingress or a Gateway has certificates issued for its hosts.
pub(super) fn asks_for_certificates(root: &Cursor<'_>) -> bool {
    let Some(annotations) = root.at(&["metadata", "annotations"]) else { return false };
    [ISSUER, CLUSTER_ISSUER].iter().any(|key| annotations.get(key).is_some())
        || annotations.text_at(DEFAULT).is_some_and(|value| value == "true")
}
