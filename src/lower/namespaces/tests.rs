use k8s_openapi::api::{core::v1 as core, networking::v1 as networking, rbac::v1 as rbac};
use serde_json::json;

use crate::diagnostics::Code;
use crate::lower::fixture::{Fixture, lower_namespace};

const NAMESPACE: &str = "\
name: apps-production
stack: documents
team: ai
environment: production
cluster: {kubernetes: 31}
quota: {requests.cpu: '100', requests.memory: 200Gi}
groups: {view: ai-all, edit: ai-devs, admin: ai-leads}
spec:
  podSecurity: baseline
  limits:
    defaultRequests: {cpu: 100m}
    defaultLimits: {memory: 512Mi}
    max: {cpu: 4, memory: 8Gi}
  labels: {cost-centre: r-and-d}
  annotations: {example.com/contact: ai@example.com}
";

const BARE: &str = "\
name: apps
stack: documents
team: ai
environment: production
cluster: {kubernetes: 34}
spec: {podSecurity: restricted}
";

#[test]
fn every_object_round_trips_through_its_type() {
    let lowered = lower_namespace(NAMESPACE).clean();
    lowered.assert_round_trip::<core::Namespace>();
    lowered.assert_round_trip::<core::ResourceQuota>();
    lowered.assert_round_trip::<core::LimitRange>();
    lowered.assert_round_trip::<networking::NetworkPolicy>();
    lowered.assert_round_trip::<rbac::RoleBinding>();
}

#[test]
fn a_namespace_says_whose_it_is_and_what_may_run_in_it() {
    let lowered = lower_namespace(NAMESPACE).clean();
    let metadata = json!({
        "name": "apps-production",
        "labels": {
            "app.kubernetes.io/part-of": "documents",
            "app.kubernetes.io/managed-by": "platgen",
            "platgen.dev/team": "ai",
            "platgen.dev/environment": "production",
            "pod-security.kubernetes.io/enforce": "baseline",
            "pod-security.kubernetes.io/enforce-version": "v1.31",
            "pod-security.kubernetes.io/warn": "baseline",
            "pod-security.kubernetes.io/warn-version": "v1.31",
            "pod-security.kubernetes.io/audit": "baseline",
            "pod-security.kubernetes.io/audit-version": "v1.31",
            "cost-centre": "r-and-d",
        },
        "annotations": {
            "example.com/contact": "ai@example.com",
            "argocd.argoproj.io/sync-options": "Prune=confirm,Delete=confirm",
        },
    });
    assert_eq!(lowered.json("Namespace", "metadata"), metadata);
    assert_eq!(lowered.resources[0].namespace, None);
}

#[test]
fn quota_and_limits_are_those_of_the_plan() {
    let lowered = lower_namespace(NAMESPACE).clean();
    let hard = json!({"requests.cpu": "100", "requests.memory": "200Gi"});
    assert_eq!(lowered.json("ResourceQuota", "spec"), json!({"hard": hard}));
    let item = json!({
        "type": "Container",
        "default": {"memory": "512Mi"},
        "defaultRequest": {"cpu": "100m"},
        "max": {"cpu": "4", "memory": "8Gi"},
    });
    assert_eq!(lowered.json("LimitRange", "spec/limits"), json!([item]));
    assert_eq!(lowered.json("LimitRange", "metadata/namespace"), "apps-production");
}

#[test]
fn a_mesh_is_told_by_label_or_annotation() {
    let lowered = |mesh: &str| {
        let cluster = format!("cluster: {{kubernetes: 34{mesh}}}");
        lower_namespace(
            &BARE.replace("cluster: {kubernetes: 34}", &cluster).replace("restricted}", "restricted, mesh: true}"),
        )
    };
    let istio = lowered(", mesh: {kind: istio, namespace: istio-system}").clean();
    assert_eq!(istio.json("Namespace", "metadata/labels/istio-injection"), "enabled");
    let linkerd = lowered(", mesh: {kind: linkerd, namespace: linkerd}").clean();
    assert_eq!(linkerd.json("Namespace", "metadata/annotations/linkerd.io~inject"), "enabled");
    let none = lowered("");
    let says = "no service mesh stands in the cluster that could give the pods a proxy";
    assert_eq!(none.faults(), [(Code::CONTRADICTION, "spec.mesh".to_owned(), says)]);
}

#[test]
fn everything_is_refused_at_first() {
    let lowered = lower_namespace(BARE).clean();
    let kinds: Vec<&str> = lowered.resources.iter().map(|resource| resource.kind.as_str()).collect();
    assert_eq!(kinds, ["Namespace", "NetworkPolicy"]);
    assert_eq!(lowered.json("NetworkPolicy", "metadata/name"), "default-deny");
    let spec = json!({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]});
    assert_eq!(lowered.json("NetworkPolicy", "spec"), spec);
}

#[test]
fn groups_are_bound_to_what_they_may_do() {
    let lowered = lower_namespace(NAMESPACE).clean();
    let names: Vec<&str> = lowered.resources.iter().skip(4).map(|resource| resource.name.as_str()).collect();
    assert_eq!(names, ["ai-viewers", "ai-developers", "ai-admins"]);
    let binding = lowered.named("RoleBinding", "ai-developers").to_json();
    let group = json!([{"kind": "Group", "name": "ai-devs", "apiGroup": "rbac.authorization.k8s.io"}]);
    assert_eq!(binding["subjects"], group);
    let role = json!({"kind": "ClusterRole", "name": "edit", "apiGroup": "rbac.authorization.k8s.io"});
    assert_eq!(binding["roleRef"], role);
}

#[test]
fn limits_that_kubernetes_would_refuse_are_findings() {
    let text = NAMESPACE.replace("cpu: 100m", "cpu: 5000m");
    let lowered = lower_namespace(&text);
    let says = "the default request of `5000m` cpu is above the most that a container may ask for of `4`";
    let place = "spec.limits.defaultRequests.cpu".to_owned();
    assert_eq!(lowered.faults(), [(Code::CONTRADICTION, place, says)]);
}

#[test]
fn labels_of_platgen_are_not_the_users() {
    let text = NAMESPACE.replace("cost-centre: r-and-d", "pod-security.kubernetes.io/enforce: privileged");
    let lowered = lower_namespace(&text);
    let says = "the label `pod-security.kubernetes.io/enforce` would overwrite one that platgen sets itself";
    let place = "spec.labels.pod-security.kubernetes.io/enforce".to_owned();
    assert_eq!(lowered.faults(), [(Code::INVALID_VALUE, place, says)]);
}

#[test]
fn whatever_moves_has_an_origin_that_covers_what_moved_it() {
    let still = crate::lower::law::unmoved(Fixture::read(NAMESPACE), &["stack"], |fixture| fixture.lower_namespace());
    assert!(still.is_empty(), "{still:?}");
}
