use smallvec::SmallVec;

use crate::check::cluster::Cluster;
use crate::check::fact::{Fact, Reference};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// Pods need something that is applied only after them.
    ///
    /// Argo CD waits until one wave is healthy before it begins the next: pods that wait for a later one never start, and the sync never
    /// ends. The usual case is a PreSync hook that reads what the sync itself applies. This holds for ConfigMaps, Secrets and what makes
    /// them, accounts, claims and classes. CronJobs, and workloads without replicas, are healthy without pods and left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: migrate, namespace: shop, annotations: {argocd.argoproj.io/hook: PreSync}}
    /// spec:
    ///   template:
    ///     spec:
    ///       restartPolicy: Never
    ///       containers:
    ///         - {name: migrate, image: "registry.example.com/api:1.4.0", envFrom: [{configMapRef: {name: settings}}]}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop}
    /// data: {colour: red}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", envFrom: [{secretRef: {name: database}}]}]}
    /// ---
    /// apiVersion: external-secrets.io/v1
    /// kind: ExternalSecret
    /// metadata: {name: database, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "1"}}
    /// spec:
    ///   secretStoreRef: {kind: ClusterSecretStore, name: vault}
    ///   data: [{secretKey: password, remoteRef: {key: shop/database}}]
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: migrate, namespace: shop, annotations: {argocd.argoproj.io/hook: PreSync}}
    /// spec:
    ///   template:
    ///     spec:
    ///       restartPolicy: Never
    ///       containers:
    ///         - {name: migrate, image: "registry.example.com/api:1.4.0", envFrom: [{configMapRef: {name: settings}}]}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: settings
    ///   namespace: shop
    ///   annotations: {argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/sync-wave: "-1"}
    /// data: {colour: red}
    /// ```
    "dependency-after-its-consumer" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let waiting = cluster.all_pods().filter(|(fact, pods)| {
        !fact.is("batch", "CronJob") && pods.replicas.as_ref().is_none_or(|(replicas, _)| *replicas != 0)
    });
    for (fact, _) in waiting {
        let mut said: SmallVec<[&Reference; 4]> = SmallVec::new();
        for reference in fact.references.iter().filter(|reference| is_awaited(reference)) {
            let is_said = |other: &&Reference| (&other.target, &other.name) == (&reference.target, &reference.name);
            let Some(supplier) = too_late(cluster, fact, reference) else { continue };
            if said.iter().any(is_said) {
                continue;
            }
            said.push(reference);
            let needed = format!("{} `{}`", reference.target.kind, reference.name);
            let message = format!("{} is applied before {needed}, which it needs", fact.title());
            verdicts.report(fact, fact.too_early(CODE, message, supplier));
        }
    }
}

/// Whether a pod is not started without what is referred to.
fn is_awaited(reference: &Reference) -> bool {
    !reference.optional && !reference.target.is("storage.k8s.io", "StorageClass")
}

/// What supplies an object, where everything that does comes later in the same app.
fn too_late<'a>(cluster: &Cluster<'a>, fact: &Fact, reference: &Reference) -> Option<&'a Fact> {
    let rendered = cluster.rendered(reference);
    let is_late = |supplier: &Fact| supplier.is_with(fact) && supplier.turn.is_after(&fact.turn);
    if rendered.is_some_and(|supplier| !is_late(supplier)) {
        return None;
    }
    let products = cluster.products_for(reference);
    let makers = products.iter().map(|(maker, _)| *maker);
    if !makers.clone().all(is_late) {
        return None;
    }
    let supplier = rendered.into_iter().chain(makers).next()?;
    let Reference { target, namespace, name, .. } = reference;
    let is_there = cluster.external.has(&target.group, &target.kind, namespace.as_deref(), name);
    (!is_there).then_some(supplier)
}
