use crate::check::object::Site;
use crate::check::pod_security::{Container, Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};
use crate::node::Node;

rule! {
    /// A container keeps the capabilities that it does not drop.
    ///
    /// Runtimes give every container a dozen pieces of root, which hardly any program needs. Restricted asks every container to drop them
    /// all, from 1.22 on; it leaves pods that run on Windows alone from 1.25 on.
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
    ///   containers:
    ///     - name: api
    ///       image: "registry.example.com/api:1.4.0"
    ///       securityContext: {capabilities: {drop: [NET_RAW]}}
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
    ///   containers:
    ///     - name: api
    ///       image: "registry.example.com/api:1.4.0"
    ///       securityContext: {capabilities: {drop: [ALL]}}
    /// ```
    "capabilities-not-dropped" Error Judge::Pod(judge)
}

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    let forbidden = Forbidden::by_restricted(pod.unless_windows(Minors::since(22)));
    for container in &pod.containers {
        if drops(container, |name| name == "ALL") {
            continue;
        }
        let help = match drops(container, |name| name.eq_ignore_ascii_case("all")) {
            true => "write `ALL` in capital letters",
            false => "set `securityContext.capabilities.drop: [ALL]`",
        };
        let message = format!("{} does not drop all capabilities", container.title());
        violations.add(forbidden, message, help, site(pod, container));
    }
}

/// Whether a container drops a capability whose name fits.
fn drops(container: &Container<'_>, fits: impl Fn(&str) -> bool) -> bool {
    let dropped = container.value("capabilities").and_then(|capabilities| capabilities.get("drop"));
    dropped.map_or(&[][..], Node::items).iter().any(|name| name.as_str().is_some_and(&fits))
}

/// The list of what is dropped, or where it would be written.
fn site(pod: &Pod<'_>, container: &Container<'_>) -> Site {
    let Some(capabilities) = container.setting("capabilities") else { return container.missing(pod, "capabilities") };
    match capabilities.get("drop") {
        Some(dropped) => pod.site(&dropped),
        None => pod.object.key_site(&capabilities, "drop"),
    }
}
