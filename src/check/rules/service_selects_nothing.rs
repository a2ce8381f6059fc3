use crate::check::cluster::Cluster;
use crate::check::fact::{Fact, Labels, Selector};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// A Service selects no pods.
    ///
    /// It gets no endpoints, so that every request to it fails. A Service without a selector is left alone, and one whose
    /// Endpoints or EndpointSlice stand beside it.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {selector: {app: apii}, ports: [{port: 80}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", ports: [{containerPort: 80}]}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {selector: {app: api}, ports: [{port: 80}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", ports: [{containerPort: 80}]}]}
    /// ```
    "service-selects-nothing" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, service) in cluster.services() {
        let Some((selector, site)) = &service.selector else { continue };
        let namespace = fact.namespace.as_deref();
        if service.kind == "ExternalName"
            || cluster.pods_in(namespace).any(|(_, pods)| selector.matches(&pods.labels))
            || has_endpoints(cluster, fact)
        {
            continue;
        }
        let finding = fact.finding(CODE, format!("no pods have the labels that {} selects", fact.title()), site);
        verdicts.report_absent(fact, with_nearest(finding, cluster, namespace, selector));
    }
}

fn has_endpoints(cluster: &Cluster<'_>, fact: &Fact) -> bool {
    [("", "Endpoints"), ("discovery.k8s.io", "EndpointSlice")]
        .iter()
        .any(|(group, kind)| cluster.find(group, kind, fact.namespace.as_deref(), &fact.name).is_some())
}

/// Points at the pods that fulfil the most conditions, and says which one they do not.
fn with_nearest(finding: Finding, cluster: &Cluster<'_>, namespace: Option<&str>, selector: &Selector) -> Finding {
    let failing = |labels: &Labels| selector.failing(labels).count();
    let nearest = cluster.pods_in(namespace).min_by_key(|(_, pods)| failing(&pods.labels));
    let Some((other, pods)) = nearest else { return finding };
    let (spot, label) = other.other_half(&pods.labels_site);
    let finding = finding.with(spot, label);
    match selector.failing(&pods.labels).next() {
        Some(requirement) => match pods.labels.get(&requirement.key) {
            Some(value) => finding.help(format!("did you mean `{}: {value}`?", requirement.key)),
            None => finding.help(format!("the pods of {} have no label `{}`", other.title(), requirement.key)),
        },
        None => finding,
    }
}
