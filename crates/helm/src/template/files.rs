//! `--output-dir`.

use super::{TemplateFlags, TemplateOutput, shown, write_document};
use crate::manifest::Role;
use crate::render::{Release, Rendered};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A file to write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutputFile {
    /// The path below the folder. It is made of names of charts and paths in them: who writes it sees to it that it stays below.
    pub path: String,
    /// What the file holds, in place of what it held before.
    pub text: String,
}

/// Puts every document into the file of its template, and says so for each, as Helm does.
///
/// Only files of `crds/` are not put into a folder of the release's name. Helm goes on to add hooks to files that it finds from an
/// earlier run, so that they grow; here a second run gives the same files.
pub(super) fn write(
    folder: &str,
    flags: &TemplateFlags,
    release: &Release,
    rendered: &Rendered,
    output: &mut TemplateOutput,
) {
    let mut known = BTreeMap::new();
    for document in shown(flags, rendered) {
        let path = match document.role {
            Role::Resource | Role::Hook { .. } if flags.release_name_in_path => {
                format!("{}/{}", release.name, document.path)
            }
            _ => document.path.clone(),
        };
        // Helm tidies the folder's path up where it adds the release's name, and nowhere else.
        let shown = match path.as_str() != document.path {
            true => tidied(&format!("{folder}/{path}")),
            false => format!("{folder}/{path}"),
        };
        let _ = writeln!(output.stdout, "wrote {shown}");
        let index = *known.entry(path.clone()).or_insert_with(|| {
            output.files.push(OutputFile { path, text: String::new() });
            output.files.len() - 1
        });
        write_document(document, &mut output.files[index].text);
    }
}

/// What Go's `filepath.Clean` makes of a path.
fn tidied(path: &str) -> String {
    let is_absolute = path.starts_with('/');
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/').filter(|name| !matches!(*name, "" | ".")) {
        match names.last() {
            Some(&last) if name == ".." && last != ".." => drop(names.pop()),
            None if name == ".." && is_absolute => {}
            _ => names.push(name),
        }
    }
    format!("{}{}", if is_absolute { "/" } else { "" }, names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::tidied;

    #[test]
    fn paths_as_go_tidies_them() {
        for (path, tidy) in [
            ("./out//a", "out/a"),
            ("/a/../../b/", "/b"),
            ("../a/..//b", "../b"),
            ("a/./b", "a/b"),
            ("../../x", "../../x"),
        ] {
            assert_eq!(tidied(path), tidy);
        }
    }
}
