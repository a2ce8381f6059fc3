//! `index`, `slice` and `len`.

use crate::context::Context;
use crate::error::Fault;
use crate::machine::{Slot, element, underlying};
use crate::value::{List, Text, Type, Value};

/// Goes into a list, a map or a string, once for each index.
pub(super) fn index(context: &mut Context<'_>, item: &Slot, indices: &[Slot]) -> Result<Slot, Fault> {
    if item.value.is_nil() {
        return Err(Fault::new("index of untyped nil"));
    }
    let mut item = item.clone().unboxed();
    for index in indices {
        if item.value.is_nil() {
            return Err(Fault::new("index of nil pointer"));
        }
        item = match &underlying(item.value.clone()) {
            Value::List(list) => {
                let at = position(&index.value, list.len(), "slice")?;
                let value = list.get(at).cloned().unwrap_or_default();
                Slot { value, is_boxed: list.list_type().item == Type::Any }
            }
            Value::String(bytes) | Value::Bytes(bytes) => {
                let what = if matches!(item.value, Value::String(_)) { "string" } else { "slice" };
                let at = position(&index.value, bytes.len(), what)?;
                Slot::plain(Value::Uint8(bytes.get(at).copied().unwrap_or_default()))
            }
            Value::Map(map) => match &index.value {
                Value::String(key) => {
                    context.records.read(map, key);
                    element(map, key)
                }
                Value::Nil => return Err(Fault::new("value is nil; should be of type string")),
                other => return Err(Fault::new(format!("value has type {}; should be string", other.type_name()))),
            },
            _ => return Err(Fault::new(format!("can't index item of type {}", pointed_at(&item.value)))),
        };
    }
    Ok(item)
}

/// Reads an index that is not beyond the end.
fn bound(index: &Value, end: usize) -> Result<usize, Fault> {
    let (at, shown) = match underlying(index.clone()) {
        Value::Int(at) | Value::Int64(at) => (usize::try_from(at).ok(), at.to_string()),
        Value::Int32(at) => (usize::try_from(at).ok(), at.to_string()),
        Value::Uint(at) | Value::Uint64(at) => (usize::try_from(at).ok(), (at as i64).to_string()),
        Value::Uint8(at) => (Some(at.into()), at.to_string()),
        Value::Nil => return Err(Fault::new("cannot index slice/array with nil")),
        _ => return Err(Fault::new(format!("cannot index slice/array with type {}", index.type_name()))),
    };
    at.filter(|at| *at <= end).ok_or_else(|| Fault::new(format!("index out of range: {shown}")))
}

/// Go's check lets the length itself pass; reading there then fails in other words.
fn position(index: &Value, length: usize, what: &str) -> Result<usize, Fault> {
    let at = bound(index, length)?;
    match at < length {
        true => Ok(at),
        false => Err(Fault::new(format!("reflect: {what} index out of range"))),
    }
}

/// Cuts a list or a string.
pub(super) fn slice(item: &Slot, indices: &[Slot]) -> Result<Slot, Fault> {
    if item.value.is_nil() {
        return Err(Fault::new("slice of untyped nil"));
    }
    if indices.len() > 3 {
        return Err(Fault::new(format!("too many slice indexes: {}", indices.len())));
    }
    let whole = underlying(item.value.clone());
    let length = match &whole {
        Value::String(_) if indices.len() == 3 => return Err(Fault::new("cannot 3-index slice a string")),
        Value::String(bytes) | Value::Bytes(bytes) => bytes.len(),
        Value::List(list) => list.len(),
        _ => return Err(Fault::new(format!("can't slice item of type {}", pointed_at(&item.value)))),
    };
    let mut bounds = [0, length, length];
    for (place, index) in bounds.iter_mut().zip(indices) {
        *place = bound(&index.value, length)?;
    }
    let [start, end, capacity] = bounds;
    if start > end {
        return Err(Fault::new(format!("invalid slice index: {start} > {end}")));
    }
    if end > capacity {
        return Err(Fault::new(format!("invalid slice index: {end} > {capacity}")));
    }
    Ok(Slot::plain(match &whole {
        Value::String(bytes) => Value::String(Text::from(&bytes[start..end])),
        Value::Bytes(bytes) => Value::Bytes(Text::from(&bytes[start..end])),
        Value::List(list) => Value::List(List::of(list.list_type(), list[start..end].to_vec())),
        _ => Value::Nil,
    }))
}

/// Measures a list, a map or a string, a string in bytes.
pub(super) fn len(item: &Slot) -> Result<i64, Fault> {
    let length = match &underlying(item.value.clone()) {
        Value::Nil if item.is_boxed => return Err(Fault::new("len of nil pointer")),
        Value::Nil => return Err(Fault::new("reflect: call of reflect.Value.Type on zero Value")),
        Value::String(bytes) | Value::Bytes(bytes) => bytes.len(),
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        _ => return Err(Fault::new(format!("len of type {}", pointed_at(&item.value)))),
    };
    Ok(length as i64)
}

/// Names the type of a value, or of what it points to.
fn pointed_at(value: &Value) -> &'static str {
    let name = value.type_name();
    name.strip_prefix('*').unwrap_or(name)
}
