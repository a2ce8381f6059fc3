//! The guides of `docs/guides/`, followed as a reader would: every file is written, every command is run, and what a guide shows
//! is what comes out.
//!
//! A guide has two kinds of fences. ```` ```yaml ```` is a file; its first line is a comment with its path. ```` ```console ```` is
//! a session: lines after `$ ` are run by the shell, the lines below are all that they print. In those, `…` stands for anything in a
//! line, and a line that is `…` alone for any lines. Commands end with status 0, the last of ```` ```console status=1 ```` with
//! that. A guide that begins where another ended says so in a paragraph `This guide continues [Title](file.md).`
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests read the repository, make folders and run the binary"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

const CONTINUES: &str = "This guide continues [";

struct Guide {
    name: String,
    /// The guide whose project this one begins with.
    before: Option<String>,
    steps: Vec<(usize, Step)>,
}

enum Step {
    File { path: String, text: String },
    Session { commands: Vec<(String, String)>, status: i32 },
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn read_guide(name: &str) -> Guide {
    let text = fs::read_to_string(docs().join("guides").join(name)).unwrap();
    parse_guide(name, &text).unwrap_or_else(|fault| panic!("docs/guides/{fault}"))
}

/// Reads a guide strictly: a fence that is no file and no session is a fault, so that nothing in it is passed over.
fn parse_guide(name: &str, text: &str) -> Result<Guide, String> {
    let mut guide = Guide { name: name.to_owned(), before: None, steps: Vec::new() };
    let mut open: Option<(usize, &str, String)> = None;
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        match (&mut open, line.strip_prefix("```")) {
            (Some((_, _, body)), None) => body.extend([line, "\n"]),
            (Some(_), Some("")) => {
                let (start, info, body) = open.take().expect("a fence is open");
                let step = parse_step(info, &body).map_err(|fault| format!("{name}:{start}: {fault}"))?;
                guide.steps.push((start, step));
            }
            (Some((start, ..)), Some(_)) => {
                return Err(format!("{name}:{number}: the fence of line {start} is still open"));
            }
            (None, Some(info)) => open = Some((number, info, String::new())),
            (None, None) => {
                if let Some(rest) = line.strip_prefix(CONTINUES) {
                    let file = rest.split_once("](").and_then(|(_, rest)| rest.split_once(')'));
                    guide.before = Some(file.ok_or(format!("{name}:{number}: the link is broken"))?.0.to_owned());
                }
            }
        }
    }
    match open {
        Some((start, ..)) => Err(format!("{name}:{start}: the fence is never closed")),
        None => Ok(guide),
    }
}

fn parse_step(info: &str, body: &str) -> Result<Step, String> {
    if info == "yaml" {
        let path = body.lines().next().and_then(|line| line.strip_prefix("# ")).filter(|path| path.ends_with(".yaml"));
        let path = path.ok_or("a file begins with a comment that is its path")?.to_owned();
        return Ok(Step::File { path, text: body.to_owned() });
    }
    let rest = info.strip_prefix("console").ok_or("a fence is `yaml` or `console`")?;
    let status = match rest.strip_prefix(" status=") {
        Some(status) => status.parse().map_err(|_| "the status is a number")?,
        None if rest.is_empty() => 0,
        None => return Err("after `console` stands nothing or ` status=N`".to_owned()),
    };
    let mut commands: Vec<(String, String)> = Vec::new();
    for line in body.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => output.extend([line, "\n"]),
            (None, None) => return Err("a session begins with a command".to_owned()),
        }
    }
    if commands.is_empty() { Err("a session has a command".to_owned()) } else { Ok(Step::Session { commands, status }) }
}

/// A shell in a folder of its own.
struct Shell {
    home: tempfile::TempDir,
    folder: PathBuf,
}

