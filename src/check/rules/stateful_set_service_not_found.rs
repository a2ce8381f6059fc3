use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The Service that names the pods of a StatefulSet is not there.
    ///
    /// The pods get no names in DNS, so that members of a cluster do not find each other. `serviceName` can never be changed
    /// later.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: database, namespace: shop}
    /// spec:
    ///   serviceName: databases
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
    "stateful-set-service-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for fact in cluster.of_kind("apps", "StatefulSet") {
        let Some((name, site)) = fact.pods().and_then(|pods| pods.service_name.as_ref()) else { continue };
        let namespace = fact.namespace.as_deref();
        if name.is_empty()
            || cluster.find("", "Service", namespace, name).is_some()
            || cluster.external.has("", "Service", namespace, name)
            || cluster.may_be_made(namespace, name)
        {
            continue;
        }
        let message = format!("the pods of {} are named by Service `{name}`, which is not there", fact.title());
        let finding = fact.finding(CODE, message, site);
        verdicts.report_absent(fact, finding.suggest(name, cluster.names("", "Service", namespace)));
    }
}
