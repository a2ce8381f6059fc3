//! Stacks that an environment reads from a git revision, on real repositories.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test makes files and may fail where it stands")]

use std::fs;
use std::path::Path;

use platgen::compile::{Compilation, Compiler, Request};
use platgen::world::{FolderWorld, GitWorld};

const STACK: &str = "apiVersion: platgen.dev/v1
kind: Stack
metadata: {name: shop, team: web}
spec:
  namespaces: {shop: {}}
  workloads:
    api:
      kind: service
      namespace: shop
      image: api
      ports: {http: PORT}
      resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
";

const FILES: [(&str, &str); 4] = [
    ("platgen.yaml", "apiVersion: platgen.dev/v1\nkind: Project\nmetadata: {name: shop}\n"),
    ("teams/web.yaml", "apiVersion: platgen.dev/v1\nkind: Team\nmetadata: {name: web}\nspec: {namespaces: [shop]}\n"),
    (
        "environments/staging.yaml",
        "apiVersion: platgen.dev/v1
kind: Environment
metadata: {name: staging}
spec:
  clusters: {staging-1: {kubernetes: \"1.34\"}}
  images: {pins: {api: \"1\"}}
  stacks: {shop: {}}
",
    ),
    (
        "environments/production.yaml",
        "apiVersion: platgen.dev/v1
kind: Environment
metadata: {name: production}
spec:
  clusters: {production-1: {kubernetes: \"1.34\"}}
  images: {pins: {api: \"1\"}}
  stacks: {shop: {revision: REVISION}}
",
    ),
];

/// A repository whose tag `v1` has port 8001 in `stacks/old/shop.yaml`, and whose tip has port 8002 in `stacks/shop.yaml`.
fn repository(revision: &str) -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().unwrap();
    let git = git2::Repository::init(folder.path()).unwrap();
    for (path, text) in FILES {
        put(folder.path(), path, &text.replace("REVISION", revision));
    }
    put(folder.path(), "stacks/old/shop.yaml", &STACK.replace("PORT", "8001"));
    let first = commit(&git, &[]);
    git.tag_lightweight("v1", git.find_commit(first).unwrap().as_object(), false).unwrap();
    fs::remove_dir_all(folder.path().join("stacks/old")).unwrap();
    put(folder.path(), "stacks/shop.yaml", &STACK.replace("PORT", "8002"));
    commit(&git, &[first]);
    folder
}

fn put(root: &Path, path: &str, text: &str) {
    fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
    fs::write(root.join(path), text).unwrap();
}

fn commit(git: &git2::Repository, parents: &[git2::Oid]) -> git2::Oid {
    let mut index = git.index().unwrap();
    index.clear().unwrap();
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).unwrap();
    index.write().unwrap();
    let tree = git.find_tree(index.write_tree().unwrap()).unwrap();
    let who = git2::Signature::new("A", "a@example.com", &git2::Time::new(0, 0)).unwrap();
    let parents: Vec<git2::Commit> = parents.iter().map(|id| git.find_commit(*id).unwrap()).collect();
    let parents: Vec<&git2::Commit> = parents.iter().collect();
    git.commit(Some("HEAD"), &who, &who, "change", &tree, &parents).unwrap()
}

fn compile(folder: &Path) -> Compilation {
    Compiler::new().compile(&FolderWorld::open(folder, &["out"]).unwrap(), &Request::default())
}

fn service(compilation: &Compilation, environment: &str) -> String {
    let path = format!("{environment}/manifests/{environment}-1/shop/shop/service-api.yaml");
    let (_, file) = compilation.tree.files().find(|(_, file)| file.path == path.as_str()).expect("a Service");
    String::from_utf8(file.bytes.to_vec()).unwrap()
}

#[test]
fn a_pinned_stack_is_read_from_its_revision_wherever_it_lay_there() {
    let folder = repository("v1");
    let compilation = compile(folder.path());
    assert_eq!(compilation.report.diagnostics, []);
    assert!(service(&compilation, "staging").contains("port: 8002"));
    assert!(service(&compilation, "production").contains("port: 8001"));
}

#[test]
fn a_revision_sees_the_same_pinned_stack_as_the_folder() {
    let folder = repository("v1");
    let world = GitWorld::open(folder.path(), "HEAD", Path::new(""), &["out"]).unwrap();
    let past = Compiler::new().compile(&world, &Request::default());
    assert_eq!(past.tree, compile(folder.path()).tree);
}

#[test]
fn an_unknown_revision_is_reported_where_it_is_pinned() {
    let folder = repository("v9");
    let found = compile(folder.path()).report.diagnostics;
    let said: Vec<String> =
        found.iter().map(|one| format!("{}:{} {}", one.primary.path, one.primary.line, one.message)).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("environments/production.yaml:7 ") && said[0].contains("`v9`"), "{said:?}");
}

#[test]
fn a_tag_that_moved_away_from_the_lock_is_refused() {
    let folder = repository("v1");
    let other = "0".repeat(40);
    put(folder.path(), "platgen.lock", &format!("revisions: {{v1: \"{other}\"}}\n"));
    let found = compile(folder.path()).report.diagnostics;
    assert_eq!(found.len(), 1);
    assert!(found[0].message.starts_with("`v1` moved: platgen.lock says 000"), "{}", found[0].message);
    let git = git2::Repository::open(folder.path()).unwrap();
    let id = git.revparse_single("v1").unwrap().id();
    put(folder.path(), "platgen.lock", &format!("revisions: {{v1: \"{id}\"}}\n"));
    assert_eq!(compile(folder.path()).report.diagnostics, []);
}

/// A repository whose tag `v1` has manifests of its own, which today's files have changed.
fn repository_with_manifests(override_spec: &str) -> tempfile::TempDir {
    const STACK: &str = "apiVersion: platgen.dev/v1
kind: Stack
metadata: {name: shop, team: web}
spec:
  namespaces: {shop: {}}
  manifests: {extra: {path: manifests/extra/, namespace: shop}}
";
    let folder = tempfile::TempDir::new().unwrap();
    let git = git2::Repository::init(folder.path()).unwrap();
    for (path, text) in FILES {
        put(folder.path(), path, &text.replace("REVISION", "v1"));
    }
    let settings = |colour: &str| {
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: settings}}\ndata: {{colour: {colour}}}\n")
    };
    put(folder.path(), "stacks/shop.yaml", STACK);
    put(folder.path(), "manifests/extra/settings.yaml", &settings("red"));
    let first = commit(&git, &[]);
    git.tag_lightweight("v1", git.find_commit(first).unwrap().as_object(), false).unwrap();
    put(folder.path(), "manifests/extra/settings.yaml", &settings("blue"));
    let of_override = format!(
        "apiVersion: platgen.dev/v1\nkind: Override\nmetadata: {{environment: production, stack: shop}}\n\
         spec: {override_spec}\n"
    );
    put(folder.path(), "environments/production/shop.yaml", &of_override);
    folder
}

fn colour(compilation: &Compilation, environment: &str) -> String {
    let path = format!("{environment}/manifests/{environment}-1/shop/shop/configmap-settings.yaml");
    let (_, file) = compilation.tree.files().find(|(_, file)| file.path == path.as_str()).expect("a ConfigMap");
    let text = String::from_utf8(file.bytes.to_vec()).unwrap();
    text.lines().last().unwrap().trim().to_owned()
}

#[test]
fn a_pinned_stack_has_the_manifests_of_its_revision() {
    let folder = repository_with_manifests("{}");
    let compilation = compile(folder.path());
    assert_eq!(compilation.report.diagnostics, []);
    assert_eq!(colour(&compilation, "staging"), "colour: blue");
    assert_eq!(colour(&compilation, "production"), "colour: red");
}

#[test]
fn a_path_that_an_override_names_is_todays() {
    let folder = repository_with_manifests("{manifests: {extra: {path: manifests/extra/settings.yaml}}}");
    let compilation = compile(folder.path());
    assert_eq!(compilation.report.diagnostics, []);
    assert_eq!(colour(&compilation, "production"), "colour: blue");
}

#[test]
fn a_fault_in_a_manifest_of_a_revision_names_the_revision() {
    let folder = repository_with_manifests("{}");
    fs::remove_dir_all(folder.path().join(".git")).unwrap();
    let git = git2::Repository::init(folder.path()).unwrap();
    put(folder.path(), "manifests/extra/broken.yaml", "{\n");
    let first = commit(&git, &[]);
    git.tag_lightweight("v1", git.find_commit(first).unwrap().as_object(), false).unwrap();
    fs::remove_file(folder.path().join("manifests/extra/broken.yaml")).unwrap();
    let found = compile(folder.path()).report.diagnostics;
    let paths: Vec<&str> = found.iter().map(|one| one.primary.path.as_str()).collect();
    assert_eq!(paths, ["manifests/extra/broken.yaml@v1"]);
}
