//! Go's `reflect.DeepEqual`.

use crate::context::Context;
use crate::error::Fault;
use crate::value::{Kind, List, Map, Object, Value};

/// Tells whether two values are of one type and equal all the way down. A nil list or map is not an empty one, and what is not a
/// number equals nothing.
///
/// # Errors
///
/// The bounds of the run.
pub fn deep_equal(context: &mut Context<'_>, one: &Value, other: &Value) -> Result<bool, Fault> {
    context.spend(1)?;
    Ok(match (one, other) {
        (Value::Nil, Value::Nil) => true,
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::Int(one), Value::Int(other)) | (Value::Int64(one), Value::Int64(other)) => one == other,
        (Value::Int32(one), Value::Int32(other)) => one == other,
        (Value::Uint(one), Value::Uint(other)) | (Value::Uint64(one), Value::Uint64(other)) => one == other,
        (Value::Uint8(one), Value::Uint8(other)) => one == other,
        (Value::Float64(one), Value::Float64(other)) => one == other,
        (Value::Complex128(real, imaginary), Value::Complex128(other_real, other_imaginary)) => {
            real == other_real && imaginary == other_imaginary
        }
        (Value::String(one), Value::String(other)) | (Value::Bytes(one), Value::Bytes(other)) => {
            context.spend(one.len() as u64 / 64)?;
            one == other
        }
        (Value::List(one), Value::List(other)) => equal_lists(context, one, other)?,
        (Value::Map(one), Value::Map(other)) => equal_maps(context, one, other)?,
        (Value::Object(one), Value::Object(other)) if one.type_name() == other.type_name() => {
            match (one.underlying(), other.underlying()) {
                (Some(one), Some(other)) => deep_equal(context, &one, &other)?,
                _ if one.kind() == Kind::Pointer => equal_behind(context, &**one, &**other)?,
                _ => one.equals(&**other),
            }
        }
        _ => false,
    })
}

/// Compares what two pointers point to, which `==` does not.
fn equal_behind(context: &mut Context<'_>, one: &dyn Object, other: &dyn Object) -> Result<bool, Fault> {
    if one.equals(other) {
        return Ok(true);
    }
    context.check_stack()?;
    let (fields, others) = (one.fields(), other.fields());
    for ((_, one), (_, other)) in fields.iter().zip(&others) {
        if !deep_equal(context, one, other)? {
            return Ok(false);
        }
    }
    Ok(!fields.is_empty() && fields.len() == others.len())
}

fn equal_lists(context: &mut Context<'_>, one: &List, other: &List) -> Result<bool, Fault> {
    let is_comparable = one.list_type().name == other.list_type().name && one.is_nil() == other.is_nil();
    if !is_comparable || one.len() != other.len() {
        return Ok(false);
    }
    if one.is_same(other) {
        return Ok(true);
    }
    context.check_stack()?;
    for (one, other) in one.iter().zip(other.iter()) {
        if !deep_equal(context, one, other)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn equal_maps(context: &mut Context<'_>, one: &Map, other: &Map) -> Result<bool, Fault> {
    let is_comparable = one.map_type().name == other.map_type().name && one.is_nil() == other.is_nil();
    if !is_comparable || one.len() != other.len() {
        return Ok(false);
    }
    if one.is_same(other) {
        return Ok(true);
    }
    context.check_stack()?;
    context.spend(one.len() as u64)?;
    for (key, one) in one.entries() {
        let Some(other) = other.get(&key) else { return Ok(false) };
        if !deep_equal(context, &one, &other)? {
            return Ok(false);
        }
    }
    Ok(true)
}
