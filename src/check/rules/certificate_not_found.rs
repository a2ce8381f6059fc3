use super::secret_not_found::serves_hosts;
use crate::check::absence::report_missing;
use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// An Ingress or a Gateway names a Secret for its certificate, and nothing makes it.
    ///
    /// Browsers are shown the controller's own certificate and refuse it. Certificates may well be made elsewhere: this is judged
    /// only where others of the cluster have theirs from what is rendered.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop, annotations: {cert-manager.io/cluster-issuer: public}}
    /// spec:
    ///   tls: [{hosts: [shop.example.com], secretName: shop-tls}]
    ///   defaultBackend: {service: {name: shop, port: {number: 80}}}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   tls: [{hosts: [api.example.com], secretName: api-tls}]
    ///   defaultBackend: {service: {name: api, port: {number: 80}}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop, annotations: {cert-manager.io/cluster-issuer: public}}
    /// spec:
    ///   tls: [{hosts: [shop.example.com], secretName: shop-tls}]
    ///   defaultBackend: {service: {name: shop, port: {number: 80}}}
    /// ---
    /// apiVersion: cert-manager.io/v1
    /// kind: Certificate
    /// metadata: {name: api, namespace: shop}
    /// spec: {secretName: api-tls, dnsNames: [api.example.com], issuerRef: {kind: ClusterIssuer, name: public}}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   tls: [{hosts: [api.example.com], secretName: api-tls}]
    ///   defaultBackend: {service: {name: api, port: {number: 80}}}
    /// ```
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop}
    /// spec:
    ///   tls: [{hosts: [shop.example.com], secretName: wildcard}]
    ///   defaultBackend: {service: {name: shop, port: {number: 80}}}
    /// ```
    "certificate-not-found" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let mut certificates = cluster.references_to("", "Secret").filter(|(fact, _)| serves_hosts(fact));
    if certificates.any(|(_, reference)| cluster.has(reference)) {
        report_missing(cluster, verdicts, CODE, ("", "Secret"), |fact, _| !serves_hosts(fact));
    }
}
