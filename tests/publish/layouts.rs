//! Where environments go, what is changed there, and what is left alone.

use std::fs;

use serde_json::json;

use crate::git_server::{Bare, GitServer};
use crate::project::{ENVIRONMENTS, Project, stack};

const DEPLOYMENT: &str = "manifests/production/shop/shop/deployment-api.yaml";

/// The paths of a branch that a render writes below a folder, the indexes among them.
fn rendered(project: &Project, environments: &[&str]) -> Vec<String> {
    let output = project.run(&["render", "--out", "../out"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let out = project.home().join("out");
    let files = walkdir::WalkDir::new(&out).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let paths = files.map(|entry| entry.path().strip_prefix(&out).unwrap().to_str().unwrap().to_owned());
    let mut paths: Vec<String> =
        paths.filter(|path| environments.iter().any(|name| path.starts_with(&format!("{name}/")))).collect();
    paths.extend(
        environments.iter().flat_map(|name| [format!("{name}/.gitattributes"), format!("{name}/index/publish")]),
    );
    paths.sort();
    paths
}

/// Whether a branch holds the bytes of a render.
#[track_caller]
fn expect_rendered(project: &Project, bare: &Bare, branch: &str, environments: &[&str]) {
    let paths = rendered(project, environments);
    assert_eq!(bare.paths(branch), paths);
    for path in paths.iter().filter(|path| !path.ends_with(".gitattributes") && !path.ends_with("/publish")) {
        let expected = fs::read_to_string(project.home().join("out").join(path)).unwrap();
        assert_eq!(bare.file(branch, path).as_deref(), Some(expected.as_str()), "{path}");
    }
}

#[test]
fn all_environments_on_one_branch() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    assert_eq!(project.publishes(&[]), ["main published"]);
    expect_rendered(&project, &bare, "main", &ENVIRONMENTS);
    assert_eq!(project.publishes(&[]), ["main unchanged"]);
    assert_eq!(bare.git(&["rev-list", "--count", "main"]), "1", "there is no commit where nothing changed");
    bare.expect_sound();
}

#[test]
fn a_branch_for_each_environment() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\", layout: branch", bare.url));
    let all = ENVIRONMENTS.map(|name| format!("environment/{name} published"));
    assert_eq!(project.publishes(&[]), all);
    for name in ENVIRONMENTS {
        expect_rendered(&project, &bare, &format!("environment/{name}"), &[name]);
    }
    project.pin("staging", "1.0.0", "1.1.0");
    let expected =
        ["environment/development unchanged", "environment/production unchanged", "environment/staging published"];
    assert_eq!(project.publishes(&[]), expected);
    bare.expect_sound();
}

#[test]
fn a_repository_for_each_environment() {
    let server = GitServer::start();
    let bares: Vec<Bare> = ENVIRONMENTS.iter().map(|name| server.create(&format!("{name}.git"))).collect();
    let url = bares[0].url.replace("development", "${env.name}");
    let project = Project::new(&format!("repo: \"{url}\", layout: repository, branch: live"));
    assert_eq!(project.publishes(&[]), ["live published"; 3]);
    for (name, bare) in ENVIRONMENTS.iter().zip(&bares) {
        expect_rendered(&project, bare, "live", &[name]);
    }
}

#[test]
fn a_scope_publishes_its_part_and_removes_nothing_else() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    project.write("stacks/forum.yaml", &stack("forum"));
    project.edit("environments/base.yaml", "stacks: {shop: {}}", "stacks: {shop: {}, forum: {}}");
    project.commit("Add forum");
    assert_eq!(project.publishes(&["--environment", "staging"]), ["main published"]);
    assert!(bare.paths("main").iter().all(|path| path.starts_with("staging/")));
    project.publishes(&[]);
    let before = bare.paths("main");
    // Of both stacks one is changed and the other one leaves the environment; what is out of the scope stays as it is.
    project.edit("environments/base.yaml", "stacks: {shop: {}, forum: {}}", "stacks: {shop: {}}");
    project.pin("production", "1.0.0", "1.2.0");
    assert_eq!(project.publishes(&["--stack", "shop", "--environment", "production"]), ["main published"]);
    assert_eq!(bare.paths("main"), before);
    assert!(bare.file("main", &format!("production/{DEPLOYMENT}")).unwrap().contains("api:1.2.0"));
    assert_eq!(project.publishes(&[]), ["main published"]);
    assert!(bare.paths("main").iter().all(|path| !path.contains("forum")), "what is stale goes");
    expect_rendered(&project, &bare, "main", &ENVIRONMENTS);
}

