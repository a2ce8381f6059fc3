use super::codes;

codes! {
    /// A reference names something that does not exist.
    ///
    /// It is misspelled, or what it named was renamed or removed.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shpo}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// ```
    UNKNOWN_NAME "unknown-name" Error;

    /// An override names something that no lower layer has.
    ///
    /// The override would have no effect, which is noticed when it is needed. `add: true` says that a layer means to add something.
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
    ///   clusters: {green: {region: eu-central-1, kubernetes: "1.34"}}
    ///   stacks: {shop: {workloads: {apii: {replicas: 3}}}}
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
    ///   stacks: {shop: {workloads: {api: {replicas: 3}}}}
    /// ```
    OVERRIDE_LANDS_NOWHERE "override-lands-nowhere" Error;

    /// A field is set twice in one layer.
    ///
    /// An Override file is part of its environment's layer, in which no order says which of two values counts.
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
    ///   clusters: {green: {region: eu-central-1, kubernetes: "1.34"}}
    ///   stacks: {shop: {workloads: {api: {replicas: 3}}}}
    /// ```
    /// ```yaml
    /// # environments/production/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Override
    /// metadata: {environment: production, stack: shop}
    /// spec: {workloads: {api: {replicas: 4}}}
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
    ///   stacks: {shop: {workloads: {api: {labels: {tier: gold}}}}}
    /// ```
    /// ```yaml
    /// # environments/production/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Override
    /// metadata: {environment: production, stack: shop}
    /// spec: {workloads: {api: {replicas: 4}}}
    /// ```
    SET_TWICE "set-twice" Error;

    /// Environments extend one another in a circle.
    ///
    /// None of them has a lowest layer to begin with.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/staging.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: staging}
    /// spec:
    ///   extends: staging
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/staging.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: staging}
    /// spec:
    ///   extends: base
    ///   domain: staging.example.com
    ///   clusters: {blue: {region: eu-central-1, kubernetes: "1.34"}}
    /// ```
    EXTENDS_CYCLE "extends-cycle" Error;

    /// An expression could not be parsed or evaluated.
    ///
    /// It is malformed, or needs a value that is not set; text that should hold `${` itself writes `$${`.
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
    ///     welcome: {kind: banner, namespace: shop, text: "${env.domian}"}
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
    ///     welcome: {kind: banner, namespace: shop, text: "${env.domain}"}
    /// ```
    EXPRESSION_ERROR "expression-error" Error;

    /// Expressions need one another's values in a circle.
    ///
    /// None of them can be evaluated first.
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
    ///       variables: {HOST: "${workload.variables.URL}", URL: "https://${workload.variables.HOST}/"}
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
    ///       variables: {HOST: "shop.${env.domain}", URL: "https://${workload.variables.HOST}/"}
    /// ```
    EXPRESSION_CYCLE "expression-cycle" Error;

    /// A stack's revision could not be read from git.
    ///
    /// The revision, or the stack in it, does not exist here; a shallow clone may lack it. Fetch it, or name one that is there.
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
    ///   clusters: {green: {region: eu-central-1, kubernetes: "1.34"}}
    ///   stacks: {shop: {revision: v1.4.2}}
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
    ///   stacks: {shop: {}}
    /// ```
    MISSING_REVISION "missing-revision" Error;

    /// A namespace is used that nobody declares.
    ///
    /// It would have no quota, no policies and no owner, and may not exist at all.
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
    ///     welcome: {kind: banner, namespace: shops, text: Welcome}
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
    ///     welcome: {kind: banner, namespace: shop, text: Welcome}
    /// ```
    UNDECLARED_NAMESPACE "undeclared-namespace" Error;

    /// A namespace is outside the bounds of its team.
    ///
    /// The team's file says which namespaces its stacks may have; the owners of the platform may add to it.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {kube-system: {}}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop-jobs: {}}
    /// ```
    NAMESPACE_OUTSIDE_TEAM "namespace-outside-team" Error;

    /// A cluster-scoped kind is outside the bounds of its team.
    ///
    /// An object of the cluster reaches beyond the team's namespaces, so the owners of the platform allow its kind first.
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
    ///     - {apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: low}, value: 10}
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
    ///     - {apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: low}, value: 10}
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
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop], kinds: {cluster: [PriorityClass]}}
    /// ```
    KIND_OUTSIDE_TEAM "kind-outside-team" Error;

    /// A borrower of a cluster renders an object that only its owner may.
    ///
    /// The owner renders objects of the cluster once for everybody; a second environment would change them for the others too.
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
    ///   clusters: {blue: {from: staging}}
    /// ```
    /// ```yaml
    /// # catalog/notice.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: notice}
    /// spec:
    ///   target: component
    ///   resources:
    ///     - {apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: "low-${env.name}"}, value: 10}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {name: "shop-${env.name}"}}
    ///   components:
    ///     notice: {namespace: shop}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: ["shop-*"], kinds: {cluster: [PriorityClass]}}
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
    /// ```yaml
    /// # catalog/notice.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: notice}
    /// spec:
    ///   target: component
    ///   resources:
    ///     - {apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: "low-${env.name}"}, value: 10}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {name: "shop-${env.name}"}}
    ///   components:
    ///     notice: {namespace: shop}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: ["shop-*"], kinds: {cluster: [PriorityClass]}}
    /// ```
    CLUSTER_SCOPED_BY_BORROWER "cluster-scoped-by-borrower" Error;

    /// Namespaces ask for more than their team's quota.
    ///
    /// The quota of a team holds for all its namespaces of one environment and cluster together.
    ///
    /// # Wrong
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop, shop-jobs], quota: {cpu: "10"}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {quota: {cpu: "6"}}, shop-jobs: {quota: {cpu: "5"}}}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop, shop-jobs], quota: {cpu: "10"}}
    /// ```
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {quota: {cpu: "6"}}, shop-jobs: {quota: {cpu: "4"}}}
    /// ```
    QUOTA_EXCEEDED "quota-exceeded" Error;

    /// A cluster's Kubernetes is out of support.
    ///
    /// Faults of its security are no longer mended, and a cloud provider upgrades such a cluster by itself, at a time that nobody
    /// chose. The finding says since when, as far as was known when this release was made.
    ///
    /// # Wrong
    /// ```yaml
    /// # environments/staging.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: staging}
    /// spec:
    ///   extends: base
    ///   domain: staging.example.com
    ///   clusters: {blue: {region: eu-central-1, kubernetes: "1.28"}}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # environments/staging.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: staging}
    /// spec:
    ///   extends: base
    ///   domain: staging.example.com
    ///   clusters: {blue: {region: eu-central-1, kubernetes: "1.35"}}
    /// ```
    KUBERNETES_OUT_OF_SUPPORT "kubernetes-out-of-support" Warning adjustable;
}
