use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::scaling::is_injected;
use crate::check::verdicts::Verdicts;

rule! {
    /// A NetworkPolicy opens a port by a name that none of its pods gives it.
    ///
    /// The port stays shut. A port by number needs no declaration and is left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: api, namespace: shop}
    /// spec: {podSelector: {matchLabels: {app: api}}, ingress: [{ports: [{port: web}]}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", ports: [{name: http, containerPort: 8080}]}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: api, namespace: shop}
    /// spec: {podSelector: {matchLabels: {app: api}}, ingress: [{ports: [{port: http}, {port: 9090}]}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", ports: [{name: http, containerPort: 8080}]}]}
    /// ```
    "network-policy-port-not-found" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, policy) in cluster.network_policies().filter(|(_, policy)| !policy.named_ports.is_empty()) {
        let namespace = fact.namespace.as_deref();
        let selected = cluster.select(namespace, &policy.selector);
        let Some((other, first)) = selected.first() else { continue };
        for named in policy.named_ports.iter().filter(|named| !is_injected(&named.name)) {
            let ports = || selected.iter().flat_map(|(_, pods)| pods.ports());
            let has = ports().any(|port| port.protocol == named.protocol && port.name.as_ref() == Some(&named.name));
            if has || cluster.has_unrendered_pods(namespace) {
                continue;
            }
            let message =
                format!("no pod that {} selects has a port `{}` for {}", fact.title(), named.name, named.protocol);
            let (spot, label) = other.other_half(&first.labels_site);
            let known = ports().filter(|port| port.protocol == named.protocol).filter_map(|port| port.name.as_deref());
            verdicts.report_of_all(
                fact,
                fact.finding(CODE, message, &named.site).with(spot, label).suggest(&named.name, known),
            );
        }
    }
}
