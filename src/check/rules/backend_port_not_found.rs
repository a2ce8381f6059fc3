use crate::check::cluster::Cluster;
use crate::check::fact::{Service, TargetPort};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// Requests are sent to a port that a Service does not have.
    ///
    /// They fail as if the Service were not there. The port meant is one of the Service, not of its pods; a webhook and an
    /// APIService that name none use 443.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop}
    /// spec: {defaultBackend: {service: {name: api, port: {number: 8080}}}}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {ports: [{name: http, port: 80, targetPort: 8080}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop}
    /// spec: {defaultBackend: {service: {name: api, port: {name: http}}}}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {ports: [{name: http, port: 80, targetPort: 8080}]}
    /// ```
    "backend-port-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, backend) in cluster.backends() {
        let Some((port, site)) = &backend.port else { continue };
        let found = cluster.find("", "Service", backend.namespace.as_deref(), &backend.name);
        let Some((other, service)) = found.and_then(|other| Some((other, other.service()?))) else { continue };
        if service.kind == "ExternalName" || has(service, port) {
            continue;
        }
        let wanted = match port {
            TargetPort::Number(number) => number.to_string(),
            TargetPort::Name(name) => name.to_string(),
        };
        let message =
            format!("there is no port `{wanted}` of {} for {} to send requests to", other.title(), fact.title());
        let (spot, label) = other.other_half(service.ports.first().map_or(&other.site, |port| &port.site));
        let finding = fact.finding(CODE, message, site).with(spot, label);
        verdicts.report(fact, finding.suggest(&wanted, known(service, port).iter().map(String::as_str)));
    }
}

fn has(service: &Service, port: &TargetPort) -> bool {
    service.ports.iter().any(|known| match port {
        TargetPort::Number(number) => known.number == *number,
        TargetPort::Name(name) => known.name.as_ref() == Some(name),
    })
}

/// What the port may have been meant to be: the only one, else those of its sort.
fn known(service: &Service, port: &TargetPort) -> Vec<String> {
    let name = |known: &crate::check::fact::ServicePort| known.name.as_ref().map(ToString::to_string);
    match port {
        TargetPort::Number(_) => service.ports.iter().map(|known| known.number.to_string()).collect(),
        TargetPort::Name(_) => service.ports.iter().filter_map(name).collect(),
    }
}
