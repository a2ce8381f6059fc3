use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A container sees the whole of `/proc`.
    ///
    /// Runtimes hide the parts of it by which the kernel is read and changed. Baseline forbids to uncover them, from 1.35 on only where
    /// the pod has no user namespace of its own (`hostUsers: false`); restricted forbids it in every version.
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
    ///   hostUsers: false
    ///   containers:
    ///     - name: api
    ///       image: "registry.example.com/api:1.4.0"
    ///       securityContext: {procMount: Unmasked}
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
    ///       securityContext: {procMount: Default}
    /// ```
    "unmasked-proc-mount" Error Judge::Pod(judge)
}

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    for container in &pod.containers {
        let Some(at) = container.setting("procMount") else { continue };
        let Some(kind) = at.text().filter(|kind| *kind != "Default") else { continue };
        let message = format!("{} mounts `/proc` as `{kind}`", container.title());
        let forbidden = Forbidden { baseline: pod.unless_user_namespace(Minors::ALL), restricted: Minors::ALL };
        violations.add(forbidden, message, "remove `securityContext.procMount`", pod.site(&at));
    }
}
