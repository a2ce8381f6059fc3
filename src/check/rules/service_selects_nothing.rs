use rustc_hash::FxHashSet;

use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::select::space;
use crate::check::verdicts::Verdicts;

rule! {
    /// A Service selects no pods.
    ///
    /// It gets no endpoints, so that every request to it fails. A Service without a selector is left alone, and one whose
    /// Endpoints or EndpointSlice stand beside it. Labels that pods get when they run, such as
    /// `statefulset.kubernetes.io/pod-name`, are not asked for, and an operator may make pods that nobody renders.
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
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: database-0, namespace: shop}
    /// spec: {selector: {statefulset.kubernetes.io/pod-name: database-0}, ports: [{port: 5432}]}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: legacy, namespace: shop}
    /// spec: {selector: {app: legacy}, ports: [{port: 80}]}
    /// ---
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata: {name: legacy-1, namespace: shop, labels: {kubernetes.io/service-name: legacy}}
    /// addressType: IPv4
    /// endpoints: [{addresses: [10.1.2.3]}]
    /// ports: [{port: 80}]
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: outside, namespace: shop}
    /// spec: {type: ExternalName, externalName: api.example.com, selector: {app: outside}}
    /// ```
    /// ```yaml
    /// apiVersion: argoproj.io/v1alpha1
    /// kind: Rollout
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api-canary, namespace: shop}
    /// spec: {selector: {app: api, rollouts-pod-template-hash: 6d4cf56db6}, ports: [{port: 80}]}
    /// ```
    /// ```yaml
    /// apiVersion: postgresql.cnpg.io/v1
    /// kind: Cluster
    /// metadata: {name: orders, namespace: shop}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: database, namespace: shop}
    /// spec: {selector: {cnpg.io/cluster: orders, cnpg.io/instanceRole: primary}, ports: [{port: 5432}]}
    /// ```
    "service-selects-nothing" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let served = served_by_hand(cluster);
    for (fact, service) in cluster.services() {
        let Some((selector, site)) = &service.selector else { continue };
        let namespace = fact.namespace.as_deref();
        if service.kind == "ExternalName"
            || cluster.selects_any(namespace, selector)
            || served.contains(&(space(namespace), fact.name.as_str()))
            || cluster.may_be_made(namespace, &fact.name)
        {
            continue;
        }
        let finding = fact.finding(CODE, format!("no pods have the labels that {} selects", fact.title()), site);
        verdicts.report_absent(fact, cluster.with_nearest(finding, namespace, selector));
    }
}

/// The Services to which somebody else gives endpoints, by namespace and name.
fn served_by_hand<'a>(cluster: &Cluster<'a>) -> FxHashSet<(&'a str, &'a str)> {
    let slices = cluster.of_kind("discovery.k8s.io", "EndpointSlice").flat_map(|slice| {
        let service = slice.labels.get("kubernetes.io/service-name").map(|name| name.as_str());
        service.into_iter().chain([slice.name.as_str()]).map(move |name| (space(slice.namespace.as_deref()), name))
    });
    let endpoints = cluster.of_kind("", "Endpoints").map(|fact| (space(fact.namespace.as_deref()), fact.name.as_str()));
    slices.chain(endpoints).collect()
}
