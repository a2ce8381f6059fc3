use crate::check::pod_security::{Forbidden, Lack, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A container has no seccomp profile.
    ///
    /// Without one it may make every system call, those included by which kernels are broken into. Restricted asks for one from 1.19 on,
    /// in the pod or in each container; it leaves pods that run on Windows alone from 1.25 on.
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
    ///   securityContext: {seccompProfile: {type: RuntimeDefault}}
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    /// ```
    "missing-seccomp-profile" Error Judge::Pod(judge)
}

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    let forbidden = Forbidden::by_restricted(pod.unless_windows(Minors::since(19)));
    for Lack { who, of, site } in pod.lacking("seccompProfile") {
        let help = format!("set `securityContext.seccompProfile.type: RuntimeDefault` of {of}");
        violations.add(forbidden, format!("nothing gives {who} a seccomp profile"), help, site);
    }
}
