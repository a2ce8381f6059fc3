//! Projects with faults, and the whole report that a person reads of each.
//!
//! A case is a section of a page in `tests/cases/`: the files that make it differ from the sound project of
//! `tests/cases/README.md`, and the report, exactly as a terminal without colours shows it. `UPDATE_CASES=1 cargo test --test
//! cases` writes the reports that are; what it changed is then read and reviewed like any other change.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the pages are read from the repository, and written back when told to"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use platgen::compile::{Compilation, Compiler, Request};
use platgen::diagnostics::{Code, Colour, Report, input_codes};
use platgen::world::MemoryWorld;

/// The page that says how pages are written and holds the project that every case starts from.
const SHARED: &str = "README.md";

/// Codes that no case shows, each with the reason; one that a case shows after all is taken out.
const WITHOUT_CASE: [(&str, &str); 6] = [
    ("application-disappears", "tests/removal.rs: needs an earlier state"),
    ("foreign-file", "tests/broken_projects.rs: needs a folder to write to"),
    ("link-outside-project", "tests/broken_projects.rs: needs a folder with links"),
    ("not-fetched", "tests/vendor: needs a server"),
    ("stale-output", "tests/cli.rs: needs a folder that was written to"),
    ("unreadable-file", "tests/broken_projects.rs: needs a folder"),
];

/// Codes whose pages show no files, each with the reason; where a page shows some, they are compiled.
const WITHOUT_EXAMPLE: [(&str, &str); 6] = [
    ("application-disappears", "it needs an earlier state"),
    ("foreign-file", "it needs a folder that was written to"),
    ("link-outside-project", "a page cannot show a link"),
    ("not-fetched", "it needs a server"),
    ("stale-output", "it needs a folder that was written to"),
    ("unreadable-file", "a page cannot show what may not be read"),
];

/// Changes to a project: the bytes at a path, or none where the file is taken away.
type Files = BTreeMap<String, Option<Vec<u8>>>;

/// A page of `tests/cases/`.
struct Page {
    name: String,
    text: String,
    /// What stands before the first section: part of every case of the page.
    files: Files,
    cases: Vec<Case>,
}

/// A section of a page.
#[derive(Debug)]
struct Case {
    title: String,
    line: usize,
    files: Files,
    /// The lines between the fences of the report, counted from 0, the end excluded.
    report_lines: std::ops::Range<usize>,
    report: String,
}

/// What stands between two fences.
struct Block {
    info: String,
    line: usize,
    lines: std::ops::Range<usize>,
    text: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn pages() -> Vec<Page> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: BTreeSet<String> = entries.collect();
    let read = |name: &String| {
        assert!(name.ends_with(".md"), "tests/cases/{name} is not a page");
        let text = fs::read_to_string(folder().join(name)).unwrap();
        read_page(name, &text).unwrap_or_else(|fault| panic!("tests/cases/{fault}"))
    };
    names.iter().map(read).collect()
}

/// Reads a page strictly: what is not understood fails, so that no case is passed over.
fn read_page(name: &str, text: &str) -> Result<Page, String> {
    let mut page = Page { name: name.to_owned(), text: text.to_owned(), files: Files::new(), cases: Vec::new() };
    let mut open: Option<Block> = None;
    let mut in_case: Option<(Case, bool)> = None;
    for (index, line) in text.lines().enumerate() {
        let at = |message: &str| format!("{name}:{}: {message}", index + 1);
        match (&mut open, line.strip_prefix("```")) {
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (Some(_), Some("")) => {
                let mut block = open.take().expect("the fence is open");
                block.lines.end = index;
                add_block(&mut page, &mut in_case, block).map_err(|message| at(&message))?;
            }
            (Some(block), Some(_)) => return Err(at(&format!("the fence of line {} is still open", block.line))),
            (None, Some(info)) => {
                let lines = index + 1..index + 1;
                open = Some(Block { info: info.to_owned(), line: index + 1, lines, text: String::new() });
            }
            (None, None) => {
                let Some(title) = line.strip_prefix("## ") else { continue };
                close_case(&mut page, in_case.take())?;
                if page.cases.iter().any(|case| case.title == title) {
                    return Err(at("two cases of one page have this title"));
                }
                let case = Case {
                    title: title.to_owned(),
                    line: index + 1,
                    files: Files::new(),
                    report_lines: 0..0,
                    report: String::new(),
                };
                in_case = Some((case, false));
            }
        }
    }
    if let Some(block) = open {
        return Err(format!("{name}:{}: the fence is never closed", block.line));
    }
    close_case(&mut page, in_case)?;
    if page.cases.is_empty() {
        return Err(format!("{name}:1: the page has no case"));
    }
    Ok(page)
}

