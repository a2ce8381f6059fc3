use crate::check::absence::report_missing;
use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// The PersistentVolumeClaim of a volume is not there.
    ///
    /// The pod stays pending for ever. Claims that a StatefulSet makes from its templates count as there.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}], volumes: [{name: files, persistentVolumeClaim: {claimName: files}}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}], volumes: [{name: files, persistentVolumeClaim: {claimName: files}}]}
    /// ---
    /// apiVersion: v1
    /// kind: PersistentVolumeClaim
    /// metadata: {name: files, namespace: shop}
    /// spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0"}], volumes: [{name: files, persistentVolumeClaim: {claimName: data-database-0}}]}
    /// ---
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata: {name: database, namespace: shop}
    /// spec:
    ///   serviceName: database
    ///   selector: {matchLabels: {app: database}}
    ///   template:
    ///     metadata: {labels: {app: database}}
    ///     spec: {containers: [{name: database, image: "registry.example.com/database:17.2"}]}
    ///   volumeClaimTemplates:
    ///     - metadata: {name: data}
    ///       spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}
    /// ```
    "claim-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    report_missing(cluster, verdicts, CODE, ("", "PersistentVolumeClaim"), |_, _| false);
}
