use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// A PodDisruptionBudget selects no pods.
    ///
    /// It guards nothing: when nodes are drained, all pods that it was meant for may be stopped at once. One that selects every
    /// pod of its namespace is left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {maxUnavailable: 1, selector: {matchLabels: {app: apii}}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ```
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {maxUnavailable: 1}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {maxUnavailable: 1, selector: {matchLabels: {app: api}}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ---
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: all, namespace: office}
    /// spec: {maxUnavailable: 1, selector: {}}
    /// ```
    "budget-selects-nothing" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, budget) in cluster.budgets() {
        let namespace = fact.namespace.as_deref();
        let Some((selector, site)) = &budget.selector else {
            let message = format!("without a `selector`, {} guards no pods", fact.title());
            verdicts.report(fact, fact.finding(CODE, message, &fact.site));
            continue;
        };
        if !selector.is_empty() && !cluster.selects_any(namespace, selector) {
            let finding = fact.finding(CODE, format!("no pods have the labels that {} selects", fact.title()), site);
            verdicts.report_absent(fact, cluster.with_nearest(finding, namespace, selector));
        }
    }
}
