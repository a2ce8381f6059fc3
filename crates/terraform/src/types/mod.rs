//! Terraform's type constraints: what a module's variables say of their values.
//!
//! Takes type expressions as they stand in `variable` blocks; gives [`Type`]s, which write themselves back.

mod read;
mod write;

use crate::hcl::Value;

pub(crate) use read::read_type;

/// A type constraint.
#[derive(Clone, PartialEq, Debug)]
pub enum Type {
    /// Anything; below a collection, anything of one type.
    Any,
    /// A text; numbers and booleans are taken for one.
    String,
    /// A number, or a text that is one.
    Number,
    /// A boolean, or `"true"`, `"false"`, `"1"`, `"0"`.
    Bool,
    /// A list, all items of one type.
    List(Box<Type>),
    /// A list in which order and repetition mean nothing.
    Set(Box<Type>),
    /// Keys of any name, all values of one type.
    Map(Box<Type>),
    /// A list of known length, each item of its own type.
    Tuple(Vec<Type>),
    /// Keys of known names, each value of its own type.
    Object(Vec<Attribute>),
}

/// One attribute of an object.
#[derive(Clone, PartialEq, Debug)]
pub struct Attribute {
    /// The key.
    pub name: Box<str>,
    /// The type of its value.
    pub ty: Type,
    /// Whether it may be left out.
    pub optional: bool,
    /// What it then is; null where nothing is said.
    pub default: Option<Value>,
}

impl Type {
    /// Finds an attribute of an object; none in other types.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes().iter().find(|attribute| *attribute.name == *name)
    }

    /// The attributes of an object; none of other types.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute] {
        match self {
            Type::Object(attributes) => attributes,
            _ => &[],
        }
    }

    /// Tells whether [`Type::Any`] is in it somewhere, so that it says less than it could.
    #[must_use]
    pub fn has_any(&self) -> bool {
        match self {
            Type::Any => true,
            Type::String | Type::Number | Type::Bool => false,
            Type::List(item) | Type::Set(item) | Type::Map(item) => item.has_any(),
            Type::Tuple(items) => items.iter().any(Type::has_any),
            Type::Object(attributes) => attributes.iter().any(|attribute| attribute.ty.has_any()),
        }
    }

    /// What one calls a value of the type, for a message.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match self {
            Type::Any => "any value",
            Type::String => "a string",
            Type::Number => "a number",
            Type::Bool => "a boolean",
            Type::List(_) | Type::Set(_) | Type::Tuple(_) => "a list",
            Type::Map(_) => "a map",
            Type::Object(_) => "an object",
        }
    }
}
