//! What the checker asks of a tree.

use crate::hcl::{Entry, Part, Value};
use crate::types::Type;

/// A node of some tree that can be checked.
///
/// The tree stays its owner's: the checker looks at one node at a time and hands references to it back.
pub trait Tree {
    /// Iterates over the items of a list.
    type Items<'a>: Iterator<Item = &'a Self>
    where
        Self: 'a;
    /// Iterates over the fields of a map; keys must differ from each other.
    type Fields<'a>: Iterator<Item = (&'a str, &'a Self)>
    where
        Self: 'a;

    /// Shows what the node holds.
    fn view(&self) -> View<'_, Self>;
}

/// What one node of a [`Tree`] holds.
pub enum View<'a, N: Tree + ?Sized + 'a> {
    /// Nothing.
    Null,
    /// A boolean.
    Bool,
    /// A number; which one decides nothing.
    Number,
    /// A text.
    Str(&'a str),
    /// A list.
    Seq(N::Items<'a>),
    /// A map.
    Map(N::Fields<'a>),
    /// What is known only when the module is planned, such as an output of another one; with its type, where that is known.
    Unknown(Option<&'a Type>),
}

/// A tree that is written as HCL can be checked as it is: expressions are unknown, and texts with expressions in them are texts.
impl Tree for Value {
    type Items<'a> = std::slice::Iter<'a, Value>;
    type Fields<'a> = std::iter::Map<std::slice::Iter<'a, Entry>, fn(&'a Entry) -> (&'a str, &'a Value)>;

    fn view(&self) -> View<'_, Self> {
        match self {
            Value::Null => View::Null,
            Value::Bool(_) => View::Bool,
            Value::Number(_) => View::Number,
            Value::Text(text) => View::Str(text),
            Value::List(items) => View::Seq(items.iter()),
            Value::Object(entries) => {
                let field: fn(&Entry) -> (&str, &Value) = |entry| (entry.key.as_str(), &entry.value);
                View::Map(entries.iter().map(field))
            }
            Value::Expression(_) => View::Unknown(None),
            Value::Template(parts) => match parts.as_slice() {
                [Part::Expression(_)] => View::Unknown(None),
                _ => View::Unknown(Some(&Type::String)),
            },
        }
    }
}
