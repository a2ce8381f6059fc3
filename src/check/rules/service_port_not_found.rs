use crate::check::cluster::Cluster;
use crate::check::fact::{Fact, Pods, ServicePort, TargetPort};
use crate::check::rule::{Judge, rule};
use crate::check::scaling::is_injected;
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// A Service sends requests to a port by a name that pods do not give it.
    ///
    /// Pods without a port of that name and protocol get no requests; where none has it, every request fails. Jobs that a
    /// Service selects besides are left alone, and ports that a mesh adds to pods.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {selector: {app: api}, ports: [{port: 80, targetPort: web}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", ports: [{name: http, containerPort: 8080}]}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {selector: {app: api}, ports: [{port: 80, targetPort: http}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", ports: [{name: http, containerPort: 8080}]}]}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: proxy, namespace: shop}
    /// spec: {selector: {app: api}, ports: [{port: 80, targetPort: proxy}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec:
    ///   initContainers:
    ///     - name: proxy
    ///       image: registry.example.com/proxy:2.0.0
    ///       restartPolicy: Always
    ///       ports: [{name: proxy, containerPort: 9000}]
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    /// ---
    /// apiVersion: batch/v1
    /// kind: Job
    /// metadata: {name: migrate, namespace: shop}
    /// spec:
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec: {restartPolicy: Never, containers: [{name: migrate, image: "registry.example.com/api:1.4.0"}]}
    /// ```
    "service-port-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, service) in cluster.services() {
        let Some((selector, _)) = &service.selector else { continue };
        let mut by_name = service.ports.iter().filter_map(named).peekable();
        if service.kind == "ExternalName" || by_name.peek().is_none() {
            continue;
        }
        let selected = cluster.select_some(fact.namespace.as_deref(), selector);
        for (port, name) in by_name {
            let lacks = |(other, pods): &&(&Fact, &Pods)| other.group() != "batch" && !has(pods, name, &port.protocol);
            if let Some((other, pods)) = selected.iter().find(lacks) {
                verdicts.report(fact, fault(fact, port, name, other, pods));
            }
        }
    }
}

fn named(port: &ServicePort) -> Option<(&ServicePort, &str)> {
    match &port.target {
        // A number in quotes is no name, and refused as such.
        TargetPort::Name(name) if name.contains(|c: char| c.is_ascii_alphabetic()) && !is_injected(name) => {
            Some((port, name.as_str()))
        }
        _ => None,
    }
}

fn has(pods: &Pods, name: &str, protocol: &str) -> bool {
    pods.ports().any(|port| port.protocol == protocol && port.name.as_ref().is_some_and(|known| known == name))
}

fn fault(fact: &Fact, port: &ServicePort, name: &str, other: &Fact, pods: &Pods) -> Finding {
    let is_of_other_protocol = pods.ports().any(|known| known.name.as_ref().is_some_and(|known| known == name));
    let of_protocol = if is_of_other_protocol { format!(" for {}", port.protocol) } else { String::new() };
    let message = format!(
        "the pods of {} have no port `{name}`{of_protocol}, to which {} sends requests",
        other.title(),
        fact.title()
    );
    let (spot, label) = other.other_half(&pods.labels_site);
    let known = pods.ports().filter(|known| known.protocol == port.protocol).filter_map(|known| known.name.as_deref());
    fact.finding(CODE, message, &port.site).with(spot, label).suggest(name, known)
}
