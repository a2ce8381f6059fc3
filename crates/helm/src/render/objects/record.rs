//! Structs without methods.

use platgen_gotmpl::value::Kind;
use platgen_gotmpl::{Object, Value};

/// A named field.
pub(super) type Field = (&'static str, Value);

/// A struct, or a pointer to one.
pub(super) struct Record {
    pub(super) type_name: &'static str,
    pub(super) kind: Kind,
    pub(super) fields: Vec<Field>,
    /// The fields under the names that they have in JSON, where those are others.
    pub(super) json: Option<Vec<Field>>,
}

impl Record {
    /// Makes what stands for a struct in JSON.
    pub(super) fn json(fields: Vec<Field>) -> Value {
        Value::object(Self { type_name: "struct", kind: Kind::Struct, fields, json: None })
    }
}

impl Object for Record {
    fn type_name(&self) -> &'static str {
        self.type_name
    }

    fn kind(&self) -> Kind {
        self.kind
    }

    fn field(&self, name: &str) -> Option<Value> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone())
    }

    fn fields(&self) -> Vec<Field> {
        self.fields.clone()
    }

    fn json(&self) -> Option<Value> {
        self.json.clone().map(Self::json)
    }
}
