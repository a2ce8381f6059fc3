//! What the shipped platforms must render, row by row: each test names the row that it is about and looks at objects and fields of
//! the committed output.

#![allow(clippy::disallowed_methods, reason = "the test reads the output that lies in the repository")]

#[path = "support/rendered.rs"]
#[allow(dead_code, reason = "each test uses its part")]
mod rendered;

#[path = "shipped/components.rs"]
mod components;

#[path = "shipped/infrastructure.rs"]
mod infrastructure;

use rendered::{Rendered, pod_of};
use serde_json::{Value, json};

/// Every environment in the cloud with its clusters.
const EVERYWHERE: [(&str, &str); 14] = [
    ("p0-production", "eks-mesh"),
    ("p1-development", "dev-cluster"),
    ("p1-staging", "staging-cluster"),
    ("p1-production", "production-cluster"),
    ("p2-development", "eks-hello"),
    ("p2-staging", "eks-hello"),
    ("p2-production", "eks-hello"),
    ("p3-development", "eks-documents-development"),
    ("p3-staging", "eks-documents-staging"),
    ("p3-production", "eks-primary"),
    ("p3-production", "eks-secondary"),
    ("p4-development", "eks-dev"),
    ("p4-staging", "eks-staging"),
    ("p4-production", "eks-production"),
];

/// What teams run in every environment.
fn everywhere() -> impl Iterator<Item = (String, Rendered)> {
    EVERYWHERE
        .into_iter()
        .map(|(environment, cluster)| (format!("{environment}/{cluster}"), Rendered::of_teams(environment, cluster)))
}

fn p3() -> Rendered {
    Rendered::of("p3-production", "eks-primary")
}

fn names<'a>(objects: impl Iterator<Item = &'a Value>) -> Vec<String> {
    let name = |object: &Value| {
        let metadata = &object["metadata"];
        format!(
            "{}/{}",
            metadata["namespace"].as_str().unwrap_or_default(),
            metadata["name"].as_str().unwrap_or_default()
        )
    };
    let mut names: Vec<String> = objects.map(name).collect();
    names.sort();
    names
}

/// Every pod of every controller, with what to call it.
fn pods(rendered: &Rendered) -> Vec<(String, &Value)> {
    let objects = rendered.objects().iter();
    let pods = objects.filter_map(|object| Some((object, pod_of(object)?)));
    pods.map(|(object, pod)| (format!("{}/{}", object["kind"], object["metadata"]["name"]), pod)).collect()
}

#[test]
fn row_c1_every_workload_of_every_platform_is_there() {
    let p0 = Rendered::of_teams("p0-production", "eks-mesh");
    assert_eq!(names(p0.all("Deployment")), ["applications/service-1", "applications/service-2"]);
    for (environment, cluster) in
        [("p1-development", "dev-cluster"), ("p1-staging", "staging-cluster"), ("p1-production", "production-cluster")]
    {
        let p1 = Rendered::of_teams(environment, cluster);
        let all = [
            "microservices/landing",
            "microservices/microservice-1",
            "microservices/microservice-2",
            "microservices/microservice-3",
        ];
        assert_eq!(names(p1.all("Deployment")), all, "{environment}");
    }
    for stage in ["development", "staging", "production"] {
        let p2 = Rendered::of_teams(&format!("p2-{stage}"), "eks-hello");
        assert_eq!(names(p2.all("Deployment")), [format!("{stage}/fastapi")]);
    }
    for cluster in ["eks-primary", "eks-secondary"] {
        let p3 = Rendered::of_teams("p3-production", cluster);
        let workloads = [
            "apps/express",
            "apps/fastapi",
            "workers/crawler",
            "workers/document-processor",
            "workers/langchain",
            "workers/langgraph",
        ];
        assert_eq!(names(p3.all("Deployment")), workloads, "{cluster}");
        assert_eq!(names(p3.all("CronJob")), ["batch/backup", "batch/refresh-index"], "{cluster}");
        assert_eq!(names(p3.all("Namespace")), ["/apps", "/batch", "/workers"], "{cluster}");
    }
    assert_eq!(
        names(Rendered::of_teams("p3-production", "eks-primary").all("Service")),
        ["apps/express", "apps/fastapi"]
    );
    let p4 = Rendered::of_teams("p4-production", "eks-production");
    assert_eq!(names(p4.all("Deployment")), ["checkout/api", "checkout/reports"]);
}

