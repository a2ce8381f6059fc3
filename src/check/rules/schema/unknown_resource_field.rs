use crate::check::rule::{Judge, rule};

rule! {
    /// An object has a field that its kind does not have.
    ///
    /// The API server drops such a field, or refuses the object: either way what was meant does not happen.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec:
    ///       containers:
    ///       - name: api
    ///         image: registry.example.com/api:1.4.0
    ///         resorces: {limits: {memory: 128Mi}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   selector: {matchLabels: {app: api}}
    ///   template:
    ///     metadata: {labels: {app: api}}
    ///     spec:
    ///       containers:
    ///       - name: api
    ///         image: registry.example.com/api:1.4.0
    ///         resources: {limits: {memory: 128Mi}}
    /// ```
    "unknown-resource-field" Error Judge::Schema
}
