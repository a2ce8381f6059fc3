use super::codes;

codes! {
    /// A parameter does not fit its definition's schema.
    ///
    /// It is unknown, missing, or has a value that the definition does not take.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   components:
    ///     welcome: {kind: banner, namespace: shop, text: Welcome, heigth: 4}
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
    ///   components:
    ///     welcome: {kind: banner, namespace: shop, text: Welcome, height: 4}
    /// ```
    INVALID_PARAMETER "invalid-parameter" Error;

    /// Something that should be a Kubernetes object is none.
    ///
    /// An object has an `apiVersion`, a `kind` and a name; without them no API server takes it. A definition yields it, or it stands
    /// in a manifest that was named to be checked.
    ///
    /// # Wrong
    /// ```yaml
    /// # catalog/notice.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: notice}
    /// spec:
    ///   target: component
    ///   resources:
    ///     - {apiVersion: v1, metadata: {name: notice}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   components:
    ///     notice: {namespace: shop}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # catalog/notice.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: notice}
    /// spec:
    ///   target: component
    ///   resources:
    ///     - {apiVersion: v1, kind: ConfigMap, metadata: {name: notice}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   components:
    ///     notice: {namespace: shop}
    /// ```
    INVALID_RESOURCE "invalid-resource" Error;

    /// An image has no tag or digest in the environment.
    ///
    /// Stacks name images and environments say which version of them runs; without one, nobody decided what is deployed.
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
    ///     api:
    ///       kind: service
    ///       namespace: shop
    ///       image: shop-api
    ///       ports: {http: 8080}
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
    ///     api:
    ///       kind: service
    ///       namespace: shop
    ///       image: api
    ///       ports: {http: 8080}
    /// ```
    MISSING_IMAGE_PIN "missing-image-pin" Error;

    /// A port is named that the workload does not declare.
    ///
    /// A probe, a scrape or a call of that port would reach nothing.
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
    ///     api:
    ///       kind: service
    ///       namespace: shop
    ///       image: api
    ///       ports: {http: 8080}
    ///       metrics: {port: metrics}
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
    ///     api:
    ///       kind: service
    ///       namespace: shop
    ///       image: api
    ///       ports: {http: 8080}
    ///       metrics: {port: http}
    /// ```
    PORT_NOT_DECLARED "port-not-declared" Error;

    /// Two fields of one thing contradict each other.
    ///
    /// Kubernetes would refuse the object, or one of the fields would have no effect.
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
    ///     api:
    ///       kind: service
    ///       namespace: shop
    ///       image: api
    ///       ports: {http: 8080}
    ///       resources: {requests: {memory: 512Mi}, limits: {memory: 256Mi}}
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
    ///     api:
    ///       kind: service
    ///       namespace: shop
    ///       image: api
    ///       ports: {http: 8080}
    ///       resources: {requests: {memory: 256Mi}, limits: {memory: 512Mi}}
    /// ```
    CONTRADICTION "contradiction" Error;
}
