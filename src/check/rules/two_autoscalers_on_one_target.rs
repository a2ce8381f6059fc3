use crate::check::cluster::Cluster;
use crate::check::fact::{Autoscaler, MetricSource, Scaler};
use crate::check::rule::{Judge, rule};
use crate::check::scaling::{Scaling, scalings_by_target};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// Two autoscalers change one workload against each other.
    ///
    /// Each undoes what the other decides, so that pods come and go without end. A VerticalPodAutoscaler goes with a
    /// horizontal one where it only recommends, or where they look at different resources.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: 4}
    /// ---
    /// apiVersion: keda.sh/v1alpha1
    /// kind: ScaledObject
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {name: api}, triggers: [{type: cron, metadata: {}}]}
    /// ```
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: 4}
    /// ---
    /// apiVersion: autoscaling.k8s.io/v1
    /// kind: VerticalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: api}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: 4}
    /// ---
    /// apiVersion: autoscaling.k8s.io/v1
    /// kind: VerticalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   targetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
    ///   resourcePolicy: {containerPolicies: [{containerName: "*", controlledResources: [memory]}]}
    /// ---
    /// apiVersion: autoscaling.k8s.io/v1
    /// kind: VerticalPodAutoscaler
    /// metadata: {name: api-advice, namespace: shop}
    /// spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, updatePolicy: {updateMode: "Off"}}
    /// ```
    "two-autoscalers-on-one-target" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let by_target = scalings_by_target(cluster);
    for scaling in crate::check::scaling::scalings(cluster) {
        // The later one of two is at fault, so that each pair is named once, and each autoscaler at most once.
        let all = by_target.of(scaling.identity());
        let before = all.iter().take_while(|other| !std::ptr::eq(other.fact, scaling.fact));
        let rival = before.take(RIVALS).find(|other| are_rivals(other, &scaling));
        if let Some(other) = rival {
            verdicts.report(scaling.fact, fault(scaling, *other));
        }
    }
}

/// With how many autoscalers of the same target one is compared.
const RIVALS: usize = 16;

fn are_rivals(one: &Scaling<'_>, other: &Scaling<'_>) -> bool {
    // One object that is written twice is a fault of another kind.
    if (&one.fact.kind, &one.fact.name) == (&other.fact.kind, &other.fact.name) {
        return false;
    }
    match (one.autoscaler.scaler, other.autoscaler.scaler) {
        (Scaler::Vertical { acts: false }, _) | (_, Scaler::Vertical { acts: false }) => false,
        (Scaler::Vertical { .. }, _) | (_, Scaler::Vertical { .. }) => {
            resources(one.autoscaler).any(|resource| resources(other.autoscaler).any(|known| known == resource))
        }
        _ => !takes_over(one, other) && !takes_over(other, one),
    }
}

fn resources(autoscaler: &Autoscaler) -> impl Iterator<Item = &str> {
    autoscaler.metrics.iter().filter_map(|metric| match &metric.source {
        MetricSource::Resource(resource) => Some(resource.as_str()),
        _ => None,
    })
}

fn takes_over(one: &Scaling<'_>, other: &Scaling<'_>) -> bool {
    one.autoscaler.takes_over.as_ref() == Some(&other.fact.name)
}

fn fault(second: Scaling<'_>, first: Scaling<'_>) -> Finding {
    let target = second.target;
    let (one, other) = (first.fact.title(), second.fact.title());
    let message = format!("both {one} and {other} scale {} `{}`", target.kind, target.name);
    let (spot, label) = first.fact.other_half(&first.target.site);
    second.fact.finding(CODE, message, &target.site).with(spot, label)
}
