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

    /// No definition of a custom resource is known, so its objects are not checked.
    ///
    /// What a custom resource may hold stands in its CustomResourceDefinition. Definitions that are rendered for the same cluster are
    /// used; of what somebody else installed a copy in `schemas/crds/` serves, which is only read and never applied. Without one a
    /// misspelt field is found by the API server, or by nobody.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   manifests: {widgets: {path: manifests/widgets.yaml, namespace: shop}}
    /// ```
    /// ```yaml
    /// # manifests/widgets.yaml
    /// apiVersion: example.com/v1
    /// kind: Widget
    /// metadata: {name: first}
    /// spec: {size: small}
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
    ///   manifests: {widgets: {path: manifests/widgets.yaml, namespace: shop}}
    /// ```
    /// ```yaml
    /// # manifests/widgets.yaml
    /// apiVersion: example.com/v1
    /// kind: Widget
    /// metadata: {name: first}
    /// spec: {size: small}
    /// ```
    /// ```yaml
    /// # schemas/crds/widgets.yaml
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com}
    /// spec:
    ///   group: example.com
    ///   scope: Namespaced
    ///   names: {kind: Widget, plural: widgets}
    ///   versions:
    ///   - name: v1
    ///     served: true
    ///     storage: true
    ///     schema:
    ///       openAPIV3Schema:
    ///         type: object
    ///         properties: {spec: {type: object, properties: {size: {type: string}}}}
    /// ```
    KIND_WITHOUT_SCHEMA "kind-without-schema" Info adjustable;

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
