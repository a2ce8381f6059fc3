use ecow::EcoString;

use crate::diagnostics::{Code, Finding, Spot};
use crate::source::{Document, FileId, NodeId, Place, Sources, Value};

/// What the documents of one file hold.
#[derive(Clone, Debug, Default)]
pub struct StreamObjects {
    /// The objects, in their written order.
    pub objects: Vec<StreamObject>,
    /// How many documents are no objects.
    pub others: usize,
    /// What is wrong with documents that are no objects.
    pub findings: Vec<Finding>,
}

/// One object among the documents of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StreamObject {
    /// The object.
    pub root: NodeId,
    /// The `kind` of the list that it is an item of, if it is one.
    pub list: Option<NodeId>,
}

/// Finds the objects of a file; a list of objects, such as `kubectl get` gives, stands for its items, a null for nothing.
///
/// `is_strict` where everything must be an object; else what does not say that it is one is only counted.
pub fn find_objects(file: FileId, is_strict: bool, sources: &Sources) -> StreamObjects {
    let document = sources.document(file);
    let mut search = Search { file, document, is_strict, found: StreamObjects::default() };
    if let Value::Seq(documents) = document.value(document.root()) {
        documents.iter().for_each(|root| search.document(*root, None));
    }
    search.found
}

struct Search<'a> {
    file: FileId,
    document: &'a Document,
    is_strict: bool,
    found: StreamObjects,
}

impl Search<'_> {
    fn document(&mut self, root: NodeId, list: Option<NodeId>) {
        let document = self.document;
        if document.value(root) == Value::Null {
            return;
        }
        let (version, kind) = (document.get(root, "apiVersion"), document.get(root, "kind"));
        match (version, kind) {
            (None, None) if !self.is_strict => self.found.others += 1,
            (Some(version), Some(kind)) => match (self.text(version), self.text(kind)) {
                (None, _) => self.refuse(version, "its `apiVersion` is no text"),
                (_, None) => self.refuse(kind, "its `kind` is no text"),
                (Some(_), Some(word)) => self.object(StreamObject { root, list }, kind, &word),
            },
            _ if !matches!(document.value(root), Value::Map(_)) => self.refuse(root, "it is no map"),
            (None, _) => self.refuse(root, "it has no `apiVersion`"),
            (_, None) => self.refuse(root, "it has no `kind`"),
        }
    }

    fn object(&mut self, object: StreamObject, kind: NodeId, word: &str) {
        let items = self.document.get(object.root, "items").map(|items| (items, self.document.value(items)));
        match items {
            Some((_, Value::Seq(items))) if word.ends_with("List") => {
                items.iter().for_each(|item| self.document(*item, Some(kind)));
            }
            None | Some((_, Value::Null)) if word == "List" => {}
            Some((items, _)) if word == "List" => self.refuse(items, "its `items` are no list"),
            _ => self.found.objects.push(object),
        }
    }

    fn text(&self, node: NodeId) -> Option<EcoString> {
        matches!(self.document.value(node), Value::Str(_)).then(|| self.document.text_shared(node))
    }

    fn refuse(&mut self, at: NodeId, why: &str) {
        let message = format!("this is no Kubernetes object: {why}");
        let spot = Spot::Value(Place::new(self.file, at));
        self.found.findings.push(Finding::new(Code::INVALID_RESOURCE, message, spot));
        self.found.others += 1;
    }
}
