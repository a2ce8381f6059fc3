use platgen_yaml::{Emit, View};

use crate::node::{Fields, Node, Payload};

impl Emit for Node {
    type Items<'a> = std::slice::Iter<'a, Node>;
    type Fields<'a> = Fields<'a>;

    fn view(&self) -> View<'_, Self> {
        match &self.payload {
            Payload::Null => View::Null,
            Payload::Bool(value) => View::Bool(*value),
            Payload::Int(value) => View::Int(*value),
            Payload::Float(value) => View::Float(*value),
            Payload::Str(text) => View::Str(text),
            Payload::Seq(items) => View::Seq(items.iter()),
            Payload::Map(entries) => View::Map(Fields::of(entries)),
        }
    }
}

/// Appends a tree as a YAML document without a separator.
pub fn write_yaml(node: &Node, out: &mut Vec<u8>) {
    platgen_yaml::write(node, out);
}
