use crate::diagnostics::{Code, Finding, Spot};
use crate::parse::{Parsed, Project};
use crate::source::{Document, NodeId, Sources, Value};

/// The name of the section of a stack that names plain manifests, and the beginning of every path in it.
const SECTION: &str = "manifests";

/// Reports plain manifests that no stack names; nothing where that cannot be told for certain.
pub(super) fn unused_manifests(project: &Project, sources: &Sources) -> Vec<Finding> {
    let files = &project.manifests.files;
    if files.is_empty() || project.incomplete {
        return Vec::new();
    }
    let documents = project.stacks.iter().chain(&project.environments).chain(&project.overrides);
    let named: Option<Vec<Vec<&str>>> = documents.map(|parsed| paths_in(parsed, sources)).collect();
    let Some(named) = named else { return Vec::new() };
    let is_named = |path: &str| named.iter().flatten().any(|prefix| path.starts_with(prefix));
    let unused = files.iter().filter(|file| !file.objects.is_empty() && !is_named(&file.path));
    unused.map(|file| finding(&file.path)).collect()
}

fn finding(path: &str) -> Finding {
    Finding::new(Code::UNUSED_MANIFEST, format!("no stack uses `{path}`"), Spot::File(path.into()))
        .help("name it, or its folder, under `manifests` of a stack, or take it away")
}

/// What the paths of manifests that a document may name begin with; `None` where an expression may make any.
fn paths_in<'a>(parsed: &Parsed, sources: &'a Sources) -> Option<Vec<&'a str>> {
    let document = sources.file(parsed.file).document.as_ref()?;
    let mut paths = Vec::new();
    for node in document.ids() {
        let Value::Str(text) = document.value(node) else { continue };
        if text.starts_with(SECTION) {
            paths.push(text.split("${").next().unwrap_or_default());
        } else if text.contains("${") && is_in_section(document, node) {
            return None;
        }
    }
    Some(paths)
}

fn is_in_section(document: &Document, node: NodeId) -> bool {
    let ancestors = std::iter::successors(Some(node), |node| document.parent(*node));
    ancestors.filter_map(|node| document.key(node)).any(|entry| entry.key == SECTION)
}
