use crate::check::fact::pod_of;
use crate::check::object::{Cursor, Object, label_of};
use crate::check::rule::{Judge, rule};
use crate::diagnostics::Finding;
use crate::model::Amount;

rule! {
    /// A container of a StatefulSet requests less memory than it may use.
    ///
    /// When its node runs out of memory, it is killed though it kept within its limit; what holds state takes long to come back.
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
    ///     spec:
    ///       containers:
    ///         - name: database
    ///           image: "registry.example.com/database:17.2"
    ///           resources: {requests: {cpu: "1", memory: 1Gi}, limits: {memory: 2Gi}}
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
    ///     spec:
    ///       containers:
    ///         - name: database
    ///           image: "registry.example.com/database:17.2"
    ///           resources: {requests: {cpu: "1", memory: 1Gi}, limits: {memory: 1024Mi}}
    /// ```
    "stateful-memory-not-guaranteed" Info Judge::Object(judge)
}

fn judge(object: &Object<'_>, found: &mut Vec<Finding>) {
    if !object.is("apps", "StatefulSet") {
        return;
    }
    let Some(spec) = pod_of(object).and_then(|pod| pod.get("spec")) else { return };
    for container in spec.list("containers") {
        let memory = |field: &str| container.at(&["resources", field, "memory"]);
        let (Some(request), Some(limit)) = (memory("requests"), memory("limits")) else { continue };
        let (Some(asked), Some(allowed)) = (amount(&request), amount(&limit)) else { continue };
        if asked < allowed {
            let name = container.text_at("name").map_or("", |name| name);
            let message = format!("container `{name}` requests `{asked}` of memory and may use `{allowed}`");
            let (request, limit) = (object.site(&request), object.site(&limit));
            let label = label_of(&object.resource.kind, &object.resource.name, &limit.path);
            let finding = object.finding(CODE, message, request).with(limit.spot, label);
            found.push(finding.help("let request and limit be the same"));
        }
    }
}

fn amount(at: &Cursor<'_>) -> Option<Amount> {
    match at.text() {
        Some(text) => Amount::parse(text),
        None => Amount::parse(&at.int()?.to_string()),
    }
}
