use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};
use crate::node::Node;

rule! {
    /// A container takes a port of its node.
    ///
    /// The port is open to everything that reaches the node, past every Service and NetworkPolicy, and a second pod does not fit on the
    /// node. Baseline forbids it in every version.
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
    ///       ports: [{containerPort: 8080, hostPort: 80}]
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
    ///       ports: [{containerPort: 8080}]
    /// ```
    "host-port" Error Judge::Pod(judge)
}

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    for container in &pod.containers {
        let ports = container.at.node().get("ports").map_or(&[][..], Node::items);
        if ports.iter().all(|port| port.get("hostPort").is_none()) {
            continue;
        }
        for at in container.at.list("ports").filter_map(|port| port.get("hostPort")) {
            let Some(number) = at.int().filter(|number| *number != 0) else { continue };
            let message = format!("{} takes port {number} of its node", container.title());
            let help = "remove `hostPort`, and let a Service lead to the container's port";
            violations.add(Forbidden::by_both(Minors::ALL), message, help, pod.site(&at));
        }
    }
}
