use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The Service that names the pods of a StatefulSet has an address of its own.
    ///
    /// Only a headless Service, one with `clusterIP: None`, gives each pod a name in DNS, by which clients reach one member and
    /// members reach each other.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: database, namespace: shop}
    /// spec:
    ///   serviceName: database
    ///   selector: {matchLabels: {app: database}}
    ///   template:
    ///     metadata: {labels: {app: database}}
    ///     spec: {containers: [{name: database, image: "registry.example.com/database:16.4"}]}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: database, namespace: shop}
    /// spec: {selector: {app: database}, ports: [{port: 5432}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: database, namespace: shop}
    /// spec:
    ///   serviceName: database
    ///   selector: {matchLabels: {app: database}}
    ///   template:
    ///     metadata: {labels: {app: database}}
    ///     spec: {containers: [{name: database, image: "registry.example.com/database:16.4"}]}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: database, namespace: shop}
    /// spec: {clusterIP: None, selector: {app: database}, ports: [{port: 5432}]}
    /// ```
    "stateful-set-service-not-headless" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for fact in cluster.of_kind("apps", "StatefulSet") {
        let Some((name, site)) = fact.pods().and_then(|pods| pods.service_name.as_ref()) else { continue };
        let Some(other) = cluster.find("", "Service", fact.namespace.as_deref(), name) else { continue };
        if other.service().is_some_and(|service| !service.is_headless) {
            let message = format!("the Service `{name}` that names the pods of {} is not headless", fact.title());
            let (spot, label) = other.other_half(&other.site);
            let finding = fact.finding(CODE, message, site).with(spot, label);
            verdicts.report(fact, finding.help(format!("write `clusterIP: None` in {}", other.title())));
        }
    }
}