fn close_case(page: &mut Page, case: Option<(Case, bool)>) -> Result<(), String> {
    match case {
        Some((case, true)) => page.cases.push(case),
        Some((case, false)) => return Err(format!("{}:{}: the case has no report", page.name, case.line)),
        None => {}
    }
    Ok(())
}

fn add_block(page: &mut Page, in_case: &mut Option<(Case, bool)>, block: Block) -> Result<(), String> {
    let (kind, path) = block.info.split_once(' ').unwrap_or((block.info.as_str(), ""));
    let content = match kind {
        "text" if path.is_empty() => {
            let Some((case, has_report)) = in_case else { return Err("a report without a case".to_owned()) };
            if *has_report {
                return Err("a second report in one case".to_owned());
            }
            *has_report = true;
            (case.report_lines, case.report) = (block.lines, block.text);
            return Ok(());
        }
        "yaml" => Some(block.text.into_bytes()),
        "bytes" => Some(unescape(block.text.trim_end())?),
        "absent" if block.text.is_empty() => None,
        _ => {
            return Err(format!(
                "a fence is `yaml PATH`, `bytes PATH`, an empty `absent PATH` or `text`, not `{}`",
                block.info
            ));
        }
    };
    if path.is_empty() {
        return Err(format!("the fence `{kind}` names no path"));
    }
    let files = match in_case {
        Some((_, true)) => return Err("a file after the report".to_owned()),
        Some((case, false)) => &mut case.files,
        None => &mut page.files,
    };
    match files.insert(path.to_owned(), content) {
        Some(_) => Err(format!("`{path}` stands here twice")),
        None => Ok(()),
    }
}

/// Turns `\n`, `\t`, `\\` and `\xNN` into the bytes that they stand for; a line break in the fence stands for nothing.
fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes().filter(|byte| *byte != b'\n');
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        bytes.push(match rest.next() {
            Some(b'n') => b'\n',
            Some(b't') => b'\t',
            Some(b'\\') => b'\\',
            Some(b'x') => {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                u8::from_str_radix(&digits, 16).map_err(|_| format!("`\\x{digits}` is no byte"))?
            }
            _ => return Err("a `\\` is followed by `n`, `t`, `\\` or `xNN`".to_owned()),
        });
    }
    Ok(bytes)
}

fn world_of(layers: [&Files; 3], whose: &str) -> MemoryWorld {
    let mut world = MemoryWorld::new();
    for (path, content) in layers.into_iter().flatten() {
        match content {
            Some(bytes) => world.insert(path.as_str(), bytes.as_slice()),
            None => assert!(world.remove(path).is_some(), "{whose}: `{path}` is absent anyhow"),
        }
    }
    world
}

fn shown(report: &Report) -> String {
    let drawn = report.to_terminal(Colour::Off);
    let drawn = drawn.trim_end();
    if drawn.is_empty() { "no findings\n".to_owned() } else { format!("{drawn}\n") }
}

/// Compiles a case twice, the second time from memory, which must not change what is said.
fn compile(world: &MemoryWorld, whose: &str) -> Report {
    let mut compiler = Compiler::new();
    let mut report = || {
        let Compilation { report, .. } = compiler.compile(world, &Request::default());
        report
    };
    let (first, again) = (report(), report());
    assert_eq!(shown(&again), shown(&first), "{whose}: the second compile says something else");
    first
}

