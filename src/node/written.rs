use super::{Entry, Node, Origins, Payload};
use crate::source::{Place, Sources, Value};

/// Makes a tree of what is written at a place, each part of which points at itself; an integer that 64 bits with a sign do not
/// hold becomes the nearest number that there is.
pub fn as_written(place: Place, sources: &Sources, origins: &mut Origins) -> Node {
    let below = |node| Place::new(place.file, node);
    let payload = match sources.value(place) {
        Value::Null => Payload::Null,
        Value::Bool(value) => Payload::Bool(value),
        Value::Int(value) => Payload::Int(value),
        Value::UInt(value) => Payload::Float(value as f64),
        Value::Float(value) => Payload::Float(value),
        Value::Str(_) => Payload::Str(sources.text(place)),
        Value::Seq(items) => {
            Payload::Seq(items.iter().map(|item| as_written(below(*item), sources, origins)).collect())
        }
        Value::Map(entries) => {
            let entry = |entry: &crate::source::Entry| Entry {
                key: entry.key.clone(),
                value: as_written(below(entry.value), sources, origins),
            };
            Payload::Map(entries.iter().map(entry).collect())
        }
    };
    Node::new(payload, origins.leaf(place))
}
