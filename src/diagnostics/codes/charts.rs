use super::codes;

codes! {
    /// A folder is no chart that Helm could load.
    ///
    /// Its Chart.yaml is missing or broken, its values.yaml is no YAML, or a file in it could not be read. The message says it in
    /// Helm's words.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   charts: {portal: {chart: charts/portal}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
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
    ///   charts: {portal: {chart: charts/portal}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    BROKEN_CHART "broken-chart" Error;

    /// A chart cannot be rendered for a release.
    ///
    /// A template asks for a value that is not there, fails on purpose, reads a field of nothing, or does not end. The finding points
    /// at the release, and along the templates that led to the fault.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   charts: {portal: {chart: charts/portal}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    /// ```yaml
    /// # charts/portal/templates/config.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: portal}
    /// data: {title: {{ required "a portal has a title" .Values.title }}}
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
    ///   charts: {portal: {chart: charts/portal, values: {title: Shop}}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    /// ```yaml
    /// # charts/portal/templates/config.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: portal}
    /// data: {title: {{ required "a portal has a title" .Values.title }}}
    /// ```
    CHART_FAILS "chart-fails" Error;

    /// A value is not what the chart's values.schema.json takes.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   charts: {portal: {chart: charts/portal, values: {title: 3}}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    /// ```yaml
    /// # charts/portal/values.schema.json
    /// {"properties": {"title": {"type": "string"}}}
    /// ```
    /// ```yaml
    /// # charts/portal/templates/config.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: portal}
    /// data: {title: {{ .Values.title | quote }}}
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
    ///   charts: {portal: {chart: charts/portal, values: {title: Shop}}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    /// ```yaml
    /// # charts/portal/values.schema.json
    /// {"properties": {"title": {"type": "string"}}}
    /// ```
    /// ```yaml
    /// # charts/portal/templates/config.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: portal}
    /// data: {title: {{ .Values.title | quote }}}
    /// ```
    INVALID_CHART_VALUE "invalid-chart-value" Error;

    /// No template of a chart reads a value.
    ///
    /// Helm says nothing of a misspelt value, and the chart goes on with its default. A value counts as unread where the chart's
    /// defaults do not have it, no template spells it, and the very same is rendered without it.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   charts: {portal: {chart: charts/portal, values: {titel: Shop}}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    /// ```yaml
    /// # charts/portal/values.yaml
    /// title: Portal
    /// ```
    /// ```yaml
    /// # charts/portal/templates/config.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: portal}
    /// data: {title: {{ .Values.title }}}
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
    ///   charts: {portal: {chart: charts/portal, values: {title: Shop}}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    /// ```yaml
    /// # charts/portal/values.yaml
    /// title: Portal
    /// ```
    /// ```yaml
    /// # charts/portal/templates/config.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: portal}
    /// data: {title: {{ .Values.title }}}
    /// ```
    UNREAD_VALUE "unread-value" Warning adjustable;

    /// A chart makes something by chance, or from the time.
    ///
    /// With Helm it would be another value in every rendering: a password that changes with each upgrade, a certificate that nobody
    /// trusts any more. Charts that do so can mostly be told to use a Secret that is there. `random: seeded` makes the same value
    /// each time, from the release's name and the place in the template; whoever knows the chart knows it, so it keeps no secret.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   charts: {portal: {chart: charts/portal}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    /// ```yaml
    /// # charts/portal/templates/config.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: portal}
    /// data: {instance: {{ randAlphaNum 8 | quote }}}
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
    ///   charts: {portal: {chart: charts/portal}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    /// ```yaml
    /// # charts/portal/templates/config.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: portal}
    /// data: {instance: {{ .Release.Name | quote }}}
    /// ```
    RANDOM_IN_CHART "random-in-chart" Error adjustable;

    /// What becomes of a hook of a chart.
    ///
    /// Helm tells installations from upgrades, a sync does not. Hooks of installations alone run `once`: as ordinary objects, long
    /// before or after the others, their jobs named after what they do. Hooks of upgrades run in `every` sync, as Argo CD's own;
    /// hooks of deletions when the app is deleted. What tests a release, or undoes an upgrade, is left out. `hooks` of a release says
    /// it otherwise, of all hooks or by the name of their objects: `once`, `every` or `drop`.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   charts: {portal: {chart: charts/portal}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    /// ```yaml
    /// # charts/portal/templates/config.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: portal, annotations: {helm.sh/hook: pre-upgrade}}
    /// data: {colour: red}
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
    ///   charts: {portal: {chart: charts/portal}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    /// ```yaml
    /// # charts/portal/templates/config.yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: portal}
    /// data: {colour: red}
    /// ```
    CHART_HOOK "chart-hook" Info adjustable;

    /// A chart renders a Namespace.
    ///
    /// A namespace comes with its team's quota, default-deny policies, Pod Security and role bindings, which platgen renders for the
    /// namespaces that stacks declare; one that a chart renders has none of them.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   charts: {portal: {chart: charts/portal}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    /// ```yaml
    /// # charts/portal/templates/namespace.yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop-portal}
    /// ```
    ///
    /// # Right
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}, shop-portal: {}}
    ///   charts: {portal: {chart: charts/portal, namespace: shop-portal}}
    /// ```
    /// ```yaml
    /// # charts/portal/Chart.yaml
    /// apiVersion: v2
    /// name: portal
    /// version: 1.0.0
    /// ```
    NAMESPACE_IN_CHART "namespace-in-chart" Error;

    /// A component needs what its cluster does not have.
    ///
    /// Its definition says what must stand in the cluster (`needs`): definitions of custom resources, or a capability by its name.
    /// Another component brings it (`provides`, or the `crds/` of its chart), or the cluster's own entry says that it stands there
    /// (`external`).
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   components: {greeting: {namespace: shop}}
    /// ```
    /// ```yaml
    /// # catalog/greeting.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: greeting}
    /// spec:
    ///   target: component
    ///   needs: [words]
    ///   resources:
    ///     - {apiVersion: v1, kind: ConfigMap, metadata: {name: greeting}, data: {text: hello}}
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
    ///   components: {greeting: {namespace: shop}, dictionary: {namespace: shop}}
    /// ```
    /// ```yaml
    /// # catalog/greeting.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: greeting}
    /// spec:
    ///   target: component
    ///   needs: [words]
    ///   resources:
    ///     - {apiVersion: v1, kind: ConfigMap, metadata: {name: greeting}, data: {text: hello}}
    /// ```
    /// ```yaml
    /// # catalog/dictionary.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: dictionary}
    /// spec:
    ///   target: component
    ///   provides: {capabilities: [words]}
    ///   resources:
    ///     - {apiVersion: v1, kind: ConfigMap, metadata: {name: dictionary}, data: {a: hello}}
    /// ```
    MISSING_NEED "missing-need" Error;

    /// A route asks for what the router of its class cannot do.
    ///
    /// What `rateLimit` and `auth` of a route come to is said by the definition of the component that runs the router (`routes`). A
    /// field of which it says nothing would be lost; so would one of a router that is not run as a component.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   components: {edge: {namespace: shop}}
    ///   workloads:
    ///     api:
    ///       kind: service
    ///       namespace: shop
    ///       image: api
    ///       ports: {http: 8080}
    ///       routes: {public: {host: "shop.${env.domain}", class: edge, rateLimit: {requests: 10, per: second}}}
    /// ```
    /// ```yaml
    /// # catalog/edge.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: edge}
    /// spec:
    ///   target: component
    ///   provides: {ingressClasses: [edge], namespaces: {ingress: shop}}
    ///   resources:
    ///     - apiVersion: networking.k8s.io/v1
    ///       kind: IngressClass
    ///       metadata: {name: edge}
    ///       spec: {controller: example.com/edge}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop], kinds: {cluster: [IngressClass]}}
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
    ///   components: {edge: {namespace: shop}}
    ///   workloads:
    ///     api:
    ///       kind: service
    ///       namespace: shop
    ///       image: api
    ///       ports: {http: 8080}
    ///       routes: {public: {host: "shop.${env.domain}", class: edge, rateLimit: {requests: 10, per: second}}}
    /// ```
    /// ```yaml
    /// # catalog/edge.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: edge}
    /// spec:
    ///   target: component
    ///   provides: {ingressClasses: [edge], namespaces: {ingress: shop}}
    ///   routes:
    ///     rateLimit:
    ///       annotations: {example.com/limit: "${route.rateLimit.requests} per ${route.rateLimit.per}"}
    ///   resources:
    ///     - apiVersion: networking.k8s.io/v1
    ///       kind: IngressClass
    ///       metadata: {name: edge}
    ///       spec: {controller: example.com/edge}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop], kinds: {cluster: [IngressClass]}}
    /// ```
    ROUTE_FEATURE_MISSING "route-feature-missing" Error;

    /// A route's host lies in no domain in which a component of the cluster makes DNS records.
    ///
    /// The component that makes them is told in which domains it may (`provides: {domains: […]}`), so the name of the host will lead
    /// nowhere, unless somebody makes the record by hand.
    ///
    /// # Wrong
    /// ```yaml
    /// # stacks/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Stack
    /// metadata: {name: shop, team: shop}
    /// spec:
    ///   namespaces: {shop: {}}
    ///   components: {edge: {namespace: shop}}
    ///   workloads:
    ///     api:
    ///       kind: service
    ///       namespace: shop
    ///       image: api
    ///       ports: {http: 8080}
    ///       routes: {public: {host: shop.example.net, class: edge}}
    /// ```
    /// ```yaml
    /// # catalog/edge.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: edge}
    /// spec:
    ///   target: component
    ///   provides: {ingressClasses: [edge], domains: [example.com], namespaces: {ingress: shop}}
    ///   resources:
    ///     - apiVersion: networking.k8s.io/v1
    ///       kind: IngressClass
    ///       metadata: {name: edge}
    ///       spec: {controller: example.com/edge}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop], kinds: {cluster: [IngressClass]}}
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
    ///   components: {edge: {namespace: shop}}
    ///   workloads:
    ///     api:
    ///       kind: service
    ///       namespace: shop
    ///       image: api
    ///       ports: {http: 8080}
    ///       routes: {public: {host: "shop.${env.domain}", class: edge}}
    /// ```
    /// ```yaml
    /// # catalog/edge.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Definition
    /// metadata: {name: edge}
    /// spec:
    ///   target: component
    ///   provides: {ingressClasses: [edge], domains: [example.com], namespaces: {ingress: shop}}
    ///   resources:
    ///     - apiVersion: networking.k8s.io/v1
    ///       kind: IngressClass
    ///       metadata: {name: edge}
    ///       spec: {controller: example.com/edge}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop], kinds: {cluster: [IngressClass]}}
    /// ```
    HOST_WITHOUT_RECORD "host-without-record" Warning adjustable;
}
