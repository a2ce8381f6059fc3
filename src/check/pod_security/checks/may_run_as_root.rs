use crate::check::pod_security::{Forbidden, Lack, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A container may run as root.
    ///
    /// With `runAsNonRoot: true` the kubelet refuses to start an image whose user is root, so that nobody brings one in by mistake.
    /// Restricted asks for it in every version, in the pod or in each container; from 1.35 on not of a pod with a user namespace of its
    /// own (`hostUsers: false`).
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
    ///   securityContext: {runAsNonRoot: true}
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    /// ```
    "may-run-as-root" Error Judge::Pod(judge)
}

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    let forbidden = Forbidden::by_restricted(pod.unless_user_namespace(Minors::ALL));
    let help = "set `securityContext.runAsNonRoot: true`";
    for (holder, at) in pod.settings(&["runAsNonRoot"]) {
        if at.bool() == Some(false) {
            violations.add(forbidden, format!("{} may run as root", holder.title()), help, pod.site(&at));
        }
    }
    for Lack { who, of, site } in pod.lacking("runAsNonRoot") {
        violations.add(forbidden, format!("{who} may run as root"), format!("{help} of {of}"), site);
    }
}
