use crate::check::rule::{Judge, rule};

rule! {
    /// The API server would refuse a value of an object.
    ///
    /// It is not among the values allowed, breaks the grammar of names, labels or amounts, or contradicts another field.
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
    ///         imagePullPolicy: Sometimes
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
    ///         imagePullPolicy: IfNotPresent
    /// ```
    "invalid-resource-value" Error Judge::Schema
}
