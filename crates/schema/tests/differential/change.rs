//! Makes one change to an object at a place that a seed picks.

use crate::generate::{Random, required};
use crate::translate::stored;
use platgen_schema::Schemas;
use serde_json::{Value, json};

/// An object with one change.
pub(crate) struct Change {
    /// What was done.
    pub(crate) class: &'static str,
    pub(crate) object: Value,
}

/// A value of the object with its schema.
struct Place {
    pointer: String,
    schema: Value,
    status: bool,
    /// Whether its parent requires it; none in a list or a map of any keys.
    required: Option<bool>,
}

/// Changes an object once; none where the change drawn does not fit the place drawn.
pub(crate) fn change(schemas: &Schemas, name: &str, sound: &Value, random: &mut Random) -> Option<Change> {
    let mut places = Vec::new();
    let root = Place { pointer: String::new(), schema: stored(schemas, name), status: false, required: None };
    collect(schemas, root, sound, &mut places);
    let place = &places[random.below(places.len())];
    let mut object = sound.clone();
    let at = object.pointer_mut(&place.pointer)?;
    let schema = &place.schema;
    let class = match random.below(8) {
        0 if at.is_object() => {
            at.as_object_mut()?.insert("noSuchField".into(), json!({"a": 1}));
            "unknown field"
        }
        1 if at.is_object() => {
            let name = required(schema).next()?.to_owned();
            at.as_object_mut()?.shift_remove(&name)?;
            "drop required"
        }
        2 => {
            *at = match at {
                Value::String(_) | Value::Array(_) => json!({"a": 1}),
                _ => json!(["a"]),
            };
            "wrong type"
        }
        3 => {
            *at = match at {
                Value::String(_) => json!(true),
                Value::Bool(_) => json!("true"),
                Value::Number(_) => json!(false),
                _ => json!("a"),
            };
            "wrong scalar"
        }
        4 if !place.pointer.is_empty() => {
            *at = Value::Null;
            match place.required {
                Some(true) => "null required",
                Some(false) => "null optional",
                None => "null item",
            }
        }
        5 if schema.get("enum").is_some() => {
            *at = json!("NoSuchValue");
            "bad enum"
        }
        6 if schema.get("enum").is_some() => {
            *at = json!("");
            "empty enum"
        }
        7 if at.is_number() && schema["type"] == "integer" => {
            *at = match (random.below(3), schema.get("minimum"), schema.get("maximum")) {
                (0, Some(least), _) => json!(least.as_i64()? - 1),
                (1, _, Some(most)) => json!(most.as_i64()? + 1),
                (_, _, _) => json!(1.5),
            };
            if at.is_i64() { "bound" } else { "fraction" }
        }
        _ => return None,
    };
    let class = match class {
        "unknown field" | "wrong type" | "wrong scalar" | "fraction" => class,
        _ if place.status => "value in a status",
        _ => class,
    };
    Some(Change { class, object })
}

fn collect(schemas: &Schemas, place: Place, value: &Value, places: &mut Vec<Place>) {
    let (pointer, status) = (place.pointer.clone(), place.status);
    let schema = place.schema.clone();
    places.push(place);
    let mut enter = |step: &str, inner: &Value, child: &Value, required: Option<bool>| {
        let reference = inner["$ref"].as_str();
        let status = status
            || step == "status" && (pointer.is_empty() || reference.is_some_and(|name| name.ends_with("Status")));
        let schema = reference.map_or_else(|| inner.clone(), |name| stored(schemas, name));
        let pointer = format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"));
        collect(schemas, Place { pointer, schema, status, required }, child, places);
    };
    match value {
        Value::Object(fields) => {
            for (name, child) in fields {
                match (schema["properties"].get(name), schema.get("additionalProperties")) {
                    (Some(inner), _) => enter(name, inner, child, Some(required(&schema).any(|other| other == name))),
                    (None, Some(inner)) => enter(name, inner, child, None),
                    (None, None) => {}
                }
            }
        }
        Value::Array(items) => {
            for (index, child) in items.iter().enumerate() {
                enter(&index.to_string(), &schema["items"], child, None);
            }
        }
        _ => {}
    }
}
