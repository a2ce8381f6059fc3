//! From a change to what Argo CD reads, and back: the way of a team through a day. D5: one command moves a version on.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::git_server::{Bare, GitServer};
use crate::project::{ENVIRONMENTS, Project};

/// A project whose repository refuses commits while the output that lies in it is stale.
fn set_up(bare: &Bare) -> Project {
    let project = Project::new(&format!("repo: \"{}\", layout: branch", bare.url));
    for name in ENVIRONMENTS {
        let sync = if name == "production" { "manual" } else { "automatic" };
        let path = format!("environments/{name}.yaml");
        let text = fs::read_to_string(project.folder().join(&path)).unwrap();
        project.write(&path, &format!("{text}  argocd: {{cluster: production}}\n  sync: {{mode: {sync}}}\n"));
    }
    render(&project);
    project.commit("Let Argo CD apply it");
    let hook = project.folder().join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, format!("#!/bin/sh\nexec {} render --check\n", env!("CARGO_BIN_EXE_platgen"))).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    project
}

#[track_caller]
fn render(project: &Project) {
    let output = project.run(&["render"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Whether git takes a commit, and what the hook says.
fn try_commit(project: &Project, message: &str) -> (bool, String) {
    project.git(&["add", "--all"]);
    let mut command = Command::new("git");
    project.surround(&mut command);
    command.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", message]);
    let output = command.output().unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

/// The image that an environment runs, as Argo CD reads it.
fn image(bare: &Bare, environment: &str) -> String {
    let path = format!("{environment}/manifests/{environment}/shop/shop/deployment-api.yaml");
    let text = bare.file(&format!("environment/{environment}"), &path).unwrap();
    text.lines().find_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("image: ")).unwrap().to_owned()
}

/// Moves what an environment runs by a command, and shows that the output follows before git takes it.
#[track_caller]
fn change_by(project: &Project, command: &[&str], message: &str) {
    let output = project.run(command);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (is_taken, said) = try_commit(project, message);
    assert!(!is_taken && said.contains("stale: out/"), "{said}");
    render(project);
    let (is_taken, said) = try_commit(project, message);
    assert!(is_taken, "{said}");
}

#[test]
fn from_a_change_through_three_environments_and_back() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = set_up(&bare);

    // A stack changes; the hook wants the output with it.
    project.edit("stacks/shop.yaml", "max: 4", "max: 6");
    let (is_taken, said) = try_commit(&project, "Let shop grow");
    assert!(!is_taken && said.contains("stale: out/production/manifests/production/shop"), "{said}");
    render(&project);
    assert!(try_commit(&project, "Let shop grow").0);

    // Three environments, and what Argo CD reads of each.
    assert_eq!(project.publishes(&[]), ENVIRONMENTS.map(|name| format!("environment/{name} published")));
    for name in ENVIRONMENTS {
        let branch = format!("environment/{name}");
        let set = bare.file(&branch, &format!("{name}/argocd/applicationset-shop.yaml")).unwrap();
        assert!(set.contains(&format!("revision: refs/heads/{branch}")) && set.contains(&bare.url), "{set}");
        assert_eq!(set.contains("automated:"), name != "production", "production waits for somebody");
        let namespace = format!("{name}/manifests/{name}/namespaces/_cluster/namespace-shop.yaml");
        assert!(
            bare.file(&branch, &namespace).is_some()
                && bare.file(&branch, &format!("{name}/argocd/project-shop.yaml")).is_some()
        );
        assert_eq!(image(&bare, name), "registry.example.com/acme/api:1.0.0");
    }

    // Staging first, then what it runs goes to production; nothing else moves.
    change_by(&project, &["image", "set", "api=1.1.0", "--environment", "staging"], "Take api 1.1.0 into staging");
    let only = |moved: &str| {
        ENVIRONMENTS.map(|name| format!("environment/{name} {}", if name == moved { "published" } else { "unchanged" }))
    };
    assert_eq!(project.publishes(&[]), only("staging"));
    assert_eq!(image(&bare, "production"), "registry.example.com/acme/api:1.0.0");
    let before = bare.git(&["rev-parse", "environment/production^{tree}"]);
    change_by(&project, &["promote", "staging", "production"], "Promote staging to production");
    assert_eq!(project.publishes(&[]), only("production"));
    assert_eq!(image(&bare, "production"), image(&bare, "staging"));

    // Back by a revert: the tree is what it was, as a commit more.
    project.git(&["revert", "--no-edit", "HEAD"]);
    assert_eq!(project.publishes(&[]), only("production"));
    assert_eq!(bare.git(&["rev-parse", "environment/production^{tree}"]), before);
    assert_eq!(bare.git(&["rev-list", "--count", "environment/production"]), "3");
    let said = bare.git(&["log", "-1", "--format=%s%n%(trailers:key=Platgen-Environments)", "environment/production"]);
    assert!(
        said.contains(": Revert \"Promote staging to production\"")
            && said.contains("Platgen-Environments: production"),
        "{said}"
    );
    bare.expect_sound();
}
