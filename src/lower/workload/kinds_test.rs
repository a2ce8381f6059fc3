use k8s_openapi::api::{apps::v1 as apps, batch::v1 as batch, core::v1 as core, rbac::v1 as rbac};
use serde_json::{Value, json};

use crate::diagnostics::Code;
use crate::lower::fixture::{Fixture, Lowered, lower_kind};

/// What every kind may have.
const SHARED: &str = "\
imagePullPolicy: Always
workingDir: /srv
variables:
  LEVEL: info
  POD_IP: {field: status.podIP}
  MEMORY: {resource: limits.memory, divisor: 1Mi}
  COLOUR: {configMap: colours, key: favourite, optional: true}
  TOKEN: {secret: tokens, key: token}
secrets: {DB_PASSWORD: database}
files: {/etc/app/app.yaml: 'debug: false'}
volumes:
  shared: {path: /shared, claim: shared-files, subPath: app}
  certificates: {path: /certificates, secret: certificates, optional: true}
  settings: {path: /settings, configMap: settings, readOnly: true}
  logs: {path: /var/log/host, hostPath: /var/log}
init:
  wait:
    image: tools
    command: [wait]
    secrets: [DB_PASSWORD]
    variables: {TARGET: database, NODE: {field: spec.nodeName}}
    mounts: {/config.yaml: /etc/app/app.yaml, /work: /tmp, /data: shared}
    scratch: {/own: 10Mi}
    security: {user: 7, root: false, writableRoot: true}
sidecars:
  proxy:
    image: proxy
    ports: {admin: 9901}
    resources: {requests: {cpu: 10m}, limits: {memory: 64Mi}}
    probes: {readiness: {grpc: true, service: ready}, startup: {tcp: true, port: admin}}
    lifecycle: {preStop: {path: /drain, port: admin}, postStart: {command: [warm]}}
scratch: {/tmp: 64Mi}
security: {user: 1000, group: 2000, capabilities: [NET_BIND_SERVICE]}
host: {network: true, processes: true}
serviceAccount:
  annotations: {example.com/role: app}
  rules:
    pods: {resources: [pods, pods/log], verbs: [get, list]}
    deployments: {apiGroups: [apps], resources: [deployments], resourceNames: [web], verbs: [get]}
nodes:
  group: compute
  selector: {kubernetes.io/arch: amd64}
  tolerations: {spot: {effect: NoExecute, tolerationSeconds: 60}, dedicated-to: {value: batch}}
  affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
priorityClassName: high
egress: {web: {internet: true, ports: [443]}}
terminationGracePeriodSeconds: 45";

const LASTING: &str = "
ports: {http: {container: 8000, service: 80, appProtocol: http, hostPort: 8000}}
probes:
  liveness: {path: /live, scheme: HTTPS, headers: {X-Probe: 'yes'}, terminationGracePeriodSeconds: 5}
  readiness: {path: /ready, successThreshold: 2}
lifecycle: {postStart: {path: /started}, preStop: {sleep: 7}}
metrics: {port: admin, path: /metrics}
verticalScale: {mode: recommend, min: {cpu: 10m}, max: {memory: 1Gi}}";

const AROUND: &str = "\
secretStore: aws
cluster: {kubernetes: 34, monitoring: observability, mesh: {kind: linkerd, namespace: linkerd}}
initImages: ['registry.example.com/tools:1']
sidecarImages: ['registry.example.com/proxy:2']
nodeGroup: {labels: {group: compute}, taints: {dedicated: {value: compute, effect: NoSchedule}}}";

/// One workload of each kind with everything that it may have.
fn everything(kind: &str) -> String {
    let own = match kind {
        "worker" => {
            "
rollout: {maxSurge: 1, maxUnavailable: 25%, minReadySeconds: 5, progressDeadlineSeconds: 300, revisionHistoryLimit: 3}
spread: {zones: required, nodes: preferred}
scale:
  min: 2
  max: 10
  metrics:
    backlog: {query: queue_depth, target: 30, selector: {queue: orders}}
    outside: {query: sqs_messages, target: '100', source: external}
  behavior: {scaleDown: {stabilizationWindowSeconds: 600}}
disruption: {maxUnavailable: 1}"
        }
        "stateful" => {
            "
replicas: 3
claims:
  data: {path: /data, size: 10Gi, storageClassName: gp3, accessModes: [ReadWriteOncePod]}
  wal: {path: /wal, size: 1Gi}
podManagementPolicy: Parallel
rollout: {partition: 1, minReadySeconds: 5, revisionHistoryLimit: 3}
service:
  type: NodePort
  annotations: {example.com/lb: internal}
  nodePorts: {http: 30080}
  sessionAffinity: ClientIP
  externalTrafficPolicy: Local
  preferClose: true
disruption: {minAvailable: 2}"
        }
        "daemon" => "\nrollout: {maxUnavailable: 10%, minReadySeconds: 5, revisionHistoryLimit: 3}",
        "cronjob" => {
            "
schedule: '0 3 * * *'
timeZone: Europe/Berlin
concurrencyPolicy: Forbid
suspend: false
startingDeadlineSeconds: 300
successfulJobsHistoryLimit: 1
failedJobsHistoryLimit: 2
backoffLimit: 1
activeDeadlineSeconds: 3600
ttlSecondsAfterFinished: 600
verticalScale: {mode: initial}"
        }
        "job" => "\nwhen: before\nbackoffLimit: 1\nparallelism: 2\ncompletions: 4",
        _ => unreachable!("a kind of the test"),
    };
    let lasting = if matches!(kind, "cronjob" | "job") { "" } else { LASTING };
    format!("{SHARED}{lasting}{own}")
}

