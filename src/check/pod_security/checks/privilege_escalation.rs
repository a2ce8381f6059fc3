use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};
use crate::node::Payload;

rule! {
    /// A container may gain more privileges than the process that started it.
    ///
    /// A `setuid` program in the image is then a way to root. Restricted asks every container to rule that out, from 1.8 on; it leaves
    /// pods that run on Windows alone from 1.25 on.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: "registry.example.com/api:1.4.0"
    ///       securityContext: {allowPrivilegeEscalation: false}
    /// ```
    "privilege-escalation" Error Judge::Pod(judge)
}

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    let forbidden = Forbidden::by_restricted(pod.unless_windows(Minors::since(8)));
    for container in &pod.containers {
        if container.value("allowPrivilegeEscalation").is_some_and(|value| value.payload == Payload::Bool(false)) {
            continue;
        }
        let site = match container.setting("allowPrivilegeEscalation") {
            Some(at) if at.bool() == Some(true) => pod.site(&at),
            // What is no boolean is said by the schema.
            Some(_) => continue,
            None => container.missing(pod, "allowPrivilegeEscalation"),
        };
        let help = "set `securityContext.allowPrivilegeEscalation: false`";
        violations.add(forbidden, format!("{} may gain privileges", container.title()), help, site);
    }
}