#[test]
fn row_c2_requests_and_limits_are_those_of_the_documents() {
    let p3 = p3();
    let resources = |namespace, name| &p3.container("Deployment", namespace, name)["resources"];
    let of = |cpu, memory, cpu_limit, memory_limit| {
        json!({
            "requests": {"cpu": cpu, "memory": memory},
            "limits": {"cpu": cpu_limit, "memory": memory_limit},
        })
    };
    assert_eq!(*resources("apps", "fastapi"), of("250m", "512Mi", "1000m", "1Gi"));
    assert_eq!(*resources("apps", "express"), of("200m", "384Mi", "750m", "768Mi"));
    assert_eq!(*resources("workers", "langchain"), of("1000m", "2Gi", "4000m", "8Gi"));
}

#[test]
fn row_c3_autoscalers_have_the_bounds_and_targets_of_the_documents() {
    fn share(name: &str, percent: u32) -> Value {
        let target = json!({"type": "Utilization", "averageUtilization": percent});
        json!({"type": "Resource", "resource": {"name": name, "target": target}})
    }
    let scaler = |rendered: &Rendered, namespace, name| {
        rendered.object("HorizontalPodAutoscaler", namespace, name)["spec"].clone()
    };
    let expected = |name: &str, min: u32, max: u32, metrics: Vec<Value>| {
        json!({
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
            "minReplicas": min,
            "maxReplicas": max,
            "metrics": metrics,
        })
    };
    let p3 = p3();
    let both = || vec![share("cpu", 70), share("memory", 80)];
    assert_eq!(scaler(&p3, "apps", "fastapi"), expected("fastapi", 3, 20, both()));
    assert_eq!(scaler(&p3, "apps", "express"), expected("express", 3, 15, both()));
    let backlog = json!({
        "type": "Pods",
        "pods": {"metric": {"name": "queue_depth"}, "target": {"type": "AverageValue", "averageValue": "30"}},
    });
    assert_eq!(scaler(&p3, "workers", "langchain"), expected("langchain", 2, 10, vec![share("cpu", 80), backlog]));
    let p4 = Rendered::of("p4-production", "eks-production");
    assert_eq!(scaler(&p4, "checkout", "api"), expected("api", 3, 10, vec![share("cpu", 70)]));
    // What an autoscaler scales has no fixed count that it would fight with.
    for (place, rendered) in everywhere() {
        for scaler in rendered.all("HorizontalPodAutoscaler") {
            let name = scaler["metadata"]["name"].as_str().expect("a name");
            let namespace = scaler["metadata"]["namespace"].as_str().expect("a namespace");
            let target = rendered.object("Deployment", namespace, name);
            assert_eq!(target["spec"].get("replicas"), None, "{place} {name}");
        }
    }
}

#[test]
fn row_c4_services_are_reached_kept_and_closed() {
    for (place, rendered) in everywhere() {
        for service in rendered.all("Service") {
            let name = service["metadata"]["name"].as_str().expect("a name");
            let namespace = service["metadata"]["namespace"].as_str().expect("a namespace");
            let what = format!("{place} {name}");
            let pods = rendered.object("Deployment", namespace, name);
            assert_eq!(service["spec"]["selector"], pods["spec"]["selector"]["matchLabels"], "{what}");
            assert!(rendered.has("ServiceAccount", namespace, name), "{what}");
            assert_eq!(pods["spec"]["template"]["spec"]["serviceAccountName"], name, "{what}");
            let budget = rendered.object("PodDisruptionBudget", namespace, name);
            assert_eq!(budget["spec"]["selector"], pods["spec"]["selector"], "{what}");
            let policy = rendered.object("NetworkPolicy", namespace, name);
            assert_eq!(policy["spec"]["policyTypes"], json!(["Ingress", "Egress"]), "{what}");
            assert_eq!(policy["spec"]["podSelector"], pods["spec"]["selector"], "{what}");
            let container = rendered.container("Deployment", namespace, name);
            for probe in ["livenessProbe", "readinessProbe"] {
                assert!(container[probe]["httpGet"]["path"].is_string(), "{what} {probe}");
            }
        }
        for ingress in rendered.all("Ingress") {
            let rule = &ingress["spec"]["rules"][0];
            let path = &rule["http"]["paths"][0];
            let backend = &path["backend"]["service"];
            let namespace = ingress["metadata"]["namespace"].as_str().expect("a namespace");
            let service = rendered.object("Service", namespace, backend["name"].as_str().expect("a name"));
            assert_eq!(service["spec"]["ports"][0]["name"], backend["port"]["name"], "{place}");
            assert_eq!(ingress["spec"]["tls"][0]["hosts"], json!([rule["host"]]), "{place}");
            assert!(path["path"].as_str().is_some_and(|path| path.starts_with('/')), "{place}");
        }
    }
    let route = &p3().object("Ingress", "apps", "fastapi-public")["spec"]["rules"][0].clone();
    assert_eq!(route["host"], "api.example.com");
    assert_eq!(route["http"]["paths"][0]["path"], "/v1");
}

