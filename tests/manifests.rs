//! Plain manifests of a project, as they are rendered: the project `tests/projects/manifests`.

#![allow(clippy::disallowed_methods, reason = "the test reads the project")]

#[path = "support/projects.rs"]
mod projects;

use std::collections::BTreeMap;

use platgen::compile::{Compiler, Request};
use platgen::diagnostics::Level;
use platgen::emit::Scope;
use platgen::world::{MemoryWorld, World};

/// What a compile of the project writes, by path.
struct Output(BTreeMap<String, String>);

impl Output {
    fn of(world: &MemoryWorld, request: &Request) -> Self {
        let compilation = Compiler::new().compile(world, request);
        assert!(!compilation.report.has_errors(), "{:#?}", compilation.report.diagnostics);
        let files = compilation.tree.files();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("YAML is UTF-8");
        Self(files.map(|(_, file)| (file.path.to_string(), text(&file.bytes))).collect())
    }

    #[track_caller]
    fn file(&self, path: &str) -> &str {
        self.0.get(path).unwrap_or_else(|| panic!("no `{path}` among {:#?}", self.0.keys()))
    }
}

fn world() -> MemoryWorld {
    projects::projects().into_iter().find(|project| project.name == "manifests").expect("the project is there").world
}

fn output() -> Output {
    Output::of(&world(), &Request::default())
}

#[test]
fn an_object_keeps_what_it_says_and_is_adopted_by_its_stack() {
    let settings = "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: shop-production
  labels:
    app.kubernetes.io/part-of: tools
    tier: back
    app.kubernetes.io/managed-by: platgen
    platgen.dev/team: shop
    platgen.dev/environment: production
data:
  host: api.example.com
  region: eu-central-1
  image: registry.example.com/tools:2.1
  home: ${HOME}
";
    assert_eq!(output().file("production/manifests/green/shop/shop-production/configmap-settings.yaml"), settings);
}

#[test]
fn an_expression_keeps_its_type_and_an_entry_without_them_keeps_the_text() {
    let output = output();
    let service = output.file("staging/manifests/grey/shop/shop-staging/service-api-shop.yaml");
    assert!(service.contains("\n    port: 81\n"), "{service}");
    let note = |path: &str, expected: &str| {
        let text = output.file(&format!("production/manifests/green/shop/{path}/configmap-text.yaml"));
        assert!(text.contains(&format!("\n    example.com/note: {expected}\n")), "{text}");
    };
    note("shop-production", "of production");
    note("shop-jobs", "of ${env.name}");
}

#[test]
fn a_stack_of_manifests_alone_has_an_app_on_every_cluster() {
    let output = output();
    for place in ["production/manifests/green", "production/manifests/blue", "staging/manifests/grey"] {
        let ship = output.file(&format!("{place}/fleet/fleet/ship.example.com-first.yaml"));
        assert!(ship.contains("spec:\n  fleet: northern\n  mass: 1.5\n  sails: null\n  armed: true\n"), "{ship}");
        // The definition, the team's list, and neither of the two.
        output.file(&format!("{place}/fleet/_cluster/fleet.example.com-northern.yaml"));
        output.file(&format!("{place}/fleet/_cluster/galaxy.example.com-andromeda.yaml"));
        output.file(&format!("{place}/fleet/fleet/harbour.example.org-home.yaml"));
    }
    assert!(!output.0.keys().any(|path| path.starts_with("production/manifests/blue/shop/")), "on one ring alone");
}

#[test]
fn layers_choose_the_files_and_namespaces_of_each_environment() {
    let output = output();
    let name = |path: &str, expected: &str| {
        let text = output.file(path);
        assert!(text.ends_with(&format!("data:\n  zones: \"3\"\n  name: {expected}\n")), "{text}");
    };
    name("production/manifests/green/shop/shop-production/configmap-region.yaml", "eu-central-1");
    name("staging/manifests/grey/shop/shop-jobs/configmap-region.yaml", "eu-west-1");
    assert!(!output.0.keys().any(|path| path.starts_with("staging/") && path.ends_with("configmap-text.yaml")));
}

#[test]
fn a_mounted_file_has_the_text_of_a_file_of_the_project_as_it_stands() {
    let output = output();
    let data = |path: &str| -> String {
        let text = output.file(&format!("{path}/configmap-api-files.yaml"));
        text.split_once("\ndata:\n").expect("a ConfigMap has data").1.to_owned()
    };
    assert_eq!(
        data("staging/manifests/grey/shop/shop-staging"),
        "  api.conf: |\n    level = info\n    name = staging\n  words.conf: |\n    home = ${HOME}\n"
    );
    // A layer that sets `template` takes away `from`.
    assert_eq!(
        data("production/manifests/green/shop/shop-production"),
        "  api.conf: |\n    level = info\n    name = production\n  words.conf: env = production\n"
    );
}

#[test]
fn a_file_that_no_config_map_can_hold_is_an_error() {
    let mut world = world();
    world.insert("files/words.conf", vec![b'x'; (1 << 20) + 1]);
    let report = Compiler::new().compile(&world, &Request::default()).report;
    let errors = report.diagnostics.iter().filter(|found| found.level == Level::Error);
    let said: Vec<String> = errors.map(|one| format!("{}: {}", one.primary.path, one.message)).collect();
    assert_eq!(said, ["stacks/shop.yaml: the values take 1048605 bytes, and may take 1048576"]);
}

#[test]
fn manifests_that_no_stack_of_the_scope_uses_are_not_missed() {
    let scope = Scope { stacks: vec!["shop".into()], ..Scope::default() };
    let request = Request { scope, ..Request::default() };
    let compilation = Compiler::new().compile(&world(), &request);
    assert_eq!(compilation.report.diagnostics, []);
}

#[test]
fn each_manifest_is_read_once() {
    let world = world();
    let paths: Vec<_> = world.paths().iter().filter(|path| path.starts_with("manifests/")).collect();
    let mut compiler = Compiler::new();
    compiler.compile(&world, &Request::default());
    let files = compiler.sources().len();
    assert!(paths.iter().all(|path| compiler.sources().at_path(path).is_some()));
    compiler.compile(&world, &Request::default());
    assert_eq!(compiler.sources().len(), files, "a second compile finds everything in the memo");
}
