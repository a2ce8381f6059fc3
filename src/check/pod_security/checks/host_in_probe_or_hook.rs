use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A probe or a hook of a container calls another host than its pod.
    ///
    /// The kubelet makes the call, from the node's network: it reaches what the pod itself may not. Baseline forbids it from 1.34 on.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: "registry.example.com/api:1.4.0"
    ///       readinessProbe: {httpGet: {host: 169.254.169.254, path: /ready, port: 8080}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: "registry.example.com/api:1.4.0"
    ///       readinessProbe: {httpGet: {path: /ready, port: 8080}}
    /// ```
    "host-in-probe-or-hook" Error Judge::Pod(judge)
}

/// Where probes and hooks stand in a container, with their names for a sentence.
const HANDLERS: [(&[&str], &str); 5] = [
    (&["livenessProbe"], "liveness probe"),
    (&["readinessProbe"], "readiness probe"),
    (&["startupProbe"], "startup probe"),
    (&["lifecycle", "postStart"], "hook `postStart`"),
    (&["lifecycle", "preStop"], "hook `preStop`"),
];

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    for container in &pod.containers {
        for (path, title) in HANDLERS {
            let Some(handler) = container.at.node().at(path) else { continue };
            for call in ["httpGet", "tcpSocket"] {
                if handler.at(&[call, "host"]).is_none() {
                    continue;
                }
                let Some(handler) = container.at.at(path) else { continue };
                let Some(at) = handler.at(&[call, "host"]) else { continue };
                let Some(host) = at.text().filter(|host| !host.is_empty()) else { continue };
                let message = format!("the {title} of {} calls the host `{host}`", container.title());
                let forbidden = Forbidden::by_both(Minors::since(34));
                violations.add(forbidden, message, format!("remove `{call}.host`"), pod.site(&at));
            }
        }
    }
}
