use crate::check::absence::report_missing;
use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The SecretStore or ClusterSecretStore of an ExternalSecret is not there.
    ///
    /// The operator cannot make the Secret, and pods that read it do not start.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: external-secrets.io/v1
    /// kind: ExternalSecret
    /// metadata: {name: database, namespace: shop}
    /// spec:
    ///   secretStoreRef: {kind: SecretStore, name: vault}
    ///   data: [{secretKey: password, remoteRef: {key: shop/database}}]
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: external-secrets.io/v1
    /// kind: ExternalSecret
    /// metadata: {name: database, namespace: shop}
    /// spec:
    ///   secretStoreRef: {kind: SecretStore, name: vault}
    ///   data: [{secretKey: password, remoteRef: {key: shop/database}}]
    /// ---
    /// apiVersion: external-secrets.io/v1
    /// kind: SecretStore
    /// metadata: {name: vault, namespace: shop}
    /// spec: {provider: {fake: {data: [{key: shop/database, value: example}]}}}
    /// ```
    "secret-store-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    report_missing(cluster, verdicts, CODE, ("external-secrets.io", "SecretStore"), |_, _| false);
    report_missing(cluster, verdicts, CODE, ("external-secrets.io", "ClusterSecretStore"), |_, _| false);
}