fn lower(kind: &str) -> Lowered {
    lower_kind(kind, AROUND, &everything(kind)).clean()
}

fn lower_at(kind: &str, minor: u8) -> Lowered {
    let around = AROUND.replace("kubernetes: 34", &format!("kubernetes: {minor}"));
    lower_kind(kind, &around, &everything(kind)).clean()
}

fn kinds(lowered: &Lowered) -> Vec<String> {
    lowered.resources.iter().map(|resource| format!("{} {}", resource.kind, resource.name)).collect()
}

#[test]
fn objects_round_trip_through_their_types() {
    lower("worker").assert_round_trip::<apps::Deployment>();
    lower("stateful").assert_round_trip::<apps::StatefulSet>();
    lower("stateful").assert_round_trip::<core::Service>();
    lower("daemon").assert_round_trip::<apps::DaemonSet>();
    lower("cronjob").assert_round_trip::<batch::CronJob>();
    lower("job").assert_round_trip::<batch::Job>();
    lower("job").assert_round_trip::<rbac::Role>();
    lower("job").assert_round_trip::<rbac::RoleBinding>();
}

#[test]
fn each_kind_has_the_objects_that_fit_it() {
    let around =
        ["ServiceAccount api", "Role api", "RoleBinding api", "ConfigMap api-variables", "ConfigMap api-files"];
    let with = |own: &[&str]| -> Vec<String> {
        around.iter().chain(&["ExternalSecret api"]).chain(own).map(|name| (*name).to_owned()).collect()
    };
    assert_eq!(
        kinds(&lower("worker")),
        with(&[
            "Deployment api",
            "HorizontalPodAutoscaler api",
            "VerticalPodAutoscaler api",
            "PodDisruptionBudget api",
            "NetworkPolicy api",
            "PodMonitor api",
        ])
    );
    assert_eq!(
        kinds(&lower("stateful")),
        with(&[
            "StatefulSet api",
            "Service api",
            "Service api-headless",
            "VerticalPodAutoscaler api",
            "PodDisruptionBudget api",
            "NetworkPolicy api",
            "PodMonitor api",
        ])
    );
    assert_eq!(
        kinds(&lower("daemon")),
        with(&["DaemonSet api", "VerticalPodAutoscaler api", "NetworkPolicy api", "PodMonitor api"])
    );
    assert_eq!(kinds(&lower("cronjob")), with(&["CronJob api", "VerticalPodAutoscaler api", "NetworkPolicy api"]));
    assert_eq!(kinds(&lower("job")), with(&["Job api", "NetworkPolicy api"]));
}

#[test]
fn whatever_moves_has_an_origin_that_covers_what_moved_it() {
    for kind in ["worker", "stateful", "daemon", "cronjob", "job"] {
        let fixture = Fixture::of_kind(kind, AROUND, &everything(kind));
        let still = crate::lower::law::unmoved(fixture, &["name", "stack"], |fixture| fixture.lower_workload());
        let around = ["spec.namespace", "spec.image", "spec.init.wait.image", "spec.sidecars.proxy.image"];
        let unexpected: Vec<&String> =
            still.iter().filter(|path| !around.contains(&path.as_str()) && !is_plainly_still(kind, path)).collect();
        assert!(unexpected.is_empty(), "{kind}: {unexpected:?}");
    }
}

