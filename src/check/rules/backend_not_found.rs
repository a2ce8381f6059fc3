use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// A Service that requests are sent to is not there.
    ///
    /// An Ingress or a route of a Gateway then answers with an error, a webhook fails whatever it is asked about, and an
    /// APIService makes deleting namespaces hang. Services that an operator may make for a custom resource beside are left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop}
    /// spec: {defaultBackend: {service: {name: apii, port: {number: 80}}}}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {ports: [{port: 80}]}
    /// ```
    /// ```yaml
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata: {name: shop, namespace: shop}
    /// spec: {rules: [{backendRefs: [{name: api, port: 80}]}]}
    /// ```
    /// ```yaml
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingWebhookConfiguration
    /// metadata: {name: orders}
    /// webhooks:
    ///   - name: orders.example.com
    ///     admissionReviewVersions: [v1]
    ///     sideEffects: None
    ///     clientConfig: {service: {namespace: shop, name: webhook}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop}
    /// spec:
    ///   rules:
    ///     - host: shop.example.com
    ///       http:
    ///         paths:
    ///           - {path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}
    ///           - {path: /old, pathType: Prefix, backend: {service: {name: to-https, port: {name: use-annotation}}}}
    ///           - {path: /files, pathType: Prefix, backend: {resource: {apiGroup: example.com, kind: Bucket, name: files}}}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {ports: [{port: 80}]}
    /// ---
    /// apiVersion: elasticsearch.k8s.elastic.co/v1
    /// kind: Elasticsearch
    /// metadata: {name: search, namespace: shop}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: search, namespace: shop}
    /// spec: {defaultBackend: {service: {name: search-es-http, port: {number: 9200}}}}
    /// ```
    "backend-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, backend) in cluster.backends() {
        let (namespace, name) = (backend.namespace.as_deref(), backend.name.as_str());
        if cluster.find("", "Service", namespace, name).is_some()
            || cluster.external.has("", "Service", namespace, name)
            || cluster.may_be_made(namespace, name)
            || namespace == Some("kube-system")
        {
            continue;
        }
        let message = format!("there is no Service `{name}` for {} to send requests to", fact.title());
        let finding = fact.finding(CODE, message, &backend.site);
        let finding = finding.suggest(name, cluster.names("", "Service", namespace));
        verdicts.report_absent(fact, finding);
    }
}
