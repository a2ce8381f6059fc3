//! Projects in real folders that cannot be read or written as they are: what the binary says, and what it leaves alone.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests make folders and run the binary"
)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A project that `platgen init` wrote, in a folder of its own.
struct Project {
    _folder: TempDir,
    root: PathBuf,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("shop");
        let project = Self { _folder: folder, root };
        fs::create_dir(&project.root).unwrap();
        project.run(&["init"]).ends(0, "is ready");
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_platgen"));
        command.current_dir(&self.root).args(arguments).stdin(Stdio::null()).env("NO_COLOR", "1");
        Run(command.output().unwrap())
    }

    /// Every file of the output with its bytes.
    fn output(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path("out"), &mut files);
        files
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
}

struct Run(Output);

impl Run {
    /// Checks the exit status and a part of what was said, findings first.
    #[track_caller]
    fn ends(&self, status: i32, part: &str) {
        let said = [self.0.stdout.as_slice(), self.0.stderr.as_slice()].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(said.contains(part), "{said}");
        assert_eq!(self.0.status.code(), Some(status), "{said}");
    }
}

#[test]
fn a_link_out_of_the_project_is_a_finding() {
    let project = Project::new();
    symlink("../../elsewhere.yaml", project.path("stacks/secret.yaml")).unwrap();
    project.run(&["check", "--format", "short"]).ends(
        1,
        "stacks/secret.yaml:1:1: error[link-outside-project]: \
         `stacks/secret.yaml` links to `../../elsewhere.yaml`, outside the project's folder\n",
    );
    project.run(&["check"]).ends(1, " = help: put a copy of it below the project's folder, or take the link away\n");
}

#[test]
fn a_link_to_nothing_is_a_finding() {
    let project = Project::new();
    symlink("gone.yaml", project.path("stacks/new.yaml")).unwrap();
    project.run(&["check", "--format", "short"]).ends(
        1,
        "stacks/new.yaml:1:1: error[unreadable-file]: `stacks/new.yaml` links to `gone.yaml`, which does not exist\n",
    );
}

#[test]
fn a_folder_with_a_files_name_holds_files() {
    let project = Project::new();
    fs::create_dir(project.path("stacks/more.yaml")).unwrap();
    fs::rename(project.path("stacks/web.yaml"), project.path("stacks/more.yaml/web.yaml")).unwrap();
    project.run(&["check"]).ends(0, "no findings in");
}

#[test]
fn a_pipe_is_a_finding_and_is_not_waited_for() {
    let project = Project::new();
    let pipe = project.path("teams/pipe.yaml");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    project
        .run(&["check", "--format", "short"])
        .ends(1, "teams/pipe.yaml:1:1: error[unreadable-file]: `teams/pipe.yaml` is not a file\n");
}

#[test]
fn a_strangers_file_is_neither_replaced_nor_removed() {
    let project = Project::new();
    project.run(&["render"]).ends(0, "rendered ");
    let before = project.output();
    let taken = before.keys().find(|path| path.extension().is_some_and(|ending| ending == "yaml")).unwrap();
    fs::remove_dir_all(project.path("out")).unwrap();
    fs::create_dir_all(taken.parent().unwrap()).unwrap();
    fs::write(taken, "mine: true\n").unwrap();
    let path = taken.strip_prefix(&project.root).unwrap().to_str().unwrap();
    let refused = project.run(&["render", "--format", "short"]);
    refused.ends(1, &format!("{path}:1:1: error[foreign-file]: "));
    refused.ends(1, "the output was left as it is\n");
    assert_eq!(project.output(), BTreeMap::from([(taken.clone(), b"mine: true\n".to_vec())]));
    fs::remove_file(taken).unwrap();
    project.run(&["render"]).ends(0, "rendered ");
    assert_eq!(project.output(), before);
}

#[test]
fn a_broken_stack_never_removes_its_files() {
    let project = Project::new();
    project.run(&["render"]).ends(0, "rendered ");
    let rendered = project.output();
    let stack = project.path("stacks/web.yaml");
    let sound = fs::read_to_string(&stack).unwrap();
    let breaks = [
        ("not YAML", format!("{sound}  }}\n")),
        ("of no kind", sound.replace("kind: Stack", "kind: Stac")),
        ("of no team", sound.replace("team: web}", "team: wbe}")),
        ("with a wrong value", sound.replace("http: 8080", "http: eighty")),
        ("with an unknown name", sound.replace("${env.domain}", "${env.domian}")),
    ];
    for (how, broken) in &breaks {
        assert_ne!(broken, &sound, "{how}");
        fs::write(&stack, broken).unwrap();
        for arguments in [&["render"][..], &["render", "--environment", "production"], &["render", "--stack", "web"]] {
            project.run(arguments).ends(1, "the output was left as it is\n");
            assert_eq!(project.output(), rendered, "{how}: {arguments:?}");
        }
    }
    fs::write(&stack, &sound).unwrap();
    project.run(&["render", "--check"]).ends(0, "out is fresh");
    project.run(&["render"]).ends(0, "rendered ");
    assert_eq!(project.output(), rendered);
}

#[test]
fn an_unreadable_folder_never_removes_the_files_of_its_stacks() {
    let project = Project::new();
    project.run(&["render"]).ends(0, "rendered ");
    let rendered = project.output();
    fs::rename(project.path("stacks"), project.path("moved")).unwrap();
    symlink("nowhere", project.path("stacks")).unwrap();
    project.run(&["render"]).ends(1, "the output was left as it is\n");
    assert_eq!(project.output(), rendered);
    fs::remove_file(project.path("stacks")).unwrap();
    fs::rename(project.path("moved"), project.path("stacks")).unwrap();
    project.run(&["render", "--check"]).ends(0, "out is fresh");
}
