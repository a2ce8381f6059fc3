use crate::check::cluster::{Cluster, identity};
use crate::check::fact::{Amount, Budget, Fact, Pods};
use crate::check::object::Site;
use crate::check::rule::{Judge, rule};
use crate::check::scaling::{Scaling, scalings_by_target};
use crate::check::verdicts::Verdicts;

rule! {
    /// A PodDisruptionBudget lets no pod be stopped.
    ///
    /// Nodes with such pods cannot be drained, so that upgrades of the cluster stop until somebody takes the budget away. The
    /// number of pods is what the workload says, or the least that its autoscaler keeps; where nobody says it, nothing is judged.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {minAvailable: 2, selector: {matchLabels: {app: api}}}
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   replicas: 2
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ```
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {maxUnavailable: 0%, selector: {matchLabels: {app: api}}}
    /// ```
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {minAvailable: 50%, selector: {matchLabels: {app: api}}}
    /// ---
    /// apiVersion: autoscaling/v1
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: 4}
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: 100m}}}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {minAvailable: 2, selector: {matchLabels: {app: api}}}
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   replicas: 3
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ```
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {maxUnavailable: 1%, selector: {matchLabels: {app: api}}}
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   replicas: 1
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ```
    "budget-blocks-eviction" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    if cluster.budgets().next().is_none() {
        return;
    }
    let scalings = scalings_by_target(cluster);
    let least = |fact: &Fact, pods: &Pods| least_pods(fact, pods, scalings.of(identity(fact)));
    for (fact, budget) in cluster.budgets() {
        if let Some((site, why)) = always(budget) {
            let message = format!("no pod may be stopped under {}: {why}", fact.title());
            verdicts.report(fact, fact.finding(CODE, message, site).help("write `maxUnavailable: 1`"));
            continue;
        }
        let (Some((selector, _)), Some((amount, site))) = (&budget.selector, &budget.min_available) else { continue };
        let selected = cluster.select(fact.namespace.as_deref(), selector);
        let pods = selected.iter().try_fold(0, |sum: i64, (other, pods)| Some(sum.saturating_add(least(other, pods)?)));
        let Some(pods) = pods.filter(|pods| *pods > 0 && amount.of(*pods) >= *pods) else { continue };
        let count = if pods == 1 { "there is 1".to_owned() } else { format!("there may be {pods}") };
        let message =
            format!("no pod may be stopped under {}: {} must stay, and {count}", fact.title(), amount.of(pods));
        let finding = fact.finding(CODE, message, site).help("write `maxUnavailable: 1` in place of `minAvailable`");
        let other = selected.first().map(|(other, pods)| {
            let site = pods.replicas.as_ref().map_or(&other.site, |(_, site)| site);
            other.other_half(site)
        });
        verdicts
            .report_of_all(fact, other.into_iter().fold(finding, |finding, (spot, label)| finding.with(spot, label)));
    }
}

/// What a budget asks for that no number of pods fulfils.
fn always(budget: &Budget) -> Option<(&Site, &'static str)> {
    match (&budget.min_available, &budget.max_unavailable) {
        (_, Some((Amount::Pods(0) | Amount::Percent(0), site))) => Some((site, "none may be away")),
        (Some((Amount::Percent(100), site)), _) => Some((site, "all of them must stay")),
        _ => None,
    }
}

/// The least number of pods that a workload has: what its autoscaler keeps, else what it says itself.
fn least_pods(fact: &Fact, pods: &Pods, scalings: &[Scaling<'_>]) -> Option<i64> {
    let by_scaler = scalings.iter().find_map(|scaling| scaling.autoscaler.min_replicas);
    match by_scaler {
        Some(least) => Some(least.max(1)),
        None if fact.is("", "Pod") => Some(1),
        None => pods.replicas.as_ref().map(|(replicas, _)| *replicas),
    }
}
