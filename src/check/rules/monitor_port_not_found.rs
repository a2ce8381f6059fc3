use crate::check::cluster::Cluster;
use crate::check::fact::{Fact, Monitor, MonitorScope, Scraped};
use crate::check::rule::{Judge, rule};
use crate::check::scaling::is_injected;
use crate::check::verdicts::Verdicts;

rule! {
    /// A ServiceMonitor or a PodMonitor scrapes a port that nothing it selects has.
    ///
    /// Nothing is scraped, and alerts on what would have been stay silent. A ServiceMonitor names ports of Services, a
    /// PodMonitor ports of containers. Ports that a mesh adds to pods are left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: monitoring.coreos.com/v1
    /// kind: ServiceMonitor
    /// metadata: {name: api, namespace: shop}
    /// spec: {selector: {matchLabels: {app: api}}, endpoints: [{port: metrics}]}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {ports: [{name: http, port: 80, targetPort: metrics}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: monitoring.coreos.com/v1
    /// kind: ServiceMonitor
    /// metadata: {name: api, namespace: shop}
    /// spec: {selector: {matchLabels: {app: api}}, endpoints: [{port: http}, {targetPort: 9090}]}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {ports: [{name: http, port: 80, targetPort: metrics}]}
    /// ```
    "monitor-port-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, monitor) in cluster.monitors().filter(|(_, monitor)| !monitor.ports.is_empty()) {
        let Some(found) = Found::of(cluster, fact, monitor) else { continue };
        for (port, site) in monitor.ports.iter().filter(|(port, _)| !is_injected(port)) {
            if !found.ports.contains(&port.as_str()) {
                let message = format!("nothing that {} selects has a port `{port}`", fact.title());
                let (spot, label) = found.first.other_half(&found.first.site);
                let finding = fact.finding(CODE, message, site).with(spot, label);
                verdicts.report_of_all(fact, finding.suggest(port, found.ports.iter().copied()));
            }
        }
    }
}

/// What a monitor selects, with the names of its ports.
struct Found<'a> {
    first: &'a Fact,
    ports: Vec<&'a str>,
}

impl<'a> Found<'a> {
    /// Finds what a monitor selects; `None` for nothing.
    fn of(cluster: &Cluster<'a>, fact: &'a Fact, monitor: &'a Monitor) -> Option<Self> {
        let namespaces: Vec<Option<&str>> = match &monitor.scope {
            MonitorScope::Own => vec![fact.namespace.as_deref()],
            MonitorScope::Names(names) => names.iter().map(|name| Some(name.as_str())).collect(),
            MonitorScope::Any => cluster.inhabited().map(Some).collect(),
        };
        let mut found: Option<Self> = None;
        for namespace in namespaces {
            let mut take = |fact: &'a Fact, ports: &mut dyn Iterator<Item = &'a str>| {
                let found = found.get_or_insert_with(|| Self { first: fact, ports: Vec::new() });
                let new: Vec<&str> = ports.filter(|port| !found.ports.contains(port)).collect();
                found.ports.extend(new);
            };
            match monitor.scrapes {
                Scraped::Services => {
                    for (fact, service) in cluster.select_services(namespace, &monitor.selector) {
                        take(fact, &mut service.ports.iter().filter_map(|port| port.name.as_deref()));
                    }
                }
                Scraped::Pods => {
                    for (fact, pods) in cluster.select(namespace, &monitor.selector) {
                        take(fact, &mut pods.ports().filter_map(|port| port.name.as_deref()));
                    }
                }
            }
        }
        found
    }
}