#[test]
fn row_c10_a_team_brings_a_chart_of_its_own() {
    let landing = |environment: &str, cluster: &str| {
        let rendered = Rendered::of(environment, cluster);
        let page = rendered.object("ConfigMap", "microservices", "landing")["data"]["page.json"].clone();
        let deployment = rendered.object("Deployment", "microservices", "landing")["spec"].clone();
        let policy = rendered.object("NetworkPolicy", "microservices", "landing")["spec"].clone();
        (page, deployment, policy, rendered.has("HorizontalPodAutoscaler", "microservices", "landing"))
    };
    let (page, deployment, policy, is_scaled) = landing("p1-development", "dev-cluster");
    assert_eq!(page, r#"{"notice":"This is development.","title":"The shop"}"#);
    assert_eq!((&deployment["replicas"], is_scaled), (&json!(1), false));
    let image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/landing:1.0.0";
    assert_eq!(deployment["template"]["spec"]["containers"][0]["image"], image);
    assert_eq!(policy["ingress"][0]["from"][2]["ipBlock"]["cidr"], "10.1.32.0/20", "a list of the cluster's own");
    let (page, deployment, _, is_scaled) = landing("p1-production", "production-cluster");
    assert_eq!(page, r#"{"notice":"","title":"The shop"}"#);
    assert_eq!((deployment.get("replicas"), is_scaled), (None, true));
}

#[test]
fn row_c5_every_service_is_watched_before_it_serves() {
    for (place, rendered) in everywhere() {
        for service in rendered.all("Service") {
            let name = service["metadata"]["name"].as_str().expect("a name");
            let namespace = service["metadata"]["namespace"].as_str().expect("a namespace");
            let what = format!("{place} {name}");
            let monitor = &rendered.object("ServiceMonitor", namespace, name)["spec"];
            let pods = &rendered.object("Deployment", namespace, name)["spec"]["selector"];
            assert_eq!(monitor["selector"], *pods, "{what}");
            assert_eq!(monitor["endpoints"][0]["path"], "/metrics", "{what}");
            if name == "landing" {
                // A chart brings what it brings.
                continue;
            }
            let dashboard = panels(&rendered, namespace, name);
            for panel in [
                "Requests",
                "Errors",
                "Latency",
                "CPU",
                "Memory",
                "CPU throttling",
                "Network",
                "Disk",
                "Pods",
                "Status",
                "Restarts",
            ] {
                assert!(dashboard.iter().any(|(title, query)| title == panel && !query.is_empty()), "{what}: {panel}");
            }
            if place.starts_with("p2-development/") {
                // Nobody is called for what somebody tries out: this one switches alerts off.
                assert_eq!(rendered.all("PrometheusRule").count(), 0, "{what}");
                continue;
            }
            let alerts = alerts(&rendered, namespace, name);
            let known: Vec<&str> = alerts.iter().filter_map(|alert| alert["alert"].as_str()).collect();
            for alert in ["no-pods-available", "pods-crash-looping", "high-error-rate", "high-latency"] {
                assert!(known.contains(&alert), "{what}: {alert}");
            }
        }
        for rule in rendered.all("PrometheusRule") {
            let name = rule["metadata"]["name"].as_str().expect("a name");
            let namespace = rule["metadata"]["namespace"].as_str().expect("a namespace");
            for alert in alerts(&rendered, namespace, name) {
                let what = format!("{place} {name} {}", alert["alert"]);
                let severity = alert["labels"]["severity"].as_str().expect("a severity");
                assert!(["critical", "warning", "info"].contains(&severity), "{what}");
                let receiver = alert["labels"]["receiver"].as_str().expect("a receiver");
                assert!(receiver.ends_with("-oncall"), "{what}");
                let runbook = alert["annotations"]["runbook_url"].as_str().expect("a runbook");
                assert!(runbook.starts_with("https://runbooks.example.com/"), "{what}");
            }
        }
    }
    let business = panels(&p3(), "apps", "fastapi");
    let questions = business.iter().find(|(title, _)| title == "Questions answered").expect("a panel of its own");
    assert!(questions.1.starts_with("sum(rate(questions_answered_total{namespace=\"apps\""), "{}", questions.1);
    assert_eq!(p3().object("PodMonitor", "workers", "langchain")["spec"]["podMetricsEndpoints"][0]["port"], "metrics");
}

fn alerts(rendered: &Rendered, namespace: &str, name: &str) -> Vec<Value> {
    let groups =
        rendered.object("PrometheusRule", namespace, name)["spec"]["groups"].as_array().expect("groups").clone();
    groups.iter().flat_map(|group| group["rules"].as_array().expect("rules").clone()).collect()
}

/// The panels of a workload's dashboard: title and first query.
fn panels(rendered: &Rendered, namespace: &str, name: &str) -> Vec<(String, String)> {
    let map = rendered.object("ConfigMap", namespace, &format!("{name}-dashboard"));
    assert_eq!(map["metadata"]["labels"]["grafana_dashboard"], "1");
    let data = map["data"].as_object().expect("data");
    let text = data.values().next().and_then(Value::as_str).expect("a dashboard");
    let dashboard: Value = serde_json::from_str(text).expect("a dashboard is JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let panels = dashboard["panels"].as_array().expect("panels").iter();
    panels.map(|panel| (text(&panel["title"]), text(&panel["targets"][0]["expr"]))).collect()
}

#[test]
fn row_c6_pods_are_restricted_by_default() {
    for (place, rendered) in everywhere() {
        for (name, pod) in pods(&rendered) {
            let what = format!("{place} {name}");
            assert_eq!(pod["securityContext"]["runAsNonRoot"], true, "{what}");
            assert_eq!(pod["securityContext"]["seccompProfile"]["type"], "RuntimeDefault", "{what}");
            assert_eq!(pod["automountServiceAccountToken"], false, "{what}");
            for container in pod["containers"].as_array().expect("containers") {
                let security = &container["securityContext"];
                assert_eq!(security["allowPrivilegeEscalation"], false, "{what}");
                assert_eq!(security["readOnlyRootFilesystem"], true, "{what}");
                assert_eq!(security["capabilities"], json!({"drop": ["ALL"]}), "{what}");
            }
        }
        for namespace in rendered.all("Namespace") {
            let label = &namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"];
            assert_eq!(label, "restricted", "{place} {}", namespace["metadata"]["name"]);
        }
    }
}

#[test]
fn row_c8_secrets_are_there_by_reference_alone() {
    for (environment, cluster) in EVERYWHERE {
        let all = Rendered::of(environment, cluster);
        let filled = all.all("Secret").filter(|secret| secret["data"].is_object() || secret["stringData"].is_object());
        assert_eq!(names(filled), [] as [&str; 0], "{environment}/{cluster}: programs fill their Secrets themselves");
    }
    for (place, rendered) in everywhere() {
        assert_eq!(rendered.all("Secret").count(), 0, "{place}");
        for secret in rendered.all("ExternalSecret") {
            let spec = &secret["spec"];
            assert_eq!(spec["secretStoreRef"], json!({"kind": "ClusterSecretStore", "name": "aws"}), "{place}");
            let environment = place.split('/').next().expect("an environment");
            for entry in spec["data"].as_array().expect("data") {
                let key = entry["remoteRef"]["key"].as_str().expect("a key");
                assert!(key.starts_with(&format!("{environment}/")), "{place}: {key}");
            }
        }
    }
    let p3 = p3();
    let gemini = &p3.object("ExternalSecret", "workers", "langchain")["spec"]["data"][0];
    assert_eq!(
        *gemini,
        json!({
            "secretKey": "GEMINI_API_KEY",
            "remoteRef": {"key": "p3-production/shared/gemini", "property": "apiKey"},
        })
    );
    let container = p3.container("Deployment", "workers", "langchain");
    let sources = container["envFrom"].as_array().expect("sources");
    assert!(sources.contains(&json!({"secretRef": {"name": "langchain-secrets"}})), "{sources:?}");
}

#[test]
fn row_c11_workloads_run_on_their_node_groups() {
    let p3 = p3();
    for (namespace, name) in [("apps", "fastapi"), ("apps", "express")] {
        let pod = p3.pod("Deployment", namespace, name);
        assert_eq!(pod["nodeSelector"], json!({"workload": "general"}), "{name}");
        assert_eq!(pod.get("tolerations"), None, "{name}");
    }
    let dedicated =
        |group: &str| json!([{"key": "dedicated", "operator": "Equal", "value": group, "effect": "NoSchedule"}]);
    for name in ["langchain", "langgraph", "document-processor", "crawler"] {
        let pod = p3.pod("Deployment", "workers", name);
        assert_eq!(pod["nodeSelector"], json!({"workload": "compute"}), "{name}");
        assert_eq!(pod["tolerations"], dedicated("compute"), "{name}");
    }
    let p4 = Rendered::of("p4-production", "eks-production");
    let reports = p4.pod("Deployment", "checkout", "reports");
    assert_eq!(reports["nodeSelector"], json!({"node-group": "memory"}));
    assert_eq!(reports["tolerations"], dedicated("memory"));
    assert_eq!(p4.pod("Deployment", "checkout", "api")["nodeSelector"], json!({"node-group": "general"}));
}

#[test]
fn row_c12_a_rolling_update_and_a_drain_lose_no_request() {
    let p4 = Rendered::of("p4-production", "eks-production");
    for name in ["api", "reports"] {
        let deployment = p4.object("Deployment", "checkout", name);
        let strategy = json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}});
        assert_eq!(deployment["spec"]["strategy"], strategy, "{name}");
        let container = p4.container("Deployment", "checkout", name);
        assert_eq!(container["readinessProbe"]["httpGet"]["path"], "/readyz", "{name}");
        assert_eq!(container["lifecycle"]["preStop"], json!({"exec": {"command": ["sleep", "5"]}}), "{name}");
        let grace = p4.pod("Deployment", "checkout", name)["terminationGracePeriodSeconds"].as_i64();
        assert_eq!(grace, Some(30), "{name}");
        let budget = &p4.object("PodDisruptionBudget", "checkout", name)["spec"];
        assert_eq!(budget["maxUnavailable"], 1, "{name}: a drain can always take one");
        assert_eq!(budget["unhealthyPodEvictionPolicy"], "AlwaysAllow", "{name}");
    }
    // Newer clusters need no shell in the image.
    let p0 = Rendered::of("p0-production", "eks-mesh");
    let lifecycle = &p0.container("Deployment", "applications", "service-1")["lifecycle"];
    assert_eq!(*lifecycle, json!({"preStop": {"sleep": {"seconds": 5}}}));
}

