use crate::check::rule::{Judge, rule};

rule! {
    /// The API version is gone from the next version of Kubernetes.
    ///
    /// It is served today; once the cluster is upgraded the object cannot be applied. Change it before the upgrade.
    ///
    /// # Wrong
    /// ```yaml
    /// # kubernetes: 1.25
    /// apiVersion: autoscaling/v2beta2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: 3}
    /// ```
    /// # Right
    /// ```yaml
    /// # kubernetes: 1.25
    /// apiVersion: autoscaling/v2
    /// kind: HorizontalPodAutoscaler
    /// metadata: {name: api, namespace: shop}
    /// spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: 3}
    /// ```
    "removed-in-next-version" Warning Judge::Schema
}
