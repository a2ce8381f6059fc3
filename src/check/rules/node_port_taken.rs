use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::check::cluster::Cluster;
use crate::check::fact::Fact;
use crate::check::object::Site;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// Two Services ask for one port of the nodes.
    ///
    /// The API server gives it to the one that comes first and refuses the other.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {type: NodePort, ports: [{name: http, port: 80, nodePort: 30080}]}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: front, namespace: web}
    /// spec: {type: NodePort, ports: [{name: http, port: 80, nodePort: 30080}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {type: NodePort, ports: [{name: http, port: 80, nodePort: 30080}]}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: front, namespace: web}
    /// spec: {type: NodePort, ports: [{name: http, port: 80, nodePort: 30081}, {name: dns, port: 53, protocol: UDP, nodePort: 30080}]}
    /// ```
    "node-port-taken" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let mut taken: FxHashMap<(i64, &EcoString), (&Fact, &Site)> = FxHashMap::default();
    for (fact, service) in cluster.services() {
        for port in &service.ports {
            let Some((number, site)) = &port.node_port else { continue };
            let Some((first, other)) = taken.get(&(*number, &port.protocol)) else {
                taken.insert((*number, &port.protocol), (fact, site));
                continue;
            };
            // What one Service says twice is a fault of its own, as is a Service that is rendered twice.
            if first.name == fact.name && first.namespace == fact.namespace {
                continue;
            }
            let message = format!("port {number} of the nodes leads to {} already", first.title());
            let (spot, label) = first.other_half(other);
            let finding = fact.finding(CODE, message, site).with(spot, label);
            verdicts.report(fact, finding.help("write another one, or none: Kubernetes chooses one that is free"));
        }
    }
}
