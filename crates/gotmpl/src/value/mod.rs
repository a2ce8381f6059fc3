//! The values that templates compute with, each with its Go type.
//!
//! A [`Value`] is small and cheap to clone: texts and lists are shared, maps are references as in Go. Values belong to one
//! thread; what is to outlive a run or to cross threads is a [`Plain`] tree.
//!
//! The law: a value knows its Go type, and whatever prints, compares or passes it goes by that type.

mod kind;
mod knots;
mod list;
mod map;
mod object;
mod plain;
mod teardown;
mod text;

pub use kind::{Kind, ListType, MapType, Type};
pub use knots::Knots;
pub use list::List;
pub use map::{Map, NilMap};
pub use object::Object;
pub use plain::{Plain, TooDeep};
pub use text::Text;

use std::fmt;
use std::rc::Rc;

/// A value of Go.
#[derive(Clone, Default)]
pub enum Value {
    /// No value: Go's nil interface, and what reading one leaves. Nil lists and maps are lists and maps.
    #[default]
    Nil,
    /// `bool`.
    Bool(bool),
    /// `int`: integer literals, lengths, indices.
    Int(i64),
    /// `int32`.
    Int32(i32),
    /// `int64`: what arithmetic of sprig gives, and whole numbers of `--set`.
    Int64(i64),
    /// `uint`.
    Uint(u64),
    /// `uint8`: an item of a string or of bytes.
    Uint8(u8),
    /// `uint64`.
    Uint64(u64),
    /// `float64`: every number of JSON and of YAML.
    Float64(f64),
    /// `complex128`: an imaginary literal.
    Complex128(f64, f64),
    /// `string`.
    String(Text),
    /// `[]uint8`, Go's `[]byte`.
    Bytes(Text),
    /// Any other slice.
    List(List),
    /// A map from strings.
    Map(Map),
    /// A struct, a pointer or a named type.
    Object(Rc<dyn Object>),
}

impl Value {
    /// Makes a string.
    pub fn string(text: impl Into<Text>) -> Self {
        Value::String(text.into())
    }

    /// Makes a `[]interface {}`.
    pub fn list(items: Vec<Value>) -> Self {
        Value::List(List::new(items))
    }

    /// Makes a `[]string`.
    pub fn strings<T: Into<Text>>(items: impl IntoIterator<Item = T>) -> Self {
        Value::List(List::of(ListType::STRINGS, items.into_iter().map(Value::string).collect()))
    }

    /// Makes a value of an object.
    pub fn object(object: impl Object) -> Self {
        Value::Object(Rc::new(object))
    }

    /// Tells whether this is [`Value::Nil`].
    pub fn is_nil(&self) -> bool {
        matches!(self, Value::Nil)
    }

    /// Tells Go's kind of the value.
    pub fn kind(&self) -> Kind {
        match self {
            Value::Nil => Kind::Invalid,
            Value::Bool(_) => Kind::Bool,
            Value::Int(_) => Kind::Int,
            Value::Int32(_) => Kind::Int32,
            Value::Int64(_) => Kind::Int64,
            Value::Uint(_) => Kind::Uint,
            Value::Uint8(_) => Kind::Uint8,
            Value::Uint64(_) => Kind::Uint64,
            Value::Float64(_) => Kind::Float64,
            Value::Complex128(..) => Kind::Complex128,
            Value::String(_) => Kind::String,
            Value::Bytes(_) | Value::List(_) => Kind::Slice,
            Value::Map(_) => Kind::Map,
            Value::Object(object) => object.kind(),
        }
    }

    /// Gives the type's name as `%T` prints it; `<nil>` for nil.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Nil => "<nil>",
            Value::Bytes(_) => "[]uint8",
            Value::List(list) => list.list_type().name,
            Value::Map(map) => map.map_type().name,
            Value::Object(object) => object.type_name(),
            _ => self.kind().name(),
        }
    }

    /// Tells whether a condition holds: not for false, zero, nil and what is empty. A struct always holds.
    pub fn is_true(&self) -> bool {
        match self {
            Value::Nil => false,
            Value::Bool(value) => *value,
            Value::Int(value) | Value::Int64(value) => *value != 0,
            Value::Int32(value) => *value != 0,
            Value::Uint(value) | Value::Uint64(value) => *value != 0,
            Value::Uint8(value) => *value != 0,
            Value::Float64(value) => *value != 0.0,
            Value::Complex128(real, imaginary) => *real != 0.0 || *imaginary != 0.0,
            Value::String(text) | Value::Bytes(text) => !text.is_empty(),
            Value::List(list) => !list.is_empty(),
            Value::Map(map) => !map.is_empty(),
            Value::Object(object) => object.underlying().is_none_or(|value| value.is_true()),
        }
    }

    /// Tells whether the value may stand where a type is asked for: Go's assignability. Nil is assignable to `interface {}` only;
    /// lists and maps that are nil are values of their own types.
    pub fn is_assignable_to(&self, wanted: &Type) -> bool {
        match (wanted, self) {
            (Type::Any, _)
            | (Type::Bool, Value::Bool(_))
            | (Type::Int, Value::Int(_))
            | (Type::Int64, Value::Int64(_))
            | (Type::Uint8, Value::Uint8(_))
            | (Type::Uint64, Value::Uint64(_))
            | (Type::Float64, Value::Float64(_))
            | (Type::String, Value::String(_)) => true,
            (Type::List(wanted), Value::Bytes(_)) => wanted.name == ListType::BYTES.name,
            (Type::List(wanted), Value::List(list)) => wanted.name == list.list_type().name,
            (Type::Map(wanted), Value::Map(map)) => map.map_type().is_assignable_to(wanted),
            (Type::Object(name), Value::Object(object)) => object.type_name() == *name,
            _ => false,
        }
    }
}

impl fmt::Debug for Value {
    /// Shows the type and a scalar's value; what lists and maps hold is left out, as it may be without end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Nil => f.write_str("nil"),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Int(value) | Value::Int64(value) => write!(f, "{}({value})", self.type_name()),
            Value::Int32(value) => write!(f, "int32({value})"),
            Value::Uint(value) | Value::Uint64(value) => write!(f, "{}({value})", self.type_name()),
            Value::Uint8(value) => write!(f, "uint8({value})"),
            Value::Float64(value) => write!(f, "float64({value})"),
            Value::Complex128(real, imaginary) => write!(f, "complex128({real}, {imaginary})"),
            Value::String(text) => write!(f, "{text:?}"),
            Value::Bytes(bytes) => write!(f, "[]uint8({bytes:?})"),
            Value::List(list) => write!(f, "{list:?}"),
            Value::Map(map) => write!(f, "{map:?}"),
            Value::Object(object) => f.write_str(object.type_name()),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Value::Float64(value)
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Value::String(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::String(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::String(text.into())
    }
}

impl From<List> for Value {
    fn from(list: List) -> Self {
        Value::List(list)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Value::Map(map)
    }
}
