use platgen_schema::Scope;
use rustc_hash::FxHashSet;

use crate::check::cluster::{Cluster, Extent};
use crate::check::fact::Fact;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// An object that lives in a namespace names none.
    ///
    /// It goes wherever whoever applies it happens to be, `default` for the most part. Of given manifests it is said only where others of
    /// the same file name theirs: all may be meant for `kubectl apply --namespace`.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings}
    /// data: {colour: red}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: more-settings, namespace: shop}
    /// data: {colour: blue}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop}
    /// data: {colour: red}
    /// ---
    /// apiVersion: rbac.authorization.k8s.io/v1
    /// kind: ClusterRole
    /// metadata: {name: reader}
    /// rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings}
    /// data: {colour: red}
    /// ```
    "missing-namespace" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let lacks = |fact: &Fact| fact.scope == Some(Scope::Namespaced) && fact.namespace.is_none();
    if !cluster.facts().any(lacks) {
        return;
    }
    // What belongs into the cluster's own namespaces says so whatever becomes of the rest.
    let is_own = |namespace: &str| !namespace.starts_with("kube-");
    let names_one =
        |fact: &&Fact| fact.scope == Some(Scope::Namespaced) && fact.namespace.as_deref().is_some_and(is_own);
    let careful: FxHashSet<&str> = cluster.facts().filter(names_one).map(|fact| fact.app.as_str()).collect();
    for fact in cluster.facts() {
        if lacks(fact) && (cluster.extent != Extent::Given || careful.contains(fact.app.as_str())) {
            let message = format!("{} names no namespace", fact.title());
            let finding = fact.finding(CODE, message, &fact.site).help("write `metadata: {namespace: …}`");
            verdicts.report(fact, finding);
        }
    }
}
