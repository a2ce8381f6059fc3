use platgen_gotmpl::value::{Plain, Text};
use platgen_helm::Fields;

use crate::node::{Node, Payload};

/// The values of a release as Helm has them after it read a values file: every number is a 64-bit float.
pub(super) fn fields(values: &Node) -> Fields {
    match plain(values) {
        Plain::Map(fields) => fields,
        _ => Fields::new(),
    }
}

fn plain(node: &Node) -> Plain {
    match &node.payload {
        Payload::Null => Plain::Null,
        Payload::Bool(value) => Plain::Bool(*value),
        Payload::Int(value) => Plain::Float(*value as f64),
        Payload::Float(value) => Plain::Float(*value),
        Payload::Str(text) => Plain::String(Text::from(text.as_str())),
        Payload::Seq(items) => Plain::List(items.iter().map(plain).collect()),
        Payload::Map(entries) => {
            Plain::Map(entries.iter().map(|entry| (Text::from(entry.key.as_str()), plain(&entry.value))).collect())
        }
    }
}
