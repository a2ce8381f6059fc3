use crate::check::cluster::Cluster;
use crate::check::fact::{Fact, Pods, ServicePort, TargetPort};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// A Service sends requests to a port that its pods do not declare.
    ///
    /// Containers that declare ports usually declare all that they listen on, so that requests to another one are refused. Pods
    /// whose containers declare no ports at all are left alone, and headless Services, whose clients choose the port.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {selector: {app: api}, ports: [{port: 80}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", ports: [{containerPort: 8080}]}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {selector: {app: api}, ports: [{port: 80, targetPort: 8080}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", ports: [{containerPort: 8080}]}]}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {selector: {app: api}, ports: [{port: 80}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}]}
    /// ```
    "service-port-not-declared" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, service) in cluster.services() {
        let Some((selector, _)) = &service.selector else { continue };
        if service.kind == "ExternalName" || service.is_headless {
            continue;
        }
        let selected = cluster.select_some(fact.namespace.as_deref(), selector);
        for port in &service.ports {
            let TargetPort::Number(number) = port.target else { continue };
            let lacks = |(other, pods): &&(&Fact, &Pods)| other.group() != "batch" && is_lacking(pods, number, port);
            if let Some((other, pods)) = selected.iter().find(lacks) {
                verdicts.report(fact, fault(fact, port, number, other, pods));
            }
        }
    }
}

fn is_lacking(pods: &Pods, number: i64, port: &ServicePort) -> bool {
    pods.ports().next().is_some()
        && !pods.ports().any(|known| (known.number, &known.protocol) == (number, &port.protocol))
}

fn fault(fact: &Fact, port: &ServicePort, number: i64, other: &Fact, pods: &Pods) -> Finding {
    let is_of_other_protocol = pods.ports().any(|known| known.number == number);
    let of_protocol = if is_of_other_protocol { format!(" for {}", port.protocol) } else { String::new() };
    let message = format!(
        "the pods of {} declare no port `{number}`{of_protocol}, to which {} sends requests",
        other.title(),
        fact.title()
    );
    let (spot, label) = other.other_half(&pods.labels_site);
    let finding = fact.finding(CODE, message, &port.site).with(spot, label);
    let mut known = pods.ports().filter(|known| known.protocol == port.protocol);
    match (known.next(), known.next()) {
        (Some(only), None) => finding.help(format!(
            "write `targetPort: {}`",
            only.name.clone().unwrap_or_else(|| only.number.to_string().into())
        )),
        _ => finding,
    }
}
