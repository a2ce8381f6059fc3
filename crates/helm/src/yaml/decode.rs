//! Documents towards Go structs: fields found as Go's JSON decoder finds them, texts made of numbers and booleans.

use super::read::{Unread, plain};
use crate::number::shortest_float;
use platgen_gotmpl::value::Plain;
use platgen_yaml::{Document, NodeId, Value};

/// A node that is being read into a struct, and the struct's name for errors.
#[derive(Clone, Copy)]
pub(crate) struct Target<'d> {
    pub(crate) document: &'d Document,
    pub(crate) node: NodeId,
}

impl<'d> Target<'d> {
    pub(crate) const fn root(document: &'d Document) -> Self {
        Self { document, node: document.root() }
    }

    pub(crate) fn value(self) -> Value<'d> {
        self.document.value(self.node)
    }

    /// Names the type as Go's JSON decoder does.
    pub(crate) fn json_type(self) -> &'static str {
        match self.value() {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Int(_) | Value::UInt(_) | Value::Float(_) => "number",
            Value::Str(_) => "string",
            Value::Seq(_) => "array",
            Value::Map(_) => "object",
        }
    }

    /// Finds a field by its name, in any case where none has the very name; null counts as absent.
    pub(crate) fn field(self, name: &str) -> Option<Self> {
        let Value::Map(entries) = self.value() else { return None };
        let exact = entries.iter().find(|entry| entry.key == name);
        let entry = exact.or_else(|| entries.iter().rev().find(|entry| entry.key.eq_ignore_ascii_case(name)))?;
        let field = Self { document: self.document, node: entry.value };
        (field.value() != Value::Null).then_some(field)
    }

    /// Gives the text that a string field gets: numbers and booleans are written out.
    pub(crate) fn text(self) -> Option<String> {
        match self.value() {
            Value::Str(text) => Some(text.to_owned()),
            Value::Int(value) => Some(value.to_string()),
            Value::UInt(value) => Some(value.to_string()),
            Value::Float(value) => Some(shortest_float(value)),
            Value::Bool(value) => Some(value.to_string()),
            Value::Null => Some(String::new()),
            Value::Seq(_) | Value::Map(_) => None,
        }
    }

    /// Reads a string field of a struct; empty where it is absent.
    ///
    /// # Errors
    ///
    /// Where a list or a map stands there.
    pub(crate) fn string(self, owner: &str, name: &str) -> Result<String, Unread> {
        let Some(field) = self.field(name) else { return Ok(String::new()) };
        field.text().ok_or_else(|| field.mistyped(owner, name, "string"))
    }

    /// Gives the items of a list field; none where it is absent.
    ///
    /// # Errors
    ///
    /// Where something else stands there.
    pub(crate) fn items(self, owner: &str, name: &str, of: &str) -> Result<Vec<Self>, Unread> {
        let Some(field) = self.field(name) else { return Ok(Vec::new()) };
        match field.value() {
            Value::Seq(items) => Ok(items.iter().map(|&node| Self { document: self.document, node }).collect()),
            _ => Err(field.mistyped(owner, name, of)),
        }
    }

    /// Gives the entries of a field that maps strings to strings; none where it is absent.
    ///
    /// # Errors
    ///
    /// Where something else stands there, or a list or a map among the values.
    pub(crate) fn string_map(self, owner: &str, name: &str) -> Result<Vec<(String, String)>, Unread> {
        let Some(field) = self.field(name) else { return Ok(Vec::new()) };
        let Value::Map(entries) = field.value() else {
            return Err(field.mistyped(owner, name, "map[string]string"));
        };
        let text = |entry: &platgen_yaml::Entry| {
            let value = Self { document: self.document, node: entry.value };
            let text = value.text().ok_or_else(|| value.mistyped(owner, name, "string"))?;
            Ok((entry.key.to_string(), text))
        };
        let mut texts: Vec<(String, String)> = entries.iter().map(text).collect::<Result<_, Unread>>()?;
        texts.sort();
        Ok(texts)
    }

    /// Copies the node out as untyped values.
    pub(crate) fn plain(self) -> Plain {
        plain(self.document, self.node)
    }

    /// Says that the field has the wrong type; `owner` is the struct's name, or for one without a name the field above.
    pub(crate) fn mistyped(self, owner: &str, name: &str, wanted: &str) -> Unread {
        Unread::mistyped(self.json_type(), &format!("Go struct field {owner}.{name} of type {wanted}"))
    }
}
