//! Many publishes from several processes to one branch, some of which die: nothing that was accepted is lost.
//!
//! `PLATGEN_STRESS=200 cargo test --test publish -- stress --nocapture` for the long form.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, thread};

use crate::git_server::{Bare, GitServer};
use crate::project::{Project, read, text};
use crate::random::Random;

const WORKERS: usize = 4;

/// What one process saw accepted: commit, and the image that it put there.
type Accepted = (String, String);

#[test]
fn nothing_that_was_accepted_is_lost() {
    let publishes: usize = env::var("PLATGEN_STRESS").map_or(8, |count| count.parse().expect("a number"));
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let names = ["development", "production", "staging", "canary"];
    let accepted: Vec<(&str, Vec<Accepted>, usize)> = thread::scope(|scope| {
        let worker = |(number, name)| {
            let bare = bare.clone();
            scope.spawn(move || work(&bare, name, number, publishes / WORKERS))
        };
        let workers: Vec<_> = names.into_iter().enumerate().map(worker).collect();
        workers
            .into_iter()
            .zip(names)
            .map(|(it, name)| {
                let (accepted, killed) = it.join().unwrap();
                (name, accepted, killed)
            })
            .collect()
    });
    bare.expect_sound();
    assert_eq!(bare.git(&["rev-list", "--min-parents=2", "main"]), "");
    assert_eq!(bare.git(&["rev-list", "--max-parents=0", "main"]).lines().count(), 1);
    for (name, accepted, killed) in &accepted {
        for (commit, image) in accepted {
            bare.git(&["merge-base", "--is-ancestor", commit, "main"]);
            assert!(deployment(&bare, commit, name).contains(image.as_str()), "{commit} has {image} of {name}");
        }
        let (_, last) = accepted.last().expect("the last one of each is not killed");
        assert!(deployment(&bare, "main", name).contains(last.as_str()), "{name} has {last}");
        println!("{name}: {} accepted, {killed} killed", accepted.len());
    }
    println!("{} commits on main", bare.git(&["rev-list", "--count", "main"]));
}

fn deployment(bare: &Bare, commit: &str, environment: &str) -> String {
    let path = format!("{environment}/manifests/{environment}/shop/shop/deployment-api.yaml");
    bare.file(commit, &path).unwrap_or_default()
}

/// Publishes one environment again and again; some of the processes are killed with everything that they started.
fn work(bare: &Bare, name: &str, number: usize, publishes: usize) -> (Vec<Accepted>, usize) {
    let mut random = Random::new(number as u64);
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    let text_of =
        |name: &str| std::fs::read_to_string(project.folder().join(format!("environments/{name}.yaml"))).unwrap();
    if name == "canary" {
        project.write("environments/canary.yaml", &text_of("staging").replace("staging", "canary"));
        project.commit("Add canary");
    }
    let (mut accepted, mut killed) = (Vec::new(), 0);
    for turn in 1..=publishes.max(2) {
        project.pin(name, &format!("1.0.{}", turn - 1), &format!("1.0.{turn}"));
        let mut command = project.command(&["publish", "--format", "json", "--environment", name]);
        let child = command.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        if turn < publishes && random.percent(40) {
            thread::sleep(Duration::from_millis(*random.pick(&[0, 20, 50, 80, 120, 160, 250])));
            kill(child);
            killed += 1;
            continue;
        }
        let (json, status) = read(&child.wait_with_output().unwrap());
        let branch = &json["branches"][0];
        // Of two that have the same file in a commit, the second one finds it there.
        assert_eq!((status, branch["outcome"].as_str()), (0, Some("published")), "{json:#}");
        accepted.push((text(&branch["commit"]), format!("api:1.0.{turn}")));
    }
    (accepted, killed)
}

fn kill(mut child: Child) {
    Command::new("kill").args(["-9", "--", &format!("-{}", child.id())]).stderr(Stdio::null()).status().unwrap();
    child.wait().unwrap();
}
