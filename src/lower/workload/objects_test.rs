use k8s_openapi::api::{apps::v1 as apps, autoscaling::v2 as autoscaling, core::v1 as core};
use k8s_openapi::api::{networking::v1 as networking, policy::v1 as policy};
use serde_json::json;

use crate::lower::fixture::{Fixture, lower_service, walk};
use crate::model::WorkloadKind;
use crate::node::{Entry, Node, Origin};

/// A service that has everything.
pub(super) const AROUND: &str = "\
pullSecret: registry
secretStore: aws
ingressClasses: [nginx, nginx]
cluster: {kubernetes: 30, ingress: ingress-nginx, monitoring: observability, dns: dns}
callers:
- {name: web, namespace: portal, ports: [8000]}
calls:
- {name: search, namespace: find, ports: [9200, 9300]}";

pub(super) const SPEC: &str = "\
command: [serve]
args: [--workers, 4]
ports:
  http: {container: 8000, service: 80}
  metrics: 9090
  dns: {container: 5353, protocol: UDP}
resources: {requests: {cpu: 250m, memory: 512Mi}, limits: {memory: 1Gi}}
scale: {min: 3, max: 20, cpu: 70, memory: 80}
variables: {LOG_LEVEL: info, WORKERS: 4}
secrets:
  DB_PASSWORD: database
  GEMINI_API_KEY: {from: 'shared:gemini', property: apiKey}
files:
  /etc/app/app.yaml: 'debug: false'
  /etc/other/app.yaml: {template: 'debug: true'}
  /etc/nginx.conf: worker_processes 1;
scratch: {/tmp: 64Mi, /var/cache/app: 1Gi}
routes:
  public: {host: api.example.com, path: /v1, tls: true, annotations: {example.com/timeout: 30}}
  status: {host: status.example.com, port: metrics}
egress:
  partner: {cidr: 203.0.113.0/24, ports: [443]}
  lab: {cidr: 10.1.0.0/16}
probes:
  startup: {command: [check, --fast], failureThreshold: 30}
  liveness: {tcp: true, port: http, initialDelaySeconds: 5}
  readiness: {path: /readyz, periodSeconds: 5, timeoutSeconds: 2}
metrics: {port: metrics, path: /metrics, interval: 30s}
disruption: {maxUnavailable: 25%}
spread: {zones: preferred, nodes: required}
security: {user: 1000, group: 2000, writableRoot: false}
serviceAccount: {annotations: {eks.amazonaws.com/role-arn: arn}, token: false}
terminationGracePeriodSeconds: 45
drainSeconds: 10
labels: {tier: backend}
annotations: {example.com/owner: ai}";

const POD: &str = "spec/template/spec";
const CONTAINER: &str = "spec/template/spec/containers/0";

#[test]
fn every_object_of_kubernetes_round_trips_through_its_type() {
    let lowered = lower_service(AROUND, SPEC).clean();
    lowered.assert_round_trip::<core::ServiceAccount>();
    lowered.assert_round_trip::<core::ConfigMap>();
    lowered.assert_round_trip::<apps::Deployment>();
    lowered.assert_round_trip::<core::Service>();
    lowered.assert_round_trip::<autoscaling::HorizontalPodAutoscaler>();
    lowered.assert_round_trip::<policy::PodDisruptionBudget>();
    lowered.assert_round_trip::<networking::NetworkPolicy>();
    lowered.assert_round_trip::<networking::Ingress>();
}

#[test]
fn lowers_every_object_once_and_in_order() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let names: Vec<String> =
        lowered.resources.iter().map(|resource| format!("{} {}", resource.kind, resource.name)).collect();
    let expected = [
        "ServiceAccount api",
        "ConfigMap api-variables",
        "ConfigMap api-files",
        "ExternalSecret api",
        "Deployment api",
        "Service api",
        "HorizontalPodAutoscaler api",
        "PodDisruptionBudget api",
        "NetworkPolicy api",
        "Ingress api-public",
        "Ingress api-status",
        "ServiceMonitor api",
    ];
    assert_eq!(names, expected);
    let small = lower_service("", "ports: {http: 8000}").clean();
    let kinds: Vec<&str> = small.resources.iter().map(|resource| resource.kind.as_str()).collect();
    assert_eq!(kinds, ["ServiceAccount", "Deployment", "Service", "NetworkPolicy"]);
}

