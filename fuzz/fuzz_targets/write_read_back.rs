//! Any tree, built from bytes: what is written reads back the same under every dialect.
#![no_main]

use libfuzzer_sys::fuzz_target;
use platgen_yaml::{Dialect, Document, Emit, Limits, NodeId, Value, View, read, write};

#[derive(PartialEq, Debug)]
enum Tree {
    Int(i64),
    Float(f64),
    Str(String),
    Seq(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

struct Fields<'a>(std::slice::Iter<'a, (String, Tree)>);

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a str, &'a Tree);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (key.as_str(), value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Fields<'_> {}

impl Emit for Tree {
    type Items<'a> = std::slice::Iter<'a, Tree>;
    type Fields<'a> = Fields<'a>;

    fn view(&self) -> View<'_, Self> {
        match self {
            Tree::Int(value) => View::Int(*value),
            Tree::Float(value) => View::Float(*value),
            Tree::Str(text) => View::Str(text),
            Tree::Seq(items) => View::Seq(items.iter()),
            Tree::Map(fields) => View::Map(Fields(fields.iter())),
        }
    }
}

/// Takes bytes off the input as instructions; texts are what stands up to the next 0xFF.
struct Builder<'a>(&'a [u8]);

impl Builder<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn text(&mut self) -> String {
        let end = self.0.iter().position(|byte| *byte == 0xFF).unwrap_or(self.0.len());
        let (text, rest) = self.0.split_at(end);
        self.0 = rest.get(1..).unwrap_or_default();
        String::from_utf8_lossy(text).into_owned()
    }

    fn number(&mut self) -> [u8; 8] {
        std::array::from_fn(|_| self.byte())
    }

    fn tree(&mut self, depth: usize) -> Tree {
        let byte = self.byte();
        let count = usize::from(byte >> 4) % 6;
        match byte % 8 {
            0 => Tree::Int(i64::from_le_bytes(self.number())),
            1 => Some(f64::from_le_bytes(self.number()))
                .filter(|value| value.is_finite())
                .map_or(Tree::Int(0), Tree::Float),
            2 | 3 if depth > 0 => Tree::Seq((0..count).map(|_| self.tree(depth - 1)).collect()),
            4 | 5 if depth > 0 => {
                let mut fields: Vec<(String, Tree)> = (0..count).map(|_| (self.text(), self.tree(depth - 1))).collect();
                fields.sort_by(|a, b| a.0.cmp(&b.0));
                fields.dedup_by(|a, b| a.0 == b.0);
                Tree::Map(fields)
            }
            _ => Tree::Str(self.text()),
        }
    }
}

fn tree_of(document: &Document, node: NodeId) -> Tree {
    match document.value(node) {
        Value::Int(value) => Tree::Int(value),
        Value::Float(value) => Tree::Float(value),
        Value::Str(text) => Tree::Str(text.to_owned()),
        Value::Seq(items) => Tree::Seq(items.iter().map(|item| tree_of(document, *item)).collect()),
        Value::Map(entries) => {
            Tree::Map(entries.iter().map(|entry| (entry.key.to_string(), tree_of(document, entry.value))).collect())
        }
        other => panic!("{other:?} was never written"),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let tree = Builder(bytes).tree(6);
    let mut written = Vec::new();
    write(&tree, &mut written);
    for dialect in [Dialect::PLATGEN, Dialect::HELM_VALUES, Dialect::KUBECTL] {
        let documents = read(&written, &dialect, &Limits::default()).expect("what is written can be read");
        assert_eq!(tree_of(&documents[0], documents[0].root()), tree);
    }
});
