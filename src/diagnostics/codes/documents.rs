use super::codes;

codes! {
    /// A document's `kind` or `apiVersion` is not one that platgen reads at this place.
    ///
    /// Each folder of a project holds one kind of document, so that a reader knows where to look. What is misspelled or misplaced
    /// would else be passed over.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stac
    /// metadata: {name: shop, team: shop}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// ```
    UNKNOWN_KIND "unknown-kind" Error;

    /// A record has no field of this name.
    ///
    /// A misspelled field would have no effect, and nobody would be told.
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
    ///       replcias: 2
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
    ///       replicas: 2
    /// ```
    UNKNOWN_FIELD "unknown-field" Error;

    /// A field that must be set is not.
    ///
    /// Nothing sensible can stand in for it. Where layers merge, any of them may set it.
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
    ///       image: api
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
    MISSING_FIELD "missing-field" Error;

    /// A value has another type than its field.
    ///
    /// Numbers that are names, such as versions and accounts, are quoted: `1.30` is else the number 1.3.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/production.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: production}
    /// spec:
    ///   extends: base
    ///   domain: example.com
    ///   clusters: {green: {region: eu-central-1, kubernetes: 1.34}}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/production.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: production}
    /// spec:
    ///   extends: base
    ///   domain: example.com
    ///   clusters: {green: {region: eu-central-1, kubernetes: "1.34"}}
    /// ```
    WRONG_TYPE "wrong-type" Error;

    /// A value has the right type and is not allowed.
    ///
    /// It is out of bounds, malformed, or a word that the field does not know; the cluster would refuse it, or read something else.
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
    ///       resources: {requests: {memory: 64MB}}
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
    ///       resources: {requests: {memory: 64M}}
    /// ```
    INVALID_VALUE "invalid-value" Error;

    /// A name is longer than Kubernetes allows.
    ///
    /// The API server refuses the object. Names of ports have at most 15 characters, of most other things 63.
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
    ///       ports: {administration-console: 8080}
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
    ///       ports: {admin-console: 8080}
    /// ```
    NAME_TOO_LONG "name-too-long" Error;

    /// A document's metadata disagrees with its path.
    ///
    /// An Override says what it overrides twice, by path and by metadata, and readers trust the path.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/production/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Override
    /// metadata: {environment: staging, stack: shop}
    /// spec: {workloads: {api: {replicas: 4}}}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/production/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Override
    /// metadata: {environment: production, stack: shop}
    /// spec: {workloads: {api: {replicas: 4}}}
    /// ```
    MISPLACED_DOCUMENT "misplaced-document" Error;

    /// Two documents, clusters, apps or namespaces have one name.
    ///
    /// What refers to the name could mean either, and what both render would overwrite one another.
    ///
    /// # Wrong
    /// ```yaml
    /// # teams/copy.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # teams/copy.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: search}
    /// ```
    DUPLICATE_NAME "duplicate-name" Error;

    /// A definition's template or parameter schema is not valid.
    ///
    /// It could yield nothing, whoever uses it, so it is reported once and where it is written.
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
    ///     - $iff: "true"
    ///       $do: {apiVersion: v1, kind: ConfigMap, metadata: {name: notice}}
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
    ///     - $if: "true"
    ///       apiVersion: v1
    ///       kind: ConfigMap
    ///       metadata: {name: notice}
    /// ```
    INVALID_DEFINITION "invalid-definition" Error;

    /// The language has this, and this release does not render it yet.
    ///
    /// It is read and checked, and nothing of it reaches the output.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   components: {metrics-server: {namespace: shop, delivery: argocd}}
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
    /// ```
    NOT_LOWERED "not-lowered" Warning;
}
