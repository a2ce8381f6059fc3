//! Rust types that stand for the Go types of parameters.

use crate::value::{List, ListType, Map, MapType, Text, Type, Value};

/// A Rust type that stands for a Go type.
///
/// [`Value`] is `interface {}`, `bool`, `f64` and [`Text`] are Go's `bool`, `float64` and `string`, [`Int`] and [`Int64`] are
/// `int` and `int64`, which Go never mixes; [`List`] is `[]interface {}`, [`Map`] is `map[string]interface {}`. Types of other
/// crates may join, such as a struct's handle with [`Type::Object`].
pub trait Parameter: Sized {
    /// The Go type. The machine passes nothing else.
    const TYPE: Type;

    /// Takes the value out, of which the machine has seen to it that it is [assignable](Value::is_assignable_to) to
    /// [`TYPE`](Self::TYPE).
    fn take(value: Value) -> Option<Self>;
}

/// An argument of Go type `int`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Int(pub i64);

/// An argument of Go type `int64`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Int64(pub i64);

/// All further arguments: the last parameter of a function that takes any number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rest<T>(pub Vec<T>);

impl Parameter for Value {
    const TYPE: Type = Type::Any;

    fn take(value: Value) -> Option<Self> {
        Some(value)
    }
}

impl Parameter for bool {
    const TYPE: Type = Type::Bool;

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }
}

impl Parameter for Int {
    const TYPE: Type = Type::Int;

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::Int(value) => Some(Int(value)),
            _ => None,
        }
    }
}

impl Parameter for Int64 {
    const TYPE: Type = Type::Int64;

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::Int64(value) => Some(Int64(value)),
            _ => None,
        }
    }
}

impl Parameter for f64 {
    const TYPE: Type = Type::Float64;

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::Float64(value) => Some(value),
            _ => None,
        }
    }
}

impl Parameter for Text {
    const TYPE: Type = Type::String;

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

impl Parameter for List {
    const TYPE: Type = Type::List(ListType::ANY);

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }
}

impl Parameter for Map {
    const TYPE: Type = Type::Map(MapType::ANY);

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }
}
