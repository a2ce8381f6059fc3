use crate::check::absence::report_missing;
use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The StorageClass that a claim names is neither rendered nor said to stand in the cluster.
    ///
    /// No volume is made, and the pod stays pending. A claim that names no class gets the cluster's default one; one that names a volume,
    /// or the class of a PersistentVolume beside it, needs no StorageClass.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata: {name: files, namespace: shop}
    /// spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}, storageClassName: fast}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata: {name: files, namespace: shop}
    /// spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}, storageClassName: fast}
    /// ---
    /// apiVersion: storage.k8s.io/v1
    /// kind: StorageClass
    /// metadata: {name: fast}
    /// provisioner: ebs.csi.aws.com
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata: {name: files, namespace: shop}
    /// spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata: {name: files, namespace: shop}
    /// spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}, storageClassName: manual}
    /// ---
    /// apiVersion: v1
    /// kind: PersistentVolume
    /// metadata: {name: files}
    /// spec:
    ///   storageClassName: manual
    ///   capacity: {storage: 10Gi}
    ///   accessModes: [ReadWriteOnce]
    ///   nfs: {server: files.example.com, path: /shop}
    /// ```
    "storage-class-not-found" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    report_missing(cluster, verdicts, CODE, ("storage.k8s.io", "StorageClass"), |_, _| false);
}