#[test]
fn every_object_and_pod_says_whose_it_is() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let labels = json!({
        "app.kubernetes.io/name": "api",
        "app.kubernetes.io/part-of": "documents",
        "app.kubernetes.io/managed-by": "platgen",
        "platgen.dev/team": "ai",
        "platgen.dev/environment": "production",
        "tier": "backend",
    });
    for resource in &lowered.resources {
        assert_eq!(resource.body.at(&["metadata", "labels"]).map(Node::to_json), Some(labels.clone()));
        assert_eq!(resource.body.at(&["metadata", "namespace"]).and_then(Node::as_str), Some("apps"));
    }
    assert_eq!(lowered.json("Deployment", "spec/template/metadata/labels"), labels);
    let selector = json!({"app.kubernetes.io/name": "api", "app.kubernetes.io/part-of": "documents"});
    assert_eq!(lowered.json("Deployment", "spec/selector/matchLabels"), selector);
    assert_eq!(lowered.json("Service", "spec/selector"), selector);
    assert_eq!(lowered.json("PodDisruptionBudget", "spec/selector/matchLabels"), selector);
    assert_eq!(lowered.json("NetworkPolicy", "spec/podSelector/matchLabels"), selector);
    assert_eq!(lowered.json("ServiceMonitor", "spec/selector/matchLabels"), selector);
}

#[test]
fn the_pod_is_restricted_and_stops_gracefully() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let pod = |path: &str| lowered.json("Deployment", &format!("{POD}/{path}"));
    assert_eq!(pod("serviceAccountName"), "api");
    assert_eq!(pod("automountServiceAccountToken"), false);
    assert_eq!(pod("enableServiceLinks"), false);
    assert_eq!(pod("terminationGracePeriodSeconds"), 45);
    assert_eq!(pod("imagePullSecrets"), json!([{"name": "registry"}]));
    let security = json!({
        "runAsNonRoot": true, "runAsUser": 1000, "runAsGroup": 2000, "fsGroup": 2000,
        "seccompProfile": {"type": "RuntimeDefault"},
    });
    assert_eq!(pod("securityContext"), security);
    let spread = |key, unsatisfiable| {
        json!({
            "maxSkew": 1,
            "topologyKey": key,
            "whenUnsatisfiable": unsatisfiable,
            "labelSelector": {"matchLabels": {"app.kubernetes.io/name": "api", "app.kubernetes.io/part-of": "documents"}},
            "matchLabelKeys": ["pod-template-hash"],
        })
    };
    let spread = json!([
        spread("topology.kubernetes.io/zone", "ScheduleAnyway"),
        spread("kubernetes.io/hostname", "DoNotSchedule"),
    ]);
    assert_eq!(pod("topologySpreadConstraints"), spread);
    let strategy = json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}});
    assert_eq!(lowered.json("Deployment", "spec/strategy"), strategy);
}

#[test]
fn the_container_has_what_the_workload_says() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let container = |path: &str| lowered.json("Deployment", &format!("{CONTAINER}/{path}"));
    assert_eq!(container("name"), "api");
    assert_eq!(container("image"), "registry.example.com/fastapi:1.8.2");
    assert_eq!(container("command"), json!(["serve"]));
    assert_eq!(container("args"), json!(["--workers", "4"]));
    assert_eq!(container("ports/0"), json!({"name": "http", "containerPort": 8000, "protocol": "TCP"}));
    assert_eq!(container("ports/2"), json!({"name": "dns", "containerPort": 5353, "protocol": "UDP"}));
    let sources = json!([{"configMapRef": {"name": "api-variables"}}, {"secretRef": {"name": "api-secrets"}}]);
    assert_eq!(container("envFrom"), sources);
    let resources = json!({"requests": {"cpu": "250m", "memory": "512Mi"}, "limits": {"memory": "1Gi"}});
    assert_eq!(container("resources"), resources);
    assert_eq!(container("lifecycle"), json!({"preStop": {"sleep": {"seconds": 10}}}));
    let security = json!({
        "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]},
    });
    assert_eq!(container("securityContext"), security);
}

#[test]
fn probes_ask_as_they_are_told() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let container = |path: &str| lowered.json("Deployment", &format!("{CONTAINER}/{path}"));
    assert_eq!(container("startupProbe"), json!({"exec": {"command": ["check", "--fast"]}, "failureThreshold": 30}));
    assert_eq!(container("livenessProbe"), json!({"tcpSocket": {"port": "http"}, "initialDelaySeconds": 5}));
    let readiness = json!({"httpGet": {"path": "/readyz", "port": "http"}, "periodSeconds": 5, "timeoutSeconds": 2});
    assert_eq!(container("readinessProbe"), readiness);
    let without = lower_service("", "ports: {http: 8000}\nprobes: {liveness: false}").clean();
    assert!(walk(without.object("Deployment"), &format!("{CONTAINER}/livenessProbe")).is_none());
}

