use crate::check::rule::{Judge, rule};

rule! {
    /// The cluster's Kubernetes does not serve this API version and kind.
    ///
    /// The object cannot be applied: the version was removed, is not there yet, or never was.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: policy/v1beta1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {minAvailable: 1, selector: {matchLabels: {app: api}}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: policy/v1
    /// kind: PodDisruptionBudget
    /// metadata: {name: api, namespace: shop}
    /// spec: {minAvailable: 1, selector: {matchLabels: {app: api}}}
    /// ```
    "unserved-api" Error Judge::Schema
}
