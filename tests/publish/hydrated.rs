//! What GitOps Promoter and Argo CD read beside the manifests, and branches that wait for somebody to merge them.

use std::fs;

use serde_json::{Value, json};

use crate::git_server::{Bare, GitServer};
use crate::project::Project;

fn metadata(bare: &Bare, branch: &str, path: &str) -> Value {
    serde_json::from_str(&bare.file(branch, path).expect("it is there")).unwrap()
}

fn note(bare: &Bare, branch: &str) -> String {
    bare.git(&["notes", "--ref=hydrator.metadata", "show", branch])
}

#[test]
fn a_branch_says_which_commit_it_is_made_of() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\", layout: branch, hydrator: true", bare.url));
    project.git(&["remote", "add", "origin", "https://git.example.com/acme/platform.git"]);
    let first = project.git(&["rev-parse", "HEAD"]);
    project.publishes(&[]);
    let said = metadata(&bare, "environment/staging", "hydrator.metadata");
    assert_eq!(said["drySha"], first.as_str());
    assert_eq!(said["repoURL"], "https://git.example.com/acme/platform.git");
    assert_eq!((&said["author"], &said["subject"]), (&json!("Ada <ada@example.com>"), &json!("Begin")));
    assert_eq!(note(&bare, "environment/staging"), format!("{{\"drySha\":\"{first}\"}}"));
    let readme = bare.file("environment/staging", "README.md").unwrap();
    assert!(
        readme.contains("# staging\n")
            && readme.contains(&format!("git checkout {first}\nplatgen render --environment staging"))
    );
    // Where nothing is different there is no commit: only the note moves on.
    let second = project.pin("production", "1.0.0", "1.1.0");
    let before = bare.git(&["rev-parse", "environment/staging"]);
    assert_eq!(project.publishes(&["--environment", "staging"]), ["environment/staging unchanged"]);
    assert_eq!(bare.git(&["rev-parse", "environment/staging"]), before);
    assert_eq!(note(&bare, "environment/staging"), format!("{{\"drySha\":\"{second}\"}}"));
    project.publishes(&[]);
    assert_eq!(metadata(&bare, "environment/production", "hydrator.metadata")["drySha"], second.as_str());
    bare.expect_sound();
}

#[test]
fn environments_of_one_branch_have_a_file_each() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\", hydrator: true", bare.url));
    let first = project.git(&["rev-parse", "HEAD"]);
    project.publishes(&[]);
    let second = project.pin("production", "1.0.0", "1.1.0");
    project.publishes(&[]);
    for (name, source) in [("production", &second), ("staging", &first)] {
        assert_eq!(metadata(&bare, "main", &format!("{name}/hydrator.metadata"))["drySha"], source.as_str());
    }
}

#[test]
fn files_of_others_with_these_names() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    bare.commit("environment/staging", |folder| {
        fs::write(folder.join("README.md"), "Ours.\n").unwrap();
    });
    bare.commit("environment/production", |folder| fs::write(folder.join("hydrator.metadata"), "ours\n").unwrap());
    let project = Project::new(&format!("repo: \"{}\", layout: branch, hydrator: true", bare.url));
    let (json, status) = project.publish(&[]);
    assert_eq!(status, 1);
    let paths = |index: usize| json["branches"][index]["error"]["paths"].clone();
    assert_eq!((paths(0), paths(1), paths(2)), (Value::Null, json!(["hydrator.metadata"]), Value::Null));
    assert_eq!(bare.file("environment/staging", "README.md").as_deref(), Some("Ours.\n"));
    assert!(bare.file("environment/staging", "hydrator.metadata").is_some());
}

#[test]
fn branches_that_wait_to_be_merged() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\", layout: branch, next: true, hydrator: true", bare.url));
    let published = ["development", "production", "staging"].map(|name| format!("environment/{name}-next published"));
    assert_eq!(project.publishes(&[]), published);
    assert!(!bare.has("environment/staging") && bare.has("environment/staging-next"));
    // Somebody merges, and the branch that waits goes, as forges do it.
    bare.git(&["update-ref", "refs/heads/environment/staging", "refs/heads/environment/staging-next"]);
    bare.git(&["update-ref", "-d", "refs/heads/environment/staging-next"]);
    let merged = bare.git(&["rev-parse", "environment/staging"]);
    let second = project.pin("staging", "1.0.0", "1.1.0");
    assert_eq!(project.publishes(&["--environment", "staging"]), ["environment/staging-next published"]);
    assert_eq!(bare.git(&["rev-parse", "environment/staging-next^"]), merged, "it begins where the other one is");
    assert_eq!(bare.git(&["rev-parse", "environment/staging"]), merged, "what Argo CD reads is left alone");
    assert_eq!(metadata(&bare, "environment/staging-next", "hydrator.metadata")["drySha"], second.as_str());
    // Nothing to merge: the branch is there all the same.
    bare.git(&["update-ref", "refs/heads/environment/staging", "refs/heads/environment/staging-next"]);
    bare.git(&["update-ref", "-d", "refs/heads/environment/staging-next"]);
    assert_eq!(project.publishes(&["--environment", "staging"]), ["environment/staging-next published"]);
    assert_eq!(bare.git(&["rev-parse", "environment/staging-next"]), bare.git(&["rev-parse", "environment/staging"]));
}

#[test]
fn environments_that_share_a_branch_wait_on_branches_of_their_own() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\", next: true", bare.url));
    let published = ["development", "production", "staging"].map(|name| format!("main-next/{name} published"));
    assert_eq!(project.publishes(&[]), published);
    assert!(bare.paths("main-next/staging").iter().all(|path| path.starts_with("staging/")));
}