#[test]
fn files_and_folders_are_mounted_under_distinct_names() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let files = lowered.named("ConfigMap", "api-files").get("data").expect("data").to_json();
    let expected = json!({
        "etc.app.app.yaml": "debug: false",
        "etc.other.app.yaml": "debug: true",
        "nginx.conf": "worker_processes 1;",
    });
    assert_eq!(files, expected);
    let container = |path: &str| lowered.json("Deployment", &format!("{CONTAINER}/{path}"));
    let nginx = json!({"name": "files", "mountPath": "/etc/nginx.conf", "subPath": "nginx.conf", "readOnly": true});
    assert_eq!(container("volumeMounts/2"), nginx);
    assert_eq!(container("volumeMounts/4"), json!({"name": "scratch-var-cache-app", "mountPath": "/var/cache/app"}));
    let volumes = json!([
        {"name": "files", "configMap": {"name": "api-files"}},
        {"name": "scratch-tmp", "emptyDir": {"sizeLimit": "64Mi"}},
        {"name": "scratch-var-cache-app", "emptyDir": {"sizeLimit": "1Gi"}},
    ]);
    assert_eq!(lowered.json("Deployment", &format!("{POD}/volumes")), volumes);
}

#[test]
fn pods_restart_when_what_they_read_at_their_start_changes() {
    let hash = |spec: &str| {
        let lowered = lower_service("", &format!("ports: {{http: 8000}}\n{spec}")).clean();
        let annotations = lowered.json("Deployment", "spec/template/metadata/annotations");
        annotations["platgen.dev/variables-hash"].as_str().expect("a hash").to_owned()
    };
    let one = hash("variables: {A: one, B: two}");
    assert_eq!(one.len(), 16);
    assert_eq!(one, hash("variables: {B: two, A: one}"));
    assert_ne!(one, hash("variables: {A: one, B: three}"));
    assert_ne!(one, hash("variables: {A: oneB, _: two}"));
    let bare = lower_service("", "ports: {http: 8000}").clean();
    assert!(walk(bare.object("Deployment"), "spec/template/metadata/annotations").is_none());
}

#[test]
fn the_service_leads_to_every_port_by_name() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let ports = json!([
        {"name": "http", "protocol": "TCP", "port": 80, "targetPort": "http"},
        {"name": "metrics", "protocol": "TCP", "port": 9090, "targetPort": "metrics"},
        {"name": "dns", "protocol": "UDP", "port": 5353, "targetPort": "dns"},
    ]);
    assert_eq!(lowered.json("Service", "spec/ports"), ports);
}

#[test]
fn an_autoscaler_takes_the_place_of_replicas() {
    let lowered = lower_service(AROUND, SPEC).clean();
    assert!(walk(lowered.object("Deployment"), "spec/replicas").is_none());
    let spec = json!({
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "api"},
        "minReplicas": 3,
        "maxReplicas": 20,
        "metrics": [
            {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}},
            {"type": "Resource", "resource": {"name": "memory", "target": {"type": "Utilization", "averageUtilization": 80}}},
        ],
    });
    assert_eq!(lowered.json("HorizontalPodAutoscaler", "spec"), spec);
    let fixed = lower_service("", "ports: {http: 8000}\nreplicas: 2").clean();
    assert_eq!(fixed.json("Deployment", "spec/replicas"), 2);
    assert!(!fixed.has("HorizontalPodAutoscaler"));
}

#[test]
fn a_budget_says_one_of_the_two() {
    let share = lower_service(AROUND, SPEC).clean();
    assert_eq!(share.json("PodDisruptionBudget", "spec/maxUnavailable"), "25%");
    let count = lower_service("", "ports: {http: 8000}\nreplicas: 3\ndisruption: {minAvailable: 2}").clean();
    assert_eq!(count.json("PodDisruptionBudget", "spec/minAvailable"), 2);
}

