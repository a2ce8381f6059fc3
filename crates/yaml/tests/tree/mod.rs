//! A plain tree of values for the tests: what a consumer of the crate would have.

use platgen_yaml::{Dialect, Document, Emit, Limits, NodeId, Value, View, read, write};

#[derive(Clone, PartialEq, Debug)]
pub enum Tree {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Str(String),
    Seq(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

pub struct Fields<'a>(std::slice::Iter<'a, (String, Tree)>);

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
            Tree::Null => View::Null,
            Tree::Bool(value) => View::Bool(*value),
            Tree::Int(value) => View::Int(*value),
            Tree::UInt(value) => View::UInt(*value),
            Tree::Float(value) => View::Float(*value),
            Tree::Str(text) => View::Str(text),
            Tree::Seq(items) => View::Seq(items.iter()),
            Tree::Map(fields) => View::Map(Fields(fields.iter())),
        }
    }
}

#[allow(dead_code, reason = "each test binary uses its part")]
impl Tree {
    pub fn text(text: &str) -> Self {
        Tree::Str(text.to_owned())
    }

    pub fn of(document: &Document) -> Self {
        Self::at(document, document.root())
    }

    fn at(document: &Document, node: NodeId) -> Self {
        match document.value(node) {
            Value::Null => Tree::Null,
            Value::Bool(value) => Tree::Bool(value),
            Value::Int(value) => Tree::Int(value),
            Value::UInt(value) => Tree::UInt(value),
            Value::Float(value) => Tree::Float(value),
            Value::Str(text) => Tree::text(text),
            Value::Seq(items) => Tree::Seq(items.iter().map(|item| Self::at(document, *item)).collect()),
            Value::Map(entries) => Tree::Map(
                entries.iter().map(|entry| (entry.key.to_string(), Self::at(document, entry.value))).collect(),
            ),
        }
    }

    pub fn read(bytes: &[u8], dialect: &Dialect) -> Option<Self> {
        read(bytes, dialect, &Limits::default()).ok()?.first().map(Self::of)
    }

    pub fn written(&self) -> String {
        let mut out = Vec::new();
        write(self, &mut out);
        String::from_utf8(out).expect("the writer copies and writes UTF-8")
    }

    pub fn from_json(json: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Tree::Null,
            Json::Bool(value) => Tree::Bool(*value),
            Json::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(value), _) => Tree::Int(value),
                (None, Some(value)) => Tree::UInt(value),
                (None, None) => Tree::Float(number.as_f64().expect("a number is an integer or a float")),
            },
            Json::String(text) => Tree::text(text),
            Json::Array(items) => Tree::Seq(items.iter().map(Self::from_json).collect()),
            Json::Object(fields) => {
                Tree::Map(fields.iter().map(|(key, value)| (key.clone(), Self::from_json(value))).collect())
            }
        }
    }

    /// Equality as Helm sees it, in which every number is a 64-bit float.
    pub fn same_in_floats(&self, other: &Self) -> bool {
        match (self, other) {
            (Tree::Seq(a), Tree::Seq(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same_in_floats(b)),
            (Tree::Map(a), Tree::Map(b)) => {
                let find = |key: &str| b.iter().find(|(other, _)| other == key).map(|(_, value)| value);
                a.len() == b.len() && a.iter().all(|(key, value)| find(key).is_some_and(|b| value.same_in_floats(b)))
            }
            _ => match (self.as_float(), other.as_float()) {
                (Some(a), Some(b)) => a == b,
                _ => self == other,
            },
        }
    }

    fn as_float(&self) -> Option<f64> {
        match self {
            Tree::Int(value) => Some(*value as f64),
            Tree::UInt(value) => Some(*value as f64),
            Tree::Float(value) => Some(*value),
            _ => None,
        }
    }
}
