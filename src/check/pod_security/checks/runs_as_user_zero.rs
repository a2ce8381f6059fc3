use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A pod or a container runs as the user 0, which is root.
    ///
    /// Whoever breaks out of it is root on the node. Restricted forbids it from 1.23 on; from 1.35 on not to a pod with a user namespace
    /// of its own (`hostUsers: false`).
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
    ///   securityContext: {runAsUser: 0}
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
    ///   securityContext: {runAsUser: 10001}
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    /// ```
    "runs-as-user-zero" Error Judge::Pod(judge)
}

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    let forbidden = Forbidden::by_restricted(pod.unless_user_namespace(Minors::since(23)));
    for (holder, at) in pod.settings(&["runAsUser"]) {
        if at.int() == Some(0) {
            let message = format!("{} runs as the user 0, which is root", holder.title());
            violations.add(forbidden, message, "set another `securityContext.runAsUser`, or none", pod.site(&at));
        }
    }
}
