use smallvec::SmallVec;

use crate::check::fact::pod_of;
use crate::check::object::Object;
use crate::check::rule::{Judge, rule};
use crate::diagnostics::Finding;

rule! {
    /// A container may write to a path of its node.
    ///
    /// Whoever takes over the container can take over the node, and what it leaves there outlives it. A mount with `readOnly: true` is left
    /// alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: agent, namespace: shop}
    /// spec:
    ///   containers:
    ///     - name: agent
    ///       image: "registry.example.com/agent:1.4.0"
    ///       volumeMounts: [{name: logs, mountPath: /host/logs}]
    ///   volumes: [{name: logs, hostPath: {path: /var/log}}]
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: agent, namespace: shop}
    /// spec:
    ///   containers:
    ///     - name: agent
    ///       image: "registry.example.com/agent:1.4.0"
    ///       volumeMounts: [{name: logs, mountPath: /host/logs, readOnly: true}]
    ///   volumes: [{name: logs, hostPath: {path: /var/log}}]
    /// ```
    "writable-host-path" Warning Judge::Object(judge)
}

fn judge(object: &Object<'_>, found: &mut Vec<Finding>) {
    let Some(spec) = pod_of(object).and_then(|pod| pod.get("spec")) else { return };
    let of_host = spec.list("volumes").filter(|volume| volume.get("hostPath").is_some());
    let of_host: SmallVec<[&str; 8]> = of_host.filter_map(|volume| Some(volume.text_at("name")?.as_str())).collect();
    if of_host.is_empty() {
        return;
    }
    for list in ["initContainers", "containers"] {
        for mount in spec.list(list).flat_map(|container| container.list("volumeMounts")) {
            let Some(volume) = mount.text_at("name").filter(|name| of_host.contains(&name.as_str())) else { continue };
            if mount.get("readOnly").and_then(|only| only.bool()) != Some(true) {
                let message = format!("volume `{volume}` is a path of the node and may be written to");
                let finding = object.finding(CODE, message, object.site(&mount));
                found.push(finding.help("write `readOnly: true`"));
            }
        }
    }
}