/// What moves nothing in this fixture, for a reason.
fn is_plainly_still(kind: &str, path: &str) -> bool {
    match path {
        // The group's name stands for its labels and taints, which stand beside it in the plan, all of one effect.
        "spec.nodes.group" | "nodeGroup.taints.dedicated.effect" => true,
        // Nothing changes between the neighbours of this version.
        "cluster.kubernetes" => true,
        // A job has no Prometheus.
        "cluster.monitoring" => matches!(kind, "cronjob" | "job"),
        // Any other text names nothing, which is a fault; and a probe that does not ask so asks in no other way.
        "spec.init.wait.secrets[0]" | "spec.egress.web.internet" => true,
        // Nobody writes to a ConfigMap.
        "spec.volumes.settings.readOnly" => true,
        _ if path.starts_with("spec.init.wait.mounts.") => true,
        "spec.sidecars.proxy.probes.readiness.grpc" | "spec.sidecars.proxy.probes.startup.tcp" => true,
        "spec.sidecars.proxy.probes.startup.port" | "spec.sidecars.proxy.lifecycle.preStop.port" => true,
        // One of two meshes; the other is a word of its own.
        "cluster.mesh.kind" => true,
        // What only a Service has.
        "spec.ports.http.service" | "spec.ports.http.appProtocol" => matches!(kind, "worker" | "daemon"),
        // Another kind lacks fields that this one has.
        "spec.kind" => true,
        _ => false,
    }
}

#[test]
fn a_once_job_is_called_after_what_it_consists_of() {
    let one = lower_kind("job", "", "args: [a]").clean();
    let same = lower_kind("job", "", "args: [a]").clean();
    let other = lower_kind("job", "", "args: [b]").clean();
    let name = |lowered: &Lowered| lowered.json("Job", "metadata/name").as_str().expect("a name").to_owned();
    assert_eq!(name(&one), name(&same));
    assert_ne!(name(&one), name(&other));
    assert!(name(&one).starts_with("api-") && name(&one).len() == "api-".len() + 8, "{}", name(&one));
    let fixture = Fixture::of_kind("job", "", "args: [a]\nwhen: once");
    let still = crate::lower::law::unmoved(fixture, &["name", "stack"], |fixture| fixture.lower_workload());
    assert_eq!(still, ["cluster.kubernetes", "spec.kind", "spec.namespace", "spec.image"]);
}

#[test]
fn jobs_take_their_turn_in_a_sync() {
    let annotations = |lowered: &Lowered, kind| lowered.json(kind, "metadata/annotations");
    let before = lower_kind("job", "", "when: before\nvariables: {A: b}").clean();
    assert_eq!(
        annotations(&before, "Job"),
        json!({
            "argocd.argoproj.io/hook": "Sync",
            "argocd.argoproj.io/sync-wave": "-1",
            "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation",
        })
    );
    for needed in ["ServiceAccount", "ConfigMap", "NetworkPolicy"] {
        assert_eq!(annotations(&before, needed), json!({"argocd.argoproj.io/sync-wave": "-2"}), "{needed}");
    }
    let after = lower_kind("job", "", "when: after").clean();
    assert_eq!(
        annotations(&after, "Job"),
        json!({
            "argocd.argoproj.io/hook": "PostSync",
            "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation",
        })
    );
    assert_eq!(annotations(&after, "ServiceAccount"), Value::Null);
}

#[test]
fn containers_beside_the_workload_see_what_they_are_given() {
    let lowered = lower("worker");
    let pod = "spec/template/spec";
    let init = lowered.json("Deployment", &format!("{pod}/initContainers"));
    // Native sidecars come first, so that the others can use them.
    assert_eq!(init[0]["name"], "proxy");
    assert_eq!(init[0]["restartPolicy"], "Always");
    assert_eq!(init[0]["readinessProbe"]["grpc"], json!({"port": 9901, "service": "ready"}));
    assert_eq!(init[1]["name"], "wait");
    assert_eq!(init[1]["image"], "registry.example.com/tools:1");
    assert_eq!(
        init[1]["env"],
        json!([
            {"name": "TARGET", "value": "database"},
            {"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
            {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "api-secrets", "key": "DB_PASSWORD"}}},
        ])
    );
    assert_eq!(
        init[1]["volumeMounts"],
        json!([
            {"name": "files", "mountPath": "/config.yaml", "subPath": "app.yaml", "readOnly": true},
            {"name": "scratch-tmp", "mountPath": "/work"},
            {"name": "shared", "mountPath": "/data", "subPath": "app"},
            {"name": "scratch-wait-own", "mountPath": "/own"},
        ])
    );
    assert_eq!(init[1]["securityContext"]["runAsUser"], 7);
}

