//! Trees without sharing, that may cross threads: what is read from files and handed to a run, or taken from one.

use super::{List, ListType, Map, MapType, Text, Value};
use std::collections::BTreeMap;
use std::fmt;

/// A tree of values: what JSON can say, with integers kept apart from floats.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Plain {
    /// Null, which becomes nil.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number, which becomes an `int64`.
    Int(i64),
    /// A number, which becomes a `float64`.
    Float(f64),
    /// A text.
    String(Text),
    /// A list, which becomes a `[]interface {}`.
    List(Vec<Plain>),
    /// A map, which becomes a `map[string]interface {}`.
    Map(BTreeMap<Text, Plain>),
}

/// Levels of a value that [`Plain::from_value`] takes.
const DEEPEST: usize = 512;

impl Plain {
    /// Copies a value out. Typed lists and maps, and objects with a plain value under their names, lose their types.
    ///
    /// # Errors
    ///
    /// [`TooDeep`] for a value of more than 512 levels, such as a map that contains itself.
    pub fn from_value(value: &Value) -> Result<Self, TooDeep> {
        Self::copied(value, DEEPEST)
    }

    fn copied(value: &Value, levels: usize) -> Result<Self, TooDeep> {
        let levels = levels.checked_sub(1).ok_or(TooDeep)?;
        Ok(match value {
            Value::Nil => Plain::Null,
            Value::Bool(value) => Plain::Bool(*value),
            Value::Int(value) | Value::Int64(value) => Plain::Int(*value),
            Value::Int32(value) => Plain::Int((*value).into()),
            Value::Uint8(value) => Plain::Int((*value).into()),
            Value::Uint(value) | Value::Uint64(value) => {
                i64::try_from(*value).map_or(Plain::Float(*value as f64), Plain::Int)
            }
            Value::Float64(value) | Value::Complex128(value, _) => Plain::Float(*value),
            Value::String(text) | Value::Bytes(text) => Plain::String(text.clone()),
            Value::List(list) => {
                Plain::List(list.iter().map(|item| Self::copied(item, levels)).collect::<Result<_, _>>()?)
            }
            Value::Map(map) => {
                let copied = |(key, value)| Ok((key, Self::copied(&value, levels)?));
                Plain::Map(map.entries().into_iter().map(copied).collect::<Result<_, _>>()?)
            }
            Value::Object(object) => match object.underlying() {
                Some(value) => Self::copied(&value, levels)?,
                None => object.string().map_or(Plain::Null, Plain::String),
            },
        })
    }

    /// Makes the value of the tree. Each call makes maps of its own.
    pub fn to_value(&self) -> Value {
        match self {
            Plain::Null => Value::Nil,
            Plain::Bool(value) => Value::Bool(*value),
            Plain::Int(value) => Value::Int64(*value),
            Plain::Float(value) => Value::Float64(*value),
            Plain::String(text) => Value::String(text.clone()),
            Plain::List(items) => Value::List(List::of(ListType::ANY, items.iter().map(Self::to_value).collect())),
            Plain::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| (key.clone(), value.to_value())).collect();
                Value::Map(Map::with_entries(MapType::ANY, entries))
            }
        }
    }
}

/// A value has more levels than a tree may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooDeep;

impl fmt::Display for TooDeep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a value is nested more than {DEEPEST} levels deep")
    }
}

impl std::error::Error for TooDeep {}
