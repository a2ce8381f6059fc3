use crate::check::rule::{Judge, rule};

rule! {
    /// A field of an object has another type than its kind says.
    ///
    /// The API server refuses the object.
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
    ///         ports: [{containerPort: "8080"}]
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
    ///         ports: [{containerPort: 8080}]
    /// ```
    "wrong-resource-type" Error Judge::Schema
}
