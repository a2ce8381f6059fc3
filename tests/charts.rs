//! Releases of charts in whole projects: what they render, what made each node, and what they do not depend on.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test fails by a panic, and reads the projects")]

#[path = "support/projects.rs"]
mod projects;

use std::sync::Arc;

use platgen::compile::{Compilation, Compiler, LoweredApp, Request};
use platgen::emit::Scope;
use platgen::inflate::ChartStore;
use platgen::lock::{FileTree, Sha256Digest};
use platgen::lower::Resource;
use platgen::node::{Cause, Node, Origins};
use platgen::world::{MemoryWorld, World};
use serde_json::json;

/// The project of charts below `tests/projects`.
fn world() -> MemoryWorld {
    projects::projects().into_iter().find(|project| project.name == "charts").unwrap().world
}

fn changed(path: &str, old: &str, new: &str) -> MemoryWorld {
    let mut world = world();
    let text = String::from_utf8(world.get(path).unwrap().to_vec()).unwrap();
    assert!(text.contains(old), "{path} holds {old}");
    world.insert(path, text.replace(old, new).into_bytes());
    world
}

fn compile(compiler: &mut Compiler, world: &MemoryWorld, request: Request) -> Compilation {
    let compilation = compiler.compile(world, &Request { keep_resources: true, ..request });
    assert!(!compilation.report.has_errors(), "{:#?}", compilation.report.diagnostics);
    compilation
}

fn cold(world: &MemoryWorld) -> Compilation {
    compile(&mut Compiler::new(), world, Request::default())
}

fn app<'a>(compilation: &'a Compilation, environment: &str, app: &str) -> &'a Arc<LoweredApp> {
    compilation.resources.iter().find(|one| one.id.environment == environment && one.id.app == app).unwrap()
}

fn find<'a>(app: &'a LoweredApp, kind: &str, name: &str) -> (&'a Resource, &'a Origins) {
    let (resources, origins) = app.kept.as_ref().unwrap();
    (resources.iter().find(|one| one.kind == kind && one.name.starts_with(name)).unwrap(), origins)
}

fn annotations(app: &LoweredApp, kind: &str, name: &str) -> serde_json::Value {
    find(app, kind, name).0.body.at(&["metadata", "annotations"]).map_or(json!({}), Node::to_json)
}

/// The first causes of a node: file, and line or key path.
fn causes(
    compiler: &Compiler,
    app: &LoweredApp,
    (kind, name): (&str, &str),
    path: &[&str],
    count: usize,
) -> Vec<String> {
    let (resource, origins) = find(app, kind, name);
    let node = resource.body.at(path).unwrap();
    let shown = |cause: Cause| match cause {
        Cause::Recipe(name) => name.to_owned(),
        Cause::Leaf(place) => {
            let sources = compiler.sources();
            format!("{} {}", sources.file(place.file).path, sources.key_path(place))
        }
    };
    origins.causes(node.origin).take(count).map(shown).collect()
}

#[test]
fn a_node_names_the_value_of_the_highest_layer_then_the_line_then_what_decided_it() {
    let mut compiler = Compiler::new();
    let compilation = compile(&mut compiler, &world(), Request::default());
    let (production, staging) = (app(&compilation, "production", "edge-web"), app(&compilation, "staging", "edge-web"));
    let replicas = |app| causes(&compiler, app, ("Deployment", "web-web"), &["spec", "replicas"], 2);
    let line = "charts/web/templates/deployment.yaml [11]";
    assert_eq!(replicas(staging), ["stacks/edge.yaml spec.charts.web.values.replicas", line]);
    let layer = "environments/production.yaml spec.clusters.green.stacks.edge.charts.web.values.replicas";
    assert_eq!(replicas(production), [layer, line]);
    let path = causes(&compiler, staging, ("ConfigMap", "web-web"), &["data", "path-1"], 9);
    for cause in ["stacks/edge.yaml spec.charts.web.values.paths[1]", "stacks/edge.yaml spec.charts.web.values.host"] {
        assert!(path.iter().any(|found| found == cause), "{path:#?}");
    }
    let second = app(&compilation, "staging", "edge-second");
    let title = causes(&compiler, second, ("ConfigMap", "other-web"), &["data", "title"], 2);
    assert_eq!(
        title,
        ["charts/web/values.yaml title", "charts/web/templates/config.yaml [5]"],
        "a default of the chart's"
    );
    let cache = causes(&compiler, staging, ("ConfigMap", "web-cache"), &["data", "zone"], 2);
    let expected =
        ["stacks/edge.yaml spec.charts.web.values.global.zone", "charts/web/charts/cache/templates/config.yaml [5]"];
    assert_eq!(cache, expected, "what is global reaches the charts inside");
}

