//! Every query that platgen writes of its own accord is one that Prometheus' parser took: see `tests/conformance/promql/`.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test fails by a panic, and reads its record")]

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use platgen::compile::{Compiler, Request};
use platgen::node::Node;
use platgen::world::MemoryWorld;

/// A workload of each kind with everything that its alerts and its dashboard ask for.
const STACK: &str = r#"
apiVersion: platgen.dev/v1
kind: Stack
metadata: {name: shop, team: shop}
spec:
  namespaces: {shop: {}}
  workloads:
    api:
      kind: service
      namespace: shop
      image: app
      ports: {http: 8080}
      resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {cpu: "1", memory: 128Mi}}
      scale: {min: 2, max: 4, cpu: 80}
      metrics: {}
    queue: {kind: worker, namespace: shop, image: app, resources: {requests: {cpu: "1", memory: 1Gi}, limits: {cpu: "1", memory: 1Gi}}, scale: {min: 1, max: 3, cpu: 80}}
    store:
      kind: stateful
      namespace: shop
      image: app
      claims: {data: {path: /data, size: 1Gi}, wal: {path: /wal, size: 1Gi}}
      resources: {requests: {cpu: "1", memory: 1Gi}, limits: {cpu: "1", memory: 1Gi}}
      scale: {min: 1, max: 3, cpu: 80}
    agent: {kind: daemon, namespace: shop, image: app, resources: {limits: {cpu: "1", memory: 1Gi}}}
    backup: {kind: cronjob, namespace: shop, image: app, schedule: "0 3 * * *", resources: {requests: {cpu: "1", memory: 1Gi}, limits: {memory: 1Gi}}}
    migrate: {kind: job, namespace: shop, image: app, when: before, resources: {requests: {cpu: "1", memory: 1Gi}, limits: {memory: 1Gi}}}
"#;

const ENVIRONMENT: &str = r#"
apiVersion: platgen.dev/v1
kind: Environment
metadata: {name: production}
spec:
  clusters: {green: {region: eu-central-1, kubernetes: "1.34", external: {metrics: [resource], namespaces: {monitoring: monitoring}}}}
  images: {registry: registry.example.com, pins: {app: "1.4.0"}}
  monitoring: {runbooks: https://runbooks.example.com}
  stacks: {shop: {}}
"#;

const TEAM: &str = "
apiVersion: platgen.dev/v1
kind: Team
metadata: {name: shop}
spec: {namespaces: [shop], alerts: {receiver: shop-oncall}}
";

/// Every query, on one line, in order.
fn queries() -> BTreeSet<String> {
    let mut world = MemoryWorld::new();
    world.insert("stacks/shop.yaml", STACK.as_bytes().to_vec());
    world.insert("environments/production.yaml", ENVIRONMENT.as_bytes().to_vec());
    world.insert("teams/shop.yaml", TEAM.as_bytes().to_vec());
    world.insert("platgen.yaml", b"apiVersion: platgen.dev/v1\nkind: Project\nmetadata: {name: acme}\n".to_vec());
    let request = Request { keep_resources: true, ..Request::default() };
    let compilation = Compiler::new().compile(&world, &request);
    let errors: Vec<&str> = compilation.report.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let mut queries = BTreeSet::new();
    let kept = compilation.resources.iter().filter_map(|app| app.kept.as_ref());
    let resources = kept.flat_map(|(resources, _)| resources);
    for resource in resources {
        match resource.kind.as_str() {
            "PrometheusRule" => of_rule(&resource.body, &mut queries),
            "ConfigMap" if resource.name.ends_with("-dashboard") => of_dashboard(&resource.body, &mut queries),
            _ => {}
        }
    }
    queries
        .iter()
        .map(|query| query.replace("$__rate_interval", "5m").split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn of_rule(rule: &Node, queries: &mut BTreeSet<String>) {
    let groups = rule.at(&["spec", "groups"]).unwrap().items();
    for alert in groups.iter().flat_map(|group| group.get("rules").unwrap().items()) {
        queries.insert(alert.get("expr").and_then(Node::as_str).unwrap().to_owned());
    }
}

fn of_dashboard(map: &Node, queries: &mut BTreeSet<String>) {
    let text = map.get("data").unwrap().entries()[0].value.as_str().unwrap();
    let dashboard: serde_json::Value = serde_json::from_str(text).unwrap();
    for panel in dashboard["panels"].as_array().unwrap() {
        let targets = panel["targets"].as_array().into_iter().flatten();
        queries.extend(targets.map(|target| target["expr"].as_str().unwrap().to_owned()));
    }
}

#[test]
fn prometheus_takes_every_query() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/promql/parsed.txt");
    let recorded = fs::read_to_string(path).unwrap();
    let parsed: BTreeSet<String> = recorded.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    let written = queries();
    assert!(written.len() > 50, "every kind has its queries");
    let unknown: Vec<&String> = written.difference(&parsed).collect();
    assert!(unknown.is_empty(), "not parsed yet; tests/conformance/promql/record.sh does it: {unknown:#?}");
    let gone: Vec<&String> = parsed.difference(&written).collect();
    assert!(gone.is_empty(), "written no more: {gone:#?}");
}

#[test]
#[ignore = "writes the queries for tests/conformance/promql/record.sh"]
fn write_queries() {
    let path = env::var("PROMQL_QUERIES").unwrap();
    let lines: Vec<String> = queries().into_iter().collect();
    fs::write(path, lines.join("\n") + "\n").unwrap();
}
