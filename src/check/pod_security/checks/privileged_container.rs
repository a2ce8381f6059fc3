use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};
use crate::node::Payload;

rule! {
    /// A container is privileged.
    ///
    /// It is root on the node: devices, kernel modules and every other container's files are its own. Baseline forbids it in every
    /// version.
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
    ///       securityContext: {privileged: true}
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
    ///       securityContext: {privileged: false}
    /// ```
    "privileged-container" Error Judge::Pod(judge)
}

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    for container in &pod.containers {
        if container.value("privileged").is_none_or(|value| value.payload != Payload::Bool(true)) {
            continue;
        }
        let Some(at) = container.setting("privileged") else { continue };
        let message = format!("{} is privileged", container.title());
        violations.add(Forbidden::by_both(Minors::ALL), message, "remove `securityContext.privileged`", pod.site(&at));
    }
}
