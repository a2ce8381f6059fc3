use rustc_hash::FxHashSet;

use crate::check::absence::with_known;
use crate::check::cluster::{Cluster, Extent};
use crate::check::fact::Fact;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// The namespace of an object is not there.
    ///
    /// Nothing can be created in it. It is said once for each app. `default` and those that begin with `kube-` are in every cluster;
    /// where only some manifests are given, namespaces are judged if any of them is a Namespace.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shpo}
    /// data: {colour: red}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop}
    /// data: {colour: red}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: kube-system}
    /// data: {colour: red}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: made-elsewhere}
    /// data: {colour: red}
    /// ```
    "namespace-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    if cluster.extent == Extent::Given && cluster.of_kind("", "Namespace").next().is_none() {
        return;
    }
    let mut seen = FxHashSet::default();
    for fact in cluster.facts() {
        let Some(namespace) = fact.namespace.as_deref() else { continue };
        // A kind of the cluster has none, whatever is written; that is another rule's.
        let has_namespace = fact.scope.is_none_or(|scope| scope == platgen_schema::Scope::Namespaced);
        if !has_namespace || !seen.insert((&fact.occurrence, &fact.app, namespace)) {
            continue;
        }
        let is_there = cluster.find("", "Namespace", None, namespace).is_some()
            || cluster.external.has("", "Namespace", None, namespace)
            || namespace.starts_with("kube-");
        if !is_there {
            verdicts.report_absent(fact, missing(cluster, fact, namespace));
        }
    }
}

fn missing(cluster: &Cluster<'_>, fact: &Fact, namespace: &str) -> Finding {
    let message = format!("{} is in namespace `{namespace}`, which is not in the cluster", fact.title());
    let site = fact.namespace_site.as_ref().unwrap_or(&fact.site);
    let known = cluster.names("", "Namespace", None);
    with_known(fact.finding(CODE, message, site), cluster, namespace, known, &format!("Namespace/{namespace}"))
}
