//! Row A16 of the reference platforms: what comes before what, as `platgen graph` tells it.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by a panic, and reads the shipped project"
)]

#[path = "support/catalogue.rs"]
mod catalogue;
#[path = "support/projects.rs"]
mod projects;

use std::path::Path;

use platgen::compile::{Compilation, Compiler, Request};
use platgen::emit::Scope;
use platgen::graph::{Graph, Shown};
use platgen::world::MemoryWorld;
use serde_json::Value;

/// A mesh's platform with what it stands on: network, cluster, and a workload with a role.
const PLATFORM: &str = r#"  namespaces:
    kong: {podSecurity: restricted}
    cert-manager: {podSecurity: restricted}
    external-dns: {podSecurity: restricted}
    external-secrets: {podSecurity: restricted}
    istio-system: {podSecurity: restricted}
    monitoring: {podSecurity: privileged}
    argocd: {podSecurity: restricted}
    shop: {podSecurity: restricted}
  units:
    network: {kind: vpc}
    cluster: {kind: eks, nodeGroups: {general: {instances: [m5.large], max: 3}}, addons: {coredns: v1.12.4-eksbuild.1}}
    orders: {kind: queue}
  components:
    istio: {}
    kong: {serviceMonitor: true}
    cert-manager: {email: platform@example.com}
    external-dns: {}
    external-secrets: {stores: {aws: {aws: {}}}}
    monitoring:
      kind: kube-prometheus-stack
      secretStore: aws
      receivers: {oncall: {pagerduty: true}}
      defaultReceiver: oncall
      grafana: {host: "grafana.${env.domain}", ingressClass: kong, issuer: letsencrypt}
    argo-cd: {rbac: {admins: [admins]}}
  workloads:
    web:
      kind: service
      namespace: shop
      image: web
      ports: {http: 8080}
      resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}
      routes: {public: {host: "shop.${env.domain}", tls: true}}
      uses: {orders: {access: write}}
"#;

/// A component of the project's own that says itself which part of the platform it is.
const ISTIO: &str = r#"apiVersion: platgen.dev/v1
kind: Definition
metadata: {name: istio}
spec:
  target: component
  namespace: istio-system
  parameters: {type: object}
  provides: {capabilities: [networking]}
  resources:
    - {apiVersion: v1, kind: ConfigMap, metadata: {name: istio}, data: {mesh: "{}"}}
"#;

/// The environments of both projects, and where their components stand.
const SMALL: &str = "app:production/production-cluster/platform-";
const SHIPPED: &str = "app:p0-production/eks-mesh/mesh-platform-";

fn compile(world: &MemoryWorld) -> Compilation {
    let compilation = Compiler::new().compile(world, &Request::default());
    assert!(!compilation.report.has_errors(), "{:#?}", compilation.report.diagnostics);
    compilation
}

fn small() -> Compilation {
    let charts = Path::new(env!("CARGO_MANIFEST_DIR")).join("charts");
    let place = catalogue::Place { name: "production", class: "production" };
    let mut world = catalogue::project(PLATFORM, &charts, &[place]);
    world.insert("catalog/istio.yaml", ISTIO.as_bytes().to_vec());
    let path = "environments/production.yaml";
    let text = String::from_utf8(world.get(path).unwrap().to_vec()).unwrap();
    let with_nodes = text.replace("kubernetes: \"1.34\"\n", "kubernetes: \"1.34\"\n      nodeGroups: {general: {}}\n");
    assert_ne!(text, with_nodes);
    world.insert(path, with_nodes.into_bytes());
    compile(&world)
}

fn json(graph: &Graph) -> Value {
    serde_json::from_str(&graph.to_json()).unwrap()
}

/// The stage that a node stands in, and the part of the platform that this belongs to.
fn stage<'a>(graph: &'a Value, id: &str) -> (usize, &'a str) {
    let stages = graph["stages"].as_array().unwrap();
    let has = |stage: &Value| stage["nodes"].as_array().unwrap().iter().any(|node| node == id);
    let number = stages.iter().position(has).unwrap_or_else(|| panic!("no stage has {id}: {graph:#}"));
    (number, stages[number]["part"].as_str().unwrap())
}

/// Whether a node needs another one, itself or through others.
fn needs(graph: &Value, then: &str, first: &str) -> bool {
    let edges = graph["edges"].as_array().unwrap().iter().filter(|edge| edge["then"] == then);
    let mut firsts = edges.map(|edge| edge["first"].as_str().unwrap());
    firsts.any(|known| known == first || needs(graph, known, first))
}