impl Shell {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().to_owned();
        Self { home, folder }
    }

    fn follow(&mut self, guide: &Guide) {
        if let Some(before) = &guide.before {
            self.follow(&read_guide(before));
        }
        for (line, step) in &guide.steps {
            self.take(step).unwrap_or_else(|fault| panic!("docs/guides/{}:{line}: {fault}", guide.name));
        }
    }

    fn take(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::File { path, text } => {
                let path = self.folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
            }
            Step::Session { commands, status } => {
                let last = commands.len() - 1;
                commands.iter().enumerate().try_for_each(|(index, (command, expected))| {
                    self.run(command, expected, if index == last { *status } else { 0 })
                })
            }
        }
    }

    fn run(&mut self, command: &str, expected: &str, status: i32) -> Result<(), String> {
        let output = self.shell(&format!("{{ {command}\n}} 2>&1\nstatus=$?; pwd >\"$HOME/.folder\"; exit $status"));
        let printed = String::from_utf8(output.stdout).unwrap();
        if output.status.code() != Some(status) {
            return Err(format!("`{command}` ended with {} and not with {status}:\n{printed}", output.status));
        }
        self.folder = fs::read_to_string(self.home.path().join(".folder")).unwrap().trim_end().into();
        if matches(&lines(expected), &lines(&printed)) {
            return Ok(());
        }
        Err(format!("`{command}` prints:\n{printed}---- and the guide shows:\n{expected}"))
    }

    fn shell(&self, script: &str) -> std::process::Output {
        let binaries = Path::new(env!("CARGO_BIN_EXE_platgen")).parent().unwrap();
        let path = env::var("PATH").unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", script]).current_dir(&self.folder).stdin(Stdio::null());
        shell.env("HOME", self.home.path()).env("PATH", format!("{}:{path}", binaries.display()));
        shell.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
        for who in ["AUTHOR", "COMMITTER"] {
            shell.env(format!("GIT_{who}_NAME"), "reader").env(format!("GIT_{who}_EMAIL"), "reader@example.com");
        }
        shell.output().unwrap()
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

/// Whether lines are those that a guide shows.
fn matches(shown: &[&str], printed: &[&str]) -> bool {
    match (shown, printed) {
        ([], _) => printed.is_empty(),
        (["…", rest @ ..], _) => (0..=printed.len()).any(|skipped| matches(rest, &printed[skipped..])),
        ([first, rest @ ..], [line, others @ ..]) => line_matches(first, line) && matches(rest, others),
        (_, []) => false,
    }
}

fn line_matches(shown: &str, printed: &str) -> bool {
    match shown.split_once('…') {
        None => shown == printed,
        Some((start, rest)) => printed.strip_prefix(start).is_some_and(|printed| {
            printed.char_indices().map(|(at, _)| at).chain([printed.len()]).any(|at| line_matches(rest, &printed[at..]))
        }),
    }
}

fn guides() -> BTreeSet<String> {
    names_in(&docs().join("guides"))
}

macro_rules! follow {
    ($($test:ident $file:literal;)*) => {
        $(#[test]
        fn $test() {
            Shell::new().follow(&read_guide($file));
        })*

        #[test]
        fn every_guide_is_followed() {
            assert_eq!(guides(), [$($file.to_owned()),*].into());
        }
    };
}

follow! {
    add_a_service "add-a-service.md";
    add_a_cron_job "add-a-cron-job.md";
    add_a_secret "add-a-secret.md";
    add_an_environment "add-an-environment.md";
    deliver_with_argo_cd "deliver-with-argo-cd.md";
    infrastructure "infrastructure.md";
    override_one_environment "override-one-environment.md";
    promote_a_version "promote-a-version.md";
}

/// Relative links of a page, without their anchors.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
    targets
        .filter(|link| !link.contains("://"))
        .map(|link| link.split('#').next().unwrap())
        .filter(|link| !link.is_empty())
}

#[test]
fn the_index_leads_to_every_guide_and_no_link_is_broken() {
    let index = fs::read_to_string(docs().join("README.md")).unwrap();
    let linked: BTreeSet<&str> = links(&index).collect();
    for guide in guides() {
        assert!(linked.contains(format!("guides/{guide}").as_str()), "docs/README.md leads to {guide}");
    }
    for page in guides().iter().map(|name| docs().join("guides").join(name)).chain([docs().join("README.md")]) {
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            assert!(page.parent().unwrap().join(link).is_file(), "{} links to {link}", page.display());
        }
    }
}

#[test]
fn what_is_shown_is_compared() {
    let is = |shown: &str, printed: &str| matches(&lines(shown), &lines(printed));
    assert!(is("a\n…\nd", "a\nb\nc\nd") && is("a\n…\nd", "a\nd") && is("…", "") && is("", ""));
    assert!(!is("a\n…\nd", "a\nb\nc") && !is("a", "a\nb") && !is("a\nb", "a") && !is("", "a"));
    assert!(is("took … s, … files", "took 0.01 s, 12 files") && !is("took … s", "took 0.01 ms"));
}

#[test]
fn what_is_no_step_is_a_fault() {
    let fault = |text: &str| parse_guide("a.md", text).err().unwrap_or_default();
    assert_eq!(fault("```yaml\na: 1\n```\n"), "a.md:1: a file begins with a comment that is its path");
    assert_eq!(fault("\n```text\n```\n"), "a.md:2: a fence is `yaml` or `console`");
    assert_eq!(fault("```console\nplatgen\n```\n"), "a.md:1: a session begins with a command");
    assert_eq!(fault("```console status=x\n$ a\n```\n"), "a.md:1: the status is a number");
    assert_eq!(fault("```console\n$ a\n"), "a.md:1: the fence is never closed");
    let mut shell = Shell::new();
    assert!(shell.run("echo a; false", "a", 1).is_ok());
    assert!(shell.run("echo a", "b", 0).unwrap_err().starts_with("`echo a` prints:\na\n"));
    assert!(shell.run("exit 3", "", 0).unwrap_err().contains("ended with exit status: 3"));
}
