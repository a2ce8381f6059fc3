//! What the rules for traffic and scaling leave alone in sound clusters, what they still see there, and that they stay fast.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by a panic, and one of them measures time"
)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use platgen::check::{External, ExternalObject, Levels};
use platgen::manifests::{ManifestFile, ManifestRequest, check_manifests};
use platgen_schema::Catalog;

/// Rules that the objects of these tests break, and that say nothing of traffic and scaling.
const OTHERS: [&str; 3] = ["missing-memory-limit", "missing-namespace", "missing-requests"];

/// Judges manifests in a cluster with something else in it, and gives code and message of each finding.
fn found_beside(external: External, manifests: &str) -> Vec<String> {
    let file = ManifestFile { path: "example.yaml".into(), bytes: manifests.as_bytes().into(), is_named: true };
    let schemas = Catalog::embedded().kubernetes(34).unwrap();
    let mut levels = Levels::default();
    for other in OTHERS {
        levels.set(other, None).unwrap();
    }
    let request = ManifestRequest { external, levels, ..ManifestRequest::new(schemas) };
    let report = check_manifests(&[file], &request).report;
    report.diagnostics.iter().map(|found| format!("{}: {}", found.code.name(), found.message)).collect()
}

fn found(manifests: &str) -> Vec<String> {
    found_beside(External::default(), manifests)
}

/// A Deployment of namespace `shop` whose pods have the label `app`, with what its container says besides.
fn deployment(name: &str, container: &str) -> String {
    format!(
        "---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: shop}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}, part-of: shop}}}}
    spec:
      containers:
        - {{name: main, image: \"registry.example.com/{name}:1.0.0\"{container}}}
"
    )
}

fn autoscaler(spec: &str) -> String {
    format!(
        "---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: api, namespace: shop}}
spec: {{maxReplicas: 4, {spec}}}
"
    )
}

fn service(name: &str, spec: &str) -> String {
    format!("---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: shop}}\nspec: {{{spec}}}\n")
}

const NOTHING: [&str; 0] = [];

#[test]
fn what_stands_outside_of_the_manifests_is_not_missed() {
    let external = External {
        objects: ["Service/shop/api", "Deployment/shop/legacy", "IngressClass//nginx"]
            .iter()
            .map(|object| {
                let parts: Vec<&str> = object.split('/').collect();
                ExternalObject {
                    group: None,
                    kind: parts[0].into(),
                    namespace: Some(parts[1].into()).filter(|space: &ecow::EcoString| !space.is_empty()),
                    name: parts[2].into(),
                    spot: None,
                }
            })
            .collect(),
        metrics: None,
    };
    let manifests = "
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec: {ingressClassName: nginx, defaultBackend: {service: {name: api, port: {number: 80}}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: legacy, namespace: shop}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: legacy}}}
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: legacy, namespace: shop}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: legacy}, maxReplicas: 4}
";
    assert_eq!(found_beside(external, manifests), NOTHING);
    assert_eq!(found(manifests).len(), 3, "{:?}", found(manifests));
}

