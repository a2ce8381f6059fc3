use std::collections::BTreeMap;

use super::{Code, Diagnostic, Excerpt, Level, Report};

/// Findings that a repository had when it began to be checked: they are counted, and only new ones are shown.
///
/// A file of one line for each, `<fingerprint> <code> <path>`, sorted, so that two branches seldom touch the same line. Lines that
/// begin with `#`, and empty ones, say nothing.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Baseline {
    /// Fingerprint to the line, counted from 1, that holds it.
    known: BTreeMap<String, usize>,
}

/// What opens a baseline that platgen writes.
const HEADING: &str = "# Findings that were here before; `platgen check --write-baseline` writes this file.\n";

impl Baseline {
    /// Reads a baseline; lines that are none are given back by number.
    pub fn parse(text: &str) -> (Self, Vec<usize>) {
        let mut baseline = Self::default();
        let mut strange = Vec::new();
        for (line, number) in text.lines().zip(1..) {
            match line.split_whitespace().next() {
                None => {}
                Some(word) if word.starts_with('#') => {}
                Some(word) if word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                    baseline.known.insert(word.to_owned(), number);
                }
                Some(_) => strange.push(number),
            }
        }
        (baseline, strange)
    }

    /// Whether a finding was here before; only those that rules report can have been.
    fn knows(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.code.entry().adjustable && self.known.contains_key(&diagnostic.fingerprint)
    }
}

impl Report {
    /// Leaves out what was here before; gives how many were, and the lines of the baseline that say nothing any more.
    pub fn leave_out(&mut self, baseline: &Baseline) -> (usize, Vec<usize>) {
        let mut gone = baseline.known.clone();
        let before = self.diagnostics.len();
        self.diagnostics.retain(|diagnostic| {
            let known = baseline.knows(diagnostic);
            if known {
                gone.remove(&diagnostic.fingerprint);
            }
            !known
        });
        let mut lines: Vec<usize> = gone.into_values().collect();
        lines.sort_unstable();
        (before - self.diagnostics.len(), lines)
    }

    /// Writes the baseline of everything that rules found, infos left out.
    pub fn to_baseline(&self) -> String {
        let found = self.diagnostics.iter().filter(|found| found.code.entry().adjustable && found.level != Level::Info);
        let mut lines: Vec<(&str, &str, &str)> =
            found.map(|found| (found.primary.path.as_str(), found.code.name(), found.fingerprint.as_str())).collect();
        lines.sort_unstable();
        let lines = lines.iter().map(|(path, code, fingerprint)| format!("{fingerprint} {code} {path}\n"));
        HEADING.to_owned() + &lines.collect::<String>()
    }
}

/// Says that a line of a baseline names nothing that is found.
pub fn stale_line(path: &str, line: usize) -> Diagnostic {
    let message = "what this line names is no longer found";
    Diagnostic::of_file(Code::STALE_BASELINE, message, Excerpt { line, end_line: line, ..Excerpt::of_file(path, "") })
        .help("run `platgen check --write-baseline` and commit the result")
}

/// Says that a line of a baseline is none.
pub fn strange_line(path: &str, line: usize) -> Diagnostic {
    let message = "this line is no fingerprint";
    Diagnostic::of_file(Code::SYNTAX, message, Excerpt { line, end_line: line, ..Excerpt::of_file(path, "") })
        .help("run `platgen check --write-baseline` and commit the result")
}
