use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// An admission webhook is applied before the Service that answers it.
    ///
    /// Until the Service is there, every request that the webhook is asked about is refused, unless it ignores failures: Argo CD may
    /// never come to the later wave. Within one wave Argo CD applies webhooks last.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingWebhookConfiguration
    /// metadata: {name: policies}
    /// webhooks:
    ///   - name: policies.example.com
    ///     admissionReviewVersions: [v1]
    ///     sideEffects: None
    ///     clientConfig: {service: {name: policies, namespace: shop}}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: policies, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "1"}}
    /// spec: {selector: {app: policies}, ports: [{port: 443}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: admissionregistration.k8s.io/v1
    /// kind: ValidatingWebhookConfiguration
    /// metadata: {name: policies, annotations: {argocd.argoproj.io/sync-wave: "1"}}
    /// webhooks:
    ///   - name: policies.example.com
    ///     admissionReviewVersions: [v1]
    ///     sideEffects: None
    ///     clientConfig: {service: {name: policies, namespace: shop}}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: policies, namespace: shop}
    /// spec: {selector: {app: policies}, ports: [{port: 443}]}
    /// ```
    "service-after-its-webhook" Warning Judge::Cluster(judge)
}

const KINDS: [&str; 2] = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for fact in KINDS.iter().flat_map(|kind| cluster.of_kind("admissionregistration.k8s.io", kind)) {
        let mut services = fact
            .backends
            .iter()
            .filter_map(|backend| cluster.find("", "Service", backend.namespace.as_deref(), &backend.name));
        // Once for each webhook configuration: its Services mostly are one.
        if let Some(service) = services.find(|service| service.is_with(fact) && service.turn.is_after(&fact.turn)) {
            let message = format!("{} is applied before {}, which answers it", fact.title(), service.title());
            verdicts.report(fact, fact.too_early(CODE, message, service));
        }
    }
}
