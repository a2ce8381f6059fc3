//! The law of origins, tried out: every leaf is changed in turn, and whatever moves must have an origin that covers it.

use super::objects_test::{AROUND, SPEC};
use crate::lower::fixture::{Fixture, lower_service};

/// A service that has the other half of what excludes one another, in a cluster of which little is known.
const PLAIN: &str = "\
ports: {http: 8000}
replicas: 3
disruption: {minAvailable: 1}
probes: {liveness: {path: /healthz, failureThreshold: 3}, readiness: false}
routes: {all: {host: all.example.com, tls: false}}
metrics: {}
security: {writableRoot: true}
serviceAccount: {token: true}";

fn unmoved(around: &str, spec: &str) -> Vec<String> {
    let fixture = Fixture::service(around, spec);
    crate::lower::law::unmoved(fixture, &["name", "stack"], |fixture| fixture.lower_workload())
}

#[test]
fn whatever_moves_has_an_origin_that_covers_what_moved_it() {
    // What the first two lead to stands beside them in the plan; and a probe that does not open the port asks in no other way.
    // Other kinds have no routes, so that changing the kind is a fault.
    assert_eq!(unmoved(AROUND, SPEC), ["spec.kind", "spec.namespace", "spec.image", "spec.probes.liveness.tcp"]);
    // A cluster's version decides nothing without a drain, and a probe that is switched on does not say how to ask.
    let plain = unmoved("ingressClasses: [nginx]\ncluster: {kubernetes: 30}", PLAIN);
    assert_eq!(plain, ["cluster.kubernetes", "spec.kind", "spec.namespace", "spec.image", "spec.probes.readiness"]);
}

#[test]
fn leaves_are_marked_with_what_decides_them_alone() {
    let lowered = lower_service(AROUND, SPEC).clean();
    let container = "spec/template/spec/containers/0";
    let deployment = |path: &str| lowered.causes("Deployment", path);
    assert_eq!(deployment("metadata/name"), ["spec"]);
    assert_eq!(deployment("metadata/namespace"), ["namespace"]);
    assert_eq!(deployment("metadata/labels/platgen.dev~team"), ["team"]);
    assert_eq!(deployment("metadata/labels/tier"), ["spec.labels.tier"]);
    assert_eq!(deployment("spec/strategy"), ["spec", "spec.kind", "namespace", "workload/deployment"]);
    assert_eq!(deployment(&format!("{container}/image")), ["image"]);
    assert_eq!(deployment(&format!("{container}/args/1")), ["spec.args[1]"]);
    assert_eq!(deployment(&format!("{container}/ports/0/containerPort")), ["spec.ports.http.container"]);
    assert_eq!(deployment(&format!("{container}/resources/requests/cpu")), ["spec.resources.requests.cpu"]);
    assert_eq!(deployment(&format!("{container}/livenessProbe/tcpSocket/port")), ["spec.probes.liveness.port"]);
    assert_eq!(deployment(&format!("{container}/readinessProbe/httpGet/port")), ["spec.ports.http.container"]);
    assert_eq!(deployment(&format!("{container}/lifecycle")), ["spec.drainSeconds", "cluster.kubernetes"]);
    assert_eq!(deployment(&format!("{container}/envFrom/0/configMapRef/name")), ["spec", "spec.variables"]);
    assert_eq!(
        deployment("spec/template/metadata/annotations/platgen.dev~variables-hash"),
        ["spec.variables.LOG_LEVEL", "spec.variables.WORKERS"]
    );
    assert_eq!(lowered.causes("Service", "spec/ports/0/port"), ["spec.ports.http.service"]);
    assert_eq!(lowered.causes("HorizontalPodAutoscaler", "spec/minReplicas"), ["spec.scale.min"]);
    let autoscaler = ["spec.scale", "spec", "spec.kind", "namespace", "workload/horizontal-pod-autoscaler"];
    assert_eq!(lowered.causes("HorizontalPodAutoscaler", ""), autoscaler);
    let key = ["spec.secrets.DB_PASSWORD", "environment", "team"];
    assert_eq!(lowered.causes("ExternalSecret", "spec/data/0/remoteRef/key"), key);
    let routed = ["spec.ports.metrics", "spec.routes.status.port"];
    assert_eq!(lowered.causes("NetworkPolicy", "spec/ingress/1/ports/1/port"), routed);
    assert_eq!(lowered.causes("NetworkPolicy", "spec/ingress/1"), ["spec.routes", "cluster.ingress"]);
    assert_eq!(lowered.causes("NetworkPolicy", "spec/ingress/0"), ["callers[0].name"]);
}
