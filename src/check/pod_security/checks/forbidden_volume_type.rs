use crate::check::object::Cursor;
use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A volume has a type that the restricted standard does not allow.
    ///
    /// It allows what is made for the pod or claimed by it: `configMap`, `csi`, `downwardAPI`, `emptyDir`, `ephemeral`, `image`,
    /// `persistentVolumeClaim`, `projected` and `secret`, in every version. Other storage belongs behind a PersistentVolume, where the
    /// cluster's administrator says what it is.
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
    ///   volumes: [{name: files, nfs: {server: files.example.com, path: /shop}}]
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
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    ///   volumes: [{name: files, persistentVolumeClaim: {claimName: files}}]
    /// ```
    "forbidden-volume-type" Error Judge::Pod(judge)
}

const ALLOWED: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

/// All others but `hostPath`, which has a check of its own; a volume of no type is an `emptyDir`.
const FORBIDDEN: [&str; 20] = [
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "gitRepo",
    "glusterfs",
    "iscsi",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
];

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    if !pod.has_volume_with(|field| FORBIDDEN.contains(&field)) {
        return;
    }
    for volume in pod.spec.list("volumes") {
        if is_of_allowed_type(&volume) {
            continue;
        }
        let Some((kind, at)) = volume.entries().find(|(kind, _)| FORBIDDEN.contains(&kind.as_str())) else { continue };
        let name = volume.text_at("name").map_or("", |name| name.as_str());
        let message = format!("volume `{name}` is of the type `{kind}`");
        let help = "claim it with a `persistentVolumeClaim`";
        violations.add(Forbidden::by_restricted(Minors::ALL), message, help, pod.site(&at));
    }
}

/// Whether a volume has a type that restricted allows.
pub(super) fn is_of_allowed_type(volume: &Cursor<'_>) -> bool {
    volume.entries().any(|(kind, _)| ALLOWED.contains(&kind.as_str()))
}
