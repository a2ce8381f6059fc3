//! JSON values as trees: the form in which the embedded definitions are read.

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
