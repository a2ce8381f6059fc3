use crate::check::cluster::Cluster;
use crate::check::external::is_named;
use crate::check::fact::{Fact, Monitor, MonitorScope, Scraped};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// A ServiceMonitor or a PodMonitor selects nothing.
    ///
    /// Nothing is scraped, and alerts on what would have been stay silent. A ServiceMonitor selects Services by their own
    /// labels, a PodMonitor selects pods; both look in their own namespace unless `namespaceSelector` says otherwise.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: monitoring.coreos.com/v1
    /// kind: ServiceMonitor
    /// metadata: {name: api, namespace: shop}
    /// spec: {selector: {matchLabels: {app: api}}, endpoints: [{port: http}]}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop}
    /// spec: {ports: [{name: http, port: 80}]}
    /// ```
    /// ```yaml
    /// apiVersion: monitoring.coreos.com/v1
    /// kind: PodMonitor
    /// metadata: {name: api, namespace: monitoring}
    /// spec: {selector: {matchLabels: {app: api}}, podMetricsEndpoints: [{port: http}]}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", ports: [{name: http, containerPort: 8080}]}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: monitoring.coreos.com/v1
    /// kind: ServiceMonitor
    /// metadata: {name: api, namespace: monitoring}
    /// spec: {namespaceSelector: {matchNames: [shop]}, selector: {matchLabels: {app: api}}, endpoints: [{port: http}]}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: api, namespace: shop, labels: {app: api}}
    /// spec: {ports: [{name: http, port: 80}]}
    /// ---
    /// apiVersion: monitoring.coreos.com/v1
    /// kind: ServiceMonitor
    /// metadata: {name: dns, namespace: monitoring}
    /// spec: {namespaceSelector: {matchNames: [kube-system]}, selector: {matchLabels: {k8s-app: kube-dns}}, endpoints: [{port: metrics}]}
    /// ```
    "monitor-selects-nothing" Error Judge::Cluster(judge)
}

/// Labels of what runs in every cluster.
const OF_THE_CLUSTER: [&str; 3] = ["component", "k8s-app", "provider"];

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, monitor) in cluster.monitors() {
        let selector = &monitor.selector;
        let is_of_the_cluster = selector.0.iter().any(|requirement| OF_THE_CLUSTER.contains(&requirement.key.as_str()));
        if selector.is_empty() || is_of_the_cluster || finds_any(cluster, fact, monitor) {
            continue;
        }
        let what = match monitor.scrapes {
            Scraped::Services => "no Service has",
            Scraped::Pods => "no pods have",
        };
        let message = format!("{what} the labels that {} selects", fact.title());
        let finding = fact.finding(CODE, message, &monitor.selector_site);
        verdicts.report_absent(fact, with_nearest(finding, cluster, fact, monitor));
    }
}

/// Points at what was likely meant in the first namespace that the monitor looks in.
fn with_nearest(finding: Finding, cluster: &Cluster<'_>, fact: &Fact, monitor: &Monitor) -> Finding {
    let namespace = match &monitor.scope {
        MonitorScope::Own => fact.namespace.as_deref(),
        MonitorScope::Names(names) => names.first().map(|name| name.as_str()),
        MonitorScope::Any => return finding,
    };
    match monitor.scrapes {
        Scraped::Pods => cluster.with_nearest(finding, namespace, &monitor.selector),
        Scraped::Services => match cluster.find("", "Service", namespace, &fact.name) {
            Some(service) => {
                let (spot, label) = service.other_half(&service.site);
                finding.with(spot, label).help(format!("give {} the labels in its own `metadata`", service.title()))
            }
            None => finding,
        },
    }
}

fn finds_any(cluster: &Cluster<'_>, fact: &Fact, monitor: &Monitor) -> bool {
    let finds = |namespace: Option<&str>| match monitor.scrapes {
        Scraped::Services => {
            !cluster.select_services(namespace, &monitor.selector).is_empty()
                || cluster.may_be_labelled(namespace, &monitor.selector)
                || cluster.has_unrendered_pods(namespace)
                || has_external_service(cluster, namespace)
        }
        Scraped::Pods => cluster.selects_any(namespace, &monitor.selector),
    };
    match &monitor.scope {
        MonitorScope::Own => finds(fact.namespace.as_deref()),
        MonitorScope::Names(names) => names.iter().any(|name| finds(Some(name))),
        // What is in a namespace that is not rendered is not known.
        MonitorScope::Any if has_external_namespace(cluster) => true,
        MonitorScope::Any => cluster.inhabited().any(|namespace| finds(Some(namespace))),
    }
}

fn has_external_service(cluster: &Cluster<'_>, namespace: Option<&str>) -> bool {
    let is_in = |pattern: &str| namespace.is_some_and(|namespace| is_named(pattern, namespace));
    let mut services = cluster.external.objects.iter().filter(|object| object.kind == "Service");
    services.any(|object| object.namespace.as_deref().is_some_and(is_in))
}

fn has_external_namespace(cluster: &Cluster<'_>) -> bool {
    cluster.external.objects.iter().any(|object| object.kind == "Namespace")
}
