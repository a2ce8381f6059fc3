use crate::check::absence::report_missing;
use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// A ConfigMap that an object needs is not there.
    ///
    /// A container that reads it is never started. A reference with `optional: true` is left alone, and so is what an operator makes,
    /// such as the ConfigMap of a trust-manager Bundle.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", envFrom: [{configMapRef: {name: setings}}]}]}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop}
    /// data: {colour: red}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", envFrom: [{configMapRef: {name: settings}}]}]}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop}
    /// data: {colour: red}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", envFrom: [{configMapRef: {name: settings, optional: true}}]}]}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    ///   volumes: [{name: trust, projected: {sources: [{configMap: {name: corporate}}, {configMap: {name: kube-root-ca.crt}}]}}]
    /// ---
    /// apiVersion: trust.cert-manager.io/v1alpha1
    /// kind: Bundle
    /// metadata: {name: corporate}
    /// spec: {sources: [{useDefaultCAs: true}], target: {configMap: {key: ca.pem}}}
    /// ```
    "config-map-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    report_missing(cluster, verdicts, CODE, ("", "ConfigMap"), |_, _| false);
}
