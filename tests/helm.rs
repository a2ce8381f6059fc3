//! `platgen helm template` against what Helm 4.1.4 answered to the same arguments, recorded in `tests/conformance/helm`.
//!
//! Standard output, standard error, status and files are compared to the byte. What differs stands in `deviations.txt` with a
//! reason; this fails when a case differs that is not there, and when one is there that does not differ any more.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests make folders and run the binary"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// What a command answers.
#[derive(PartialEq, Eq, Debug)]
struct Answer {
    status: i64,
    stdout: String,
    stderr: String,
    files: BTreeMap<String, String>,
}

fn records() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/helm")
}

fn json(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(records().join(name)).unwrap()).unwrap()
}

/// Makes the charts as `record.py` does, in a folder below another, so that paths may lead out of it.
fn charts(parent: &Path) -> PathBuf {
    let folder = fs::canonicalize(parent).unwrap().join("charts");
    copy(&records().join("charts"), &folder);
    let mut archive = tar::Builder::new(GzEncoder::new(
        fs::File::create(folder.join("cache-1.2.3.tgz")).unwrap(),
        Compression::fast(),
    ));
    archive.append_dir_all("cache", folder.join("web/charts/cache")).unwrap();
    archive.into_inner().unwrap().finish().unwrap();
    for name in ["linked", "leaving"] {
        copy(&folder.join("old"), &folder.join(name));
    }
    symlink("a.yaml", folder.join("linked/templates/b.yaml")).unwrap();
    symlink("../../old/templates/a.yaml", folder.join("leaving/templates/b.yaml")).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// All files below a folder.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path);
        }
    }
    found
}

fn run(folder: &Path, arguments: &[&str], stdin: &str) -> Answer {
    let before = files(folder);
    let mut child = Command::new(env!("CARGO_BIN_EXE_platgen"))
        .current_dir(folder)
        .args(["helm", "template"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read its input may have ended already.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(folder.to_str().unwrap(), "FOLDER");
    let below = |path: &PathBuf| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    Answer {
        status: output.status.code().unwrap().into(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        files: files(folder).difference(&before).map(|path| (below(path), fs::read_to_string(path).unwrap())).collect(),
    }
}

fn recorded(answer: &Value) -> Answer {
    let text = |field: &str| answer[field].as_str().unwrap().to_owned();
    let files = answer["files"].as_object().into_iter().flatten();
    Answer {
        status: answer["status"].as_i64().unwrap(),
        stdout: text("stdout"),
        stderr: text("stderr"),
        files: files.map(|(path, text)| (path.clone(), text.as_str().unwrap().to_owned())).collect(),
    }
}

#[test]
fn answers_are_those_of_helm() {
    let listed = fs::read_to_string(records().join("deviations.txt")).unwrap();
    let listed: BTreeSet<&str> =
        listed.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_once(": ").unwrap().0).collect();
    let answers = json("answers.json");
    let mut differing = BTreeSet::new();
    let mut shown = String::new();
    let cases = json("cases.json");
    for case in cases.as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let arguments: Vec<&str> =
            case["arguments"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        let parent = tempfile::tempdir().unwrap();
        let ours = run(&charts(parent.path()), &arguments, case["stdin"].as_str().unwrap_or_default());
        let theirs = recorded(&answers[name]);
        if ours != theirs {
            differing.insert(name);
            if !listed.contains(name) {
                shown += &format!("{name}\n  Helm {theirs:?}\n  ours {ours:?}\n");
            }
        }
    }
    assert!(shown.is_empty(), "cases that differ:\n{shown}");
    assert_eq!(listed, differing, "deviations that are none any more");
}

#[test]
fn what_is_not_offered_says_why() {
    let parent = tempfile::tempdir().unwrap();
    let folder = charts(parent.path());
    let fails = |arguments: &[&str], sentence: &str| {
        let answer = run(&folder, arguments, "");
        assert!(answer.stderr.starts_with("Error: ") && answer.stderr.contains(sentence), "{answer:?}");
        assert!(answer.status == 1 && answer.stdout.is_empty() && answer.files.is_empty(), "{answer:?}");
    };
    fails(
        &["shop", "web", "--repo", "https://charts.example.com"],
        "--repo is not offered: rendering never uses the network",
    );
    fails(&["shop", "oci://charts.example.com/web"], "rendering never uses the network");
    fails(&["shop", "web", "-f", "https://charts.example.com/values.yaml"], "rendering never uses the network");
    fails(&["shop", "web", "--set-file", "note=https://charts.example.com/note"], "rendering never uses the network");
    fails(&["shop", "web", "--dependency-update"], "`platgen vendor` fetches charts with what they depend on");
    fails(&["shop", "web", "--validate"], "rendering asks no cluster");
    fails(&["shop", "web", "--dry-run=server"], "rendering asks no cluster");
    fails(&["shop", "web", "--post-renderer", "cat"], "rendering starts no programs");
    fails(&["shop", "leaving"], "leaving/templates/b.yaml links to FOLDER/old/templates/a.yaml, outside the chart");
    fails(&["shop", "web", "--compat", "2"], "it is one of 3.17, 4.1, 4.2");
}

#[test]
fn levels_and_help() {
    let parent = tempfile::tempdir().unwrap();
    let folder = charts(parent.path());
    let version = |level: &str| {
        let arguments = ["shop", "web", "-s", "templates/config.yaml", "--compat", level];
        let answer = run(&folder, &arguments, "");
        let line = answer.stdout.lines().find(|line| line.contains("kubernetes:")).unwrap().trim().to_owned();
        (answer.status, line)
    };
    assert_eq!(version("4.1"), (0, "kubernetes: \"v1.35.0\"".to_owned()));
    assert_ne!(version("3.17"), version("4.2"));
    let deprecated = run(&folder, &["shop", "old", "--compat=3.17"], "");
    assert_eq!(deprecated.stderr, "WARNING: This chart is deprecated\n");
    for arguments in [&["--help"][..], &["shop", "web", "-h"]] {
        let answer = run(&folder, arguments, "");
        assert!(answer.status == 0 && answer.stdout.contains("Usage: platgen helm template [NAME] CHART [FLAGS]"));
    }
}

/// Helm goes on to add hooks to files of an earlier run.
#[test]
fn a_second_run_writes_the_same_files() {
    let parent = tempfile::tempdir().unwrap();
    let folder = charts(parent.path());
    let arguments = ["shop", "web", "--output-dir", "out"];
    let first = run(&folder, &arguments, "");
    assert!(first.files.contains_key("out/web/templates/tests/smoke.yaml"));
    fs::rename(folder.join("out"), folder.join("kept")).unwrap();
    run(&folder, &arguments, "");
    run(&folder, &arguments, "");
    for (path, text) in &first.files {
        assert_eq!(fs::read_to_string(folder.join(path)).unwrap(), *text, "{path}");
    }
}

#[test]
fn random_passwords_differ_between_runs() {
    let parent = tempfile::tempdir().unwrap();
    let folder = charts(parent.path());
    fs::write(
        folder.join("old/templates/b.yaml"),
        "kind: Secret\nkey: {{ randAlphaNum 20 }}\nyear: {{ now | date \"2006\" }}\n",
    )
    .unwrap();
    let render = || run(&folder, &["shop", "old"], "").stdout;
    let (first, second) = (render(), render());
    assert_ne!(first, second);
    let year = |text: &str| text.lines().find_map(|line| line.strip_prefix("year: ")?.parse::<u32>().ok());
    assert!(year(&first).is_some_and(|year| year >= 2025), "{first}");
}