/// What every message keeps to: one phrase without a capital or a full stop, that would not be said twice.
fn check_style(report: &Report, whose: &str) {
    for diagnostic in &report.diagnostics {
        let message = diagnostic.message.as_str();
        let labels =
            std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary).map(|place| place.message.as_str());
        for phrase in labels.chain([message]).chain(diagnostic.help.as_deref()) {
            assert!(!phrase.ends_with(['.', '!']), "{whose}: full stop: {phrase}");
            assert!(begins_in_lower_case(phrase), "{whose}: capital letter: {phrase}");
            assert!(!phrase.contains('\n') && phrase == phrase.trim(), "{whose}: more than one line: {phrase}");
            assert!(phrase.matches('`').count() % 2 == 0, "{whose}: a backtick without its other: {phrase}");
        }
        assert!(!message.is_empty(), "{whose}: nothing is said");
    }
    let lines = report.to_short();
    let distinct: BTreeSet<&str> = lines.lines().collect();
    assert_eq!(distinct.len(), report.diagnostics.len(), "{whose}: the same is said twice:\n{lines}");
}

/// A phrase begins in lower case, but for what is written with a capital letter: Kubernetes, and its kinds before a name.
fn begins_in_lower_case(phrase: &str) -> bool {
    let (word, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
    !word.starts_with(char::is_uppercase) || word == "Kubernetes" || rest.starts_with('`')
}

#[test]
fn every_fault_is_reported_as_its_page_says() {
    let pages = pages();
    let shared = &pages.iter().find(|page| page.name == SHARED).expect("the shared project is a page").files;
    let nothing = Files::new();
    let update = env::var_os("UPDATE_CASES").is_some();
    let mut differences = Vec::new();
    for page in &pages {
        let own = if page.name == SHARED { &nothing } else { &page.files };
        let mut edits = Vec::new();
        for case in &page.cases {
            let whose = format!("tests/cases/{}:{}: {}", page.name, case.line, case.title);
            let report = compile(&world_of([shared, own, &case.files], &whose), &whose);
            let found = shown(&report);
            if found != case.report {
                differences.push(difference(&whose, &case.report, &found));
                edits.push((case.report_lines.clone(), found));
            }
            if !update {
                check_style(&report, &whose);
            }
        }
        if update && !edits.is_empty() {
            fs::write(folder().join(&page.name), edited(&page.text, &edits)).unwrap();
        }
    }
    assert!(update || differences.is_empty(), "{}", differences.join("\n"));
}

fn difference(whose: &str, expected: &str, found: &str) -> String {
    let diff = similar::TextDiff::from_lines(expected, found);
    format!("{whose}\n{}", diff.unified_diff().context_radius(20).header("the page", "the report"))
}

/// Replaces whole lines of a text; the ranges are in order.
fn edited(text: &str, edits: &[(std::ops::Range<usize>, String)]) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut result = String::new();
    let mut from = 0;
    for (range, replacement) in edits {
        result.extend(lines[from..range.start].iter().copied());
        result.push_str(replacement);
        from = range.end;
    }
    result.extend(lines[from..].iter().copied());
    result
}