#[test]
fn a_commit_says_what_it_was_made_of_and_is_the_same_for_everybody() {
    let server = GitServer::start();
    let (bare, other) = (server.create("deploy.git"), server.create("other.git"));
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    project.git(&["remote", "add", "origin", "https://ci:secret@git.example.com/acme/platform.git"]);
    project.edit("stacks/shop.yaml", "max: 4", "max: 5");
    let message = "Let shop grow\n\nIt is autumn.\n\nCo-authored-by: Bo <bo@example.com>";
    project.git(&["add", "--all"]);
    project.git(&[
        "commit",
        "--quiet",
        "--author=Cy <cy@example.com>",
        "--date=2026-01-02T03:04:05+0100",
        "-m",
        message,
    ]);
    let source = project.git(&["rev-parse", "HEAD"]);
    project.publishes(&[]);
    let said = bare.git(&["log", "-1", "--format=%an <%ae> %aI%n%B", "main"]);
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!(
        "Cy <cy@example.com> 2026-01-02T03:04:05+01:00\n{}: Let shop grow\n\nIt is autumn.\n\n\
         Platgen-Source-Repo: https://git.example.com/acme/platform.git\nPlatgen-Source-Sha: {source}\n\
         Platgen-Source-Author: Cy <cy@example.com>\nPlatgen-Version: {version}\n\
         Platgen-Environments: development, production, staging\nPlatgen-Stacks: shop\n\
         Co-authored-by: Bo <bo@example.com>",
        &source[..7]
    );
    assert_eq!(said, expected);
    assert_eq!(bare.git(&["log", "-1", "--format=%(trailers:key=Platgen-Stacks,valueonly)", "main"]), "shop");
    // The same source on the same parent, here none: another machine makes the same commit.
    fs::remove_dir_all(project.home().join("cache")).unwrap();
    project.publishes(&["--repo", &other.url]);
    assert_eq!(other.git(&["rev-parse", "main"]), bare.git(&["rev-parse", "main"]));
}

#[test]
fn a_trial_pushes_nothing_and_names_the_commit_that_will_be() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    let (trial, status) = project.publish(&["--dry-run"]);
    assert_eq!((status, &trial["branches"][0]["outcome"]), (0, &json!("planned")));
    assert!(!bare.has("main"));
    let (published, _) = project.publish(&[]);
    assert_eq!(published["branches"][0]["commit"], trial["branches"][0]["commit"]);
    assert_eq!(published["branches"][0]["changes"], trial["branches"][0]["changes"]);
}

#[test]
fn what_others_have_on_the_branch_stays() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    bare.commit("main", |folder| {
        fs::write(folder.join("README.md"), "Ours.\n").unwrap();
        fs::create_dir_all(folder.join("production/notes")).unwrap();
        fs::write(folder.join("production/notes/a.txt"), "a\n").unwrap();
        // Another project's environment.
        fs::create_dir_all(folder.join("qa/index")).unwrap();
        fs::write(folder.join("qa/index/publish"), "").unwrap();
    });
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    let (json, status) = project.publish(&[]);
    assert_eq!((status, &json["branches"][0]["strange"]), (0, &json!(["qa"])));
    project.pin("production", "1.0.0", "1.1.0");
    project.publishes(&[]);
    assert_eq!(bare.file("main", "README.md").as_deref(), Some("Ours.\n"));
    assert_eq!(bare.file("main", "production/notes/a.txt").as_deref(), Some("a\n"));
    assert!(bare.file("main", "qa/index/publish").is_some());
}

#[test]
fn what_was_changed_by_hand_is_changed_back() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    project.publishes(&[]);
    let path = format!("production/{DEPLOYMENT}");
    let before = bare.file("main", &path);
    bare.commit("main", |folder| fs::write(folder.join(&path), "changed\n").unwrap());
    assert_eq!(project.publishes(&[]), ["main published"]);
    assert_eq!(bare.file("main", &path), before);
}
