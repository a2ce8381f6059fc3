use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A pod or a container runs as a process of its Windows node.
    ///
    /// It has the node's files, network and accounts. Baseline forbids it in every version.
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
    ///   os: {name: windows}
    ///   hostNetwork: true
    ///   securityContext: {windowsOptions: {hostProcess: true, runAsUserName: 'NT AUTHORITY\SYSTEM'}}
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
    ///   os: {name: windows}
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    /// ```
    "windows-host-process" Error Judge::Pod(judge)
}

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    for (holder, at) in pod.settings(&["windowsOptions", "hostProcess"]) {
        if at.bool() == Some(true) {
            let message = format!("{} runs as a process of its Windows node", holder.title());
            let help = "remove `securityContext.windowsOptions.hostProcess`";
            violations.add(Forbidden::by_both(Minors::ALL), message, help, pod.site(&at));
        }
    }
}
