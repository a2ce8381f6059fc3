//! What functions do with arguments that may be any list.

use crate::context::Context;
use crate::error::Fault;
use crate::value::{Kind, Value};
use std::borrow::Cow;

/// What Go says where something is asked of nothing.
pub(super) const NIL_POINTER: &str = "runtime error: invalid memory address or nil pointer dereference";

/// Gives the items of a list, of bytes or of a named list; nothing for other values.
pub(super) fn items(value: &Value) -> Option<Cow<'_, [Value]>> {
    match value {
        Value::List(list) => Some(Cow::Borrowed(list)),
        Value::Bytes(bytes) => Some(Cow::Owned(bytes.iter().map(|byte| Value::Uint8(*byte)).collect())),
        Value::Object(object) if object.kind() == Kind::Slice => {
            let underlying = object.underlying()?;
            items(&underlying).map(|items| Cow::Owned(items.into_owned()))
        }
        _ => None,
    }
}

/// Gives the items of a list and pays for walking them; for other values the fault that `action` cannot be done on their kind.
///
/// # Errors
///
/// That fault, and the bounds of the run.
pub(super) fn list<'value>(
    context: &mut Context<'_>,
    value: &'value Value,
    action: &str,
) -> Result<Cow<'value, [Value]>, Fault> {
    if value.is_nil() {
        return Err(Fault::new(NIL_POINTER));
    }
    let items = items(value).ok_or_else(|| Fault::new(format!("{action} {}", value.kind())))?;
    context.claim(items.len().saturating_mul(24))?;
    context.spend(items.len() as u64)?;
    Ok(items)
}

/// Claims room for a map of so many entries, which takes some even where it is empty.
pub(super) fn claim_map(context: &mut Context<'_>, entries: usize) -> Result<(), Fault> {
    context.spend(1 + entries as u64)?;
    context.claim(entries.saturating_mul(64).saturating_add(512))
}

/// Tells sprig's `empty`: nil, false, zero, and what has no bytes, items or entries.
pub(super) fn is_empty(value: &Value) -> bool {
    !value.is_true()
}

/// The words in which Go refuses to cut a text at places that it does not have.
pub(super) fn out_of_bounds(start: i64, end: i64, length: usize) -> Option<Fault> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let bounds = if end < 0 {
        format!("[:{end}]")
    } else if end > length {
        format!("[:{end}] with length {length}")
    } else if start < 0 {
        format!("[{start}:]")
    } else if start > end {
        format!("[{start}:{end}]")
    } else {
        return None;
    };
    Some(Fault::new(format!("runtime error: slice bounds out of range {bounds}")))
}
