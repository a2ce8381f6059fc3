use ecow::EcoString;

use crate::check::cluster::{Cluster, Extent};
use crate::check::fact::{Fact, Labels, Operator, Peer, Requirement, Selector};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// A NetworkPolicy lets pods through that do not exist.
    ///
    /// The pods that were meant are shut out. Pods of other namespaces are judged where the namespaces that are selected are
    /// rendered too; every namespace has the label `kubernetes.io/metadata.name`.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   podSelector: {}
    ///   ingress: [{from: [{podSelector: {matchLabels: {app: wbe}}}]}]
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web, namespace: shop, labels: {app: web}}
    /// spec: {containers: [{name: web, image: "registry.example.com/web:1.4.0"}]}
    /// ```
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   podSelector: {}
    ///   ingress:
    ///     - from:
    ///         - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: office}}
    ///           podSelector: {matchLabels: {app: web}}
    /// ---
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: office}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   podSelector: {}
    ///   ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]
    ///   egress:
    ///     - to:
    ///         - namespaceSelector: {}
    ///           podSelector: {matchLabels: {k8s-app: kube-dns}}
    ///         - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}
    ///           podSelector: {matchLabels: {app: collector}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web, namespace: shop, labels: {app: web}}
    /// spec: {containers: [{name: web, image: "registry.example.com/web:1.4.0"}]}
    /// ```
    "network-policy-peer-selects-nothing" Warning Judge::Cluster(judge)
}

/// The label that every namespace has, with its name.
const NAME: &str = "kubernetes.io/metadata.name";

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, policy) in cluster.network_policies() {
        for peer in policy.peers.iter().filter(|peer| !peer.pods.is_empty()) {
            let Some(namespaces) = namespaces(cluster, fact, peer) else { continue };
            if namespaces.iter().any(|namespace| cluster.selects_any(*namespace, &peer.pods)) {
                continue;
            }
            let message = format!("no pods have `{}`, which a peer of {} selects", shown(&peer.pods), fact.title());
            let finding = fact.finding(CODE, message, &peer.site);
            verdicts.report_absent(fact, with_help(finding, cluster, &namespaces, peer));
        }
    }
}

/// Points at pods with these labels in another namespace, else at the nearest ones.
fn with_help(finding: Finding, cluster: &Cluster<'_>, namespaces: &[Option<&str>], peer: &Peer) -> Finding {
    let [only] = namespaces else { return finding };
    let mut others = cluster.inhabited().take(LOOKED_AT);
    let elsewhere =
        others.find_map(|namespace| Some((namespace, *cluster.select(Some(namespace), &peer.pods).first()?)));
    match elsewhere {
        Some((namespace, (other, pods))) => {
            let (spot, label) = other.other_half(&pods.labels_site);
            let help = format!(
                "the pods are in namespace `{namespace}`: add `namespaceSelector: {{matchLabels: {{{NAME}: {namespace}}}}}`"
            );
            finding.with(spot, label).help(help)
        }
        None => cluster.with_nearest(finding, *only, &peer.pods),
    }
}

/// A selector in one line.
fn shown(selector: &Selector) -> String {
    let condition = |requirement: &Requirement| {
        let values = requirement.values.iter().map(|value| value.as_str()).collect::<Vec<_>>().join("|");
        match requirement.operator {
            Operator::In => format!("{}: {values}", requirement.key),
            Operator::NotIn => format!("{}: not {values}", requirement.key),
            Operator::Exists => requirement.key.to_string(),
            Operator::DoesNotExist => format!("no {}", requirement.key),
        }
    };
    selector.0.iter().map(condition).collect::<Vec<_>>().join(", ")
}

/// In how many namespaces the pods are looked for that were meant.
const LOOKED_AT: usize = 64;

/// The namespaces of a peer, where all that may be meant are rendered.
fn namespaces<'a>(cluster: &Cluster<'a>, fact: &'a Fact, peer: &Peer) -> Option<Vec<Option<&'a str>>> {
    let Some(selector) = &peer.namespaces else { return Some(vec![fact.namespace.as_deref()]) };
    if selector.is_empty() {
        return None;
    }
    let rendered: Vec<Option<&str>> = match names(selector) {
        Some(names) => {
            let find = |name: &EcoString| cluster.find("", "Namespace", None, name);
            let found: Option<Vec<&Fact>> = names.iter().map(find).collect();
            found?.into_iter().map(|namespace| Some(namespace.name.as_str())).collect()
        }
        None if cluster.extent != Extent::Whole || has_external(cluster) || !is_narrow(selector) => return None,
        None => {
            let namespaces = cluster.of_kind("", "Namespace").filter(|namespace| selector.matches(&labels(namespace)));
            namespaces.map(|namespace| Some(namespace.name.as_str())).collect()
        }
    };
    Some(rendered).filter(|rendered| !rendered.is_empty())
}

/// The names of namespaces that a selector asks for, if by name alone.
fn names(selector: &Selector) -> Option<&[EcoString]> {
    match selector.0.as_slice() {
        [only] if only.key == NAME && only.operator == Operator::In => Some(&only.values),
        _ => None,
    }
}

/// Whether a selector asks for a label that somebody has to give, so that namespaces of the cluster itself lack it.
fn is_narrow(selector: &Selector) -> bool {
    selector
        .0
        .iter()
        .any(|requirement| requirement.key != NAME && matches!(requirement.operator, Operator::In | Operator::Exists))
}

fn has_external(cluster: &Cluster<'_>) -> bool {
    cluster.external.objects.iter().any(|object| object.kind == "Namespace")
}

fn labels(namespace: &Fact) -> Labels {
    let mut labels = namespace.labels.clone();
    labels.0.push((NAME.into(), namespace.name.clone()));
    labels
}
