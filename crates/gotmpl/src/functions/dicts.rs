//! Maps, which `set` and `unset` change for all who hold them.

use super::cast::to_text;
use super::items::claim_map;
use crate::context::Context;
use crate::error::Fault;
use crate::function::{Functions, Rest};
use crate::value::{Map, MapType, Text, Value};

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("dict", dict)
        .add("get", |_: &mut Context<'_>, map: Map, key: Text| map.get(&key).unwrap_or_else(|| "".into()))
        .add("set", |context: &mut Context<'_>, map: Map, key: Text, value: Value| -> Result<Map, Fault> {
            context.set_entry(&map, key, value)?;
            Ok(map)
        })
        .add("unset", |_: &mut Context<'_>, map: Map, key: Text| {
            map.remove(&key);
            map
        })
        .add("hasKey", |_: &mut Context<'_>, map: Map, key: Text| map.contains(&key))
        .add("pluck", |context: &mut Context<'_>, key: Text, maps: Rest<Map>| -> Result<Value, Fault> {
            context.spend(maps.0.len() as u64)?;
            Ok(Value::list(maps.0.iter().filter_map(|map| map.get(&key)).collect()))
        })
        .add("keys", keys)
        .add("values", values)
        .add("pick", pick)
        .add("omit", omit)
        .add("dig", dig);
}

/// Makes a map of keys and values; the last key may lack its value and has an empty text.
fn dict(context: &mut Context<'_>, arguments: Rest<Value>) -> Result<Map, Fault> {
    claim_map(context, arguments.0.len() / 2)?;
    let map = Map::new();
    for pair in arguments.0.chunks(2) {
        let [key, value @ ..] = pair else { continue };
        let value = value.first().cloned().unwrap_or_else(|| "".into());
        map.insert(to_text(context, key)?, value)?;
    }
    Ok(map)
}

fn walk(context: &mut Context<'_>, map: &Map) -> Result<(), Fault> {
    context.spend(map.len() as u64)?;
    context.claim(map.len().saturating_mul(24))
}

/// Gives the keys of all maps, those of each map sorted. Go gives them in another order every time.
fn keys(context: &mut Context<'_>, maps: Rest<Map>) -> Result<Value, Fault> {
    let mut keys = Vec::new();
    for map in &maps.0 {
        walk(context, map)?;
        keys.extend(map.keys());
    }
    if keys.len() > 1 {
        context.unordered("keys");
    }
    Ok(Value::strings(keys))
}

/// Gives the values, in the order of their keys. Go gives them in another order every time.
fn values(context: &mut Context<'_>, map: Map) -> Result<Value, Fault> {
    walk(context, &map)?;
    if map.len() > 1 {
        context.unordered("values");
    }
    Ok(Value::list(map.entries().into_iter().map(|(_, value)| value).collect()))
}

fn pick(context: &mut Context<'_>, map: Map, keys: Rest<Text>) -> Result<Map, Fault> {
    claim_map(context, keys.0.len())?;
    Ok(keys.0.into_iter().filter_map(|key| Some((key.clone(), map.get(&key)?))).collect())
}

fn omit(context: &mut Context<'_>, map: Map, keys: Rest<Text>) -> Result<Map, Fault> {
    claim_map(context, map.len())?;
    let left = map.shallow_copy().converted(MapType::ANY);
    for key in &keys.0 {
        left.remove(key);
    }
    Ok(left)
}

/// Goes down maps by keys and gives what is there, or a default where a key is missing. What is on the way has to be a map, and
/// only maps of no named type are.
fn dig(context: &mut Context<'_>, arguments: Rest<Value>) -> Result<Value, Fault> {
    let [keys @ .., default, start] = arguments.0.as_slice() else { return Err(too_few()) };
    let Some((last, on_the_way)) = keys.split_last() else { return Err(too_few()) };
    let mut map = as_map(start)?;
    let on_the_way = on_the_way.iter().map(as_key).collect::<Result<Vec<_>, _>>()?;
    let last = as_key(last)?;
    context.spend(arguments.0.len() as u64)?;
    for key in on_the_way {
        match map.get(&key) {
            Some(value) => map = as_map(&value)?,
            None => return Ok(default.clone()),
        }
    }
    Ok(map.get(&last).unwrap_or_else(|| default.clone()))
}

fn too_few() -> Fault {
    Fault::new("dig needs at least three arguments")
}

fn as_map(value: &Value) -> Result<Map, Fault> {
    match value {
        Value::Map(map) if map.map_type().name == MapType::ANY.name => Ok(map.clone()),
        other => Err(not_a(other, MapType::ANY.name)),
    }
}

fn as_key(value: &Value) -> Result<Text, Fault> {
    match value {
        Value::String(key) => Ok(key.clone()),
        other => Err(not_a(other, "string")),
    }
}

fn not_a(value: &Value, wanted: &str) -> Fault {
    let got = if value.is_nil() { "nil" } else { value.type_name() };
    Fault::new(format!("interface conversion: interface {{}} is {got}, not {wanted}"))
}