#[test]
fn a_route_becomes_an_ingress_and_its_tls_a_secret() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let public = lowered.named("Ingress", "api-public").to_json();
    let spec = json!({
        "ingressClassName": "nginx",
        "tls": [{"hosts": ["api.example.com"], "secretName": "api-public-tls"}],
        "rules": [{"host": "api.example.com", "http": {"paths": [
            {"path": "/v1", "pathType": "Prefix", "backend": {"service": {"name": "api", "port": {"name": "http"}}}},
        ]}}],
    });
    assert_eq!(public["spec"], spec);
    assert_eq!(public["metadata"]["annotations"], json!({"example.com/timeout": "30"}));
    let status = lowered.named("Ingress", "api-status").to_json();
    assert_eq!(status["spec"]["tls"], json!(null));
    let path = &status["spec"]["rules"][0]["http"]["paths"][0];
    assert_eq!(path["path"], "/");
    assert_eq!(path["backend"]["service"]["port"]["name"], "metrics");
}

#[test]
fn the_network_policy_opens_what_the_plan_says_and_nothing_else() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let namespace = |name: &str| json!({"matchLabels": {"kubernetes.io/metadata.name": name}});
    let pods = |name: &str| json!({"matchLabels": {"app.kubernetes.io/name": name}});
    let tcp = |port: u16| json!({"protocol": "TCP", "port": port});
    let ingress = json!([
        {"from": [{"namespaceSelector": namespace("portal"), "podSelector": pods("web")}], "ports": [tcp(8000)]},
        {"from": [{"namespaceSelector": namespace("ingress-nginx")}], "ports": [tcp(8000), tcp(9090)]},
        {"from": [{"namespaceSelector": namespace("observability")}], "ports": [tcp(9090)]},
    ]);
    assert_eq!(lowered.json("NetworkPolicy", "spec/ingress"), ingress);
    let egress = json!([
        {"to": [{"namespaceSelector": namespace("dns")}], "ports": [{"protocol": "UDP", "port": 53}, tcp(53)]},
        {"to": [{"namespaceSelector": namespace("find"), "podSelector": pods("search")}], "ports": [tcp(9200), tcp(9300)]},
        {"to": [{"ipBlock": {"cidr": "203.0.113.0/24"}}], "ports": [tcp(443)]},
        {"to": [{"ipBlock": {"cidr": "10.1.0.0/16"}}]},
    ]);
    assert_eq!(lowered.json("NetworkPolicy", "spec/egress"), egress);
    assert_eq!(lowered.json("NetworkPolicy", "spec/policyTypes"), json!(["Ingress", "Egress"]));
}

#[test]
fn the_network_policy_is_closed_where_nobody_calls_and_open_where_the_platform_is_unknown() {
    let closed = lower_service("", "ports: {http: 8000}").clean();
    assert!(walk(closed.object("NetworkPolicy"), "spec/ingress").is_none());
    assert_eq!(
        closed.json("NetworkPolicy", "spec/egress/0/to/0/namespaceSelector/matchLabels/kubernetes.io~metadata.name"),
        "kube-system"
    );
    let routed = lower_service("ingressClasses: [nginx]", "ports: {http: 8000}\nroutes: {all: {host: a.example.com}}");
    let rule = json!([{"from": [{"namespaceSelector": {}}], "ports": [{"protocol": "TCP", "port": 8000}]}]);
    assert_eq!(routed.json("NetworkPolicy", "spec/ingress"), rule);
    let silent = lower_service("callers: [{name: web, namespace: portal, ports: []}]", "ports: {http: 8000}").clean();
    assert!(walk(silent.object("NetworkPolicy"), "spec/ingress").is_none());
}

#[test]
fn routed_ports_are_open_to_the_router_of_each_class() {
    let around = "ingressClasses: [outside, inside, outside]\nrouters: [edge, kong, edge]\ncluster: {kubernetes: 30, ingress: ingress}";
    let spec = "ports: {http: 8000, admin: 9000}\nroutes:\n  a: {host: a.example.com, port: http}\n  \
                b: {host: b.example.com, port: admin}\n  c: {host: c.example.com, port: admin}";
    let lowered = lower_service(around, spec).clean();
    let from = |name: &str| json!([{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}]);
    let port = |number: u16| json!({"protocol": "TCP", "port": number});
    let ingress = json!([
        {"from": from("edge"), "ports": [port(8000), port(9000)]},
        {"from": from("kong"), "ports": [port(9000)]},
    ]);
    assert_eq!(lowered.json("NetworkPolicy", "spec/ingress"), ingress);
    assert_eq!(lowered.causes("NetworkPolicy", "spec/ingress/0"), ["spec.routes", "routers[0]", "routers[2]"]);
}

