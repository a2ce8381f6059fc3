use platgen_yaml::{Dialect, Document, Limits, NodeId, line_column};
use rustc_hash::FxHashMap;

use super::{Tree, TreeFile};
use crate::diagnostics::Subject;

/// Where parts of objects lie in the files of a tree.
///
/// Positions are looked up in the written bytes, so that nothing is kept of them while there is nothing to find.
#[derive(Debug)]
pub struct Positions<'t> {
    files: FxHashMap<&'t str, &'t TreeFile>,
    /// The files that were asked about, read once.
    read: FxHashMap<&'t str, Vec<Document>>,
}

/// A place in a file of the output.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position<'t> {
    /// The file.
    pub file: &'t TreeFile,
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1 in characters.
    pub column: usize,
}

impl<'t> Positions<'t> {
    /// Indexes the files of a tree.
    pub fn new(tree: &'t Tree) -> Self {
        let files = tree.files().map(|(_, file)| (file.path.as_str(), file)).collect();
        Self { files, read: FxHashMap::default() }
    }

    /// Finds where the part of an object that a finding is about lies; for a part that is missing, what should hold it.
    pub fn find(&mut self, subject: &Subject) -> Option<Position<'t>> {
        let file = *self.files.get(subject.output.as_deref()?)?;
        let read = || platgen_yaml::read(&file.bytes, &Dialect::KUBECTL, &Limits::default()).unwrap_or_default();
        let documents = self.read.entry(file.path.as_str()).or_insert_with(read);
        let document = documents.iter().find(|document| is_subject(document, subject))?;
        let mut at = document.root();
        for step in &subject.path.0 {
            let Some(next) = document.child(at, step) else { break };
            at = next;
        }
        let text = std::str::from_utf8(&file.bytes).ok()?;
        let start = document.key(at).map_or(document.span(at), |entry| entry.key_span).start;
        let (line, column) = line_column(text, start as usize);
        Some(Position { file, line, column })
    }
}

/// Whether a document is the object: of its kind, with its name and namespace.
fn is_subject(document: &Document, subject: &Subject) -> bool {
    let root = document.root();
    let text = |map: Option<NodeId>, key: &str| Some(document.text(document.get(map?, key)?));
    let metadata = document.get(root, "metadata");
    text(Some(root), "apiVersion") == Some(&*subject.api_version)
        && text(Some(root), "kind") == Some(&*subject.kind)
        && text(metadata, "name") == Some(&*subject.name)
        && text(metadata, "namespace") == subject.namespace.as_deref()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostics::{NodePath, PathStep};
    use crate::emit::Group;
    use crate::resolve::Owner;

    #[test]
    fn a_part_of_an_object_is_found_in_its_document() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: b\nspec:\n  containers:\n    - name: x\n      image: y\n";
        let file = TreeFile { path: "e/manifest.yaml".into(), bytes: Arc::from(text.as_bytes()) };
        let index = TreeFile { path: "e/index".into(), bytes: Arc::from(&b""[..]) };
        let group = Group { owner: Owner::Environment { environment: "e".into() }, files: vec![file], index };
        let tree = Tree { groups: vec![Arc::new(group)] };
        let mut positions = Positions::new(&tree);
        let key = |key: &str| PathStep::Key(key.into());
        let mut find = |name: &str, path: &[PathStep]| {
            let subject = Subject {
                api_version: "v1".into(),
                kind: "Pod".into(),
                namespace: None,
                name: name.into(),
                path: NodePath(path.into()),
                output: Some("e/manifest.yaml".into()),
            };
            positions.find(&subject).map(|position| (position.line, position.column))
        };
        assert_eq!(find("a", &[]), Some((1, 1)));
        assert_eq!(find("b", &[key("spec"), key("containers"), PathStep::Index(0), key("image")]), Some((13, 7)));
        assert_eq!(find("b", &[key("spec"), key("containers"), PathStep::Index(0), key("ports")]), Some((12, 7)));
        assert_eq!(find("c", &[]), None);
    }
}
