use crate::check::absence::report_missing;
use crate::check::cluster::Cluster;
use crate::check::fact::Fact;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// A Secret that an object needs is not there, and nothing makes it.
    ///
    /// A container that reads it is never started. What operators make counts as there: by an ExternalSecret, a Certificate, a
    /// SealedSecret, a Vault secret, or a program that is told its name by `--secret-name`. A reference with `optional: true` is
    /// left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: database, key: password}}}]}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: database, key: password}}}]}]}
    /// ---
    /// apiVersion: external-secrets.io/v1
    /// kind: ExternalSecret
    /// metadata: {name: database, namespace: shop}
    /// spec:
    ///   secretStoreRef: {kind: ClusterSecretStore, name: vault}
    ///   data: [{secretKey: password, remoteRef: {key: shop/database}}]
    /// ```
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: make-certificate, namespace: ingress}
    /// spec:
    ///   template:
    ///     spec:
    ///       restartPolicy: Never
    ///       containers:
    ///         - {name: create, image: "registry.example.com/certgen:1.5.0", args: [create, --secret-name=admission]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: admission, namespace: ingress}
    /// spec:
    ///   containers: [{name: admission, image: "registry.example.com/admission:1.4.0"}]
    ///   volumes: [{name: certificate, secret: {secretName: admission}}]
    /// ```
    "secret-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    report_missing(cluster, verdicts, CODE, ("", "Secret"), |fact, _| serves_hosts(fact));
}

/// Whether an object needs Secrets for the certificates of its hosts only.
pub(super) fn serves_hosts(fact: &Fact) -> bool {
    matches!(
        (fact.group(), fact.kind.as_str()),
        ("networking.k8s.io", "Ingress") | ("gateway.networking.k8s.io", "Gateway")
    )
}
