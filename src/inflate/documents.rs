use std::ops::Range;

use platgen_helm::Role;
use platgen_yaml::{Dialect, Fault, Limits};

use crate::node::{Node, Origin, Origins, Payload, payload_of};
use crate::source::{Document, Entry, NodeId, Value};

/// An object that a chart renders.
#[derive(Clone, Debug)]
pub struct InflatedObject {
    /// The object.
    pub body: Node,
    /// What it is for.
    pub role: Role,
    /// The template that it comes from, as Helm calls it.
    pub template: String,
}

/// What made the bytes of a rendered document.
pub(super) trait Written {
    /// The origin of a node: of its value, and of the key that holds it.
    fn origin(&mut self, value: Range<usize>, key: Option<Range<usize>>) -> Origin;
}

/// Reads a rendered document as Helm does; what is empty stands for nothing.
///
/// # Errors
/// What is wrong with its YAML.
pub(super) fn read_document(text: &str, written: &mut dyn Written) -> Result<Vec<Node>, Vec<Fault>> {
    let documents = platgen_yaml::read(text.as_bytes(), &Dialect::HELM_VALUES, &Limits::default())?;
    let trees = documents.iter().map(|document| tree(document, document.root(), None, written));
    Ok(trees.filter(|node| node.payload != Payload::Null).collect())
}

/// Takes lists of objects apart, whose kind is then a cause of each item.
pub(super) fn items_of(node: Node, origins: &mut Origins) -> Vec<Node> {
    let is_list = node.get("kind").and_then(Node::as_str).is_some_and(|kind| kind.ends_with("List"));
    let items = node.get("items").filter(|items| matches!(items.payload, Payload::Seq(_)));
    let (true, Some(items)) = (is_list, items) else { return vec![node] };
    let kind = node.get("kind").map_or(Origin::INHERITED, |kind| kind.origin);
    let mut found = Vec::new();
    for item in items.items() {
        let mut item = item.clone();
        item.origin = origins.join(&[item.origin, kind, node.origin]);
        found.extend(items_of(item, origins));
    }
    found
}

/// Makes a tree of a document's node.
fn tree(document: &Document, at: NodeId, entry: Option<&Entry>, written: &mut dyn Written) -> Node {
    let bytes = |span: crate::source::Span| span.start as usize..span.end as usize;
    let mut value = bytes(document.span(at));
    // What a map or list holds has origins of its own.
    if matches!(document.value(at), Value::Seq(_) | Value::Map(_)) {
        value.end = value.end.min(value.start + 1);
    }
    let origin = written.origin(value, entry.map(|entry| bytes(entry.key_span)));
    let mut below = |at: NodeId, entry: Option<&Entry>| tree(document, at, entry, written);
    let payload = payload_of(document, at, &mut below);
    Node::new(payload, origin)
}
