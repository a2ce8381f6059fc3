use rustc_hash::FxHashSet;

use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::select::space;
use crate::check::verdicts::Verdicts;

rule! {
    /// A namespace with pods shuts nothing out by default.
    ///
    /// Every pod that no NetworkPolicy selects takes requests from the whole cluster, so that one intruder reaches everything. A
    /// policy for all pods that lets in what it lists shuts the rest out; so do policies of Cilium, Calico and the cluster's
    /// administrators, which are not looked into.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: default-deny, namespace: shop}
    /// spec: {podSelector: {}, policyTypes: [Ingress]}
    /// ```
    "namespace-without-default-deny" Warning Judge::Cluster(judge)
}

/// Policies that may shut something out in every namespace.
const OF_THE_CLUSTER: [(&str, &str); 6] = [
    ("cilium.io", "CiliumClusterwideNetworkPolicy"),
    ("crd.projectcalico.org", "GlobalNetworkPolicy"),
    ("projectcalico.org", "GlobalNetworkPolicy"),
    ("policy.networking.k8s.io", "AdminNetworkPolicy"),
    ("policy.networking.k8s.io", "BaselineAdminNetworkPolicy"),
    ("policy.networking.k8s.io", "ClusterNetworkPolicy"),
];

/// Policies of others than Kubernetes, each of a namespace.
const OF_NAMESPACES: [(&str, &str); 3] = [
    ("cilium.io", "CiliumNetworkPolicy"),
    ("crd.projectcalico.org", "NetworkPolicy"),
    ("projectcalico.org", "NetworkPolicy"),
];

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    if OF_THE_CLUSTER.iter().any(|(group, kind)| cluster.of_kind(group, kind).next().is_some()) {
        return;
    }
    let own = cluster.network_policies().filter(|(_, policy)| policy.selector.is_empty() && policy.isolates_ingress);
    let others = OF_NAMESPACES.iter().flat_map(|(group, kind)| cluster.of_kind(group, kind));
    let shut: FxHashSet<&str> =
        own.map(|(fact, _)| fact).chain(others).map(|fact| space(fact.namespace.as_deref())).collect();
    for fact in cluster.of_kind("", "Namespace") {
        let name = Some(fact.name.as_str());
        if !shut.contains(space(name)) && cluster.pods_in(name).next().is_some() && !cluster.has_unrendered_pods(name) {
            let message = format!("no NetworkPolicy shuts anything out of {} by default", fact.title());
            let help = "add a NetworkPolicy with `podSelector: {}` and `policyTypes: [Ingress]`";
            verdicts.report_absent(fact, fact.finding(CODE, message, &fact.site).help(help));
        }
    }
}
