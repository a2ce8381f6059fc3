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
    ///       probes: {readiness: {port: admin}}
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
    ///       probes: {readiness: {port: http}}
    /// ```
    PORT_NOT_DECLARED "port-not-declared" Error;

    /// A field has no effect on a cluster of this version.
    ///
    /// It is left out there, since the cluster's Kubernetes does not know it. That is said where somebody wrote the field, and not of what
    /// platgen itself has as default.
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
    ///   clusters: {green: {region: eu-central-1, kubernetes: "1.29", ring: primary}}
    /// ```
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
    ///       drainSeconds: 10
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
    ///       lifecycle: {preStop: {command: [sleep, "10"]}}
    /// ```
    FIELD_WITHOUT_EFFECT "field-without-effect" Info adjustable;

    /// A port is open to every namespace, because nobody says where those run who need it.
    ///
    /// Network policies let the ingress controller reach routed ports and Prometheus those of metrics. Where the cluster's entry does not
    /// say in which namespaces these run, every pod of the cluster may.
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
    ///       metrics: {port: http}
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
    ///   clusters: {blue: {region: eu-central-1, kubernetes: "1.34", external: {namespaces: {monitoring: monitoring}}}}
    /// ```
    /// ```yaml
    /// # environments/production.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: production}
    /// spec:
    ///   extends: base
    ///   domain: example.com
    ///   clusters: {green: {region: eu-central-1, kubernetes: "1.34", ring: primary, external: {namespaces: {monitoring: monitoring}}}}
    /// ```
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
    OPEN_TO_CLUSTER "open-to-cluster" Info adjustable;

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

    /// What a stack says of alerts or of its dashboard is for another environment.
    ///
    /// An environment without `monitoring` has neither an operator for alerts nor a Grafana, so that nothing of them is rendered
    /// there. An environment that wants none says so: `monitoring: {alerts: false, dashboards: false}`.
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
    ///       alerts: {high-error-rate: {for: 10m}}
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
    ///       alerts: {high-error-rate: {for: 10m}}
    ///       metrics: {}
    /// ```
    /// ```yaml
    /// # environments/production.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: production}
    /// spec:
    ///   extends: base
    ///   domain: example.com
    ///   clusters:
    ///     green: {region: eu-central-1, kubernetes: "1.34", external: {crds: [prometheusrules.monitoring.coreos.com], namespaces: {monitoring: monitoring}}}
    ///   monitoring: {runbooks: https://runbooks.example.com}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop], alerts: {receiver: shop-oncall}}
    /// ```
    /// ```yaml
    /// # environments/staging.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: staging}
    /// spec: {extends: base, clusters: {blue: {kubernetes: "1.34", external: {namespaces: {monitoring: monitoring}}}}, monitoring: {alerts: false}}
    /// ```
    NO_MONITORING "no-monitoring" Warning;

    /// Alerts of a team go to nobody in particular.
    ///
    /// The label `receiver` leads Alertmanager to who is called; without it an alert ends at the default route, where nobody knows
    /// whose it is.
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
    ///   clusters:
    ///     green: {region: eu-central-1, kubernetes: "1.34", external: {crds: [prometheusrules.monitoring.coreos.com]}}
    ///   monitoring: {runbooks: https://runbooks.example.com}
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
    ///   clusters:
    ///     green: {region: eu-central-1, kubernetes: "1.34", external: {crds: [prometheusrules.monitoring.coreos.com]}}
    ///   monitoring: {runbooks: https://runbooks.example.com}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop], alerts: {receiver: shop-oncall}}
    /// ```
    MISSING_ALERT_RECEIVER "missing-alert-receiver" Warning;

    /// An alert leads to no runbook.
    ///
    /// Who is called at night needs to know what to do. The environment's `runbooks`, with the alert's name behind it, leads there,
    /// or the alert's own `runbook`.
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
    ///   clusters:
    ///     green: {region: eu-central-1, kubernetes: "1.34", external: {crds: [prometheusrules.monitoring.coreos.com]}}
    ///   monitoring: {}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop], alerts: {receiver: shop-oncall}}
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
    ///   clusters:
    ///     green: {region: eu-central-1, kubernetes: "1.34", external: {crds: [prometheusrules.monitoring.coreos.com]}}
    ///   monitoring: {runbooks: https://runbooks.example.com}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop], alerts: {receiver: shop-oncall}}
    /// ```
    MISSING_RUNBOOK "missing-runbook" Warning;

    /// A query is no PromQL.
    ///
    /// It is empty, or has a bracket or a quote without its other half. Prometheus' operator would leave out the whole rule, and
    /// nobody would ever be called.
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
    ///       alerts:
    ///         queue-full:
    ///           query: 'sum(queue_depth > 100'
    ///           severity: warning
    ///           summary: orders wait
    /// ```
    /// ```yaml
    /// # environments/production.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: production}
    /// spec:
    ///   extends: base
    ///   domain: example.com
    ///   clusters:
    ///     green: {region: eu-central-1, kubernetes: "1.34", external: {crds: [prometheusrules.monitoring.coreos.com]}}
    ///   monitoring: {runbooks: https://runbooks.example.com}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop], alerts: {receiver: shop-oncall}}
    /// ```
    /// ```yaml
    /// # environments/staging.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: staging}
    /// spec: {extends: base, clusters: {blue: {region: eu-central-1, kubernetes: "1.34"}}, monitoring: {alerts: false}}
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
    ///       alerts:
    ///         queue-full:
    ///           query: 'sum(queue_depth) > 100'
    ///           severity: warning
    ///           summary: orders wait
    /// ```
    /// ```yaml
    /// # environments/production.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: production}
    /// spec:
    ///   extends: base
    ///   domain: example.com
    ///   clusters:
    ///     green: {region: eu-central-1, kubernetes: "1.34", external: {crds: [prometheusrules.monitoring.coreos.com]}}
    ///   monitoring: {runbooks: https://runbooks.example.com}
    /// ```
    /// ```yaml
    /// # teams/shop.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Team
    /// metadata: {name: shop}
    /// spec: {namespaces: [shop], alerts: {receiver: shop-oncall}}
    /// ```
    /// ```yaml
    /// # environments/staging.yaml
    /// apiVersion: platgen.dev/v1
    /// kind: Environment
    /// metadata: {name: staging}
    /// spec: {extends: base, clusters: {blue: {region: eu-central-1, kubernetes: "1.34"}}, monitoring: {alerts: false}}
    /// ```
    INVALID_QUERY "invalid-query" Error;
}
