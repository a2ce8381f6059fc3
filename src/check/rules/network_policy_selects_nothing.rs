use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// A NetworkPolicy selects no pods.
    ///
    /// It lets nothing through and shuts nothing out; the pods that it was meant for are as open, or as shut, as without it. An
    /// empty `podSelector` selects every pod and is left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: api, namespace: shop}
    /// spec: {podSelector: {matchLabels: {app: apii}}, policyTypes: [Ingress]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: api, namespace: shop}
    /// spec: {podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: default-deny, namespace: office}
    /// spec: {podSelector: {}, policyTypes: [Ingress]}
    /// ```
    "network-policy-selects-nothing" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, policy) in cluster.network_policies() {
        let namespace = fact.namespace.as_deref();
        let selector = &policy.selector;
        if !selector.is_empty() && !cluster.selects_any(namespace, selector) {
            let message = format!("no pods have the labels that {} selects", fact.title());
            let finding = fact.finding(CODE, message, &policy.selector_site);
            verdicts.report_absent(fact, cluster.with_nearest(finding, namespace, selector));
        }
    }
}
