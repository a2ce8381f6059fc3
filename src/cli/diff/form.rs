use serde::Serialize;

use crate::cli::project::OUTPUT;
use crate::cli::wording::counted;
use crate::diagnostics::printable;
use crate::diff::{FileChange, LineCount, TreeDiff};
use crate::emit::Owner;

/// The version of the JSON form; raised when a field is renamed, removed or means something else.
const VERSION: u32 = 1;

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const CYAN: &str = "\u{1b}[36m";
const RESET: &str = "\u{1b}[0m";

/// Colours unified text as git does, with nothing of the files' own that a terminal would obey.
pub(in crate::cli) fn paint(unified: &str) -> String {
    let mut painted = String::with_capacity(unified.len() * 2);
    // How many lines of the hunk are to come on both sides: only there is a line that begins with `---` a removed `--`.
    let mut remaining = 0;
    for line in unified.lines() {
        let style = match line.as_bytes().first() {
            Some(b'\\') => None,
            Some(b'@') if remaining == 0 => {
                remaining = lines_of_hunk(line);
                Some(CYAN)
            }
            _ if remaining == 0 => Some(BOLD),
            Some(b'+') => {
                remaining -= 1;
                Some(GREEN)
            }
            Some(b'-') => {
                remaining -= 1;
                Some(RED)
            }
            _ => {
                remaining = remaining.saturating_sub(2);
                None
            }
        };
        let text = printable(line);
        painted.push_str(&style.map_or_else(|| text.to_string(), |style| format!("{style}{text}{RESET}")));
        painted.push('\n');
    }
    painted
}

/// Adds up the two line counts of `@@ -a,b +c,d @@`; a count left out is 1.
fn lines_of_hunk(header: &str) -> usize {
    let ranges = header.split(' ').skip(1).take(2);
    ranges.map(|range| range.split_once(',').map_or(1, |(_, count)| count.parse().unwrap_or(0))).sum()
}

/// Writes a line with the changed lines of each file, and their sum.
pub(super) fn stat(diff: &TreeDiff) -> String {
    if diff.is_empty() {
        return String::new();
    }
    let width = diff.changes.iter().map(|change| change.path.chars().count()).max().unwrap_or(0);
    let mut total = LineCount::default();
    let mut lines = String::new();
    for change in &diff.changes {
        let count = change.count_lines();
        total += count.unwrap_or_default();
        let counts = count.map_or("binary".to_owned(), |count| format!("+{} -{}", count.added, count.removed));
        let line = format!("{OUTPUT}/{:<width$}  {:<7}  {counts}", change.path, status(change));
        lines.push_str(&printable(&line));
        lines.push('\n');
    }
    let files = counted(diff.changes.len(), "file");
    format!("{lines}{files}, {} added, {} removed\n", counted(total.added, "line"), total.removed)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DiffForm<'a> {
    version: u32,
    base: &'a str,
    changes: Vec<ChangeForm<'a>>,
    not_compared: Vec<OwnerForm<'a>>,
}

#[derive(Serialize)]
struct ChangeForm<'a> {
    path: String,
    status: &'a str,
    #[serde(flatten)]
    owner: OwnerForm<'a>,
    added: Option<usize>,
    removed: Option<usize>,
    diff: String,
}

#[derive(Serialize)]
struct OwnerForm<'a> {
    environment: &'a str,
    cluster: Option<&'a str>,
    app: Option<&'a str>,
    stack: Option<&'a str>,
}

/// Writes everything as one JSON object; a binary file has null for its lines.
pub(super) fn json(diff: &TreeDiff, base: &str) -> String {
    let form = DiffForm {
        version: VERSION,
        base,
        changes: diff.changes.iter().map(ChangeForm::of).collect(),
        not_compared: diff.not_compared.iter().map(OwnerForm::of).collect(),
    };
    let mut json = serde_json::to_string_pretty(&form).expect("strings and numbers are always JSON");
    json.push('\n');
    json
}

impl<'a> ChangeForm<'a> {
    fn of(change: &'a FileChange) -> Self {
        let count = change.count_lines();
        Self {
            path: format!("{OUTPUT}/{}", change.path),
            status: status(change),
            owner: OwnerForm::of(&change.owner),
            added: count.map(|count| count.added),
            removed: count.map(|count| count.removed),
            diff: change.to_unified(OUTPUT),
        }
    }
}

impl<'a> OwnerForm<'a> {
    fn of(owner: &'a Owner) -> Self {
        match owner {
            Owner::App { environment, cluster, app, stack } => {
                Self { environment, cluster: Some(cluster), app: Some(app), stack: stack.as_deref() }
            }
            Owner::Units { environment, stack } => Self { environment, cluster: None, app: None, stack: Some(stack) },
            Owner::Environment { environment } => Self { environment, cluster: None, app: None, stack: None },
        }
    }
}

fn status(change: &FileChange) -> &'static str {
    match (&change.old, &change.new) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff() -> TreeDiff {
        let owner = Owner::App { environment: "dev".into(), cluster: "c".into(), app: "web".into(), stack: None };
        let change = |path: &str, old: Option<&str>, new: Option<&str>| FileChange {
            path: path.into(),
            owner: owner.clone(),
            old: old.map(|text| text.as_bytes().into()),
            new: new.map(|text| text.as_bytes().into()),
        };
        let changes = vec![
            change("dev/a.yaml", Some("-- x\na: 1\n"), Some("a: 1\n")),
            change("dev/long.yaml", None, Some("@ b\n")),
        ];
        TreeDiff { changes, not_compared: vec![Owner::Environment { environment: "prod".into() }] }
    }

    #[test]
    fn stat_is_a_line_for_each_file() {
        assert_eq!(
            stat(&diff()),
            "\
out/dev/a.yaml     changed  +0 -1
out/dev/long.yaml  added    +1 -0
2 files, 1 line added, 1 removed
"
        );
        assert_eq!(stat(&TreeDiff::default()), "");
    }

    #[test]
    fn colours_follow_the_hunks_and_not_the_looks_of_a_line() {
        let shown = paint(&diff().to_unified(OUTPUT)).replace('\u{1b}', "^");
        assert_eq!(
            shown,
            "\
^[1m--- a/out/dev/a.yaml^[0m
^[1m+++ b/out/dev/a.yaml^[0m
^[36m@@ -1,2 +1 @@^[0m
^[31m--- x^[0m
 a: 1
^[1m--- /dev/null^[0m
^[1m+++ b/out/dev/long.yaml^[0m
^[36m@@ -0,0 +1 @@^[0m
^[32m+@ b^[0m
"
        );
    }

    #[test]
    fn json_names_owner_lines_and_text() {
        let json: serde_json::Value = serde_json::from_str(&json(&diff(), "abc")).expect("JSON");
        assert_eq!(json["base"], "abc");
        assert_eq!(
            json["changes"][1],
            serde_json::json!({
                "path": "out/dev/long.yaml", "status": "added",
                "environment": "dev", "cluster": "c", "app": "web", "stack": null,
                "added": 1, "removed": 0,
                "diff": "--- /dev/null\n+++ b/out/dev/long.yaml\n@@ -0,0 +1 @@\n+@ b\n",
            })
        );
        assert_eq!(json["notCompared"][0]["environment"], "prod");
    }
}
