//! What patches make of a stack's resources: by whole projects, with layers.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use platgen::compile::{Compilation, Compiler, Request};
use platgen::emit::Scope;
use platgen::world::MemoryWorld;
use serde_json::{Value, json};

const FILES: [(&str, &str); 6] = [
    ("platgen.yaml", "{apiVersion: platgen.dev/v1, kind: Project, metadata: {name: acme}, spec: {}}"),
    ("teams/platform.yaml", "{apiVersion: platgen.dev/v1, kind: Team, metadata: {name: platform}}"),
    ("teams/shop.yaml", "{apiVersion: platgen.dev/v1, kind: Team, metadata: {name: shop}, spec: {namespaces: [shop]}}"),
    (
        "catalog/note.yaml",
        "\
apiVersion: platgen.dev/v1
kind: Definition
metadata: {name: note}
spec:
  target: component
  parameters: {type: object, properties: {}}
  resources:
    - {apiVersion: v1, kind: ConfigMap, metadata: {name: \"${component.name}\"}, data: {a: one, b: two}}
",
    ),
    (
        "environments/production.yaml",
        "\
apiVersion: platgen.dev/v1
kind: Environment
metadata: {name: production}
spec:
  domain: example.com
  clusters: {blue: {region: eu-central-1, kubernetes: \"1.34\"}, green: {region: eu-west-1, kubernetes: \"1.34\"}}
  images: {registry: registry.example.com, pins: {api: \"1.4.0\"}}
  stacks:
    shop:
      patches:
        replicas: {merge: {spec: {revisionHistoryLimit: 4}}}
        last: {add: true, target: {kind: ConfigMap, name: welcome}, merge: {data: {a: environment, place: \"${cluster.name}\"}}}
        gone: null
    other: {on: [green]}
",
    ),
    (
        "stacks/other.yaml",
        "\
apiVersion: platgen.dev/v1
kind: Stack
metadata: {name: other, team: shop}
spec:
  namespaces: {shop: {from: shop}}
  components: {welcome-other: {kind: note, namespace: shop}}
",
    ),
];

const SHOP: &str = "\
apiVersion: platgen.dev/v1
kind: Stack
metadata: {name: shop, team: shop}
spec:
  namespaces: {shop: {}}
  workloads:
    api:
      kind: service
      namespace: shop
      image: api
      ports: {http: 8080}
      resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}
  components:
    welcome:
      kind: note
      namespace: shop
      patches:
        own: {target: {kind: ConfigMap}, merge: {data: {a: own, b: null, c: own}}}
  patches:
    replicas:
      target: {kind: Deployment, name: \"a*\", labels: {app.kubernetes.io/name: api}}
      merge: {spec: {revisionHistoryLimit: 3, minReadySeconds: 7}}
    sidecar:
      target: {kind: Deployment}
      strategic:
        spec:
          template:
            spec:
              containers:
                - name: relay
                  image: registry.example.com/relay:1.0.0
                  resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 16Mi}}
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, readOnlyRootFilesystem: true}
                - {name: api, env: [{name: DOMAIN, value: \"${env.domain}\"}]}
    stack: {target: {kind: ConfigMap}, merge: {data: {a: stack, c: stack}}}
    gone: {target: {kind: Deployment}, merge: {spec: {paused: true}}}
";

fn world(shop: &str) -> MemoryWorld {
    let mut world = MemoryWorld::new();
    FILES.iter().for_each(|(path, text)| world.insert(*path, text.as_bytes()));
    world.insert("stacks/shop.yaml", shop.as_bytes());
    world
}

fn compile(world: &MemoryWorld, scope: Scope) -> Compilation {
    Compiler::new().compile(world, &Request { scope, keep_resources: true, ..Request::default() })
}

/// One object of one cluster.
fn object(compilation: &Compilation, cluster: &str, kind: &str, name: &str) -> Value {
    let apps = compilation.resources.iter().filter(|app| app.id.cluster == cluster);
    let mut resources = apps.flat_map(|app| &app.kept.as_ref().unwrap().0);
    resources.find(|resource| resource.kind == kind && resource.name == name).unwrap().body.to_json()
}

#[test]
fn a_stack_s_patches_change_what_all_its_apps_render_and_nothing_else() {
    let compilation = compile(&world(SHOP), Scope::default());
    let findings: Vec<_> = compilation.report.diagnostics.iter().map(|found| &found.message).collect();
    assert_eq!(findings, Vec::<&String>::new());
    let deployment = object(&compilation, "blue", "Deployment", "api");
    let spec = &deployment["spec"];
    assert_eq!((&spec["revisionHistoryLimit"], &spec["minReadySeconds"]), (&json!(4), &json!(7)));
    assert_eq!(spec.get("paused"), None, "the environment removes that patch");
    let containers = spec["template"]["spec"]["containers"].as_array().unwrap();
    let names: Vec<_> = containers.iter().map(|container| container["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["relay", "api"]);
    assert!(containers[1]["env"].as_array().unwrap().contains(&json!({"name": "DOMAIN", "value": "example.com"})));
    assert_eq!(containers[1]["image"], "registry.example.com/api:1.4.0");
    for cluster in ["blue", "green"] {
        let data = json!({"a": "environment", "c": "stack", "place": cluster});
        assert_eq!(object(&compilation, cluster, "ConfigMap", "welcome")["data"], data);
    }
    let other = object(&compilation, "green", "ConfigMap", "welcome-other");
    assert_eq!(other["data"], json!({"a": "one", "b": "two"}));
}

#[test]
fn what_a_patch_writes_stands_in_the_files_in_the_customary_order() {
    let compilation = compile(&world(SHOP), Scope::default());
    let mut files = compilation.tree.files();
    let (_, file) = files.find(|(_, file)| file.path.ends_with("blue/shop/shop/deployment-api.yaml")).unwrap();
    let text = std::str::from_utf8(&file.bytes).unwrap();
    let keys: Vec<&str> = text.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")).collect();
    let at = |key: &str| keys.iter().position(|line| line.trim_start().starts_with(key)).unwrap();
    assert!(at("minReadySeconds:") < at("selector:") && at("selector:") < at("template:"), "{keys:#?}");
}

#[test]
fn a_patch_that_matches_nothing_is_said_within_a_scope_too() {
    let broken =
        SHOP.replace("sidecar:\n      target: {kind: Deployment}", "sidecar:\n      target: {kind: StatefulSet}");
    let found = |scope: Scope| -> Vec<(String, Vec<String>)> {
        let diagnostics = compile(&world(&broken), scope).report.diagnostics;
        diagnostics.into_iter().map(|found| (found.code.name().to_owned(), found.occurrences)).collect()
    };
    let both = vec!["production/blue".to_owned(), "production/green".to_owned()];
    let expected = vec![("patch-matches-nothing".to_owned(), both)];
    assert_eq!(found(Scope::default()), expected);
    assert_eq!(found(Scope { stacks: vec!["shop".into()], ..Scope::default() }), expected);
    assert_eq!(found(Scope { stacks: vec!["other".into()], ..Scope::default() }), []);
}
