//! From rendered files to documents in their order.
//!
//! Takes the text that each template gave, by path; gives the documents that Helm would install and its hooks. The law: a text
//! is cut at lines that start with `---`, every document must be a map whose head decodes, and the order is that of the
//! files' paths, then of the kinds.

mod head;
mod kinds;
mod known;
mod split;

pub(crate) use known::Heads;
pub(crate) use split::{Cut, split};

use crate::Compat;
use head::Head;
use std::collections::BTreeMap;

/// What a document is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// A part of the release.
    Resource,
    /// A hook, by its annotation `helm.sh/hook`.
    Hook {
        /// Whether it runs for `helm test`.
        is_test: bool,
    },
    /// A definition from `crds/`, as it stands there.
    CustomResourceDefinition,
}

/// One document of the output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// The template that it came from, such as `web/templates/service.yaml`.
    pub path: String,
    /// The text, without the `---` before it.
    pub text: String,
    /// The kind, as written; empty where there is none.
    pub kind: String,
    /// The API version, as written.
    pub api_version: String,
    /// What it is for.
    pub role: Role,
    /// Where the text stands in what the template gave.
    pub(crate) cut: Cut,
}

/// The documents of a chart, in Helm's order.
#[derive(Clone, Default, Debug)]
pub(crate) struct Sorted {
    pub(crate) resources: Vec<Document>,
    pub(crate) hooks: Vec<Document>,
}

/// Cuts all files into documents and sorts them.
///
/// # Errors
///
/// The path of the first document whose head does not decode, and why, in the words of Helm.
pub(crate) fn sort(
    files: &BTreeMap<String, String>,
    heads: &Heads,
    compat: Compat,
) -> Result<Sorted, (String, String)> {
    let mut sorted = Sorted::default();
    for (path, content) in files {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name.starts_with('_') || content.trim().is_empty() {
            continue;
        }
        for cut in split(content, compat) {
            let text = content[cut.text.clone()].to_owned();
            let head = heads.read(&text, compat).map_err(|error| (path.clone(), error.to_string()))?;
            let Some(role) = head.role() else { continue };
            let (path, Head { kind, api_version, .. }) = (path.clone(), head);
            let document = Document { path, text, kind, api_version, role, cut };
            match role {
                Role::Hook { .. } => sorted.hooks.push(document),
                _ => sorted.resources.push(document),
            }
        }
    }
    kinds::sort(&mut sorted.resources, compat);
    kinds::sort(&mut sorted.hooks, compat);
    Ok(sorted)
}

/// Writes what templates wrote, each file as it is.
pub(crate) fn unsorted(files: &BTreeMap<String, String>) -> String {
    let written = files.iter().filter(|(_, content)| !content.trim().is_empty());
    written.map(|(path, content)| format!("---\n# Source: {path}\n{content}\n")).collect()
}