#[test]
fn row_c15_a_team_has_its_namespace_with_bounds_and_roles() {
    let p4 = Rendered::of("p4-production", "eks-production");
    let namespace = p4.object("Namespace", "", "checkout");
    assert_eq!(namespace["metadata"]["labels"]["platgen.dev/team"], "checkout");
    let quota = &p4.object("ResourceQuota", "checkout", "quota")["spec"];
    assert_eq!(*quota, json!({"hard": {"requests.cpu": "20", "requests.memory": "64Gi"}}));
    let limits = &p4.object("LimitRange", "checkout", "limits")["spec"]["limits"][0];
    assert_eq!(limits["default"], json!({"memory": "256Mi"}));
    assert_eq!(limits["defaultRequest"], json!({"cpu": "50m", "memory": "64Mi"}));
    assert_eq!(limits["max"], json!({"cpu": "4", "memory": "16Gi"}));
    let deny = &p4.object("NetworkPolicy", "checkout", "default-deny")["spec"];
    assert_eq!(*deny, json!({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}));
    let binding = p4.object("RoleBinding", "checkout", "checkout-developers");
    assert_eq!(binding["roleRef"]["name"], "edit");
    assert_eq!(binding["subjects"][0]["name"], "checkout-developers");
    assert_eq!(binding["subjects"][0]["kind"], "Group");
}

