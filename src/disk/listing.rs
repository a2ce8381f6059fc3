use ecow::EcoString;

use crate::emit::Scope;

/// What is wrong with a line of an index or journal.
pub(crate) type Problem = &'static str;

/// How many characters a SHA-256 has in hexadecimal.
const DIGEST: usize = 64;

/// One line of the journal: a path that an unfinished run may have written or stopped listing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct JournalEntry {
    /// The index that lists the path once the run is done.
    pub(super) index: EcoString,
    /// The path below the output folder; the index's own among them.
    pub(super) path: EcoString,
}

/// Reads the paths of an index that belongs to `environment`.
///
/// Lines that git leaves where two branches conflict are passed over: what stands on both sides was written by platgen.
pub(crate) fn read_index(text: &str, environment: &str) -> Result<Vec<EcoString>, (usize, Problem)> {
    read_lines(text, |line| {
        let (digest, path) = line.split_at_checked(DIGEST).ok_or("is no digest and path")?;
        let path = path.strip_prefix("  ").ok_or("is no digest and path")?;
        if !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err("does not begin with a digest");
        }
        check_listed(path, environment)?;
        Ok(path.into())
    })
}

/// Reads the journal of a run that did not end.
pub(super) fn read_journal(text: &str) -> Result<Vec<JournalEntry>, (usize, Problem)> {
    read_lines(text, |line| {
        let (index, path) = line.split_once('\t').ok_or("is no index and path")?;
        let environment = environment_of(index);
        if !is_plain(index) || !is_index(index) {
            return Err("names no index");
        }
        if path != index {
            check_listed(path, environment)?;
        }
        Ok(JournalEntry { index: index.into(), path: path.into() })
    })
}

fn read_lines<T>(text: &str, read: impl Fn(&str) -> Result<T, Problem>) -> Result<Vec<T>, (usize, Problem)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !is_conflict_marker(line));
    lines.map(|(number, line)| read(line).map_err(|problem| (number + 1, problem))).collect()
}

fn is_conflict_marker(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|marker| line.starts_with(marker))
}

/// Refuses what an index may not list: it decides what is overwritten and removed, and it may come from anybody's branch.
fn check_listed(path: &str, environment: &str) -> Result<(), Problem> {
    if !is_plain(path) {
        Err("lists a path that is not below the output folder")
    } else if environment_of(path) != environment || path.len() == environment.len() {
        Err("lists a path of another environment")
    } else if is_index(path) {
        Err("lists an index")
    } else {
        Ok(())
    }
}

/// Whether a path is relative and goes only down, on any system.
pub(super) fn is_plain(path: &str) -> bool {
    path.split('/').all(|step| !matches!(step, "" | "." | "..") && !step.contains(['\\', '\0', ':']))
}

/// The first folder of a path below the output folder.
pub(super) fn environment_of(path: &str) -> &str {
    path.split_once('/').map_or(path, |(environment, _)| environment)
}

/// The folder that holds a path; the output folder itself is the empty path.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn is_index(path: &str) -> bool {
    path.split('/').nth(1) == Some("index")
}

/// Whether an index belongs to an owner that a scope covers, if nothing but its path is known of it.
///
/// An owner of a kind that this release does not write is never covered, nor is an app while the scope names stacks.
pub(crate) fn covers_index(scope: &Scope, index: &str) -> bool {
    let steps: Vec<&str> = index.split('/').collect();
    let known = matches!(steps[..], [_, "index", "environment"] | [_, "index", "apps", _, _]);
    known && scope.stacks.is_empty() && scope.covers_environment(environment_of(index))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest() -> String {
        "0a".repeat(32)
    }

    #[test]
    fn an_index_lists_paths_of_its_environment_alone() {
        let read = |path: &str| read_index(&format!("{}  {path}\n", digest()), "prod");
        assert_eq!(read("prod/a/b.yaml"), Ok(vec!["prod/a/b.yaml".into()]));
        let hostile = [
            "/etc/passwd",
            "../x",
            "prod/../other",
            "prod",
            "prod/",
            "prod//a",
            "prod/./a",
            "other/a",
            "prod2/a",
            "prod/index/environment",
            "prod/a\\..\\b",
            "C:/a",
            "",
            "prod/a\0b",
        ];
        for path in hostile {
            assert!(read(path).is_err(), "{path}");
        }
    }

    #[test]
    fn a_line_is_a_digest_two_spaces_and_a_path() {
        for line in [
            "x",
            "prod/a",
            &format!("{} prod/a", digest()),
            &format!("{}  prod/a", "zz".repeat(32)),
            "é".repeat(40).as_str(),
        ] {
            assert_eq!(read_index(line, "prod").map_err(|(line, _)| line), Err(1), "{line}");
        }
    }

    #[test]
    fn a_conflict_counts_for_both_sides() {
        let line = |path: &str| format!("{}  prod/{path}\r\n", digest());
        let text = format!("{}<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n", line("a"), line("b"), line("c"));
        assert_eq!(read_index(&text, "prod"), Ok(vec!["prod/a".into(), "prod/b".into(), "prod/c".into()]));
    }

    #[test]
    fn a_journal_names_indexes_and_their_paths() {
        let entry = |index: &str, path: &str| JournalEntry { index: index.into(), path: path.into() };
        let text = "prod/index/environment\tprod/docs/a\nprod/index/environment\tprod/index/environment\n";
        let index = "prod/index/environment";
        assert_eq!(read_journal(text), Ok(vec![entry(index, "prod/docs/a"), entry(index, index)]));
        for text in [
            "prod/docs\tprod/a",
            "prod/index/environment\tstage/a",
            "prod/index/../x\tprod/a",
            "a",
            "prod/index/a\tprod/index/b",
        ] {
            assert!(read_journal(text).is_err(), "{text}");
        }
    }
}