#[test]
fn newer_fields_are_left_out_of_older_clusters() {
    let pod = |lowered: &Lowered, kind: &str| match kind {
        "cronjob" => lowered.json("CronJob", "spec/jobTemplate/spec"),
        "job" => lowered.json("Job", "spec"),
        _ => lowered.json("Deployment", "spec"),
    };
    let at_25 = pod(&lower_at("worker", 25), "worker");
    // Sidecars of old clusters start with the workload's own container.
    assert_eq!(at_25["template"]["spec"]["containers"][1]["name"], "proxy");
    assert_eq!(at_25["template"]["spec"]["containers"][1].get("restartPolicy"), None);
    assert_eq!(at_25["template"]["spec"]["containers"][0]["lifecycle"].get("preStop"), None);
    assert_eq!(at_25["template"]["spec"]["topologySpreadConstraints"][0].get("matchLabelKeys"), None);
    assert_eq!(lower_at("worker", 25).json("PodDisruptionBudget", "spec/unhealthyPodEvictionPolicy"), Value::Null);
    let job = lower_kind("job", "cluster: {kubernetes: 25}", "args: [a]").clean();
    assert_eq!(pod(&job, "job").get("podFailurePolicy"), None);
    let at_28 = pod(&lower_at("worker", 28), "worker");
    assert_eq!(at_28["template"]["spec"]["containers"][1]["name"], "proxy");
    assert_eq!(
        at_28["template"]["spec"]["topologySpreadConstraints"][0]["matchLabelKeys"],
        json!(["pod-template-hash"])
    );
    assert_eq!(at_28["template"]["spec"]["containers"][0]["lifecycle"].get("preStop"), None);
    assert_eq!(lower_at("stateful", 28).named("Service", "api").to_json()["spec"].get("trafficDistribution"), None);
    let at_37 = pod(&lower_at("worker", 37), "worker");
    assert_eq!(at_37["template"]["spec"]["initContainers"][0]["restartPolicy"], "Always");
    assert_eq!(at_37["template"]["spec"]["containers"][0]["lifecycle"]["preStop"], json!({"sleep": {"seconds": 7}}));
    assert_eq!(
        lower_at("stateful", 37).named("Service", "api").to_json()["spec"]["trafficDistribution"],
        "PreferClose"
    );
    assert_eq!(pod(&lower_at("job", 37), "job")["podFailurePolicy"]["rules"][0]["action"], "Ignore");
}

#[test]
fn a_mesh_reaches_its_proxies_and_they_reach_it() {
    let policy = |mesh: &str, namespace: &str| {
        let cluster =
            format!("{{kubernetes: 34, monitoring: observability, mesh: {{kind: {mesh}, namespace: {namespace}}}}}");
        let around = format!("cluster: {cluster}\ncalls: [{{name: search, namespace: find, ports: [9200]}}]");
        lower_kind("worker", &around, "").clean().json("NetworkPolicy", "spec")
    };
    let ports = |numbers: &[i32]| -> Value {
        numbers.iter().map(|number| json!({"protocol": "TCP", "port": number})).collect()
    };
    let linkerd = policy("linkerd", "linkerd");
    assert_eq!(linkerd["ingress"][0]["ports"], ports(&[4191]), "metrics of the proxy");
    assert_eq!(linkerd["egress"][1]["ports"], ports(&[8080, 8086, 8090]), "the control plane");
    assert_eq!(linkerd["egress"][2]["ports"], ports(&[9200, 4143]), "the other end, and its proxy");
    let istio = policy("istio", "istio-system");
    assert_eq!(istio["ingress"][0]["ports"], ports(&[15020, 15090]));
    let namespace = json!({"matchLabels": {"kubernetes.io/metadata.name": "istio-system"}});
    assert_eq!(istio["egress"][1]["to"][0]["namespaceSelector"], namespace);
    assert_eq!(istio["egress"][1]["ports"], ports(&[15012]));
    assert_eq!(istio["egress"][2]["ports"], ports(&[9200, 15008]));
}

#[test]
fn a_field_of_another_kind_is_a_contradiction() {
    let faults = |kind: &str, spec: &str| -> Vec<(Code, String, String)> {
        let lowered = lower_kind(kind, "", spec);
        lowered.faults().into_iter().map(|(code, place, says)| (code, place, says.to_owned())).collect()
    };
    let one = |place: &str, says: &str| vec![(Code::CONTRADICTION, place.to_owned(), says.to_owned())];
    let ports = "ports: {http: 8000}\n";
    assert_eq!(
        faults("service", &format!("{ports}schedule: '0 3 * * *'")),
        one("spec.schedule", "a service has no `schedule`")
    );
    assert_eq!(
        faults("service", &format!("{ports}claims: {{data: {{path: /data, size: 1Gi}}}}")),
        one("spec.claims", "a service has no `claims`")
    );
    assert_eq!(faults("daemon", "replicas: 3"), one("spec.replicas", "a daemon has no `replicas`"));
    assert_eq!(faults("job", ports), one("spec.ports", "a job has no `ports`"));
    assert_eq!(
        faults("cronjob", ""),
        [(Code::MISSING_FIELD, "spec".to_owned(), "a cron job needs a schedule".to_owned())]
    );
}
