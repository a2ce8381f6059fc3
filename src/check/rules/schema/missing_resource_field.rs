use crate::check::rule::{Judge, rule};

rule! {
    /// An object lacks a field that its kind must have.
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
    ///         ports: [{name: http}]
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
    ///         ports: [{name: http, containerPort: 8080}]
    /// ```
    "missing-resource-field" Error Judge::Schema
}
