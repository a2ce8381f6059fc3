use crate::check::rule::{Judge, rule};

rule! {
    /// The API version is on its way out.
    ///
    /// It is served today; an upgrade of the cluster will refuse it. The finding says since when, and what to write.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Endpoints
    /// metadata: {name: api, namespace: shop}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata: {name: api, namespace: shop}
    /// addressType: IPv4
    /// endpoints: []
    /// ```
    "deprecated-api" Warning Judge::Schema
}
