use rustc_hash::FxHashSet;

use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// An object is applied before the namespace that it is in.
    ///
    /// It is refused, and the sync of Argo CD fails. Within one wave Argo CD applies namespaces first; only a later wave or phase of the
    /// same app is a fault. It is said once for each namespace.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "-1"}}
    /// data: {colour: red}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, annotations: {argocd.argoproj.io/sync-wave: "-1"}}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "-1"}}
    /// data: {colour: red}
    /// ```
    "namespace-after-its-object" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let mut said = FxHashSet::default();
    for fact in cluster.facts() {
        let Some(name) = fact.namespace.as_deref() else { continue };
        let Some(namespace) = cluster.find("", "Namespace", None, name) else { continue };
        if namespace.is_with(fact) && namespace.turn.is_after(&fact.turn) && said.insert(name) {
            let message = format!("{} is applied before {}, which it is in", fact.title(), namespace.title());
            verdicts.report(fact, fact.too_early(CODE, message, namespace));
        }
    }
}
