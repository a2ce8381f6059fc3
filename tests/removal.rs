//! Applications that disappear: found by comparing what Argo CD is told with what it was told, and never taken for what failed.
//!
//! D2: what is deleted in production was said by name.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test makes files, runs the binary, and fails by a panic"
)]

#[path = "support/projects.rs"]
mod projects;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use platgen::compile::{Compilation, Compiler, Earlier, Request};
use platgen::diagnostics::Code;
use platgen::emit::Scope;
use platgen::world::{MemoryWorld, World};

/// The project with two Argo CDs, as it is and with texts of its files replaced.
fn changed(changes: &[(&str, &str, &str)]) -> (MemoryWorld, MemoryWorld) {
    let project = projects::projects().into_iter().find(|project| project.name == "delivery").unwrap();
    let mut world = project.world.clone();
    for (path, from, to) in changes {
        let text = String::from_utf8(world.get(path).unwrap().to_vec()).unwrap();
        assert!(text.contains(from), "{path}: {from}");
        world.insert(*path, text.replace(from, to).into_bytes());
    }
    (project.world, world)
}

fn compare(before: &MemoryWorld, after: &MemoryWorld, allowed: &[&str], scope: Scope) -> Compilation {
    let mut compiler = Compiler::new();
    let request = Request { scope, ..Request::default() };
    let earlier = compiler.compile(before, &request);
    let allowed: Vec<String> = allowed.iter().map(|name| (*name).to_owned()).collect();
    let against = Some(Arc::new(Earlier::of(&earlier, &allowed).unwrap()));
    compiler.compile(after, &Request { against, ..request })
}

/// The Applications that would disappear.
fn gone(compilation: &Compilation) -> Vec<String> {
    let found = compilation.report.diagnostics.iter().filter(|found| found.code == Code::APPLICATION_DISAPPEARS);
    found.map(|found| found.message.split('`').nth(1).unwrap().to_owned()).collect()
}

/// A stack that is called otherwise: by Argo CD it goes, and another one comes.
const RENAMED: [(&str, &str, &str); 5] = [
    ("stacks/shop.yaml", "name: shop, ", "name: store, "),
    ("environments/base.yaml", "shop: {}", "store: {}"),
    ("environments/live.yaml", "shop: {on", "store: {on"),
    ("environments/tools.yaml", "shop: {sync", "store: {sync"),
    ("environments/trial.yaml", "shop: {sync", "store: {sync"),
];

#[test]
fn a_stack_that_is_renamed_takes_its_applications_along() {
    let (before, after) = changed(&RENAMED);
    let compilation = compare(&before, &after, &[], Scope::default());
    let gone = gone(&compilation);
    let expected = ["live-three-shop", "live-two-shop", "tools-tools-shop", "trial-trial-shop"];
    assert_eq!(gone, expected, "{:#?}", compilation.report.diagnostics);
    let found = |name: &str| {
        let mut found = compilation.report.diagnostics.iter();
        found
            .find(|found| found.message.contains(name))
            .map(|found| (&found.primary, found.help.clone().unwrap()))
            .unwrap()
    };
    let (primary, help) = found("live-two-shop");
    assert_eq!((primary.path.as_str(), primary.line), ("environments/live.yaml", 28));
    assert!(primary.message.starts_with("Argo CD would delete it and its "), "{}", primary.message);
    assert!(primary.message.ends_with(" objects on cluster `two`"), "{}", primary.message);
    assert!(help.contains("below `argocd` of this environment: `removed: {live-two-shop: \"why\"}`"), "{help}");
    // By hand nothing is deleted, and nobody looks after it any more.
    let (primary, _) = found("trial-trial-shop");
    assert!(primary.message.starts_with("nothing is deleted by itself: it and its "), "{}", primary.message);
}

#[test]
fn what_is_allowed_by_name_goes() {
    let (before, after) = changed(&RENAMED);
    let all = Scope::default;
    assert_eq!(gone(&compare(&before, &after, &["live-*-shop", "tools-tools-shop"], all())), ["trial-trial-shop"]);
    let mut changes = RENAMED.to_vec();
    let removed = "{cluster: trial, removed: {trial-trial-shop: it is called store now},";
    changes.push(("environments/trial.yaml", "{cluster: trial,", removed));
    let (before, after) = changed(&changes);
    let compilation = compare(&before, &after, &["live-*", "tools-*"], all());
    assert!(!compilation.report.has_errors(), "{:#?}", compilation.report.diagnostics);
    // An environment lets go of what it names, and of nothing else.
    assert_eq!(gone(&compare(&before, &after, &[], all())).len(), 3);
}

#[test]
fn only_what_is_in_scope_is_compared() {
    let (before, after) = changed(&RENAMED);
    let scope = |environments: &[&str], stacks: &[&str]| Scope {
        environments: environments.iter().map(|name| (*name).into()).collect(),
        stacks: stacks.iter().map(|name| (*name).into()).collect(),
    };
    assert_eq!(gone(&compare(&before, &after, &[], scope(&["trial"], &[]))), ["trial-trial-shop"]);
    assert_eq!(gone(&compare(&before, &after, &[], scope(&[], &["edge"]))), [""; 0]);
    assert_eq!(gone(&compare(&before, &before, &[], Scope::default())), [""; 0]);
}

