//! Copying values all the way down.

use super::items::claim_map;
use crate::context::Context;
use crate::error::Fault;
use crate::function::Functions;
use crate::value::{List, Map, Value};

pub(super) fn add(functions: &mut Functions) {
    let deep_copy = |context: &mut Context<'_>, value: Value| copied(context, &value);
    functions.add("deepCopy", deep_copy).add("mustDeepCopy", deep_copy);
}

/// Copies maps, and lists that may hold maps. What no template can change is shared.
fn copied(context: &mut Context<'_>, value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Map(map) if !map.is_nil() => {
            context.check_stack()?;
            claim_map(context, map.len())?;
            let entries = map.entries().into_iter();
            let copies =
                entries.map(|(key, value)| Ok((key, copied(context, &value)?))).collect::<Result<_, Fault>>()?;
            Ok(Value::Map(Map::with_entries(map.map_type(), copies)))
        }
        Value::List(list) if !list.is_nil() => {
            context.check_stack()?;
            context.claim(list.len().saturating_mul(24).saturating_add(64))?;
            context.spend(1 + list.len() as u64)?;
            let copies = list.iter().map(|item| copied(context, item)).collect::<Result<_, Fault>>()?;
            Ok(Value::List(List::of(list.list_type(), copies)))
        }
        other => Ok(other.clone()),
    }
}