#[test]
fn row_a16_the_mesh_platform_comes_up_in_five_stages() {
    let graph = json(&Graph::of(&small()));
    let role = "unit:production/eu-west-1/production-cluster/platform/web-role";
    let component = |name: &str| format!("{SMALL}{name}");
    let order = [
        (role.to_owned(), "prerequisites"),
        (component("cert-manager"), "security"),
        (component("external-secrets"), "security"),
        (component("istio"), "networking"),
        (component("kong"), "networking"),
        (component("monitoring"), "observability"),
        (component("argo-cd"), "platform"),
        (component("external-dns"), "platform"),
        ("app:production/production-cluster/platform".to_owned(), "applications"),
    ];
    let found: Vec<(usize, &str)> = order.iter().map(|(id, _)| stage(&graph, id)).collect();
    let parts: Vec<&str> = found.iter().map(|(_, part)| *part).collect();
    assert_eq!(parts, order.iter().map(|(_, part)| *part).collect::<Vec<_>>());
    assert!(found.is_sorted(), "{found:?}");
    // The order is more than that of the parts where one asks for another.
    for (then, first) in [
        ("kong", "cert-manager"),
        ("monitoring", "kong"),
        ("monitoring", "external-secrets"),
        ("argo-cd", "kong"),
        ("argo-cd", "external-secrets"),
    ] {
        assert!(needs(&graph, &component(then), &component(first)), "{then} needs {first}");
    }
    assert_eq!(graph["cycles"], Value::Array(Vec::new()));
}

#[test]
fn row_a16_everything_on_a_cluster_comes_after_its_unit_and_no_unit_after_an_app() {
    let graph = json(&Graph::of(&small()));
    let cluster = "unit:production/eu-west-1/production-cluster/platform/cluster";
    let web = "workload:production/production-cluster/platform/web";
    for node in graph["nodes"].as_array().unwrap().iter().filter(|node| node["type"] == "app") {
        assert!(needs(&graph, node["id"].as_str().unwrap(), cluster), "{node}");
    }
    for unit in ["orders", "production-cluster/platform/web-role"] {
        let id = match unit {
            "orders" => "unit:production/eu-west-1/platform/orders".to_owned(),
            other => format!("unit:production/eu-west-1/{other}"),
        };
        assert!(needs(&graph, web, &id), "{id}");
    }
    let edges = graph["edges"].as_array().unwrap();
    assert!(edges.len() > 40, "{}", edges.len());
    for edge in edges.iter().filter(|edge| edge["then"].as_str().unwrap().starts_with("unit:")) {
        assert!(edge["first"].as_str().unwrap().starts_with("unit:"), "{edge}");
    }
    for edge in edges.iter().filter(|edge| edge["because"] != "workload" && edge["because"] != "uses") {
        let of = |end: &str| stage(&graph, edge[end].as_str().unwrap()).0;
        assert!(of("first") < of("then"), "{edge}");
    }
}

#[test]
fn row_a16_the_shipped_mesh_platform_is_handed_to_argo_cd_before_external_dns() {
    let world = projects::projects().into_iter().find(|project| project.name == "shipped").unwrap().world;
    let scope = Scope { environments: vec!["p0-production".into()], stacks: Vec::new() };
    let graph = Graph::of(&compile(&world)).within(&scope);
    let found = json(&graph);
    let order = ["cert-manager", "external-secrets", "kong", "monitoring", "argo-cd", "external-dns"];
    let stages = order.map(|name| stage(&found, &format!("{SHIPPED}{name}")));
    assert!(stages.is_sorted(), "{stages:?}");
    let script = graph.to_shell();
    let at = |line: &str| script.find(line).unwrap_or_else(|| panic!("no `{line}` in\n{script}"));
    let apply = |app: &str| format!("apply --server-side --recursive -f out/p0-production/manifests/eks-mesh/{app}\n");
    let steps = [
        at(&apply("namespaces")),
        at(&apply("cert-manager-crds")),
        at(&apply("mesh-platform-cert-manager")),
        at(&apply("mesh-platform-kong")),
        at("--namespace kong rollout status deployment/"),
        at(&apply("mesh-platform-monitoring")),
        at(&apply("mesh-platform-argo-cd")),
        at("-f out/p0-production/bootstrap/\n"),
        at("argocd app sync p0-production-eks-mesh-mesh-platform-external-dns && argocd app wait "),
        at("argocd app sync p0-production-eks-mesh-mesh-apps && argocd app wait "),
    ];
    assert!(steps.is_sorted(), "{steps:?}\n{script}");
}

#[test]
fn a_part_of_the_graph_has_what_it_needs_and_nothing_else() {
    let compilation = small();
    let graph = Graph::of(&compilation);
    let count = |graph: &Graph, prefix: &str| graph.nodes.iter().filter(|node| node.id.starts_with(prefix)).count();
    let units = graph.showing(Shown::Units);
    assert_eq!((count(&units, "unit:"), units.nodes.len()), (compilation.units.len(), compilation.units.len()));
    let apps = graph.showing(Shown::Apps);
    assert_eq!((count(&apps, "app:"), apps.nodes.len()), (compilation.apps.len(), compilation.apps.len()));
    let both = graph.showing(Shown::UnitsAndApps);
    assert_eq!(both.nodes.len(), units.nodes.len() + apps.nodes.len());
    let (queue, app) = ("unit:production/eu-west-1/platform/orders", "app:production/production-cluster/platform");
    assert!(needs(&json(&both), app, queue), "what a workload needs its app needs");
    let none = graph.within(&Scope { environments: Vec::new(), stacks: vec!["another".into()] });
    assert!(none.nodes.is_empty() && none.edges.is_empty());
}

