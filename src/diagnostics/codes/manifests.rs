use super::codes;

codes! {
    /// A Namespace stands among plain manifests.
    ///
    /// A namespace comes with its team's quota, default-deny policies, Pod Security and role bindings, which platgen renders for the
    /// namespaces that stacks declare; one that is only applied has none of them.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   manifests: {jobs: {path: manifests/jobs.yaml, namespace: shop}}
    /// ```
    /// ```yaml
    /// # manifests/jobs.yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop-jobs}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}, shop-jobs: {}}
    ///   manifests: {jobs: {path: manifests/jobs.yaml, namespace: shop-jobs}}
    /// ```
    /// ```yaml
    /// # manifests/jobs.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings}
    /// data: {colour: red}
    /// ```
    NAMESPACE_IN_MANIFESTS "namespace-in-manifests" Error;

    /// A file below `manifests/` is used by no stack.
    ///
    /// Whoever put it there believes that it is applied. Nothing of it is, and nothing of it is checked.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   manifests: {settings: {path: manifests/settings.yaml, namespace: shop}}
    /// ```
    /// ```yaml
    /// # manifests/settings.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings}
    /// data: {colour: red}
    /// ```
    /// ```yaml
    /// # manifests/limits.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: limits}
    /// data: {orders: "20"}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   manifests: {settings: {path: manifests/, namespace: shop}}
    /// ```
    /// ```yaml
    /// # manifests/settings.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings}
    /// data: {colour: red}
    /// ```
    /// ```yaml
    /// # manifests/limits.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: limits}
    /// data: {orders: "20"}
    /// ```
    UNUSED_MANIFEST "unused-manifest" Warning adjustable;
}
