//! JSON values as trees, the form in which the embedded definitions are read; and trees as JSON values.

use crate::limits::Limits;
use crate::tree::{Tree, View};
use serde_json::{Value, map};

/// Drops the difference between an owned key and a borrowed one.
type Borrow<'a> = fn((&'a String, &'a Value)) -> (&'a str, &'a Value);

impl Tree for Value {
    type Items<'a> = std::slice::Iter<'a, Value>;
    type Fields<'a> = std::iter::Map<map::Iter<'a>, Borrow<'a>>;

    fn view(&self) -> View<'_, Self> {
        match self {
            Value::Null => View::Null,
            Value::Bool(value) => View::Bool(*value),
            Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(value), _) => View::Int(value),
                (None, Some(value)) => View::UInt(value),
                (None, None) => View::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => View::Str(text),
            Value::Array(items) => View::Seq(items.iter()),
            Value::Object(fields) => View::Map(fields.iter().map((|(key, value)| (key.as_str(), value)) as Borrow<'_>)),
        }
    }
}

/// Copying of trees into JSON values, within a number of nodes.
pub(crate) struct Copying {
    pub(crate) nodes: usize,
}

impl Default for Copying {
    fn default() -> Self {
        Self { nodes: Limits::default().visits }
    }
}

impl Copying {
    /// Copies a tree; none where it is deeper than given or the nodes are used up.
    pub(crate) fn copy<N: Tree>(&mut self, node: &N, depth: usize) -> Option<Value> {
        self.nodes = self.nodes.checked_sub(1)?;
        let inside = depth.checked_sub(1);
        Some(match node.view() {
            View::Null => Value::Null,
            View::Bool(value) => Value::Bool(value),
            View::Int(value) => Value::from(value),
            View::UInt(value) => Value::from(value),
            View::Float(value) => Value::from(value),
            View::Str(text) => Value::from(text),
            View::Seq(mut items) => Value::Array(items.try_fold(Vec::new(), |mut copies, item| {
                copies.push(self.copy(item, inside?)?);
                Some(copies)
            })?),
            View::Map(mut fields) => Value::Object(fields.try_fold(map::Map::new(), |mut copies, (key, value)| {
                copies.insert(key.to_owned(), self.copy(value, inside?)?);
                Some(copies)
            })?),
        })
    }

    /// Copies a value that a schema holds, whose depth is bounded.
    pub(crate) fn take(&mut self, value: &Value) -> Option<Value> {
        self.copy(value, usize::MAX)
    }
}
