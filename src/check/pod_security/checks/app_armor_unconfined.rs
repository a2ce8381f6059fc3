use crate::check::pod_security::{Forbidden, Holder, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// An AppArmor profile is switched off, or is one that the standard does not know.
    ///
    /// The profile is what keeps a container that was broken into from the node's files. Baseline allows `RuntimeDefault`, which holds
    /// where nothing is set, and `Localhost`; in every version, for the field and for the annotation that came before it.
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
    ///       securityContext: {appArmorProfile: {type: Unconfined}}
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
    ///       securityContext: {appArmorProfile: {type: RuntimeDefault}}
    /// ```
    "app-armor-unconfined" Error Judge::Pod(judge)
}

const ANNOTATION: &str = "container.apparmor.security.beta.kubernetes.io/";

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    for (holder, at) in pod.settings(&["appArmorProfile", "type"]) {
        let Some(profile) = at.text().filter(|profile| !["RuntimeDefault", "Localhost"].contains(&profile.as_str()))
        else {
            continue;
        };
        let message = format!("{} has the AppArmor profile `{profile}`", holder.title());
        let help = "write `RuntimeDefault` or `Localhost`";
        violations.add(Forbidden::by_both(Minors::ALL), message, help, pod.site(&at));
    }
    for (key, at) in pod.annotations() {
        let Some(container) = key.strip_prefix(ANNOTATION) else { continue };
        let Some(profile) = at.text().filter(|profile| !is_allowed(profile)) else { continue };
        let message = format!("{} has the AppArmor profile `{profile}`", Holder::Container(container).title());
        let help = "write `runtime/default` or `localhost/<profile>`";
        violations.add(Forbidden::by_both(Minors::ALL), message, help, pod.site(&at));
    }
}

/// Whether an annotation's profile is allowed; an empty one is none.
fn is_allowed(profile: &str) -> bool {
    profile.is_empty() || profile == "runtime/default" || profile.starts_with("localhost/")
}
