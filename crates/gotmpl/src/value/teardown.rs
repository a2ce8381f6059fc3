//! Takes values apart without recursion, so that a list in a list in a list … of any depth can be dropped.

use super::Value;

/// Drops values and what only they hold.
pub(super) fn dismantle(mut waiting: Vec<Value>) {
    waiting.retain(is_container);
    while let Some(mut value) = waiting.pop() {
        match &mut value {
            Value::List(list) => waiting.extend(list.take_unshared().into_iter().filter(is_container)),
            Value::Map(map) => waiting.extend(map.take_unshared().into_values().filter(is_container)),
            _ => {}
        }
    }
}

fn is_container(value: &Value) -> bool {
    matches!(value, Value::List(_) | Value::Map(_))
}
