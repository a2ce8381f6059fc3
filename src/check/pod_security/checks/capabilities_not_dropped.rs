use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

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
        let capabilities = container.setting("capabilities");
        let dropped = capabilities.as_ref().and_then(|capabilities| capabilities.get("drop"));
        let drops = |all: fn(&str) -> bool| {
            dropped.iter().flat_map(|dropped| dropped.items()).any(|name| name.text().is_some_and(|name| all(name)))
        };
        if drops(|name| name == "ALL") {
            continue;
        }
        let site = match (&capabilities, &dropped) {
            (_, Some(dropped)) => pod.site(dropped),
            (Some(capabilities), None) => pod.object.key_site(capabilities, "drop"),
            (None, None) => container.missing(pod, "capabilities"),
        };
        let help = match drops(|name| name.eq_ignore_ascii_case("all")) {
            true => "write `ALL` in capital letters",
            false => "set `securityContext.capabilities.drop: [ALL]`",
        };
        violations.add(forbidden, format!("{} does not drop all capabilities", container.title()), help, site);
    }
}