#[test]
fn clusters_that_render_alike_have_origins_of_their_own() {
    let (path, blue) = ("environments/staging.yaml", "blue: {region: eu-central-1, kubernetes: \"1.34\"}");
    let same = ", stacks: {edge: {charts: {web: {values: {replicas: 2}}}}}}";
    let teal = format!("teal: {{region: eu-central-1, kubernetes: \"1.34\"{same}");
    let mut compiler = Compiler::new();
    let world = changed(path, blue, &format!("{blue}, {teal}"));
    let compilation = compile(&mut compiler, &world, Request::default());
    let leaves =
        [("blue", "stacks/edge.yaml spec"), ("teal", "environments/staging.yaml spec.clusters.teal.stacks.edge")];
    for (cluster, holder) in leaves {
        let is_here = |one: &&Arc<LoweredApp>| one.id.cluster == cluster && one.id.app == "edge-web";
        let app = compilation.resources.iter().find(is_here).unwrap();
        let made = causes(&compiler, app, ("Deployment", "web-web"), &["spec", "replicas"], 2);
        let leaf = format!("{holder}.charts.web.values.replicas");
        assert_eq!(made, [leaf, "charts/web/templates/deployment.yaml [11]".to_owned()]);
    }
}

#[test]
fn a_part_of_the_project_renders_as_the_whole_does() {
    let whole = cold(&world());
    let scope = Scope { environments: vec!["staging".into()], stacks: Vec::new() };
    let part = compile(&mut Compiler::new(), &world(), Request { scope, ..Request::default() });
    assert!(!part.tree.groups.is_empty());
    for group in &part.tree.groups {
        let same = whole.tree.groups.iter().find(|known| known.owner == group.owner).unwrap();
        assert_eq!(group, same);
    }
}

#[test]
fn charts_know_what_the_cluster_s_owner_says_to_stand_there() {
    let monitor = "{{ if .Capabilities.APIVersions.Has \"monitoring.coreos.com/v1/ServiceMonitor\" }}\napiVersion: v1\nkind: ConfigMap\n\
                   metadata: {name: {{ .Release.Name }}-watched}\n{{ end }}\n";
    let is_watched = |world: &MemoryWorld| {
        let compilation = cold(world);
        let (resources, _) = app(&compilation, "staging", "edge-web").kept.as_ref().unwrap();
        resources.iter().any(|one| one.name == "web-watched")
    };
    let (path, version) = ("environments/staging.yaml", "kubernetes: \"1.34\"");
    let mut without = world();
    without.insert("charts/web/templates/watched.yaml", monitor.as_bytes());
    assert!(!is_watched(&without));
    let external = format!("{version}, external: {{crds: [servicemonitors.monitoring.coreos.com]}}");
    let mut with = changed(path, version, &external);
    with.insert("charts/web/templates/watched.yaml", monitor.as_bytes());
    assert!(is_watched(&with));
    let own = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: \
               servicemonitors.monitoring.coreos.com}\nspec: {group: monitoring.coreos.com, names: {kind: ServiceMonitor}, scope: \
               Namespaced, versions: [{name: v9, served: true}]}\n";
    with.insert("schemas/crds/monitors.yaml", own.as_bytes());
    assert!(!is_watched(&with), "the project's own definition counts before what is commonly known");
}

#[test]
fn hooks_become_what_argo_cd_runs() {
    let once = cold(&world());
    let job = annotations(app(&once, "staging", "edge-web"), "Job", "web-migrate-");
    assert_eq!(job, json!({"argocd.argoproj.io/sync-wave": "-105"}), "an object like any other, before the others");
    let spec = find(app(&once, "staging", "edge-web"), "Job", "web-migrate-").0.body.to_json();
    assert_eq!(spec["spec"].get("ttlSecondsAfterFinished"), None, "a job that removed itself would run again");
    let every = cold(&changed("stacks/edge.yaml", "      hooks: {web-migrate: once}\n", ""));
    let job = annotations(app(&every, "staging", "edge-web"), "Job", "web-migrate");
    let expected = json!({
        "argocd.argoproj.io/hook": "PreSync",
        "argocd.argoproj.io/sync-wave": "-5",
        "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation,HookSucceeded",
    });
    assert_eq!(job, expected);
    let dropped = cold(&changed("stacks/edge.yaml", "hooks: {web-migrate: once}", "hooks: drop"));
    let (resources, _) = app(&dropped, "staging", "edge-web").kept.as_ref().unwrap();
    assert!(resources.iter().all(|one| one.kind != "Job"));
}

