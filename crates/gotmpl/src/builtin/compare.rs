//! `eq`, `lt` and what is made of them.

use crate::context::Context;
use crate::error::Fault;
use crate::format;
use crate::machine::{Slot, underlying};
use crate::value::{Kind, Value};
use std::cmp::Ordering;

/// A value of a kind that has an order, or at least equality.
enum Basic<'v> {
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Complex(f64, f64),
    String(&'v [u8]),
}

fn basic(value: &Value) -> Option<Basic<'_>> {
    Some(match value {
        Value::Bool(value) => Basic::Bool(*value),
        Value::Int(value) | Value::Int64(value) => Basic::Int(*value),
        Value::Int32(value) => Basic::Int((*value).into()),
        Value::Uint(value) | Value::Uint64(value) => Basic::Uint(*value),
        Value::Uint8(value) => Basic::Uint((*value).into()),
        Value::Float64(value) => Basic::Float(*value),
        Value::Complex128(real, imaginary) => Basic::Complex(*real, *imaginary),
        Value::String(text) => Basic::String(text),
        Value::Nil | Value::Bytes(_) | Value::List(_) | Value::Map(_) | Value::Object(_) => return None,
    })
}

/// Tells whether the first equals any of the others.
pub(super) fn eq(context: &mut Context<'_>, first: &Slot, others: &[Slot]) -> Result<bool, Fault> {
    if others.is_empty() {
        return Err(Fault::new("missing argument for comparison"));
    }
    for other in others {
        if equal(context, &first.value, &other.value)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn equal(context: &mut Context<'_>, one: &Value, other: &Value) -> Result<bool, Fault> {
    let (plain_one, plain_other) = (underlying(one.clone()), underlying(other.clone()));
    match (basic(&plain_one), basic(&plain_other)) {
        (Some(one), Some(other)) => match (one, other) {
            (Basic::Bool(one), Basic::Bool(other)) => return Ok(one == other),
            (Basic::Int(one), Basic::Int(other)) => return Ok(one == other),
            (Basic::Uint(one), Basic::Uint(other)) => return Ok(one == other),
            (Basic::Float(one), Basic::Float(other)) => return Ok(one == other),
            (Basic::Complex(a, b), Basic::Complex(c, d)) => return Ok(a == c && b == d),
            (Basic::String(one), Basic::String(other)) => return Ok(one == other),
            (Basic::Int(int), Basic::Uint(uint)) | (Basic::Uint(uint), Basic::Int(int)) => {
                return Ok(u64::try_from(int) == Ok(uint));
            }
            _ => {}
        },
        (None, None) => return equal_composites(context, one, other),
        // Nil equals nothing of a basic type, and may be asked.
        _ if one.is_nil() || other.is_nil() => return Ok(false),
        _ => {}
    }
    Err(incompatible(one, other))
}

fn incompatible(one: &Value, other: &Value) -> Fault {
    Fault::new(format!("incompatible types for comparison: {} and {}", one.type_name(), other.type_name()))
}

/// Compares what has no basic kind: nil with anything, structs and pointers with their like.
fn equal_composites(context: &mut Context<'_>, one: &Value, other: &Value) -> Result<bool, Fault> {
    if one.kind() != other.kind() && !one.is_nil() && !other.is_nil() {
        let (one_shown, other_shown) = (shown(context, one)?, shown_plainly(context, other)?);
        let (one, other) = (one.type_name(), other.type_name());
        return Err(Fault::new(format!("non-comparable types {one_shown}: {one}, {other}: {other_shown}")));
    }
    if is_nil(one) || is_nil(other) {
        return Ok(is_nil(one) && is_nil(other));
    }
    match (one, other) {
        (Value::Object(one), Value::Object(object)) if matches!(object.kind(), Kind::Struct | Kind::Pointer) => {
            Ok(one.type_name() == object.type_name() && one.equals(&**object))
        }
        _ => {
            let shown = shown(context, other)?;
            Err(Fault::new(format!("non-comparable type {shown}: {}", other.type_name())))
        }
    }
}

fn is_nil(value: &Value) -> bool {
    match value {
        Value::Nil => true,
        Value::List(list) => list.is_nil(),
        Value::Map(map) => map.is_nil(),
        _ => false,
    }
}

fn shown(context: &mut Context<'_>, value: &Value) -> Result<String, Fault> {
    Ok(format::printf(context, b"%s", std::slice::from_ref(value))?.to_string())
}

fn shown_plainly(context: &mut Context<'_>, value: &Value) -> Result<String, Fault> {
    Ok(format::print(context, std::slice::from_ref(value))?.to_string())
}

/// Tells whether the first is less than the second.
pub(super) fn lt(first: &Slot, rest: &[Slot]) -> Result<bool, Fault> {
    let Some(second) = rest.first() else { return Err(Fault::new("missing argument for comparison")) };
    let (one, other) = (underlying(first.value.clone()), underlying(second.value.clone()));
    let invalid = || Fault::new("invalid type for comparison");
    let (Some(left), Some(right)) = (basic(&one), basic(&other)) else { return Err(invalid()) };
    let order = match (left, right) {
        (Basic::Bool(_), Basic::Bool(_)) | (Basic::Complex(..), Basic::Complex(..)) => return Err(invalid()),
        (Basic::Int(one), Basic::Int(other)) => one.cmp(&other),
        (Basic::Uint(one), Basic::Uint(other)) => one.cmp(&other),
        (Basic::Float(one), Basic::Float(other)) => return Ok(one < other),
        (Basic::String(one), Basic::String(other)) => one.cmp(other),
        (Basic::Int(int), Basic::Uint(uint)) => u64::try_from(int).map_or(Ordering::Less, |int| int.cmp(&uint)),
        (Basic::Uint(uint), Basic::Int(int)) => u64::try_from(int).map_or(Ordering::Greater, |int| uint.cmp(&int)),
        _ => return Err(incompatible(&first.value, &second.value)),
    };
    Ok(order == Ordering::Less)
}

/// Tells whether the first is less than the second or equals it.
pub(super) fn le(context: &mut Context<'_>, first: &Slot, rest: &[Slot]) -> Result<bool, Fault> {
    Ok(lt(first, rest)? || eq(context, first, rest)?)
}