/// The files of a code's page below one heading; each fence is a file, and its first line says where it stands.
fn example(code: Code, heading: &str) -> Files {
    let mut files = Files::new();
    let mut current = "";
    let mut open: Option<String> = None;
    for line in code.page() {
        match (&mut open, line) {
            (None, "```yaml") => open = Some(String::new()),
            (None, _) if line.starts_with("# ") => current = line,
            (None, _) => {}
            (Some(text), "```") => {
                let (path, text) = text.split_once('\n').expect("a fence has a first line");
                let path =
                    path.strip_prefix("# ").unwrap_or_else(|| panic!("{code:?}: a fence without a path: {path}"));
                if current == heading {
                    let known = files.insert(path.to_owned(), Some(text.as_bytes().to_vec()));
                    assert!(known.is_none(), "{code:?}: `{path}` stands twice below `{heading}`");
                }
                open = None;
            }
            (Some(text), _) => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    assert!(open.is_none(), "{code:?}: a fence is never closed");
    files
}

#[test]
fn every_page_shows_its_fault_and_a_project_without_one() {
    let shared = &pages().into_iter().find(|page| page.name == SHARED).expect("the shared project is a page").files;
    let mut faults = Vec::new();
    for code in input_codes() {
        let (wrong, right) = (example(code, "# Wrong"), example(code, "# Right"));
        for heading in ["# Wrong", "# Right"] {
            assert!(code.page().any(|line| line == heading), "{code:?}: the page has no `{heading}`");
        }
        if let Some((_, reason)) = WITHOUT_EXAMPLE.iter().find(|(known, _)| *known == code.name()) {
            assert!(wrong.is_empty() && right.is_empty(), "{code:?} has an example after all ({reason})");
            continue;
        }
        if wrong.is_empty() || right.is_empty() {
            faults.push(format!("{code:?}: the page lacks an example"));
        }
        let whose = format!("the page of {code:?}");
        let report = |files| compile(&world_of([shared, &Files::new(), files], &whose), &whose);
        let (wrong, right) = (report(&wrong), report(&right));
        if wrong.diagnostics.iter().all(|diagnostic| diagnostic.code != code) {
            faults.push(format!("{whose}: the wrong example shows\n{}", shown(&wrong)));
        }
        if !right.diagnostics.is_empty() {
            faults.push(format!("{whose}: the right example shows\n{}", shown(&right)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    let pages = pages();
    let reports: Vec<&str> = pages.iter().flat_map(|page| &page.cases).map(|case| case.report.as_str()).collect();
    let is_shown = |code: &str| {
        let marks = ["error", "warning", "info"].map(|level| format!("{level}[{code}]: "));
        reports.iter().flat_map(|report| report.lines()).any(|line| marks.iter().any(|mark| line.starts_with(mark)))
    };
    for code in input_codes() {
        let reason = WITHOUT_CASE.iter().find(|(known, _)| *known == code.name());
        match reason {
            None => assert!(is_shown(code.name()), "no case shows `{}`", code.name()),
            Some((_, reason)) => assert!(!is_shown(code.name()), "a case shows `{}` after all ({reason})", code.name()),
        }
    }
}

#[test]
fn a_page_that_is_not_understood_is_refused() {
    let refused = |text: &str| match read_page("p.md", text) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(fault) => fault,
    };
    let case = "## a\n```yaml a\nx: 1\n```\n```text\nno findings\n```\n";
    assert_eq!(read_page("p.md", case).map(|page| page.cases.len()), Ok(1));
    for (text, fault) in [
        ("# Title\n".to_owned(), "p.md:1: the page has no case"),
        ("## a\n```yaml a\nx: 1\n```\n".to_owned(), "p.md:1: the case has no report"),
        (format!("{case}{case}"), "p.md:8: two cases of one page have this title"),
        (format!("{case}```yaml b\n```\n"), "p.md:9: a file after the report"),
        (format!("{case}```text\n```\n"), "p.md:9: a second report in one case"),
        ("```text\n```\n".to_owned(), "p.md:2: a report without a case"),
        ("## a\n```yaml a\n".to_owned(), "p.md:2: the fence is never closed"),
        ("## a\n```yaml a\n```text\n```\n".to_owned(), "p.md:3: the fence of line 2 is still open"),
        ("## a\n```yaml\n```\n".to_owned(), "p.md:3: the fence `yaml` names no path"),
        ("## a\n```yaml a\n```\n```yaml a\n```\n".to_owned(), "p.md:5: `a` stands here twice"),
        ("## a\n```bytes a\n\\xzz\n```\n".to_owned(), "p.md:4: `\\xzz` is no byte"),
    ] {
        assert_eq!(refused(&text), fault);
    }
    assert!(refused("## a\n```yml a\n```\n").starts_with("p.md:3: a fence is"));
    assert!(refused("## a\n```absent a\nx\n```\n").starts_with("p.md:4: a fence is"));
}
