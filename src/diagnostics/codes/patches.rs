use super::codes;

codes! {
    /// A patch changes nothing: no resource of its stack fits its target.
    ///
    /// A patch changes resources that the stack's own workloads, components and manifests render. One that matches nothing was meant for something
    /// that has another name by now, and whoever wrote it believes that it holds.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   workloads:
    ///     api: {kind: service, namespace: shop, image: api, ports: {http: 8080}}
    ///   patches:
    ///     hosts:
    ///       target: {kind: Deployment, name: apii}
    ///       strategic: {spec: {template: {spec: {hostAliases: [{ip: 192.0.2.1, hostnames: [legacy]}]}}}}
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
    ///   workloads:
    ///     api: {kind: service, namespace: shop, image: api, ports: {http: 8080}}
    ///   patches:
    ///     hosts:
    ///       target: {kind: Deployment, name: api}
    ///       strategic: {spec: {template: {spec: {hostAliases: [{ip: 192.0.2.1, hostnames: [legacy]}]}}}}
    /// ```
    PATCH_MATCHES_NOTHING "patch-matches-nothing" Error;

    /// A patch cannot be applied to a resource that fits its target.
    ///
    /// A JSON patch operation leads to something that is not there, or its test fails; or a strategic merge patch does not say which item
    /// of a list it means, or has a directive that nobody knows. The resource is not what the patch was written for.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   workloads:
    ///     api: {kind: service, namespace: shop, image: api, ports: {http: 8080}}
    ///   patches:
    ///     slower:
    ///       target: {kind: Deployment, name: api}
    ///       operations:
    ///         - {op: replace, path: /spec/minReadySecond, value: 10}
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
    ///   workloads:
    ///     api: {kind: service, namespace: shop, image: api, ports: {http: 8080}}
    ///   patches:
    ///     slower:
    ///       target: {kind: Deployment, name: api}
    ///       operations:
    ///         - {op: add, path: /spec/minReadySeconds, value: 10}
    /// ```
    PATCH_DOES_NOT_APPLY "patch-does-not-apply" Error;

    /// A patch changes which object it is, or labels that platgen sets.
    ///
    /// API group, kind, namespace and name say which object it is: with others it would be another one, which nothing else knows of.
    /// `app.kubernetes.io/name`, `app.kubernetes.io/part-of`, `app.kubernetes.io/managed-by`, `platgen.dev/team` and
    /// `platgen.dev/environment` on a workload's objects and pods are what selectors, policies and ownership rest on.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   workloads:
    ///     api: {kind: service, namespace: shop, image: api, ports: {http: 8080}}
    ///   patches:
    ///     renamed:
    ///       target: {kind: Service, name: api}
    ///       merge: {metadata: {name: front}}
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
    ///   workloads:
    ///     front: {kind: service, namespace: shop, image: api, ports: {http: 8080}}
    /// ```
    PATCH_CHANGES_IDENTITY "patch-changes-identity" Error;
}
