use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::cluster::{Cluster, identity};
use crate::check::fact::{Budget, Fact};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// Two PodDisruptionBudgets select the same pods.
    ///
    /// The API server refuses to evict a pod that more than one budget selects, so that its node cannot be drained.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {maxUnavailable: 1, selector: {matchLabels: {app: api}}}
    /// ---
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: all, namespace: shop}
    /// spec: {maxUnavailable: 1, selector: {}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {maxUnavailable: 1, selector: {matchLabels: {app: api}}}
    /// ---
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: worker, namespace: shop}
    /// spec: {maxUnavailable: 1, selector: {matchLabels: {app: worker}}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: worker, namespace: shop, labels: {app: worker}}
    /// spec: {containers: [{name: worker, image: "registry.example.com/api:1.4.0"}]}
    /// ```
    "budgets-overlap" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let mut guarded: FxHashMap<_, (&Fact, &Budget)> = FxHashMap::default();
    let mut reported = FxHashSet::default();
    for (fact, budget) in cluster.budgets() {
        let Some((selector, _)) = &budget.selector else { continue };
        for (other, _) in cluster.select(fact.namespace.as_deref(), selector) {
            let (first, first_budget) = *guarded.entry(identity(other)).or_insert((fact, budget));
            // A budget that is written twice is a fault of another kind.
            if first.name != fact.name && reported.insert((identity(first), identity(fact))) {
                verdicts.report(fact, overlap(fact, budget, first, first_budget, other));
            }
        }
    }
}

fn overlap(fact: &Fact, budget: &Budget, first: &Fact, first_budget: &Budget, other: &Fact) -> Finding {
    let site = |fact: &Fact, budget: &Budget| {
        budget.selector.as_ref().map_or_else(|| fact.site.clone(), |(_, site)| site.clone())
    };
    let message = format!("the pods of {} are selected by both {} and {}", other.title(), first.title(), fact.title());
    let (spot, label) = first.other_half(&site(first, first_budget));
    fact.finding(CODE, message, &site(fact, budget)).with(spot, label)
}