#[test]
fn what_failed_is_not_gone() {
    let (before, after) = changed(&[("environments/trial.yaml", "kubernetes: \"1.34\"", "kubernetes: \"1.3x\"")]);
    let compilation = compare(&before, &after, &[], Scope::default());
    assert!(compilation.report.has_errors());
    assert_eq!(gone(&compilation), [""; 0]);
    assert_eq!(compilation.not_compared, ["trial"]);
    // The other environments are compared all the same.
    let mut changes = RENAMED.to_vec();
    changes.push(("environments/trial.yaml", "kubernetes: \"1.34\"", "kubernetes: \"1.3x\""));
    let (before, after) = changed(&changes);
    assert_eq!(gone(&compare(&before, &after, &[], Scope::default())).len(), 3);
}

#[test]
fn an_environment_that_goes_takes_all_of_its_applications() {
    let (before, mut after) = changed(&[]);
    after.remove("environments/trial.yaml").unwrap();
    let compilation = compare(&before, &after, &[], Scope::default());
    assert_eq!(
        gone(&compilation),
        ["trial-trial-edge-notice", "trial-trial-edge", "trial-trial-namespaces", "trial-trial-shop"]
    );
    let found = &compilation.report.diagnostics;
    let first = found.iter().find(|found| found.code == Code::APPLICATION_DISAPPEARS).unwrap();
    let help = first.help.as_ref().unwrap();
    assert!(help.contains("take the stacks out of the environment first"), "{help}");
    // Without Argo CD in an environment it is told nothing of it.
    let (before, after) = changed(&[("environments/trial.yaml", "  argocd:", "  # argocd:")]);
    assert_eq!(gone(&compare(&before, &after, &[], Scope::default())).len(), 4);
}

#[test]
fn a_set_takes_along_what_is_to_stand_by_itself() {
    let (before, after) =
        changed(&[("environments/trial.yaml", "{cluster: trial,", "{cluster: trial, mode: applications,")]);
    let compilation = compare(&before, &after, &[], Scope::default());
    assert_eq!(gone(&compilation).len(), 4);
    let found = &compilation.report.diagnostics[0];
    assert!(found.message.ends_with("would go with its ApplicationSet, and be made anew"), "{}", found.message);
    assert!(found.help.as_ref().unwrap().contains("--cascade=orphan"));
    // The other way round the set takes them over.
    let (before, after) = changed(&[("environments/tools.yaml", "mode: applications", "mode: applicationset")]);
    assert_eq!(gone(&compare(&before, &after, &[], Scope::default())), [""; 0]);
}

// ---------------------------------------------------------------------------------------------------------------------------------
// The commands

fn write(world: &MemoryWorld, folder: &Path) {
    for path in world.paths() {
        let place = folder.join(path.as_str());
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, world.get(path).unwrap()).unwrap();
    }
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.com"]).args(arguments);
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[track_caller]
fn ends(folder: &Path, arguments: &[&str], status: i32, says: &str) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_platgen")).current_dir(folder).args(arguments).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(status), "{said}");
    assert!(said.contains(says), "{said}");
    output
}

#[test]
fn check_and_diff_compare_with_where_the_branch_left_main() {
    let (before, after) = changed(&RENAMED);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(&before, folder);
    let quiet = "not compared with an earlier state: ";
    ends(folder, &["check"], 0, quiet);
    git(folder, &["init", "-q", "-b", "main"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "-qm", "one"]);
    ends(folder, &["check"], 0, "objects judged by");
    git(folder, &["checkout", "-qb", "rename"]);
    write(&after, folder);
    git(folder, &["commit", "-qam", "two"]);
    ends(folder, &["check"], 1, "error[application-disappears]: Application `live-two-shop` would disappear");
    ends(folder, &["diff", "--stat"], 1, "error[application-disappears]");
    ends(folder, &["diff", "--stat", "--allow-removal", "*-shop"], 0, "");
    ends(folder, &["check", "--allow-removal", "*-shop"], 0, "objects judged by");
    ends(folder, &["check", "--against", "HEAD"], 0, "objects judged by");
    ends(folder, &["check", "--against", "HEAD~1", "--environment", "trial"], 1, "Application `trial-trial-shop`");
    ends(folder, &["check", "--against", "nothing"], 2, "nothing");
    // A folder with an earlier state, such as another checkout.
    let other = tempfile::tempdir().unwrap();
    write(&before, other.path());
    let named = other.path().to_str().unwrap();
    ends(folder, &["check", "--against", named], 1, "Application `live-two-shop` would disappear");
    fs::remove_file(other.path().join("platgen.yaml")).unwrap();
    ends(folder, &["check", "--against", named], 2, "has no platgen.yaml");
    // What failed there is said, and not compared.
    write(&before, other.path());
    fs::write(other.path().join("environments/live.yaml"), "spec: [").unwrap();
    let output = ends(folder, &["check", "--against", named], 1, "warning: the earlier state");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("live-two-shop"));
}
