use platgen_schema::{Tree, View};

use super::{Entry, Node, Payload};

/// The fields of a map, as the writer and the validator want them.
pub struct Fields<'a>(std::slice::Iter<'a, Entry>);

impl<'a> Fields<'a> {
    /// The fields in the order of a map's entries.
    pub(crate) fn of(entries: &'a [Entry]) -> Self {
        Self(entries.iter())
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a str, &'a Node);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|entry| (entry.key.as_str(), &entry.value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Fields<'_> {}

impl Tree for Node {
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
