use serde_json::{Value, json};

use crate::diagnostics::Code;
use crate::lower::fixture::{Fixture, Lowered, lower_kind};
use k8s_openapi::api::core::v1 as core;

/// What stands around a workload that is watched.
const AROUND: &str = "\
cluster: {kubernetes: 34, name: blue}
pods: api-[0-9]
receiver: ai-oncall
monitoring:
  runbooks: https://runbooks.example.com/
  alerts: true
  dashboards: true
  labels: {release: prometheus}
  dashboardLabels: {dashboards: 'yes'}";

/// Everything that a workload says of monitoring.
const WATCHED: &str = "\
ports: {http: 8000, admin: 9000}
metrics: {port: http, requests: requests_total, errors: code!=\"0\", duration: request_seconds}
alerts:
  slow:
    query: latency
    above: 0.5
    for: 10m
    severity: critical
    summary: it is slow
    description: look at the database
    labels: {region: eu}
  empty:
    query: |
      depth # of the queue
      + 1
    below: 2
    severity: info
    summary: nothing is left
    runbook: https://example.com/empty
    enabled: true
  absent: {query: absent(up), severity: warning, summary: it is gone}
dashboard:
  folder: AI
  panels:
    orders: {title: Orders, query: sum(orders_total), unit: ops, legend: '{{kind}}'}
    plain: {query: depth}";

fn lower(kind: &str, spec: &str) -> Lowered {
    lower_kind(kind, AROUND, spec)
}

/// The dashboard of what was lowered.
fn dashboard(lowered: &Lowered) -> Value {
    let text =
        lowered.named("ConfigMap", "api-dashboard").at(&["data", "apps.api.json"]).and_then(|text| text.as_str());
    serde_json::from_str(text.expect("a ConfigMap holds the dashboard")).expect("the dashboard is JSON")
}

/// Titles of rows, each with those of its graphs.
fn layout(dashboard: &Value) -> Vec<(String, Vec<String>)> {
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for panel in dashboard["panels"].as_array().expect("panels") {
        let title = panel["title"].as_str().expect("a title").to_owned();
        match panel["type"].as_str() {
            Some("row") => rows.push((title, Vec::new())),
            _ => rows.last_mut().expect("a row comes first").1.push(title),
        }
    }
    rows
}

#[test]
fn an_alert_says_who_is_called_and_what_to_do() {
    let lowered = lower("service", WATCHED).clean();
    let rule =
        |index: usize, path: &str| lowered.json("PrometheusRule", &format!("spec/groups/0/rules/{index}/{path}"));
    assert_eq!(lowered.json("PrometheusRule", "spec/groups/0/name"), json!("documents.api"));
    assert_eq!(lowered.json("PrometheusRule", "metadata/labels/release"), json!("prometheus"));
    assert_eq!(lowered.json("ServiceMonitor", "metadata/labels/release"), json!("prometheus"));
    assert_eq!(
        rule(0, ""),
        json!({
            "alert": "slow",
            "expr": "(latency) > 0.5",
            "for": "10m",
            "labels": {
                "severity": "critical",
                "team": "ai",
                "environment": "production",
                "cluster": "blue",
                "namespace": "apps",
                "workload": "api",
                "receiver": "ai-oncall",
                "region": "eu",
            },
            "annotations": {
                "summary": "it is slow",
                "description": "look at the database",
                "runbook_url": "https://runbooks.example.com/slow",
            },
        })
    );
    // The comment does not hide the bracket.
    assert_eq!(rule(1, "expr"), json!("(\ndepth # of the queue\n+ 1\n) < 2"));
    assert_eq!(rule(1, "annotations/runbook_url"), json!("https://example.com/empty"));
    assert_eq!(rule(2, "expr"), json!("absent(up)"));
    assert_eq!(rule(2, "for"), json!(null));
}

#[test]
fn a_dashboard_is_found_and_named_by_its_place_in_the_cluster() {
    let lowered = lower("service", WATCHED).clean();
    lowered.assert_round_trip::<core::ConfigMap>();
    let map = lowered.named("ConfigMap", "api-dashboard");
    let text = |path: &[&str]| map.at(path).and_then(|node| node.as_str());
    assert_eq!(text(&["metadata", "labels", "dashboards"]), Some("yes"));
    assert_eq!(text(&["metadata", "labels", "grafana_dashboard"]), None);
    assert_eq!(text(&["metadata", "annotations", "grafana_folder"]), Some("AI"));
    let dashboard = dashboard(&lowered);
    assert_eq!(dashboard["title"], "api (documents, production)");
    assert_eq!(dashboard["uid"], "platgen-b3013059e3122537");
    assert_eq!(dashboard["schemaVersion"], 42);
    assert_eq!(dashboard["templating"]["list"][0]["type"], "datasource");
    let ids: Vec<u64> =
        dashboard["panels"].as_array().expect("panels").iter().filter_map(|p| p["id"].as_u64()).collect();
    assert_eq!(ids, (1..=ids.len() as u64).collect::<Vec<_>>());
    let usual =
        lower_kind("service", "cluster: {kubernetes: 34, name: blue}\nmonitoring: {alerts: false}", "ports: {a: 1}");
    let labels = usual.named("ConfigMap", "api-dashboard").at(&["metadata", "labels", "grafana_dashboard"]);
    assert_eq!(labels.and_then(|label| label.as_str()), Some("1"));
}

#[test]
fn a_dashboard_shows_what_its_kind_has() {
    let of = |kind: &str, spec: &str| layout(&dashboard(&lower(kind, spec).clean()));
    let row =
        |title: &str, graphs: &[&str]| (title.to_owned(), graphs.iter().map(|graph| (*graph).to_owned()).collect());
    let pods = row("Pods", &["Pods", "Status", "Restarts"]);
    let saturation = row("Saturation", &["CPU", "Memory", "CPU throttling", "Network", "Disk"]);
    let service = [
        row("Requests", &["Requests", "Errors", "Latency"]),
        row("Business", &["Orders", "plain"]),
        pods.clone(),
        saturation.clone(),
    ];
    assert_eq!(of("service", WATCHED), service);
    let scaled = of("worker", "scale: {min: 1, max: 3, cpu: 80}\nresources: {requests: {cpu: 1}}");
    assert_eq!(scaled, [row("Pods", &["Pods", "Status", "Restarts", "Autoscaler"]), saturation.clone()]);
    let stateful = of("stateful", "claims: {data: {path: /data, size: 1Gi}}");
    let with_volumes = row("Saturation", &["CPU", "Memory", "CPU throttling", "Network", "Disk", "Volumes"]);
    assert_eq!(stateful, [pods.clone(), with_volumes]);
    assert_eq!(of("daemon", ""), [pods, saturation.clone()]);
    let runs = ["Pods of runs", "Duration", "Since the last success"];
    let status = row("Pods", &["Status", "Restarts"]);
    let cronjob = of("cronjob", "schedule: '0 3 * * *'");
    assert_eq!(cronjob, [row("Runs", &runs), status.clone(), saturation.clone()]);
    assert_eq!(of("job", ""), [row("Runs", &runs[..2]), status, saturation]);
}

#[test]
fn graphs_stand_three_beside_one_another_and_none_over_another() {
    let dashboard = dashboard(&lower("stateful", "claims: {data: {path: /data, size: 1Gi}}").clean());
    let mut taken: Vec<(u64, u64)> = Vec::new();
    for panel in dashboard["panels"].as_array().expect("panels") {
        let [h, w, x, y] = ["h", "w", "x", "y"].map(|key| panel["gridPos"][key].as_u64().expect("a number"));
        assert!(x + w <= 24, "{panel}");
        for cell in (y..y + h).flat_map(|line| (x..x + w).map(move |column| (line, column))) {
            assert!(!taken.contains(&cell), "two panels stand at {cell:?}");
            taken.push(cell);
        }
    }
}

#[test]
fn there_is_nothing_where_nobody_watches() {
    let plain = lower_kind("service", "", WATCHED).clean();
    assert!(!plain.has("PrometheusRule"));
    assert!(plain.resources.iter().all(|resource| resource.name != "api-dashboard"));
    let none = "cluster: {kubernetes: 34, name: blue}\nmonitoring: {alerts: false, dashboards: false}";
    let none = lower_kind("service", none, WATCHED).clean();
    assert!(!none.has("PrometheusRule"));
    assert!(none.resources.iter().all(|resource| resource.name != "api-dashboard"));
    let off = lower("service", "ports: {http: 8000}\ndashboard: false").clean();
    assert!(off.resources.iter().all(|resource| resource.name != "api-dashboard"));
    assert!(!off.has("PrometheusRule"), "a rule without alerts says nothing");
}

#[test]
fn whatever_moves_has_an_origin_that_covers_what_moved_it() {
    // Nothing here depends on a version; what the next two lead to stands beside them in the plan, and an alert that does not apply is in no plan.
    let still = ["cluster.kubernetes", "spec.namespace", "spec.image", "spec.alerts.empty.enabled"];
    for kind in ["service", "worker"] {
        let fixture = Fixture::of_kind(kind, AROUND, WATCHED);
        let unmoved = crate::lower::law::unmoved(fixture, &["name", "stack"], |fixture| fixture.lower_workload());
        assert_eq!(unmoved, still, "{kind}");
    }
    for kind in ["stateful", "daemon", "cronjob", "job"] {
        let own = match kind {
            "stateful" => "claims: {data: {path: /data, size: 1Gi}}",
            "cronjob" => "schedule: '0 3 * * *'",
            _ => "",
        };
        let fixture = Fixture::of_kind(kind, AROUND, &format!("{own}\ndashboard: {{folder: AI}}"));
        crate::lower::law::unmoved(fixture, &["name", "stack"], |fixture| fixture.lower_workload());
    }
}

#[test]
fn what_no_prometheus_would_take_is_reported_at_its_bytes() {
    let broken = "\
ports: {http: 8000}
alerts:
  open: {query: 'sum(up', severity: info, summary: a}
  bound: {query: up, above: many, severity: info, summary: a}
  taken: {query: up, severity: info, summary: a, labels: {team: other}}
dashboard: {panels: {a: {query: ' '}}}";
    let lowered = lower("service", broken);
    let faults = lowered.faults();
    assert_eq!(
        faults,
        [
            (Code::INVALID_QUERY, "spec.alerts.open.query".to_owned(), "`(` is never closed"),
            (Code::INVALID_VALUE, "spec.alerts.bound.above".to_owned(), "`many` is not a number"),
            (
                Code::INVALID_VALUE,
                "spec.alerts.taken.labels.team".to_owned(),
                "the label `team` would overwrite one that platgen sets itself"
            ),
            (Code::INVALID_QUERY, "spec.dashboard.panels.a.query".to_owned(), "the query is empty"),
        ]
    );
}