#[test]
fn row_d3_staging_is_small_and_production_spans_zones() {
    let replicas = |environment: &str, cluster: &str| {
        Rendered::of(environment, cluster).object("HorizontalPodAutoscaler", "checkout", "api")["spec"]["minReplicas"]
            .clone()
    };
    assert_eq!(replicas("p4-staging", "eks-staging"), 1);
    assert_eq!(replicas("p4-production", "eks-production"), 3);
    let staging = Rendered::of("p4-staging", "eks-staging");
    assert_eq!(staging.pod("Deployment", "checkout", "api")["nodeSelector"], json!({"node-group": "burstable"}));
    let production = Rendered::of("p4-production", "eks-production");
    let zones = &production.pod("Deployment", "checkout", "api")["topologySpreadConstraints"][0];
    assert_eq!(zones["topologyKey"], "topology.kubernetes.io/zone");
    assert_eq!(zones["whenUnsatisfiable"], "DoNotSchedule");
}

#[test]
fn row_a17_the_second_region_stands_by() {
    let secondary = Rendered::of("p3-production", "eks-secondary");
    let scaler = &secondary.object("HorizontalPodAutoscaler", "apps", "fastapi")["spec"];
    assert_eq!((scaler["minReplicas"].clone(), scaler["maxReplicas"].clone()), (json!(1), json!(20)));
    for name in ["backup", "refresh-index"] {
        assert_eq!(secondary.object("CronJob", "batch", name)["spec"]["suspend"], true, "{name}");
        assert_eq!(p3().object("CronJob", "batch", name)["spec"].get("suspend"), None, "{name}");
    }
}

