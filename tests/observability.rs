//! Row C5 of the reference platforms: whoever runs a workload sees how it does, and is called with a runbook when it does not.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by a panic, and reads the shipped project"
)]

#[path = "support/projects.rs"]
mod projects;

use std::collections::{BTreeMap, BTreeSet};

use platgen::compile::{Compilation, Compiler, LoweredApp, Request};
use platgen::lower::Resource;
use platgen::node::Node;

/// The environments in which somebody is called, and that in which nobody is.
const CALLED: [&str; 2] = ["p2-production", "p2-staging"];
const UNCALLED: &str = "p2-development";

/// What makes pods.
const CONTROLLERS: [&str; 5] = ["Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job"];

fn shipped() -> Compilation {
    let project = projects::projects().into_iter().find(|project| project.name == "shipped").unwrap();
    Compiler::new().compile(&project.world, &Request { keep_resources: true, ..Request::default() })
}

fn apps<'a>(compilation: &'a Compilation, environment: &str) -> Vec<&'a LoweredApp> {
    let found: Vec<&LoweredApp> = compilation
        .resources
        .iter()
        .map(|app| &**app)
        .filter(|app| app.id.environment == environment && app.id.stack.is_some())
        .collect();
    assert!(!found.is_empty(), "{environment} has apps");
    found
}

fn resources(app: &LoweredApp) -> &[Resource] {
    &app.kept.as_ref().unwrap().0
}

fn named<'a>(app: &'a LoweredApp, kind: &str, name: &str) -> &'a Node {
    let found = resources(app).iter().find(|resource| resource.kind == kind && resource.name == name);
    &found.unwrap_or_else(|| panic!("{} has {kind} {name}", app.id.display())).body
}

fn workloads(app: &LoweredApp) -> Vec<&Resource> {
    resources(app).iter().filter(|resource| CONTROLLERS.contains(&resource.kind.as_str())).collect()
}

fn text<'a>(node: &'a Node, path: &[&str]) -> &'a str {
    node.at(path).and_then(Node::as_str).unwrap_or_else(|| panic!("{path:?} is a text"))
}

/// The graphs of a dashboard by their titles, each with its queries.
fn graphs(app: &LoweredApp, workload: &Resource) -> BTreeMap<String, Vec<String>> {
    let map = named(app, "ConfigMap", &format!("{}-dashboard", workload.name));
    assert_eq!(text(map, &["metadata", "labels", "grafana_dashboard"]), "1");
    let entry = &map.get("data").unwrap().entries()[0];
    let dashboard: serde_json::Value = serde_json::from_str(entry.value.as_str().unwrap()).unwrap();
    assert!(dashboard["uid"].as_str().unwrap().len() <= 40, "Grafana takes no longer one");
    let panels = dashboard["panels"].as_array().unwrap().iter().filter(|panel| panel["type"] == "timeseries");
    panels
        .map(|panel| {
            let targets = panel["targets"].as_array().unwrap().iter();
            let queries = targets.map(|target| target["expr"].as_str().unwrap().to_owned()).collect();
            (panel["title"].as_str().unwrap().to_owned(), queries)
        })
        .collect()
}

#[test]
fn row_c5_every_service_has_metrics_and_a_standard_dashboard() {
    let compilation = shipped();
    for environment in CALLED.iter().chain([&UNCALLED]) {
        for app in apps(&compilation, environment) {
            for workload in workloads(app) {
                named(app, "ServiceMonitor", &workload.name);
                let graphs = graphs(app, workload);
                let standard = [
                    "Requests",
                    "Errors",
                    "Latency",
                    "Greetings",
                    "CPU",
                    "Memory",
                    "Disk",
                    "Network",
                    "Pods",
                    "Status",
                    "Restarts",
                    "CPU throttling",
                ];
                let titles: BTreeSet<&str> = graphs.keys().map(String::as_str).collect();
                let is_scaled = resources(app).iter().any(|resource| resource.kind == "HorizontalPodAutoscaler");
                let expected = standard.into_iter().chain(is_scaled.then_some("Autoscaler"));
                assert_eq!(titles, expected.collect(), "{environment}");
                let namespace = workload.namespace.as_deref().unwrap();
                let mine = format!("namespace=\"{namespace}\"");
                for query in graphs.values().flatten() {
                    assert!(query.contains(&mine), "{environment}: {query} is about other pods too");
                }
                assert_eq!(graphs["Latency"].len(), 3, "three quantiles");
                assert_eq!(graphs["CPU"].len(), 3, "use, request and limit");
            }
        }
    }
}

#[test]
fn row_c5_every_alert_has_severity_receiver_and_runbook() {
    let compilation = shipped();
    for environment in CALLED {
        for app in apps(&compilation, environment) {
            for workload in workloads(app) {
                let rule = named(app, "PrometheusRule", &workload.name);
                let rules = rule.at(&["spec", "groups"]).unwrap().items()[0].get("rules").unwrap().items();
                let names: Vec<&str> = rules.iter().map(|rule| text(rule, &["alert"])).collect();
                let expected = [
                    "no-pods-available",
                    "replicas-unavailable",
                    "pods-crash-looping",
                    "rollout-stuck",
                    "high-error-rate",
                    "high-latency",
                    "memory-near-limit",
                ];
                let (of_scaling, of_all): (Vec<&str>, Vec<&str>) =
                    names.iter().partition(|name| **name == "autoscaler-at-maximum");
                assert_eq!(of_all, expected, "{environment}");
                let is_scaled = resources(app).iter().any(|resource| resource.kind == "HorizontalPodAutoscaler");
                assert_eq!(of_scaling.len(), usize::from(is_scaled), "{environment}");
                for rule in rules {
                    let name = text(rule, &["alert"]);
                    assert!(["critical", "warning", "info"].contains(&text(rule, &["labels", "severity"])), "{name}");
                    assert_eq!(text(rule, &["labels", "receiver"]), "hello-oncall");
                    assert_eq!(text(rule, &["labels", "team"]), app.id.team);
                    assert_eq!(text(rule, &["labels", "environment"]), environment);
                    assert_eq!(text(rule, &["labels", "cluster"]), app.id.cluster);
                    assert_eq!(Some(text(rule, &["labels", "namespace"])), workload.namespace.as_deref());
                    assert_eq!(text(rule, &["labels", "workload"]), workload.name);
                    let runbook = format!("https://runbooks.example.com/hello/{name}");
                    assert_eq!(text(rule, &["annotations", "runbook_url"]), runbook);
                    assert!(!text(rule, &["annotations", "summary"]).is_empty());
                }
            }
        }
    }
    let rules = apps(&compilation, UNCALLED).into_iter().flat_map(resources);
    assert_eq!(rules.filter(|resource| resource.kind == "PrometheusRule").count(), 0, "nobody is called there");
}
