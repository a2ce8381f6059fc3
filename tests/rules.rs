//! The pages of rules, and what they promise: in the wrong example the rule finds something, in the right one nothing.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by a panic, and reads the sources of the crate"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use platgen::check::{External, ExternalObject, Judge, codes, rules};
use platgen::diagnostics::{Code, Colour, Spot};
use platgen::manifests::{ManifestFile, ManifestRequest, check_manifests};
use platgen_schema::Catalog;

/// The version that examples are judged by unless they begin with `# kubernetes: 1.<minor>`.
const MINOR: u32 = 34;

/// One example of a page.
struct Example {
    is_wrong: bool,
    text: String,
}

/// Reads the examples of a page: each fence belongs to the heading above it.
fn examples(code: Code) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut heading = "";
    let mut open: Option<String> = None;
    for line in code.page() {
        match (&mut open, line) {
            (None, "```yaml") => open = Some(String::new()),
            (None, _) if line.starts_with("# ") => heading = line,
            (None, _) => assert!(!line.starts_with("```"), "{code:?}: a fence that is not yaml: {line}"),
            (Some(text), "```") => {
                let is_wrong = match heading {
                    "# Wrong" => true,
                    "# Right" => false,
                    _ => panic!("{code:?}: an example below `{heading}`"),
                };
                examples.push(Example { is_wrong, text: std::mem::take(text) });
                open = None;
            }
            (Some(text), _) => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    assert!(open.is_none(), "{code:?}: a fence is never closed");
    examples
}

/// What an example that begins with `# external: <Kind>/<name>` says to stand in the cluster.
fn external(first: &str) -> External {
    let said = first.strip_prefix("# external: ").map(|said| said.split_once('/').unwrap());
    let object = said.map(|(kind, name)| ExternalObject {
        group: None,
        kind: kind.into(),
        namespace: None,
        name: name.into(),
        spot: Some(Spot::File("environments/production.yaml".into())),
    });
    External { objects: object.into_iter().collect(), metrics: None }
}

/// Judges an example and gives the report.
fn judge(example: &Example, catalog: &Catalog) -> platgen::diagnostics::Report {
    let first = example.text.lines().next().unwrap_or_default();
    let minor = first.strip_prefix("# kubernetes: 1.").map_or(MINOR, |minor| minor.parse().unwrap());
    // A comment says which metrics the cluster serves, where that matters.
    let metrics = first.strip_prefix("# external.metrics: ").map(|words| words.split(' ').map(Into::into).collect());
    let file = ManifestFile { path: "example.yaml".into(), bytes: example.text.as_bytes().into(), is_named: true };
    let mut request = ManifestRequest::new(catalog.kubernetes(minor).unwrap());
    request.external = External { metrics, ..external(first) };
    check_manifests(&[file], &request).report
}

#[test]
fn every_rule_finds_its_wrong_example_and_nothing_in_the_right_one() {
    let catalog = Catalog::embedded();
    let mut faults = Vec::new();
    for rule in rules() {
        let examples = examples(rule.code);
        let has = |wrong: bool| examples.iter().any(|example| example.is_wrong == wrong);
        if !(has(true) && has(false)) {
            faults.push(format!("{:?}: the page lacks an example", rule.code));
        }
        for example in &examples {
            let report = judge(example, &catalog);
            let found = report.diagnostics.iter().any(|diagnostic| diagnostic.code == rule.code);
            if found != example.is_wrong {
                let shown = report.to_terminal(Colour::Off);
                faults.push(format!("{:?}: in\n{}is found:\n{shown}", rule.code, example.text));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rules_are_sorted_and_pages_begin_with_one_sentence() {
    let names: Vec<&str> = rules().map(|rule| rule.code.name()).collect();
    assert!(names.is_sorted(), "{names:?}");
    let distinct: BTreeSet<&str> = codes().map(Code::name).collect();
    assert_eq!(distinct.len(), codes().count(), "a code is declared twice");
    for code in codes() {
        let summary = code.summary();
        assert!(summary.ends_with('.') && summary.starts_with(char::is_uppercase), "{code:?}: {summary}");
        let is_kebab = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(code.name().chars().all(is_kebab), "{code:?}");
    }
}

#[test]
fn every_rule_has_a_file_of_its_own() {
    let folder = |path: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check").join(path);
    let files_of = |path: &str| -> Vec<String> {
        let entries =
            fs::read_dir(folder(path)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        entries
            .filter_map(|name| Some(name.strip_suffix(".rs")?.replace('_', "-")))
            .filter(|name| name != "mod")
            .collect()
    };
    let files: BTreeSet<String> =
        ["rules", "rules/schema", "pod_security/checks"].into_iter().flat_map(files_of).collect();
    let names: BTreeSet<String> = rules().map(|rule| rule.code.name().to_owned()).collect();
    assert_eq!(files, names);
    assert!(rules().all(|rule| !matches!(rule.judge, Judge::Mechanism) || rule.code.entry().adjustable));
}
