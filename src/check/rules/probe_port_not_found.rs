use crate::check::fact::pod_of;
use crate::check::object::{Cursor, Object};
use crate::check::rule::{Judge, rule};
use crate::diagnostics::Finding;

rule! {
    /// A probe or hook names a port that its container does not declare.
    ///
    /// The API server takes it, and the kubelet cannot resolve it: the probe fails each time, so that the container is restarted
    /// for ever or its pod never gets traffic. Ports by number are left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   containers:
    ///   - name: api
    ///     image: registry.example.com/api:1.4.0
    ///     ports: [{name: http, containerPort: 8080}]
    ///     readinessProbe: {httpGet: {path: /ready, port: htpp}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   containers:
    ///   - name: api
    ///     image: registry.example.com/api:1.4.0
    ///     ports: [{name: http, containerPort: 8080}]
    ///     readinessProbe: {httpGet: {path: /ready, port: http}}
    /// ```
    "probe-port-not-found" Error Judge::Object(judge)
}

/// Where a container names ports that the kubelet connects to.
const CALLS: [&[&str]; 5] = [
    &["startupProbe"],
    &["livenessProbe"],
    &["readinessProbe"],
    &["lifecycle", "postStart"],
    &["lifecycle", "preStop"],
];

fn judge(object: &Object<'_>, found: &mut Vec<Finding>) {
    let Some(spec) = pod_of(object).and_then(|pod| pod.get("spec")) else { return };
    for container in ["initContainers", "containers"].iter().flat_map(|list| spec.list(list)) {
        for path in CALLS {
            let Some(call) = container.at(path) else { continue };
            let ports = ["httpGet", "tcpSocket"].into_iter().filter_map(|way| call.at(&[way, "port"]));
            found.extend(ports.filter_map(|port| fault(object, &container, &port)));
        }
    }
}

fn fault(object: &Object<'_>, container: &Cursor<'_>, port: &Cursor<'_>) -> Option<Finding> {
    let wanted = port.text()?;
    // A number in quotes is a number for the kubelet.
    if wanted.parse::<u16>().is_ok() || names(container).any(|name| name == wanted) {
        return None;
    }
    let name = container.text_at("name").map_or("", |name| name.as_str());
    let message = format!("container `{name}` declares no port `{wanted}`");
    let finding = object.finding(CODE, message, object.site(port));
    let known: Vec<_> = names(container).collect();
    Some(finding.suggest(wanted, known.iter().map(|name| name.as_str())))
}

fn names<'a>(container: &Cursor<'a>) -> impl Iterator<Item = &'a ecow::EcoString> + use<'a> {
    container.list("ports").filter_map(|port| port.text_at("name"))
}
