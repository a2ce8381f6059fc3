use crate::check::cluster::Cluster;
use crate::check::fact::{Container, LimitRange};
use crate::check::quota::refusing;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// A container requests no CPU or no memory.
    ///
    /// The scheduler counts it as nothing: nodes are overfilled, and its pod is the first to be evicted. A limit is a request where none is
    /// written; what a LimitRange of the namespace gives counts too, and what a pod states for all its containers. Init containers are left
    /// alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: 100m}}}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", resources: {requests: {cpu: 100m}, limits: {memory: 128Mi}}}]}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ---
    /// apiVersion: v1
    /// kind: LimitRange
    /// metadata: {name: defaults, namespace: shop}
    /// spec: {limits: [{type: Container, defaultRequest: {cpu: 50m}, default: {memory: 128Mi}}]}
    /// ```
    "missing-requests" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, container, given) in cluster.lasting_containers() {
        let Some((what, wanted)) = what_is_missing(container, given) else { continue };
        // A quota that counts requests refuses the pod, which is said as what it is.
        if refusing(cluster, fact, container, given).is_some() {
            continue;
        }
        let finding = fact.finding(CODE, format!("container `{}` requests {what}", container.name), &container.site);
        let help = format!("write `resources: {{requests: {{{wanted}}}}}`, with what it uses");
        verdicts.report_of_all(fact, finding.help(help));
    }
}

/// What a container does not ask for, and how it would.
fn what_is_missing(container: &Container, given: LimitRange) -> Option<(&'static str, &'static str)> {
    match (container.requests_cpu || given.requests_cpu, container.requests_memory || given.requests_memory) {
        (true, true) => None,
        (false, true) => Some(("no CPU", "cpu: 100m")),
        (true, false) => Some(("no memory", "memory: 128Mi")),
        (false, false) => Some(("neither CPU nor memory", "cpu: 100m, memory: 128Mi")),
    }
}
