use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A container adds a capability that its namespace does not let it have.
    ///
    /// Capabilities are pieces of root: `SYS_ADMIN` is nearly all of it, `NET_RAW` lets a container forge traffic. Baseline lets a
    /// container add those that it has by default, and restricted, from 1.22 on, `NET_BIND_SERVICE` alone; restricted leaves pods that
    /// run on Windows alone from 1.25 on.
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
    ///       securityContext: {capabilities: {add: [NET_ADMIN]}}
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
    ///       securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}
    /// ```
    "added-capability" Error Judge::Pod(judge)
}

/// What runtimes give a container by default.
const DEFAULT: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    for container in &pod.containers {
        if container.value("capabilities").is_none_or(|capabilities| capabilities.get("add").is_none()) {
            continue;
        }
        let Some(capabilities) = container.setting("capabilities") else { continue };
        for at in capabilities.list("add") {
            let Some(name) = at.text().filter(|name| *name != "NET_BIND_SERVICE") else { continue };
            let message = format!("{} adds the capability `{name}`", container.title());
            let help = format!("remove `{name}` from `securityContext.capabilities.add`");
            violations.add(forbidden(pod, name), message, help, pod.site(&at));
        }
    }
}

/// Restricted's own check takes the place of baseline's, so that what it exempts is not forbidden by baseline's either.
fn forbidden(pod: &Pod<'_>, name: &str) -> Forbidden {
    match DEFAULT.contains(&name) {
        true => Forbidden::by_restricted(pod.unless_windows(Minors::since(22))),
        false => Forbidden { baseline: Minors::ALL, restricted: pod.unless_windows(Minors::ALL) },
    }
}
