//! What other systems run of platgen: the GitHub action, the examples for GitHub and GitLab, the pre-commit hooks, the container.
//!
//! D6: a pipeline checks, annotates, shows what changes, and publishes.
//!
//! Law: every command line in them is one that the command line of today takes.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test reads the repository, runs the binary, and fails by a panic"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use platgen::parse::is_among_sources;
use platgen_yaml::{Dialect, Limits};
use serde_json::Value;

/// Commands that files name before they are in this version.
const TO_COME: [&str; 0] = [];

fn text(path: &str) -> String {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display()))
}

fn yaml(path: &str) -> Value {
    // GitHub's `on` is a key like any other, and a boolean to readers of old.
    let documents = platgen_yaml::read(text(path).as_bytes(), &Dialect::PLATGEN, &Limits::default()).unwrap();
    assert_eq!(documents.len(), 1, "{path}");
    platgen::source::to_json(&documents[0], documents[0].root())
}

/// The words of a command as a shell would see them; what it would have to look up is the word `HEAD`.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut rest = command.chars().peekable();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), _) if open == c => quote = None,
            (Some('\''), _) => word.get_or_insert_default().push(c),
            (_, '$') => {
                let closing = match rest.peek() {
                    Some('(') => Some(('(', ')')),
                    Some('{') => Some(('{', '}')),
                    _ => None,
                };
                match closing {
                    Some((open, close)) => {
                        let mut depth = 0;
                        for c in rest.by_ref() {
                            depth += i32::from(c == open) - i32::from(c == close);
                            if depth == 0 {
                                break;
                            }
                        }
                    }
                    None => while rest.next_if(|c| c.is_alphanumeric() || *c == '_').is_some() {},
                }
                word.get_or_insert_default().push_str("HEAD");
            }
            (None, '>' | '|' | ';' | '&') => break,
            (None, _) if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// The command lines of platgen in a script, each with everything that is put into its array of arguments.
fn commands(script: &str) -> Vec<Vec<String>> {
    let script = script.replace("\\\n", " ");
    let lines = || script.lines().map(str::trim);
    let more = lines().filter_map(|line| line.strip_prefix("arguments+=(")?.strip_suffix(')'));
    let more: Vec<String> = more.flat_map(words).collect();
    let lines = lines().filter_map(|line| line.strip_prefix("platgen "));
    lines
        .map(|line| match line.split_once("\"${arguments[@]}\"") {
            Some((before, after)) => [words(before), more.clone(), words(after)].concat(),
            None => words(line),
        })
        .collect()
}

/// Whether the binary takes a command line; in a folder without a project it goes no further.
fn takes(arguments: &[String]) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_platgen"));
    command.current_dir(folder.path()).args(arguments).stdin(Stdio::null());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let is_understood = said.contains("platgen.yaml") && output.status.code() == Some(2);
    if is_understood { Ok(()) } else { Err(format!("platgen {}\n{said}", arguments.join(" "))) }
}

fn has_command(name: &str) -> bool {
    let help = Command::new(env!("CARGO_BIN_EXE_platgen")).args([name, "--help"]).output().unwrap();
    help.status.success()
}