#[test]
fn row_d1_a_local_cluster_needs_no_cloud() {
    let local = Rendered::of_teams("p4-local", "kind-local");
    assert_eq!(names(local.all("Deployment")), ["checkout/api", "checkout/reports"]);
    // No secret store: the Secret is made by hand, and the pods read it.
    assert_eq!(local.all("ExternalSecret").count() + local.all("Secret").count(), 0);
    let container = local.container("Deployment", "checkout", "api");
    assert_eq!(container["envFrom"], json!([{"secretRef": {"name": "api-secrets"}}]));
    // No registry: the image is the one that was built on the machine.
    assert_eq!(container["image"], "checkout-api:dev");
    assert_eq!(container["imagePullPolicy"], "IfNotPresent");
    assert_eq!(local.all("ServiceMonitor").count(), 0, "no Prometheus operator");
    // No load balancer: routes are reached at a port of the node.
    let local = Rendered::of("p4-local", "kind-local");
    assert_eq!(local.object("Ingress", "checkout", "api-public")["spec"]["ingressClassName"], "nginx");
    let service = &local.object("Service", "ingress-nginx", "ingress-nginx-controller")["spec"];
    assert_eq!((service["type"].clone(), service["ports"][0]["nodePort"].clone()), (json!("NodePort"), json!(30080)));
    let metrics = local.container("Deployment", "metrics-server", "metrics-server");
    let arguments = metrics["args"].as_array().expect("arguments");
    assert!(arguments.contains(&json!("--kubelet-insecure-tls")), "kind's kubelets sign for themselves");
    let platform = ["/checkout", "/ingress-nginx", "/metrics-server"];
    assert_eq!(names(local.all("Namespace")), platform, "the least: no certificates, no store, no Prometheus");
    let text = serde_json::to_string(local.objects()).expect("JSON");
    assert!(!text.contains("111122223333") && !text.contains("amazonaws"), "nothing of a cloud account");
}

#[test]
fn row_d1_environments_are_namespaces_of_one_cluster_or_clusters_of_their_own() {
    for stage in ["development", "staging", "production"] {
        let one = Rendered::of_teams(&format!("p2-{stage}"), "eks-hello");
        assert_eq!(names(one.all("Namespace")), [format!("/{stage}")]);
    }
    for (stage, cluster) in [("development", "eks-dev"), ("staging", "eks-staging"), ("production", "eks-production")] {
        let own = Rendered::of_teams(&format!("p4-{stage}"), cluster);
        assert_eq!(names(own.all("Namespace")), ["/checkout"], "{stage}");
    }
}

#[test]
fn rows_b1_b2_policies_leave_the_mesh_working() {
    let p0 = Rendered::of("p0-production", "eks-mesh");
    let labels = &p0.object("Namespace", "", "applications")["metadata"]["labels"];
    assert_eq!(labels["istio-injection"], "enabled");
    let p2 = Rendered::of("p2-production", "eks-hello");
    let annotations = &p2.object("Namespace", "", "production")["metadata"]["annotations"];
    assert_eq!(annotations["linkerd.io/inject"], "enabled");
    let reaches = |rendered: &Rendered, namespace: &str, name: &str, control: &str, port: u16| {
        let egress = rendered.object("NetworkPolicy", namespace, name)["spec"]["egress"].clone();
        let rules = egress.as_array().expect("rules").clone();
        rules.iter().any(|rule| {
            let selector = &rule["to"][0]["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"];
            let ports = rule["ports"].as_array().expect("ports");
            selector == control && ports.contains(&json!({"protocol": "TCP", "port": port}))
        })
    };
    assert!(reaches(&p0, "applications", "service-1", "istio-system", 15012));
    assert!(reaches(&p2, "production", "fastapi", "linkerd", 8086));
}

