//! The binary's wiring: streams, exit status, and where it looks for a project.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests make folders and run the binary"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn platgen(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_platgen"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    platgen(folder, arguments).output().unwrap()
}

#[track_caller]
fn ends(output: &Output, status: i32, stderr: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(stderr), "{said}");
    assert_eq!(output.status.code(), Some(status), "{said}");
}

#[test]
fn help_and_version_are_answers() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["--help"][..], &["render", "--help"], &["--version"]] {
        let output = run(folder.path(), arguments);
        ends(&output, 0, "");
        assert!(!output.stdout.is_empty() && output.stderr.is_empty());
    }
}

#[test]
fn what_cannot_run_ends_with_two_and_prints_no_data() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, stderr) in [
        (&["render", "--wathc"][..], "unexpected argument '--wathc'"),
        (&["check"], "no platgen.yaml in"),
        (&["check", "--project", "."], "`.` has no platgen.yaml"),
        (&["schema", "stak"], "did you mean `stack`?"),
    ] {
        let output = run(folder.path(), arguments);
        ends(&output, 2, stderr);
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn init_writes_a_project_that_is_found_from_below() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["init", "shop"]);
    ends(&output, 0, "project `shop` is ready; next:\n  platgen check -C shop\n  platgen render -C shop\n");
    for path in String::from_utf8(output.stdout).unwrap().lines() {
        assert!(folder.path().join(path).is_file(), "{path}");
    }
    let below = folder.path().join("shop/stacks");
    ends(&run(&below, &["check", "--deny", "warnings"]), 0, "no findings in");
    ends(&run(&below, &["render"]), 0, "rendered ");
    ends(&run(&below, &["render", "--check"]), 0, "out is fresh");
    ends(&run(&below, &["render", "--environment", "prodution"]), 2, "the project has no environment `prodution`");
    ends(&run(folder.path(), &["init", "shop"]), 2, "shop/platgen.yaml");
}

#[test]
fn schemas_are_compared_with_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    ends(&run(folder.path(), &["schema", "--out", "schemas"]), 0, "to schemas");
    ends(&run(folder.path(), &["schema", "--out", "schemas", "--check"]), 0, "");
    fs::write(folder.path().join("schemas/stack.json"), "{").unwrap();
    let output = run(folder.path(), &["schema", "--out", "schemas", "--check"]);
    ends(&output, 1, "stale: schemas/stack.json\nrun `platgen schema --out schemas` and commit the result\n");
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let mut child =
        platgen(folder.path(), &["completions", "bash"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = platgen(folder.path(), &["completions", "bash"]).stdout(full).output().unwrap();
    ends(&output, 2, "stdout could not be written");
}
