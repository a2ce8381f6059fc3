use super::forbidden_volume_type::is_of_allowed_type;
use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A volume is a folder of the node.
    ///
    /// Whoever may write there changes the node, and whoever reads there sees other pods' files and the kubelet's credentials. Baseline
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
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    ///   volumes: [{name: logs, hostPath: {path: /var/log}}]
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
    ///   volumes: [{name: logs, emptyDir: {}}]
    /// ```
    "host-path-volume" Error Judge::Pod(judge)
}

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    if !pod.has_volume_with(|field| field == "hostPath") {
        return;
    }
    for volume in pod.spec.list("volumes") {
        let Some(at) = volume.get("hostPath") else { continue };
        // Restricted's own check of volumes takes the place of this one, and looks for a type that it allows first.
        let restricted = if is_of_allowed_type(&volume) { Minors::NONE } else { Minors::ALL };
        let name = volume.text_at("name").map_or("", |name| name.as_str());
        let message = format!("volume `{name}` is a folder of the node");
        let help = "keep the files in a volume of another type, such as `emptyDir` or `persistentVolumeClaim`";
        violations.add(Forbidden { baseline: Minors::ALL, restricted }, message, help, pod.site(&at));
    }
}