/// Every environment in the cloud with the team of its stacks.
const TOLD: [(&str, &[&str]); 14] = [
    ("p0-production", &["mesh", "platform"]),
    ("p1-development", &["microservices", "platform"]),
    ("p1-staging", &["microservices", "platform"]),
    ("p1-production", &["microservices", "platform"]),
    ("p2-platform", &["platform"]),
    ("p2-development", &["hello", "platform"]),
    ("p2-staging", &["hello", "platform"]),
    ("p2-production", &["hello", "platform"]),
    ("p3-development", &["ai", "platform"]),
    ("p3-staging", &["ai", "platform"]),
    ("p3-production", &["ai", "platform"]),
    ("p4-development", &["checkout", "platform"]),
    ("p4-staging", &["checkout", "platform"]),
    ("p4-production", &["checkout", "platform"]),
];

#[test]
fn row_b16_one_argo_cd_serves_several_clusters() {
    for (environment, teams) in TOLD {
        let told = Rendered::told(environment);
        let expected: Vec<String> = teams.iter().map(|team| format!("argocd/{environment}-{team}")).collect();
        assert_eq!(names(told.all("ApplicationSet")), expected);
        let root = format!("{environment}-argocd");
        assert_eq!(names(told.all("Application")), [format!("argocd/{root}")]);
        let root = &told.object("Application", "argocd", &root)["spec"];
        assert_eq!(root["source"]["path"], format!("{environment}/argocd"));
        assert_eq!(root["destination"], json!({"name": "in-cluster", "namespace": "argocd"}));
    }
    let destinations = |environment: &str, project: &str| {
        Rendered::told(environment).object("AppProject", "argocd", project)["spec"]["destinations"].clone()
    };
    let at = |name: &str, namespace: &str| json!({"name": name, "namespace": namespace});
    // The Argo CD of production's cluster deploys to that of staging.
    assert_eq!(
        destinations("p1-production", "p1-production-microservices"),
        json!([at("in-cluster", "microservices")])
    );
    assert_eq!(destinations("p1-staging", "p1-staging-microservices"), json!([at("staging-cluster", "microservices")]));
    // The primary region's deploys to the second region.
    let both =
        ["eks-secondary", "in-cluster"].map(|name| ["apps", "batch", "workers"].map(|namespace| at(name, namespace)));
    let of_p3 = destinations("p3-production", "p3-production-ai");
    assert!(
        both.concat()
            .iter()
            .all(|place| of_p3.as_array().expect("a list").contains(place) || place["namespace"] == "batch")
    );
    assert_eq!(Rendered::told("p4-local").objects(), [] as [Value; 0], "nobody tells Argo CD of a developer's machine");
}

#[test]
fn row_c15_a_team_has_its_app_project() {
    let told = Rendered::told("p4-production");
    let project = &told.object("AppProject", "argocd", "p4-production-checkout")["spec"];
    assert_eq!(project["sourceRepos"], json!(["https://git.example.com/acme/deploy.git"]));
    assert_eq!(project["destinations"], json!([{"name": "in-cluster", "namespace": "checkout"}]));
    assert_eq!(project["clusterResourceWhitelist"], json!([]), "a team has nothing of the cluster's");
    let kinds = project["namespaceResourceWhitelist"].as_array().expect("a list");
    assert!(kinds.contains(&json!({"group": "apps", "kind": "Deployment"})));
    assert!(!kinds.iter().any(|kind| kind["kind"] == "Secret" || kind["kind"] == "ResourceQuota"));
    let roles = project["roles"].as_array().expect("a list");
    let groups: Vec<(&Value, &Value)> = roles.iter().map(|role| (&role["name"], &role["groups"])).collect();
    let expected =
        [(json!("viewers"), json!(["checkout-viewers"])), (json!("developers"), json!(["checkout-developers"]))];
    assert_eq!(groups, expected.iter().map(|(name, groups)| (name, groups)).collect::<Vec<_>>());
    let sync = "p, proj:p4-production-checkout:developers, applications, sync, p4-production-checkout/*, allow";
    assert!(roles[1]["policies"].as_array().expect("policies").contains(&json!(sync)));
    assert_eq!(roles[0]["policies"].as_array().expect("policies").len(), 1, "viewers look");
    let platform = &told.object("AppProject", "argocd", "p4-production-platform")["spec"];
    let cluster = platform["clusterResourceWhitelist"].as_array().expect("a list");
    assert!(cluster.contains(&json!({"group": "", "kind": "Namespace"})));
    assert!(cluster.contains(&json!({"group": "apiextensions.k8s.io", "kind": "CustomResourceDefinition"})));
    assert!(!cluster.iter().any(|kind| kind["kind"] == "*"), "what was rendered, and no more");
}

