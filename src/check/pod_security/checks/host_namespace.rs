use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A pod shares the node's network, processes or IPC.
    ///
    /// It can reach what listens on the node's loopback, see and signal every process of the node, or read its shared memory. Baseline
    /// forbids it in every version.
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
    ///   hostNetwork: true
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
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
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    /// ```
    "host-namespace" Error Judge::Pod(judge)
}

const NAMESPACES: [(&str, &str); 3] = [("hostNetwork", "network"), ("hostPID", "processes"), ("hostIPC", "IPC")];

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    for (field, shared) in NAMESPACES {
        let Some(at) = pod.spec.get(field).filter(|at| at.bool() == Some(true)) else { continue };
        let message = format!("the pod shares the node's {shared}");
        violations.add(Forbidden::by_both(Minors::ALL), message, format!("remove `{field}`"), pod.site(&at));
    }
}
