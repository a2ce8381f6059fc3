use std::fmt::Write;

use similar::TextDiff;

use super::{FileChange, TreeDiff};
use crate::secret::covered_lines;

/// Unchanged lines around each change.
const CONTEXT: usize = 3;
const NO_FILE: &str = "/dev/null";

impl TreeDiff {
    /// Writes every change as unified text; paths begin with the output folder's name.
    pub fn to_unified(&self, output: &str) -> String {
        self.changes.iter().map(|change| change.to_unified(output)).collect()
    }
}

impl FileChange {
    /// Writes the change as unified text, with `a/` and `b/` before the paths, as `git diff` and `patch` have them.
    ///
    /// Values of Secrets, and whatever else is a secret by its shape, are covered; that they change is seen.
    pub fn to_unified(&self, output: &str) -> String {
        let old_name = self.old.as_ref().map_or(NO_FILE.into(), |_| format!("a/{output}/{}", self.path));
        let new_name = self.new.as_ref().map_or(NO_FILE.into(), |_| format!("b/{output}/{}", self.path));
        let Some((old, new)) = self.texts() else {
            return format!("Binary files {old_name} and {new_name} differ\n");
        };
        if old.is_empty() && new.is_empty() {
            return format!("--- {old_name}\n+++ {new_name}\n");
        }
        let (shown_old, shown_new) = (covered_lines(old), covered_lines(new));
        let diff = TextDiff::from_lines(old, new);
        if shown_old.is_none() && shown_new.is_none() {
            return diff.unified_diff().context_radius(CONTEXT).header(&old_name, &new_name).to_string();
        }
        let shown =
            |index: Option<usize>, lines: &Option<Vec<String>>| index.and_then(|at| lines.as_ref()?.get(at).cloned());
        let mut text = format!("--- {old_name}\n+++ {new_name}\n");
        for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
            writeln!(text, "{}", hunk.header()).expect("writing to a string cannot fail");
            for change in hunk.iter_changes() {
                let line = shown(change.new_index(), &shown_new).or_else(|| shown(change.old_index(), &shown_old));
                let line = line.unwrap_or_else(|| change.value().trim_end_matches('\n').to_owned());
                writeln!(text, "{}{line}", change.tag()).expect("writing to a string cannot fail");
                if change.missing_newline() {
                    text.push_str("\\ No newline at end of file\n");
                }
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::{complete, tree};
    use super::*;
    use crate::diff::LineCount;

    #[test]
    fn reads_like_git_diff() {
        let old = tree(&[("a", &[("dev/1.yaml", "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\n"), ("dev/2.yaml", "x: 1\n")])]);
        let new =
            tree(&[("a", &[("dev/1.yaml", "a: 1\nb: 2\nc: 3\nd: 4\ne: 6\nf: 6"), ("dev/3.yaml", "y: 1\nz: 2\n")])]);
        let diff = TreeDiff::between(complete(&old), complete(&new));
        // Hunks as `git diff --no-index` writes them for the same texts.
        assert_eq!(
            diff.to_unified("out"),
            "\
--- a/out/dev/1.yaml
+++ b/out/dev/1.yaml
@@ -2,5 +2,5 @@
 b: 2
 c: 3
 d: 4
-e: 5
-f: 6
+e: 6
+f: 6
\\ No newline at end of file
--- a/out/dev/2.yaml
+++ /dev/null
@@ -1 +0,0 @@
-x: 1
--- /dev/null
+++ b/out/dev/3.yaml
@@ -0,0 +1,2 @@
+y: 1
+z: 2
"
        );
        let counts: Vec<_> = diff.changes.iter().map(FileChange::count_lines).collect();
        let count = |added, removed| Some(LineCount { added, removed });
        assert_eq!(counts, [count(2, 2), count(0, 1), count(2, 0)]);
    }

    #[test]
    fn values_of_secrets_are_covered() {
        let secret = |value: &str| {
            format!(
                "apiVersion: v1\nkind: Secret\nmetadata:\n  name: mail\ndata:\n  password: {value}\n  pem: |\n    abc\ntype: Opaque\n---\na: 1\n"
            )
        };
        let (old, new) = (secret("Y29ycmVjdA=="), secret("aG9yc2Ux"));
        let (old, new) =
            (tree(&[("a", &[("dev/1.yaml", old.as_str())])]), tree(&[("a", &[("dev/1.yaml", new.as_str())])]));
        assert_eq!(
            TreeDiff::between(complete(&old), complete(&new)).to_unified("out"),
            "\
--- a/out/dev/1.yaml
+++ b/out/dev/1.yaml
@@ -3,7 +3,7 @@
 metadata:
   name: mail
 data:
-  password: ************
+  password: ********
   pem: |
     ***
 type: Opaque
"
        );
    }

    #[test]
    fn bytes_that_are_not_text_are_named() {
        let mut new = tree(&[("a", &[("dev/x.bin", "")])]);
        let old = tree(&[("a", &[("dev/x.bin", "text")])]);
        let group = std::sync::Arc::get_mut(&mut new.groups[0]).expect("nobody else holds the group");
        group.files[0].bytes = [0xff].as_slice().into();
        let diff = TreeDiff::between(complete(&old), complete(&new));
        assert_eq!(diff.to_unified("out"), "Binary files a/out/dev/x.bin and b/out/dev/x.bin differ\n");
        assert_eq!(diff.changes[0].count_lines(), None);
    }
}
