use minijinja::value::ValueKind;

use super::bounded::{LONGEST_TEXT, MOST_ITEMS};
use crate::node::{Entry, Node, Origin, Payload};

/// Turns a tree into a value of the machine.
pub(super) fn to_machine(node: &Node) -> minijinja::Value {
    match &node.payload {
        Payload::Null => minijinja::Value::from(()),
        Payload::Bool(value) => minijinja::Value::from(*value),
        Payload::Int(value) => minijinja::Value::from(*value),
        Payload::Float(value) => minijinja::Value::from(*value),
        Payload::Str(text) => minijinja::Value::from(text.as_str()),
        Payload::Seq(items) => items.iter().map(to_machine).collect(),
        Payload::Map(entries) => minijinja::Value::from_pairs(
            entries.iter().map(|entry| (minijinja::Value::from(entry.key.as_str()), to_machine(&entry.value))),
        ),
    }
}

/// Turns a value of the machine into a tree whose nodes all have one origin; says why it cannot.
pub(super) fn from_machine(value: &minijinja::Value, origin: Origin) -> Result<Node, String> {
    convert(value, origin, &mut { MOST_ITEMS })
}

fn convert(value: &minijinja::Value, origin: Origin, left: &mut usize) -> Result<Node, String> {
    *left = left.checked_sub(1).ok_or_else(|| format!("it has more than {MOST_ITEMS} items"))?;
    let payload = match value.kind() {
        ValueKind::Undefined => return Err("it has no value".to_owned()),
        ValueKind::None => Payload::Null,
        ValueKind::Bool => Payload::Bool(value.is_true()),
        ValueKind::Number => number(value)?,
        ValueKind::String => match value.as_str() {
            Some(text) if text.len() <= LONGEST_TEXT => Payload::Str(text.into()),
            _ => return Err(format!("the text is longer than {LONGEST_TEXT} bytes")),
        },
        ValueKind::Seq | ValueKind::Iterable => {
            let items = value.try_iter().map_err(|error| error.to_string())?;
            Payload::Seq(items.map(|item| convert(&item, origin, left)).collect::<Result<_, _>>()?)
        }
        ValueKind::Map => Payload::Map(entries(value, origin, left)?),
        other => return Err(format!("a value of type {other} has no form in YAML")),
    };
    Ok(Node::new(payload, origin))
}

fn entries(value: &minijinja::Value, origin: Origin, left: &mut usize) -> Result<Vec<Entry>, String> {
    let keys = value.try_iter().map_err(|error| error.to_string())?;
    keys.map(|key| {
        let name = key.as_str().ok_or_else(|| format!("the key {key} is not a string"))?;
        let member = value.get_item(&key).map_err(|error| error.to_string())?;
        Ok(Entry { key: name.into(), value: convert(&member, origin, left)? })
    })
    .collect()
}

fn number(value: &minijinja::Value) -> Result<Payload, String> {
    if value.is_integer() {
        return value.as_i64().map(Payload::Int).ok_or_else(|| format!("{value} does not fit 64 bits"));
    }
    let float = f64::try_from(value.clone()).map_err(|error| error.to_string())?;
    if float.is_finite() { Ok(Payload::Float(float)) } else { Err(format!("{value} is not a finite number")) }
}