#[test]
fn secrets_come_from_the_prefixes_of_the_team_and_of_all() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let spec = json!({
        "refreshInterval": "1h",
        "secretStoreRef": {"kind": "ClusterSecretStore", "name": "aws"},
        "target": {"name": "api-secrets"},
        "data": [
            {"secretKey": "DB_PASSWORD", "remoteRef": {"key": "production/ai/database"}},
            {"secretKey": "GEMINI_API_KEY", "remoteRef": {"key": "production/shared/gemini", "property": "apiKey"}},
        ],
    });
    assert_eq!(lowered.json("ExternalSecret", "spec"), spec);
    assert_eq!(lowered.json("ExternalSecret", "apiVersion"), "external-secrets.io/v1");
}

#[test]
fn metrics_become_a_service_monitor() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let endpoints = json!([{"port": "metrics", "path": "/metrics", "interval": "30s"}]);
    assert_eq!(lowered.json("ServiceMonitor", "spec/endpoints"), endpoints);
    assert_eq!(lowered.json("ServiceMonitor", "apiVersion"), "monitoring.coreos.com/v1");
    let first = lower_service("", "ports: {http: 8000}\nmetrics: {}").clean();
    assert_eq!(first.json("ServiceMonitor", "spec/endpoints"), json!([{"port": "http"}]));
}

#[test]
fn fields_that_the_cluster_does_not_know_are_left_out() {
    let spec = "ports: {http: 8000}\ndrainSeconds: 5";
    let path = format!("{CONTAINER}/lifecycle");
    let sleeps = |minor: u8| {
        let lowered = lower_service(&format!("cluster: {{kubernetes: {minor}}}"), spec).clean();
        walk(lowered.object("Deployment"), &path).is_some()
    };
    assert_eq!([25, 29, 30, 37].map(sleeps), [false, false, true, true]);
}

#[test]
fn keys_stand_in_their_customary_order() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let keys = |path: &str| -> Vec<String> {
        let node = walk(lowered.object("Deployment"), path).expect("the path exists");
        node.entries().iter().map(|entry| entry.key.to_string()).collect()
    };
    assert_eq!(keys(""), ["apiVersion", "kind", "metadata", "spec"]);
    assert_eq!(keys("metadata"), ["name", "namespace", "labels"]);
    assert_eq!(keys("spec"), ["selector", "strategy", "template"]);
    let pod = [
        "serviceAccountName",
        "automountServiceAccountToken",
        "enableServiceLinks",
        "terminationGracePeriodSeconds",
        "securityContext",
        "imagePullSecrets",
        "containers",
        "volumes",
        "topologySpreadConstraints",
    ];
    assert_eq!(keys(POD), pod);
    let container = [
        "name",
        "image",
        "command",
        "args",
        "ports",
        "envFrom",
        "resources",
        "volumeMounts",
        "startupProbe",
        "livenessProbe",
        "readinessProbe",
        "lifecycle",
        "securityContext",
    ];
    assert_eq!(keys(CONTAINER), container);
}

#[test]
fn the_built_in_defaults_fit_workloads_that_say_little() {
    let defaults = Fixture::read(include_str!("../../../definitions/defaults.yaml"));
    let needed = |kind| match kind {
        WorkloadKind::Service => "ports: {http: 8000}",
        WorkloadKind::CronJob => "schedule: '0 3 * * *'",
        _ => "",
    };
    for kind in WorkloadKind::ALL {
        let path = format!("spec/defaults/workloads/{}", kind.word());
        let of_kind = walk(&defaults.tree, &path).expect("every kind has defaults");
        let mut fixture = Fixture::of_kind(kind.word(), "", needed(kind));
        let spec = fixture.tree.get_mut("spec").expect("a fixture has a spec");
        // What these say holds expressions; it is tested where they are evaluated.
        let evaluated = |entry: &&Entry| !matches!(entry.key.as_str(), "metrics" | "alerts" | "dashboard");
        for entry in of_kind.entries().iter().filter(evaluated) {
            let mut value = entry.value.clone();
            // Its origins are those of another fixture.
            value.origin = Origin::INHERITED;
            value.inherit_below();
            spec.set(entry.key.clone(), value);
        }
        let lowered = fixture.lower_workload().expect("the defaults read").clean();
        assert!(lowered.findings.is_empty(), "{}", kind.word());
        let counted = matches!(kind, WorkloadKind::Service | WorkloadKind::Worker | WorkloadKind::Stateful);
        assert_eq!(lowered.has("PodDisruptionBudget"), counted, "{}", kind.word());
    }
}
