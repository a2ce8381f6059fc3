use crate::check::absence::report_missing;
use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The Issuer or ClusterIssuer that a certificate is asked of is not there.
    ///
    /// The certificate is never issued, and its Secret never made. This holds for a Certificate, and for the annotations of an Ingress or a
    /// Gateway. Issuers of other groups than cert-manager's are left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: cert-manager.io/v1
    /// kind: Certificate
    /// metadata: {name: shop, namespace: shop}
    /// spec: {secretName: shop-tls, dnsNames: [shop.example.com], issuerRef: {kind: ClusterIssuer, name: public}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: cert-manager.io/v1
    /// kind: Certificate
    /// metadata: {name: shop, namespace: shop}
    /// spec: {secretName: shop-tls, dnsNames: [shop.example.com], issuerRef: {kind: ClusterIssuer, name: public}}
    /// ---
    /// apiVersion: cert-manager.io/v1
    /// kind: ClusterIssuer
    /// metadata: {name: public}
    /// spec: {selfSigned: {}}
    /// ```
    /// ```yaml
    /// apiVersion: cert-manager.io/v1
    /// kind: Certificate
    /// metadata: {name: shop, namespace: shop}
    /// spec: {secretName: shop-tls, dnsNames: [shop.example.com], issuerRef: {group: awspca.cert-manager.io, kind: AWSPCAClusterIssuer, name: private}}
    /// ```
    "issuer-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    report_missing(cluster, verdicts, CODE, ("cert-manager.io", "Issuer"), |_, _| false);
    report_missing(cluster, verdicts, CODE, ("cert-manager.io", "ClusterIssuer"), |_, _| false);
}
