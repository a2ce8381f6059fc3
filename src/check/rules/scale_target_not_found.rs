use crate::check::cluster::Cluster;
use crate::check::fact::is_home;
use crate::check::rule::{Judge, rule};
use crate::check::scaling::{Scaling, scalings};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// What an autoscaler scales is not there.
    ///
    /// It then does nothing, and load meets as many pods as somebody once set. A HorizontalPodAutoscaler, a ScaledObject and a
    /// VerticalPodAutoscaler find their target by API group, kind and name in their own namespace.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: apii}, maxReplicas: 4}
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
    /// ```yaml
    /// apiVersion: keda.sh/v1alpha1
    /// kind: ScaledObject
    /// metadata: {name: worker, namespace: shop}
    /// spec: {scaleTargetRef: {name: worker}, triggers: [{type: cron, metadata: {}}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: autoscaling/v2
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
    "scale-target-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for scaling in scalings(cluster) {
        let (group, kind, namespace, name) = scaling.identity();
        if scaling.workload(cluster).is_none()
            && !cluster.external.has(group, kind, namespace, name)
            && !cluster.may_be_made(namespace, name)
        {
            verdicts.report_absent(scaling.fact, fault(cluster, scaling));
        }
    }
}

fn fault(cluster: &Cluster<'_>, scaling: Scaling<'_>) -> Finding {
    let Scaling { fact, target, .. } = scaling;
    let namespace = fact.namespace.as_deref();
    let message = format!("there is no {} `{}` for {} to scale", target.kind, target.name, fact.title());
    let finding = fact.finding(CODE, message, &target.site);
    let same_name = cluster.facts().find(|known| {
        known.namespace.as_deref() == namespace
            && known.name == target.name
            && is_home(Some(known.group()), &known.kind)
            && known.group() != "batch"
    });
    match same_name {
        Some(known) => {
            let (spot, label) = known.other_half(&known.site);
            let help = format!("did you mean `apiVersion: {}` and `kind: {}`?", known.api_version, known.kind);
            finding.with(spot, label).help(help)
        }
        None => finding.suggest(&target.name, cluster.names(&target.group, &target.kind, namespace)),
    }
}
