use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A pod or a container gives itself a user, a role or an uncommon type of SELinux.
    ///
    /// With them it steps out of the confinement that containers have. Baseline allows the types `container_t`, `container_init_t` and
    /// `container_kvm_t`, from 1.31 on `container_engine_t`, and no user or role.
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
    ///   securityContext: {seLinuxOptions: {type: spc_t}}
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
    ///   securityContext: {seLinuxOptions: {type: container_t}}
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    /// ```
    "custom-selinux-options" Error Judge::Pod(judge)
}

/// The types with the version that first allows them.
const TYPES: [(&str, u32); 5] =
    [("", 0), ("container_t", 0), ("container_init_t", 0), ("container_kvm_t", 0), ("container_engine_t", 31)];

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    for (holder, options) in pod.settings(&["seLinuxOptions"]) {
        for field in ["type", "user", "role"] {
            let Some(at) = options.get(field) else { continue };
            let Some(value) = at.text() else { continue };
            let forbidden = forbidden(field, value);
            if forbidden != Minors::NONE {
                let message = format!("{} sets the SELinux {field} `{value}`", holder.title());
                let help = format!("remove `seLinuxOptions.{field}`");
                violations.add(Forbidden::by_both(forbidden), message, help, pod.site(&at));
            }
        }
    }
}

fn forbidden(field: &str, value: &str) -> Minors {
    let allowed = match field {
        "type" => TYPES.iter().find(|(known, _)| *known == value).map(|(_, since)| *since),
        _ => value.is_empty().then_some(0),
    };
    allowed.map_or(Minors::ALL, |since| Minors::ALL.before(since))
}