#[test]
fn what_the_cluster_runs_by_itself_is_not_missed() {
    let manifests = "
apiVersion: v1
kind: Service
metadata: {name: dns-metrics, namespace: kube-system, labels: {app: dns}}
spec: {clusterIP: None, selector: {k8s-app: kube-dns}, ports: [{name: metrics, port: 9153}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: dns, namespace: kube-system}
spec: {maxUnavailable: 1, selector: {matchLabels: {k8s-app: kube-dns}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: dns, namespace: kube-system}
spec: {podSelector: {matchLabels: {k8s-app: kube-dns}}, ingress: [{ports: [{port: dns, protocol: UDP}]}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: apiserver, namespace: monitoring}
spec:
  namespaceSelector: {matchNames: [default]}
  selector: {matchLabels: {component: apiserver, provider: kubernetes}}
  endpoints: [{port: https}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: nodes, namespace: monitoring}
spec: {namespaceSelector: {any: true}, selector: {matchLabels: {k8s-app: cilium}}, podMetricsEndpoints: [{port: prometheus}]}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.apps}
spec: {group: apps, version: v1, groupPriorityMinimum: 100, versionPriority: 100}
";
    assert_eq!(found(manifests), NOTHING);
}

#[test]
fn what_an_operator_makes_is_not_missed() {
    let manifests = "
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: main, namespace: monitoring}
---
apiVersion: v1
kind: Service
metadata: {name: prometheus, namespace: monitoring}
spec: {selector: {prometheus: main}, ports: [{port: 9090}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: prometheus, namespace: monitoring}
spec: {defaultBackend: {service: {name: prometheus-operated, port: {number: 9090}}}}
---
apiVersion: kafka.strimzi.io/v1beta2
kind: Kafka
metadata: {name: events, namespace: shop}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: events, namespace: shop}
spec: {selector: {matchExpressions: [{key: strimzi.io/kind, operator: In, values: [Kafka, KafkaConnect]}]}, podMetricsEndpoints: [{port: tcp-prometheus}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: events, namespace: shop}
spec: {maxUnavailable: 1, selector: {matchLabels: {strimzi.io/cluster: events}}}
";
    assert_eq!(found(manifests), NOTHING);
}

#[test]
fn what_names_no_namespace_stands_in_the_default_one() {
    let manifests = "
apiVersion: v1
kind: Service
metadata: {name: api, namespace: default, labels: {app: api}}
spec: {selector: {app: api}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: api, labels: {app: api}}
spec: {containers: [{name: api, image: \"registry.example.com/api:1.4.0\"}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec: {defaultBackend: {service: {name: api, port: {number: 80}}}}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: api}
spec: {selector: {matchLabels: {app: api}}, endpoints: [{port: http}]}
";
    assert_eq!(found(manifests), NOTHING);
    let shut = "
apiVersion: v1
kind: Namespace
metadata: {name: default, labels: {pod-security.kubernetes.io/enforce: privileged}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny}
spec: {podSelector: {}, policyTypes: [Ingress]}
---
apiVersion: v1
kind: Service
metadata: {name: legacy, namespace: default}
spec: {selector: {app: legacy}, ports: [{port: 80}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: legacy-1, labels: {kubernetes.io/service-name: legacy}}
addressType: IPv4
endpoints: [{addresses: [10.1.2.3]}]
ports: [{port: 80}]
";
    assert_eq!(found(&format!("{manifests}---{shut}")), NOTHING);
    let twice = "
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: first, namespace: default}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: 4}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: second}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: 4}
";
    assert!(found(twice).iter().any(|found| found.starts_with("two-autoscalers-on-one-target")));
}

#[test]
fn resources_that_make_no_pods_hide_nothing() {
    let manifests = format!(
        "{}{}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {{name: apii, namespace: shop}}
spec: {{selector: {{}}, endpoints: [{{targetPort: 8080}}]}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {{name: apii, namespace: shop}}
",
        service("apii", "selector: {app: apii}, ports: [{port: 80}]"),
        deployment("api", "")
    );
    assert_eq!(found(&manifests), ["service-selects-nothing: no pods have the labels that Service `apii` selects"]);
}

#[test]
fn a_share_of_requests_needs_requests_of_what_counts() {
    let target = "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}";
    let by_memory =
        "metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}}]";
    let by_amount =
        "metrics: [{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 200m}}}]";
    let with = |metrics: &str, container: &str| {
        found(&(autoscaler(&format!("{target}, {metrics}")) + &deployment("api", container)))
    };
    let limits = ", resources: {limits: {memory: 64Mi}}";
    assert_eq!(with(by_memory, limits), NOTHING, "a limit is a request");
    assert_eq!(with(by_amount, ""), NOTHING, "an amount is no share");
    assert_eq!(
        with(by_memory, ", resources: {requests: {cpu: 100m}}"),
        [
            "scale-target-without-requests: container `main` of Deployment `api` requests no memory, by a share of which HorizontalPodAutoscaler `api` scales"
        ]
    );
    assert_eq!(with("metrics: []", limits).len(), 1, "without metrics it goes by CPU");
}

#[test]
fn a_target_is_found_by_group_kind_and_name() {
    let with = |target: &str| {
        let manifests =
            autoscaler(&format!("scaleTargetRef: {target}")) + &deployment("api", ", resources: {requests: {cpu: 1}}");
        found(&manifests)
    };
    assert_eq!(with("{apiVersion: apps/v1, kind: Deployment, name: api}"), NOTHING);
    for target in [
        "{apiVersion: apps/v1, kind: StatefulSet, name: api}",
        "{apiVersion: extensions/v1beta1, kind: Deployment, name: api}",
        "{kind: Deployment, name: api}",
    ] {
        let found = with(target);
        assert!(
            matches!(found.as_slice(), [only] if only.starts_with("scale-target-not-found: ")),
            "{target}: {found:?}"
        );
    }
}

#[test]
fn a_scaled_object_may_take_over_an_autoscaler() {
    let manifests = "
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: api, namespace: shop}
spec:
  scaleTargetRef: {name: api}
  advanced: {horizontalPodAutoscalerConfig: {name: api}}
  triggers: [{type: cpu, metricType: AverageValue, metadata: {value: 200m}}]
"
    .to_owned()
        + &autoscaler("scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}")
        + &deployment("api", ", resources: {requests: {cpu: 1}}");
    assert_eq!(found(&manifests), NOTHING);
}

#[test]
fn ports_are_compared_with_their_protocol() {
    let container = ", ports: [{name: dns, containerPort: 53, protocol: UDP}, {name: dns-tcp, containerPort: 53}]";
    let with = |ports: &str| {
        found(&(service("dns", &format!("selector: {{app: dns}}, ports: {ports}")) + &deployment("dns", container)))
    };
    assert_eq!(
        with("[{name: a, port: 53, protocol: UDP, targetPort: dns}, {name: b, port: 53, targetPort: dns-tcp}]"),
        NOTHING
    );
    assert_eq!(with("[{name: a, port: 53, protocol: UDP}, {name: b, port: 53}]"), NOTHING);
    assert_eq!(
        with("[{port: 53, targetPort: dns}]"),
        [
            "service-port-not-found: the pods of Deployment `dns` have no port `dns` for TCP, to which Service `dns` sends requests"
        ]
    );
    assert_eq!(
        with("[{port: 54, protocol: UDP}]"),
        [
            "service-port-not-declared: the pods of Deployment `dns` declare no port `54`, to which Service `dns` sends requests"
        ]
    );
}

#[test]
fn budgets_count_every_workload_that_they_select() {
    let replicas = |name: &str, replicas: u32| {
        deployment(name, "").replace("\nspec:\n  selector", &format!("\nspec:\n  replicas: {replicas}\n  selector"))
    };
    let with = |budget: &str, workloads: &[String]| {
        let budget = format!(
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: shop, namespace: shop}}\nspec: {{{budget}, selector: {{matchLabels: {{part-of: shop}}}}}}\n"
        );
        found(&(budget + &workloads.concat()))
    };
    assert_eq!(with("minAvailable: 2", &[replicas("api", 2), replicas("web", 2)]), NOTHING);
    assert_eq!(with("minAvailable: 2", &[replicas("api", 2), deployment("web", "")]), NOTHING, "how many is not known");
    assert_eq!(with("minAvailable: 1", &[replicas("api", 0)]), NOTHING, "there is nothing to stop");
    assert_eq!(with("minAvailable: 75%", &[replicas("api", 4)]), NOTHING);
    assert_eq!(
        with("minAvailable: 90%", &[replicas("api", 4)]),
        [
            "budget-blocks-eviction: no pod may be stopped under PodDisruptionBudget `shop`: 4 must stay, and there may be 4"
        ]
    );
}

/// Deployments with Services, budgets, policies, monitors and autoscalers of their own, all in one namespace.
fn many(count: usize, wrong: &str) -> String {
    let mut manifests = String::new();
    for index in 0..count {
        let name = format!("app-{index}");
        manifests += &deployment(&name, ", ports: [{name: http, containerPort: 8080}]");
        let selector = format!("{{app: {name}{wrong}, part-of: shop}}");
        let spec = format!("selector: {selector}, ports: [{{name: http, port: 80, targetPort: http}}]");
        manifests += &service(&name, &spec);
        write!(
            manifests,
            "---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: {name}, namespace: shop}}
spec: {{maxUnavailable: 1, selector: {{matchLabels: {selector}}}}}
"
        )
        .unwrap();
    }
    manifests
}

#[test]
fn thousands_in_one_namespace_are_judged_in_time() {
    for (wrong, expected) in [("", 0), ("x", 4_000)] {
        let manifests = many(2_000, wrong);
        let start = Instant::now();
        let found = found(&manifests);
        assert_eq!(found.len(), expected);
        assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    }
}