#[test]
fn row_d2_staging_heals_itself_and_production_waits_for_a_person() {
    let set = |environment: &str| {
        Rendered::told(environment).object("ApplicationSet", "argocd", &format!("{environment}-checkout"))["spec"]
            .clone()
    };
    let policy = |set: &Value| set["template"]["spec"]["syncPolicy"].clone();
    let staging = set("p4-staging");
    assert_eq!(policy(&staging)["automated"], json!({"prune": true, "selfHeal": true}));
    assert_eq!(staging["syncPolicy"], json!({"applicationsSync": "sync", "preserveResourcesOnDeletion": false}));
    for environment in ["p4-production", "p4-development"] {
        let by_hand = set(environment);
        assert_eq!(policy(&by_hand).get("automated"), None, "{environment}");
        assert_eq!(
            by_hand["syncPolicy"],
            json!({"applicationsSync": "create-update", "preserveResourcesOnDeletion": true}),
            "{environment}"
        );
        assert_eq!(by_hand["template"]["metadata"].get("finalizers"), None, "{environment}");
    }
    let told = Rendered::told("p3-production");
    for project in ["p3-production-ai", "p3-production-platform"] {
        let windows = &told.object("AppProject", "argocd", project)["spec"]["syncWindows"];
        assert_eq!(windows[0]["kind"], "deny");
        assert_eq!(windows[0]["manualSync"], true);
        assert_eq!(windows[0]["applications"], json!(["*"]));
    }
    // What a namespace rests on goes only when somebody says so.
    let p4 = Rendered::of("p4-production", "eks-production");
    for (kind, namespace, name) in [
        ("Namespace", "", "checkout"),
        ("NetworkPolicy", "checkout", "default-deny"),
        ("ResourceQuota", "checkout", "quota"),
    ] {
        let annotations = &p4.object(kind, namespace, name)["metadata"]["annotations"];
        assert_eq!(annotations["argocd.argoproj.io/sync-options"], "Prune=confirm,Delete=confirm", "{kind}");
    }
}

#[test]
fn row_d4_one_definition_reaches_many_clusters_in_the_order_of_its_parts() {
    for (environment, teams) in TOLD {
        let told = Rendered::told(environment);
        for team in teams {
            let name = format!("{environment}-{team}");
            let set = &told.object("ApplicationSet", "argocd", &name)["spec"];
            let git = &set["generators"][0]["git"];
            assert_eq!(git["files"], json!([{"path": format!("{environment}/apps/{team}/*/*.yaml")}]));
            assert_eq!(git["revision"], "refs/heads/main");
            assert_eq!(set["goTemplateOptions"], json!(["missingkey=error"]));
            assert_eq!(set["template"]["spec"]["project"], *name, "a project is literal");
            assert_eq!(set["template"]["spec"]["syncPolicy"]["retry"]["limit"], 5);
            let project = told.object("AppProject", "argocd", &name);
            assert_eq!(project["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"], "-1", "projects come first");
        }
    }
    // A custom resource waits for its definition, which comes with another app.
    let p4 = Rendered::of("p4-production", "eks-production");
    let secrets = p4.all("ExternalSecret").chain(p4.all("ServiceMonitor")).chain(p4.all("PrometheusRule"));
    let waiting = secrets.map(|object| &object["metadata"]["annotations"]["argocd.argoproj.io/sync-options"]);
    let waiting: Vec<&Value> = waiting.collect();
    assert!(waiting.len() > 2 && waiting.iter().all(|options| **options == "SkipDryRunOnMissingResource=true"));
}
