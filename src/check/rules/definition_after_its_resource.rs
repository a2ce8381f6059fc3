use rustc_hash::FxHashMap;

use crate::check::cluster::Cluster;
use crate::check::fact::{Body, Fact};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// A custom resource is applied before the definition of its kind.
    ///
    /// The API server does not know the kind yet, and the sync of Argo CD fails. Within one wave Argo CD applies definitions first; only a
    /// later wave or phase of the same app is a fault.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com, annotations: {argocd.argoproj.io/sync-wave: "2"}}
    /// spec:
    ///   group: example.com
    ///   scope: Namespaced
    ///   names: {kind: Widget, plural: widgets}
    ///   versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
    /// ---
    /// apiVersion: example.com/v1
    /// kind: Widget
    /// metadata: {name: first, namespace: shop}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com}
    /// spec:
    ///   group: example.com
    ///   scope: Namespaced
    ///   names: {kind: Widget, plural: widgets}
    ///   versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
    /// ---
    /// apiVersion: example.com/v1
    /// kind: Widget
    /// metadata: {name: first, namespace: shop}
    /// ```
    "definition-after-its-resource" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let mut definitions: FxHashMap<_, &Fact> = FxHashMap::default();
    for fact in cluster.of_kind("apiextensions.k8s.io", "CustomResourceDefinition") {
        if let Body::Definition(definition) = &fact.body {
            definitions
                .insert((&fact.occurrence, &fact.app, definition.group.as_str(), definition.kind.as_str()), fact);
        }
    }
    if definitions.is_empty() {
        return;
    }
    for fact in cluster.facts() {
        let definition = definitions.get(&(&fact.occurrence, &fact.app, fact.group(), fact.kind.as_str()));
        let Some(definition) = definition.filter(|definition| definition.turn.is_after(&fact.turn)) else { continue };
        let message = format!("{} is applied before {}", fact.title(), definition.title());
        verdicts.report(fact, fact.too_early(CODE, message, definition));
    }
}
