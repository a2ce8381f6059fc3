//! What is said of a cluster of which only a part is known, and of one that several environments share.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use platgen::check::{Cluster, Extent, External, ExternalObject, Fact, Home, Object, check_cluster, check_object};
use platgen::diagnostics::{Finding, Sink};
use platgen::lower::Resource;
use platgen::node::{Origin, Origins, from_typed};
use platgen::source::Sources;
use platgen_schema::Catalog;
use serde_json::{Value, json};

/// Keeps what rules ask about an object of an app.
fn rendered(occurrence: &str, object: &Value) -> Fact {
    let text = |place: &str| object.pointer(place).and_then(Value::as_str);
    let resource = Resource {
        api_version: text("/apiVersion").unwrap().into(),
        kind: text("/kind").unwrap().into(),
        namespace: text("/metadata/namespace").map(Into::into),
        name: text("/metadata/name").unwrap().into(),
        body: from_typed(object, Origin::INHERITED),
    };
    let (origins, sources) = (Origins::default(), Sources::default());
    let schemas = Catalog::embedded().kubernetes(34).unwrap();
    let home = Home { app: "shop".into(), occurrence: Some(occurrence.into()), output: None, asked: None };
    check_object(&Object { resource: &resource, origins: &origins, sources: &sources, schemas: &schemas, home: &home })
        .fact
}

/// Judges a cluster; gives what is found and how much could not be judged.
fn judge(facts: &[Fact], external: &External, extent: Extent) -> (Vec<Finding>, usize) {
    let mut sink = Sink::default();
    let cluster = Cluster::new(facts.iter().collect(), 34, external, extent);
    let tally = check_cluster(&cluster, [], &mut sink);
    (sink.into_findings(), tally.unfollowed)
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code.name()).collect();
    codes.sort_unstable();
    codes
}

fn pod(spec: &Value) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "api", "namespace": "shop", "labels": {"app": "api"}},
        "spec": spec,
    })
}

fn namespace(level: &str) -> Value {
    let labels = json!({"pod-security.kubernetes.io/enforce": level});
    json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": labels}})
}

fn container() -> Value {
    let resources = json!({"requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"memory": "64Mi"}});
    json!({"name": "api", "image": "registry.example.com/api:1.4.0", "resources": resources})
}

#[test]
fn one_object_of_two_environments_names_both() {
    let role = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": "reader"},
        "rules": [],
    });
    let both = [rendered("staging/blue", &role), rendered("production/blue", &role)];
    let (found, _) = judge(&both, &External::default(), Extent::Whole);
    assert_eq!(codes(&found), ["duplicate-object"]);
    let message = "two environments render ClusterRole `reader`: `staging/blue` and `production/blue`";
    assert_eq!(found[0].message, message);
    assert_eq!(found[0].occurrences, ["staging/blue", "production/blue"]);
    let twice = [rendered("staging/blue", &role), rendered("staging/blue", &role)];
    let (found, _) = judge(&twice, &External::default(), Extent::Whole);
    assert_eq!(found[0].message, "app `shop` renders ClusterRole `reader` twice");
    assert_eq!(found[0].occurrences, ["staging/blue"]);
}

#[test]
fn pods_whose_namespace_is_not_looked_at_are_counted() {
    let pod = pod(&json!({"hostNetwork": true, "hostPID": true, "containers": [container()]}));
    let alone = [rendered("staging/blue", &pod)];
    let (found, unfollowed) = judge(&alone, &External::default(), Extent::Part);
    assert_eq!((codes(&found), unfollowed), (vec![], 2), "the Namespace and the standard of the pod");
    let both = [rendered("staging/blue", &pod), rendered("staging/blue", &namespace("privileged"))];
    let (found, unfollowed) = judge(&both, &External::default(), Extent::Part);
    assert_eq!((codes(&found), unfollowed), (vec![], 1), "a NetworkPolicy may be elsewhere");
}

#[test]
fn what_an_object_that_is_not_looked_at_may_change_is_counted() {
    let bare = pod(&json!({"containers": [{"name": "api", "image": "registry.example.com/api:1.4.0"}]}));
    let budget = json!({
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "api", "namespace": "shop"},
        "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "api"}}},
    });
    let policy = json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "api", "namespace": "shop"},
        "spec": {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{"ports": [{"port": "http"}]}]},
    });
    let monitor = json!({
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PodMonitor",
        "metadata": {"name": "api", "namespace": "shop"},
        "spec": {"selector": {"matchLabels": {"app": "api"}}, "podMetricsEndpoints": [{"port": "http"}]},
    });
    let facts =
        [namespace("privileged"), bare, budget, policy, monitor].map(|object| rendered("staging/blue", &object));
    let (found, unfollowed) = judge(&facts, &External::default(), Extent::Whole);
    let expected = [
        "budget-blocks-eviction",
        "missing-memory-limit",
        "missing-requests",
        "monitor-port-not-found",
        "network-policy-port-not-found",
    ];
    assert_eq!((codes(&found), unfollowed), (expected.to_vec(), 0));
    let (found, unfollowed) = judge(&facts, &External::default(), Extent::Part);
    assert_eq!((codes(&found), unfollowed), (vec![], expected.len()));
}

#[test]
fn a_limit_range_that_stands_in_the_cluster_gives_what_containers_lack() {
    let bare = json!({"containers": [{"name": "api", "image": "registry.example.com/api:1.4.0"}]});
    let template = json!({"metadata": {"labels": {"app": "api"}}, "spec": bare});
    let deployment = json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "api", "namespace": "shop"},
        "spec": {"selector": {"matchLabels": {"app": "api"}}, "template": template},
    });
    let autoscaler = json!({
        "apiVersion": "autoscaling/v1",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "api", "namespace": "shop"},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "api"},
            "maxReplicas": 4,
            "targetCPUUtilizationPercentage": 70,
        },
    });
    let facts = [namespace("privileged"), deployment, autoscaler].map(|object| rendered("staging/blue", &object));
    let lacking = |external: &External, extent| {
        let (found, _) = judge(&facts, external, extent);
        let is_of_limits = |code: &&str| ["missing-", "without-requests"].iter().any(|part| code.contains(part));
        codes(&found).into_iter().filter(is_of_limits).map(str::to_owned).collect::<Vec<_>>()
    };
    let expected = ["missing-memory-limit", "missing-requests", "scale-target-without-requests"];
    let nothing: [&str; 0] = [];
    assert_eq!(lacking(&External::default(), Extent::Whole), expected);
    assert_eq!(lacking(&External::default(), Extent::Part), nothing);
    let limits = ExternalObject {
        group: None,
        kind: "LimitRange".into(),
        namespace: Some("sh*".into()),
        name: "defaults".into(),
        spot: None,
    };
    let external = External { objects: vec![limits], metrics: None };
    assert_eq!(lacking(&external, Extent::Whole), nothing);
}
