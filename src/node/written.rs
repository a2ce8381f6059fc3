use super::{Entry, Node, Origins, Payload};
use crate::source::{self, Document, NodeId, Place, Sources, Value};

/// Makes a tree of what is written at a place, each part of which points at itself.
pub fn as_written(place: Place, sources: &Sources, origins: &mut Origins) -> Node {
    let mut below =
        |node: NodeId, _: Option<&source::Entry>| as_written(Place::new(place.file, node), sources, origins);
    let payload = payload_of(sources.document(place.file), place.node, &mut below);
    Node::new(payload, origins.leaf(place))
}

/// Makes the value of a document's node, the children by `below`, which is told the entry of a map that holds a child.
///
/// An integer that 64 bits with a sign do not hold becomes the nearest number that there is: Kubernetes has no such integers, and its
/// schemas refuse one with a fraction.
pub fn payload_of(
    document: &Document,
    at: NodeId,
    below: &mut dyn FnMut(NodeId, Option<&source::Entry>) -> Node,
) -> Payload {
    match document.value(at) {
        Value::Null => Payload::Null,
        Value::Bool(value) => Payload::Bool(value),
        Value::Int(value) => Payload::Int(value),
        Value::UInt(value) => Payload::Float(value as f64),
        Value::Float(value) => Payload::Float(value),
        Value::Str(_) => Payload::Str(document.text_shared(at)),
        Value::Seq(items) => Payload::Seq(items.iter().map(|item| below(*item, None)).collect()),
        Value::Map(entries) => Payload::Map(
            entries
                .iter()
                .map(|entry| Entry { key: entry.key.clone(), value: below(entry.value, Some(entry)) })
                .collect(),
        ),
    }
}
