//! What others do while a publish is under way.

use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use platgen::emit::{Group, Owner, Scope, Tree, TreeFile};
use platgen::publish::{Fault, Patience, Person, Request, Source, Step, Surroundings, Target, publish};

use crate::git_server::{Bare, GitServer, Turn};
use crate::project::{Project, outcomes, read};

/// Adds a file of somebody else's to a branch.
fn intrude(bare: &Bare, branch: &str, number: usize) {
    bare.commit(branch, |folder| std::fs::write(folder.join(format!("other-{number}.txt")), "theirs\n").unwrap());
}

fn is_linear(bare: &Bare, branch: &str) -> bool {
    bare.git(&["rev-list", "--min-parents=2", branch]).is_empty()
        && bare.git(&["rev-list", "--max-parents=0", branch]).lines().count() == 1
}

#[test]
fn on_a_branch_that_moved_the_commit_is_built_anew() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    project.publishes(&[]);
    let (others, count) = (bare.clone(), AtomicUsize::new(0));
    server.on_push(move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        if number < 3 {
            intrude(&others, "main", number);
        }
        Turn::Served
    });
    project.pin("production", "1.0.0", "1.1.0");
    assert_eq!(project.publishes(&[]), ["main published"]);
    for number in 0..3 {
        assert!(bare.file("main", &format!("other-{number}.txt")).is_some(), "nothing of others is lost");
    }
    let deployment = bare.file("main", "production/manifests/production/shop/shop/deployment-api.yaml").unwrap();
    assert!(deployment.contains("api:1.1.0") && is_linear(&bare, "main"));
    assert_eq!(bare.git(&["rev-list", "--count", "main"]), "5");
    bare.expect_sound();
}

#[test]
fn a_branch_that_somebody_else_makes_meanwhile_is_built_upon() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    let (others, count) = (bare.clone(), AtomicUsize::new(0));
    server.on_push(move || {
        if count.fetch_add(1, Ordering::SeqCst) == 0 {
            intrude(&others, "main", 0);
        }
        Turn::Served
    });
    assert_eq!(project.publishes(&[]), ["main published"]);
    assert!(bare.file("main", "other-0.txt").is_some() && is_linear(&bare, "main"));
}

#[test]
fn a_push_whose_answer_is_lost_counts_once() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    let count = AtomicUsize::new(0);
    server.on_push(move || match count.fetch_add(1, Ordering::SeqCst) {
        0 => Turn::TakenInSilence,
        _ => Turn::Served,
    });
    assert_eq!(project.publishes(&[]), ["main published"]);
    assert_eq!(bare.git(&["rev-list", "--count", "main"]), "1");
}

#[test]
fn a_server_that_is_away_for_a_moment_is_asked_again() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    let count = AtomicUsize::new(0);
    server.on_push(move || match count.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => Turn::Unavailable,
        _ => Turn::Served,
    });
    assert_eq!(project.publishes(&[]), ["main published"]);
}

#[test]
fn two_at_once_both_arrive() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    let children = ["staging", "production"].map(|name| {
        let mut command = project.command(&["publish", "--format", "json", "--environment", name]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    });
    for child in children {
        let (json, status) = read(&child.wait_with_output().unwrap());
        assert_eq!((status, outcomes(&json)), (0, vec!["main published".to_owned()]));
    }
    let paths = bare.paths("main");
    for name in ["staging/", "production/"] {
        assert!(paths.iter().any(|path| path.starts_with(name)), "{name}");
    }
    assert!(is_linear(&bare, "main"));
}

#[test]
fn a_publish_that_is_killed_is_repeated_safely() {
    for turn in [Turn::Served, Turn::Unavailable] {
        let server = GitServer::start();
        let bare = server.create("deploy.git");
        let project = Project::new(&format!("repo: \"{}\", layout: branch", bare.url));
        let victim: Arc<Mutex<Option<u32>>> = Arc::default();
        let (known, count) = (victim.clone(), AtomicUsize::new(0));
        // Its push is there as a whole, and everything that sent it dies before it is looked at.
        server.on_push(move || {
            if count.fetch_add(1, Ordering::SeqCst) > 0 {
                return Turn::Served;
            }
            loop {
                if let Some(group) = *known.lock().unwrap() {
                    Command::new("kill").args(["-9", "--", &format!("-{group}")]).status().unwrap();
                    return turn;
                }
                std::thread::yield_now();
            }
        });
        let mut child =
            project.command(&["publish"]).process_group(0).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        *victim.lock().unwrap() = Some(child.id());
        assert!(!child.wait().unwrap().success());
        // The server may still be at it.
        let first = project.publishes(&[]);
        assert!(
            ["unchanged", "published"].iter().any(|outcome| first[0] == format!("environment/development {outcome}"))
        );
        assert_eq!(first[1..], ["environment/production published", "environment/staging published"]);
        for name in ["development", "production", "staging"] {
            assert_eq!(bare.git(&["rev-list", "--count", &format!("environment/{name}")]), "1");
        }
        bare.expect_sound();
    }
}

/// A tree of one file of environment `production`.
fn tree(text: &str) -> Tree {
    let owner = Owner::Environment { environment: "production".into() };
    let digest = "0".repeat(64);
    let index =
        TreeFile { path: owner.index_path(), bytes: format!("{digest}  production/a.yaml\n").as_bytes().into() };
    let file = TreeFile { path: "production/a.yaml".into(), bytes: text.as_bytes().into() };
    Tree { groups: vec![Arc::new(Group { owner, files: vec![file], index })] }
}

#[test]
fn who_is_never_fast_enough_gives_up_and_says_so() {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    intrude(&bare, "main", 0);
    let (others, count) = (bare.clone(), AtomicUsize::new(1));
    server.on_push(move || {
        intrude(&others, "main", count.fetch_add(1, Ordering::SeqCst));
        Turn::Served
    });
    let folder = tempfile::tempdir().unwrap();
    let ada = Person { name: "Ada".into(), email: "ada@example.com".into(), seconds: 0, offset: 0 };
    let source = Source {
        repository: None,
        revision: "1".repeat(40).into(),
        author: ada.clone(),
        committer: ada,
        subject: "a".into(),
        body: "".into(),
        passed_on: Vec::new(),
    };
    let target = Target {
        repository: bare.url.as_str().into(),
        reference: "refs/heads/main".into(),
        base: None,
        environments: vec!["production".into()],
        hydrator: None,
    };
    let patience = Patience { contended: 3, unreachable: 1, first: Duration::ZERO, longest: Duration::ZERO };
    let surroundings = Surroundings {
        project: folder.path().into(),
        git: "git".into(),
        store: Some(folder.path().join("store")),
        temporary: folder.path().into(),
        patience,
    };
    let targets = [target];
    let request = |tree| Request {
        tree,
        scope: const { &Scope { environments: Vec::new(), stacks: Vec::new() } },
        source: &source,
        targets: &targets,
        environments: &[],
        is_trial: false,
    };
    let made = tree("a: 1\n");
    let outcome = publish(request(&made), &surroundings).remove(0);
    assert_eq!(outcome.result, Err(Fault::Contended(3)));
    server.on_push(|| Turn::Served);
    let outcome = publish(request(&made), &surroundings).remove(0);
    assert_eq!(outcome.result.unwrap().step, Step::Published);
}