#[test]
fn a_job_that_runs_once_is_another_one_when_its_task_is() {
    let name =
        |world: &MemoryWorld| find(app(&cold(world), "staging", "edge-web"), "Job", "web-migrate").0.name.clone();
    let first = name(&world());
    assert_eq!(first, name(&changed("stacks/edge.yaml", "debug: false", "debug: true")), "its own task is the same");
    assert_ne!(first, name(&changed("stacks/edge.yaml", "tag: 1.4.0", "tag: 1.5.0")));
}

#[test]
fn definitions_of_custom_resources_are_the_platform_s_and_stay() {
    let compilation = cold(&world());
    let definitions = app(&compilation, "staging", "web-crds");
    assert_eq!(definitions.id.team, "platform");
    let options = &annotations(definitions, "CustomResourceDefinition", "widgets")["argocd.argoproj.io/sync-options"];
    assert_eq!(options, "ServerSideApply=true,Prune=false,Delete=false");
}

#[test]
fn what_is_made_by_chance_is_the_same_every_time_and_not_the_same_everywhere() {
    let secret = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}-id}\ndata: {id: {{ randAlphaNum 12 | quote }}}\n";
    let mut world = changed("stacks/edge.yaml", "chart: web\n", "chart: web\n      random: seeded\n");
    let text = String::from_utf8(world.get("stacks/edge.yaml").unwrap().to_vec()).unwrap();
    world.insert("stacks/edge.yaml", text.replace("release: other,", "release: other, random: seeded,").into_bytes());
    world.insert("charts/web/templates/id.yaml", secret.as_bytes());
    let id = |compilation: &Compilation, name: &str| {
        let found = find(
            app(compilation, "staging", name),
            "ConfigMap",
            if name == "edge-web" { "web-id" } else { "other-id" },
        );
        found.0.body.at(&["data", "id"]).and_then(Node::as_str).unwrap().to_owned()
    };
    let (first, again) = (cold(&world), cold(&world));
    assert_eq!(id(&first, "edge-web"), id(&again, "edge-web"));
    assert_ne!(id(&first, "edge-web"), id(&first, "edge-second"));
    world.insert("charts/web/templates/before.yaml", b"# {{ randAlphaNum 3 }}\n".as_slice());
    assert_eq!(id(&first, "edge-web"), id(&cold(&world), "edge-web"), "another call elsewhere changes nothing");
}

#[derive(Debug)]
struct Store(FileTree);

impl ChartStore for Store {
    fn tree(&self, digest: Sha256Digest) -> Option<FileTree> {
        (self.0.digest() == digest).then(|| self.0.clone())
    }
}

#[test]
fn a_chart_of_the_store_renders_as_one_of_the_project_does() {
    let mut world = world();
    let paths: Vec<String> =
        world.paths().iter().filter(|path| path.starts_with("charts/")).map(ToString::to_string).collect();
    let files = paths.iter().map(|path| (path["charts/web/".len()..].into(), world.get(path).unwrap().clone()));
    let tree = FileTree { files: files.collect() };
    let expected = cold(&world);
    let project = "apiVersion: platgen.dev/v1\nkind: Project\nmetadata: {name: charts}\nspec:\n  helm: {compat: \"4.1\"}\n  \
                   vendor: {keep: store}\n  charts: {web: {repository: https://charts.example.com}}\n";
    let digest = tree.digest();
    let lock = format!(
        "charts:\n  web:\n    repository: https://charts.example.com\n    chart: web\n    version: 1.2.3\n    \
         url: https://charts.example.com/web-1.2.3.tgz\n    archive: {digest}\n    tree: {digest}\n"
    );
    paths.iter().for_each(|path| drop(world.remove(path)));
    world.insert("platgen.yaml", project.as_bytes());
    world.insert("platgen.lock", lock.into_bytes());
    let stack = String::from_utf8(world.get("stacks/edge.yaml").unwrap().to_vec()).unwrap();
    world.insert("stacks/edge.yaml", stack.replace("chart: charts/web", "chart: web").into_bytes());
    let request = Request { store: Some(Arc::new(Store(tree))), ..Request::default() };
    let stored = compile(&mut Compiler::new(), &world, request);
    assert_eq!(stored.tree, expected.tree);
    let without = Compiler::new().compile(&world, &Request::default());
    let messages: Vec<&str> = without.report.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages, ["the store of this machine does not hold chart `web`"]);
}
