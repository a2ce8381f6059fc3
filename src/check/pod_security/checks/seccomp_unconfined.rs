use crate::check::pod_security::{Forbidden, Holder, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// The seccomp profile is switched off, or is one that the standard does not know.
    ///
    /// The profile keeps containers from the system calls by which kernels are broken into. Baseline allows `RuntimeDefault` and
    /// `Localhost`; in versions before 1.19 it looks at the annotations that came before the field. Restricted leaves pods that run on
    /// Windows alone from 1.25 on.
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
    ///   securityContext: {seccompProfile: {type: Unconfined}}
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
    ///   securityContext: {seccompProfile: {type: RuntimeDefault}}
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    /// ```
    "seccomp-unconfined" Error Judge::Pod(judge)
}

const OF_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const OF_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    for (holder, at) in pod.settings(&["seccompProfile", "type"]) {
        let Some(profile) = at.text().filter(|profile| !["RuntimeDefault", "Localhost"].contains(&profile.as_str()))
        else {
            continue;
        };
        let minors = Minors::since(19);
        // Restricted's own check takes the place of baseline's, so that what it exempts is not forbidden by baseline's either.
        let forbidden = Forbidden { baseline: minors, restricted: pod.unless_windows(minors) };
        let message = format!("{} has the seccomp profile `{profile}`", holder.title());
        violations.add(forbidden, message, "write `RuntimeDefault` or `Localhost`", pod.site(&at));
    }
    for (key, at) in pod.annotations() {
        let Some(holder) = holder_of(pod, key) else { continue };
        let Some(profile) = at.text().filter(|profile| !is_allowed(profile)) else { continue };
        let message = format!("{} has the seccomp profile `{profile}`", holder.title());
        let help = "write `runtime/default` or `localhost/<profile>`";
        violations.add(Forbidden::by_both(Minors::ALL.before(19)), message, help, pod.site(&at));
    }
}

/// Whose profile an annotation sets; nobody's where it names no container of the pod.
fn holder_of<'a>(pod: &Pod<'a>, key: &'a str) -> Option<Holder<'a>> {
    if key == OF_POD {
        return Some(Holder::Pod);
    }
    let name = key.strip_prefix(OF_CONTAINER)?;
    pod.containers.iter().any(|container| container.name == name).then_some(Holder::Container(name))
}

fn is_allowed(profile: &str) -> bool {
    ["runtime/default", "docker/default"].contains(&profile) || profile.starts_with("localhost/")
}
