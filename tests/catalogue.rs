//! Every definition that comes with platgen: its example is rendered and checked for each class of environment, with the small
//! charts of this repository, and with the real ones where a folder of them is named by `PLATGEN_CATALOGUE_CHARTS`.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by a panic, and reads the definitions"
)]

#[path = "support/catalogue.rs"]
mod support;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use platgen::compile::{Compilation, Compiler, Request};
use support::{Place, project};

const CLASSES: [&str; 3] = ["development", "staging", "production"];

/// The text of every definition of a component, by its name; those of units are in `units.rs`.
fn definitions() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("definitions");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files
        .map(|path| (name(&path), std::fs::read_to_string(&path).unwrap()))
        .filter(|(_, text)| text.contains("\n  target: component\n"))
        .collect()
}

/// The lines of a definition's `example`, which is a part of a stack's `spec`.
fn example(definition: &str) -> String {
    let (_, after) = definition.split_once("\n  example:\n").expect("a definition has an example");
    let lines = after.lines().take_while(|line| line.starts_with("    ") || line.is_empty());
    lines.fold(String::new(), |mut text, line| {
        writeln!(text, "{}", line.strip_prefix("  ").unwrap_or_default()).unwrap();
        text
    })
}

/// What is worse than an information.
fn faults(compilation: &Compilation) -> Vec<String> {
    let worse = compilation.report.diagnostics.iter().filter(|one| one.level != platgen::diagnostics::Level::Info);
    worse.map(|one| format!("{one:?}")).collect()
}

/// The text of a file of the output that the production environment has below its manifests.
fn manifest<'a>(compilation: &'a Compilation, path: &str) -> &'a str {
    let path = format!("production/manifests/production-cluster/{path}");
    let mut files = compilation.tree.files().map(|(_, file)| file);
    let file = files.find(|file| file.path == path).unwrap_or_else(|| panic!("there is no {path}"));
    std::str::from_utf8(&file.bytes).unwrap()
}

fn check(charts: &Path) {
    for (name, definition) in definitions() {
        let world = project(&example(&definition), charts, &CLASSES.map(|class| Place { name: class, class }));
        let compilation = Compiler::new().compile(&world, &Request::default());
        assert!(faults(&compilation).is_empty(), "{name}: {}", faults(&compilation).join("\n"));
        let own = compilation.apps.iter().filter(|app| app.app.ends_with(&name) || app.app == format!("{name}-crds"));
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        own.for_each(|app| *counts.entry(&app.environment).or_default() += app.objects);
        assert_eq!(counts.len(), CLASSES.len(), "{name}: an app in each environment, found {counts:?}");
        println!("{name}: objects {counts:?}");
    }
}

#[test]
fn examples_are_rendered_and_checked_with_small_charts() {
    check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("charts"));
}

#[test]
fn examples_are_rendered_and_checked_with_real_charts() {
    match std::env::var_os("PLATGEN_CATALOGUE_CHARTS") {
        Some(folder) => check(Path::new(&folder)),
        None => println!("left out: PLATGEN_CATALOGUE_CHARTS names no folder of charts"),
    }
}

#[test]
fn components_and_routes_take_what_other_components_bring() {
    let spec = "  namespaces:
    cert-manager: {podSecurity: restricted}
    ingress-nginx: {podSecurity: baseline}
    argocd: {podSecurity: restricted}
    external-secrets: {podSecurity: restricted}
    shop: {podSecurity: restricted}
  components: {cert-manager: {email: platform@example.com}, ingress-nginx: {}, external-secrets: {}, argo-cd: {}}
  workloads:
    web:
      kind: service
      namespace: shop
      image: web
      ports: {http: 8080}
      resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
      routes: {public: {host: \"shop.${env.domain}\", tls: true}}
";
    let charts = Path::new(env!("CARGO_MANIFEST_DIR")).join("charts");
    let world = project(spec, &charts, &[Place { name: "production", class: "production" }]);
    let compilation = Compiler::new().compile(&world, &Request::default());
    assert!(faults(&compilation).is_empty(), "{}", faults(&compilation).join("\n"));
    let page = manifest(&compilation, "platform-argo-cd/argocd/ingress-argocd-server.yaml");
    assert!(page.contains("ingressClassName: nginx") && page.contains("cluster-issuer: letsencrypt"), "{page}");
    let issuer =
        manifest(&compilation, "platform-cert-manager/_cluster/clusterissuer.cert-manager.io-letsencrypt.yaml");
    assert!(issuer.contains("ingressClassName: nginx"), "{issuer}");
    let answer = manifest(&compilation, "platform/shop/networkpolicy-web-public-acme.yaml");
    assert!(answer.contains("port: 8089"), "{answer}");
}

/// The files of the README's tour: each block of YAML begins with its path, up to the first command.
fn tour() -> Vec<(String, String)> {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, after) = readme.split_once("\n## From an empty folder to a cluster").expect("the tour's heading");
    let (files, _) = after.split_once("```sh").expect("the tour's commands");
    let blocks = files.split("```yaml\n# ").skip(1).map(|block| block.split_once("```").unwrap().0);
    blocks.map(|block| block.split_once('\n').unwrap()).map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

#[test]
fn the_tour_of_the_readme_is_short_and_leads_to_a_whole_cluster() {
    let lines: usize = tour().iter().map(|(_, text)| text.lines().count()).sum();
    assert!(lines < 40, "the tour has {lines} lines");
    // The charts lie where a reader has them after `platgen vendor`.
    let mut world = project("  namespaces: {}\n", &Path::new(env!("CARGO_MANIFEST_DIR")).join("charts"), &[]);
    let charts = world.get("platgen.yaml").unwrap().to_vec();
    for (path, text) in tour() {
        world.insert(&path, text.into_bytes());
    }
    let named = String::from_utf8(charts).unwrap();
    let (_, named) = named.split_once("  charts:\n").unwrap();
    let root = String::from_utf8(world.get("platgen.yaml").unwrap().to_vec()).unwrap();
    world.insert("platgen.yaml", format!("{root}spec:\n  charts:\n{named}").into_bytes());
    world.remove("stacks/platform.yaml");
    let compilation = Compiler::new().compile(&world, &Request { keep_resources: true, ..Request::default() });
    assert!(faults(&compilation).is_empty(), "{}", faults(&compilation).join("\n"));
    let kept = compilation.resources.iter().filter_map(|app| app.kept.as_ref());
    let all: Vec<&platgen::lower::Resource> = kept.flat_map(|(resources, _)| resources).collect();
    let has = |kind: &str, name: &str| all.iter().any(|one| one.kind == kind && one.name == name);
    for (kind, name) in [
        ("IngressClass", "kong"),
        ("ClusterIssuer", "letsencrypt"),
        ("ClusterSecretStore", "aws"),
        ("ExternalSecret", "shop"),
        ("APIService", "v1beta1.metrics.k8s.io"),
        ("Prometheus", "kube-prometheus-stack-prometheus"),
        ("Deployment", "external-dns"),
        ("Ingress", "shop-public"),
        ("KongPlugin", "shop-public-rate-limit"),
        ("ServiceMonitor", "shop"),
    ] {
        let of_kind: Vec<&str> = all.iter().filter(|one| one.kind == kind).map(|one| one.name.as_str()).collect();
        assert!(has(kind, name), "{kind} `{name}` is not among {of_kind:?}");
    }
}