/// Holds the command lines of scripts against the binary; gives the commands that they name.
fn hold(path: &str, scripts: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for arguments in scripts.into_iter().flat_map(|script| commands(&script)) {
        named.insert(arguments[0].clone());
        if TO_COME.contains(&arguments[0].as_str()) {
            assert!(!has_command(&arguments[0]), "`{}` is there: take it out of TO_COME", arguments[0]);
            continue;
        }
        takes(&arguments).unwrap_or_else(|fault| panic!("{path}: {fault}"));
    }
    named
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_command_line_that_is_not_taken_is_seen() {
    assert_eq!(
        commands("x\nplatgen render --check \\\n  -C \"$A b\" > out 2>&1\n"),
        [["render", "--check", "-C", "HEAD b"]]
    );
    let script =
        "arguments=()\n  arguments+=(--deny warnings)\nplatgen check \"${arguments[@]}\" '*' \"$(git a \"$B\" || c)\"";
    assert_eq!(commands(script), [["check", "--deny", "warnings", "*", "HEAD"]]);
    let takes = |line: &str| takes(&words(line));
    assert!(takes("check --deny warnings").is_ok());
    assert!(takes("check --deny errors").unwrap_err().contains("--deny"));
    assert!(takes("chek").is_err() && takes("render --chekc").is_err());
}

#[test]
fn the_action_runs_what_there_is() {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    assert_eq!(action["runs"]["using"], "composite");
    let scripts = steps.iter().map(|step| step["run"].as_str().unwrap_or_default().to_owned());
    assert_eq!(hold("action.yml", scripts), set(&["check", "diff", "publish", "render"]));
    // What comes from outside reaches a script as a variable, never as its text.
    let declared: BTreeSet<&String> = action["inputs"].as_object().unwrap().keys().collect();
    let mut used = BTreeSet::new();
    for step in steps {
        assert!(step["run"].as_str().is_some_and(|run| !run.contains("${{")) && step["shell"] == "bash", "{step}");
        let outside = format!("{} {}", step["if"], step["env"]);
        for rest in outside.split("inputs.").skip(1) {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
            used.insert(rest[..end].to_owned());
        }
    }
    assert_eq!(used.iter().collect::<BTreeSet<_>>(), declared);
    for (name, input) in action["inputs"].as_object().unwrap() {
        assert!(input["description"].is_string() && input["default"].is_string(), "{name}");
    }
}

#[test]
fn the_examples_run_what_there_is() {
    let path = "docs/ci/github-workflow.yml";
    let workflow = yaml(path);
    let steps = workflow["jobs"]["platform"]["steps"].as_array().unwrap();
    let used = steps.iter().find(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("/platgen@"))).unwrap();
    let inputs = yaml("action.yml")["inputs"].clone();
    for (name, value) in used["with"].as_object().unwrap() {
        assert!(inputs.get(name).is_some() && value.is_string(), "{path}: {name}");
    }
    let checkout =
        steps.iter().find(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("checkout"))).unwrap();
    assert_eq!(checkout["with"]["fetch-depth"], 0, "a base is looked for");

    let path = "docs/ci/gitlab-ci.yml";
    let pipeline = yaml(path);
    let jobs = pipeline.as_object().unwrap().iter().filter(|(_, job)| job.get("script").is_some());
    let scripts =
        jobs.flat_map(|(_, job)| job["script"].as_array().unwrap()).map(|line| line.as_str().unwrap().to_owned());
    assert_eq!(hold(path, scripts), set(&["check", "diff", "publish", "render"]));
    assert_eq!(pipeline["variables"]["GIT_DEPTH"], "0");
}

#[test]
fn the_hooks_run_what_there_is_for_every_source() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().unwrap();
    let mut seen = BTreeSet::new();
    for hook in hooks {
        let entry = hook["entry"].as_str().unwrap();
        let named = hold(".pre-commit-hooks.yaml", [entry.to_owned()]);
        seen.insert((named.into_iter().next().unwrap(), hook["language"].as_str().unwrap().to_owned()));
        // The project is compiled as a whole, whatever file was staged.
        assert_eq!((&hook["pass_filenames"], &hook["require_serial"]), (&false.into(), &true.into()));
        let files = hook["files"].as_str().unwrap();
        let folders = files.split("|(").nth(1).and_then(|rest| rest.strip_suffix(")/)")).unwrap();
        let folders: BTreeSet<&str> = folders.split('|').collect();
        for folder in ["catalog", "charts", "environments", "files", "manifests", "schemas", "stacks", "teams"] {
            assert!(folders.contains(folder), "{folder} in {files}");
        }
        let others = folders.iter().filter(|folder| !is_among_sources(&format!("{folder}/x")));
        let others: Vec<_> = others.filter(|folder| **folder != "schemas").collect();
        assert_eq!(others, if entry.contains("render") { vec![&"out"] } else { Vec::new() });
        for file in ["yaml", "lock", "baseline"] {
            assert!(files.contains(file), "platgen.{file} in {files}");
        }
    }
    let expected = [("check", "rust"), ("check", "system"), ("render", "rust"), ("render", "system")];
    let expected: BTreeSet<_> =
        expected.iter().map(|(name, language)| ((*name).to_owned(), (*language).to_owned())).collect();
    assert_eq!(seen, expected);
}

#[test]
fn the_container_is_built_by_the_right_compiler_and_runs_as_nobody() {
    let file = text("Dockerfile");
    let manifest = text("Cargo.toml");
    let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = \"")?.strip_suffix('"')).unwrap();
    assert!(file.contains(&format!("FROM rust:{version}-alpine AS build\n")), "the compiler is {version}");
    let stages: Vec<&str> = file.split("\nFROM ").skip(1).collect();
    assert_eq!(stages.len(), 3);
    for stage in &stages[1..] {
        assert!(stage.contains("\nUSER 65532:65532\n"), "{stage}");
        assert!(stage.contains("platgen\"]"), "{stage}");
        assert!(stage.find("\nUSER ") > stage.rfind("\nCOPY "), "files belong to root: {stage}");
    }
    let ignored = text(".dockerignore");
    let needed = ["Cargo.toml", "Cargo.lock", "src", "crates", "definitions", "benches"];
    assert!(needed.iter().all(|path| !ignored.lines().any(|line| line.trim_start_matches('/') == *path)));
    // Comments show command lines, too.
    let shown = file.lines().filter_map(|line| line.split_once("platgen:0.1.0 ")).map(|(_, rest)| rest);
    let shown: Vec<&str> = shown.filter(|rest| !rest.starts_with(['.', '-', ' '])).collect();
    assert_eq!(shown, ["check"]);
}
