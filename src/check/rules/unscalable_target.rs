use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::scaling::scalings;
use crate::check::verdicts::Verdicts;

rule! {
    /// An autoscaler is to change the number of pods of a kind that has none to change.
    ///
    /// A DaemonSet has a pod on every node, and a Job as many as it needs: neither can be scaled, and the autoscaler reports an
    /// error for ever. A VerticalPodAutoscaler is left alone, since it changes the size of pods.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: agent, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: DaemonSet, name: agent}, maxReplicas: 4}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: agent, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: agent}, maxReplicas: 4}
    /// ```
    "unscalable-target" Error Judge::Cluster(judge)
}

const UNSCALABLE: [(&str, &str); 4] = [("", "Pod"), ("apps", "DaemonSet"), ("batch", "CronJob"), ("batch", "Job")];

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let horizontal = scalings(cluster).filter(|scaling| scaling.autoscaler.scaler.sets_replicas());
    for scaling in horizontal {
        let target = scaling.target;
        if UNSCALABLE.contains(&(target.group.as_str(), target.kind.as_str())) {
            let message = format!("a {} has no number of pods that {} could change", target.kind, scaling.fact.title());
            verdicts.report(scaling.fact, scaling.fact.finding(CODE, message, &target.site));
        }
    }
}