#[test]
fn pictures_name_every_node_and_leave_out_what_follows() {
    let graph = Graph::of(&small());
    let mermaid = graph.to_mermaid();
    assert_eq!(mermaid, Graph::of(&small()).to_mermaid());
    assert!(mermaid.starts_with("flowchart LR\n  subgraph in_production[\"environment production\"]\n"), "{mermaid}");
    assert!(mermaid.contains(
        "\n  unit_production_eu_west_1_platform_orders -->|uses| workload_production_production_cluster_platform_web\n"
    ));
    assert!(
        !mermaid.contains("-->|cluster| app_production_production_cluster_platform_kong"),
        "it follows from the namespaces"
    );
    let opened = mermaid.lines().filter(|line| line.trim_start().starts_with("subgraph ")).count();
    assert_eq!(opened, mermaid.lines().filter(|line| line.trim() == "end").count());
    let dot = graph.to_dot();
    assert_eq!(dot.matches('{').count(), dot.matches('}').count());
    assert!(dot.contains("lhead=cluster_app_production_production_cluster_platform]"), "{dot}");
    for node in graph.nodes.iter().filter(|node| !node.id.ends_with("/platform")) {
        let id: String = node.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        assert!(mermaid.contains(&format!("  {id}")) && dot.contains(&format!("  {id} [label=")), "{id}");
    }
}

#[test]
fn where_there_is_no_cloud_a_workload_comes_after_what_stands_for_its_unit() {
    let charts = Path::new(env!("CARGO_MANIFEST_DIR")).join("charts");
    let spec = "  namespaces: {shop: {podSecurity: restricted}}\n  units: {orders: {kind: queue}}\n  workloads:\n    web:\n      \
                kind: worker\n      namespace: shop\n      image: web\n      resources: {requests: {cpu: 100m, memory: 128Mi}, \
                limits: {memory: 128Mi}}\n      uses: {orders: {access: write}}\n";
    let mut world = catalogue::project(spec, &charts, &[catalogue::Place { name: "local", class: "development" }]);
    let path = "environments/local.yaml";
    let text = String::from_utf8(world.get(path).unwrap().to_vec()).unwrap();
    world.insert(path, (text + "  cloud: {provider: local}\n").into_bytes());
    let graph = json(&Graph::of(&compile(&world)));
    let app = "app:local/local-cluster/platform-orders";
    assert!(needs(&graph, "workload:local/local-cluster/platform/web", app));
    assert!(stage(&graph, app).0 < stage(&graph, "app:local/local-cluster/platform").0);
    assert!(!graph["nodes"].as_array().unwrap().iter().any(|node| node["type"] == "unit"));
}

/// The folders whose outputs a unit's file reads, as the file says it, below that of the environment's units.
fn read_dependencies(folder: &str, text: &str) -> Vec<String> {
    let ways = text.lines().filter_map(|line| line.trim_start().strip_prefix("config_path"));
    let ways = ways.map(|rest| rest.split('"').nth(1).unwrap());
    let follow = |way: &str| {
        let mut parts: Vec<&str> = folder.split('/').collect();
        for part in way.split('/') {
            if part == ".." {
                parts.pop().unwrap();
            } else {
                parts.push(part);
            }
        }
        parts.join("/")
    };
    let mut found: Vec<String> = ways.map(follow).collect();
    found.sort();
    found
}

#[test]
fn units_need_what_their_files_name_and_nothing_else() {
    let compilation = small();
    let graph = json(&Graph::of(&compilation).showing(Shown::Units));
    let mut seen = 0;
    for (_, file) in compilation.tree.files() {
        let below = file.path.strip_prefix("production/terragrunt/");
        let Some(folder) = below.and_then(|path| path.strip_suffix("/terragrunt.hcl")) else { continue };
        let id = format!("unit:production/{folder}");
        let edges = graph["edges"].as_array().unwrap().iter().filter(|edge| edge["then"] == id.as_str());
        let firsts = edges.map(|edge| edge["first"].as_str().unwrap().strip_prefix("unit:production/").unwrap());
        let mut firsts: Vec<&str> = firsts.collect();
        firsts.sort_unstable();
        assert_eq!(firsts, read_dependencies(folder, std::str::from_utf8(&file.bytes).unwrap()), "{id}");
        seen += 1;
    }
    assert_eq!(seen, compilation.units.len());
    assert!(seen >= 5, "{seen}");
}
