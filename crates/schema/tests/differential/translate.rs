//! Writes a stored definition and all that it refers to as one JSON Schema: closed maps, null beside every type.

use platgen_schema::Schemas;
use serde_json::{Map, Value, json};

/// Gives a JSON Schema for a definition.
pub(crate) fn bundle(schemas: &Schemas, name: &str) -> Value {
    let mut definitions = Map::new();
    let mut waiting = vec![name.to_owned()];
    while let Some(name) = waiting.pop() {
        if !definitions.contains_key(&name) {
            let stored = stored(schemas, &name);
            definitions.insert(name, translate(&stored, &mut waiting));
        }
    }
    json!({"$ref": format!("#/$defs/{name}"), "$defs": definitions})
}

/// Gives a stored definition.
pub(crate) fn stored(schemas: &Schemas, name: &str) -> Value {
    serde_json::from_str(schemas.definition(name).unwrap()).unwrap()
}

fn translate(schema: &Value, waiting: &mut Vec<String>) -> Value {
    let mut out = Map::new();
    if let Some(name) = schema["$ref"].as_str() {
        waiting.push(name.to_owned());
        return json!({"$ref": format!("#/$defs/{name}")});
    }
    if let Some(alternatives) = schema["x-alternatives"].as_array() {
        let any: Vec<Value> = alternatives.iter().map(|schema| translate(schema, waiting)).collect();
        return json!({"anyOf": any});
    }
    if let Some(kind) = schema["type"].as_str() {
        out.insert("type".into(), json!([kind, "null"]));
    }
    if schema["x-kubernetes-int-or-string"] == json!(true) {
        out.insert("type".into(), json!(["integer", "string", "null"]));
    }
    if schema["x-quantity"] == json!(true) {
        out.insert("type".into(), json!(["number", "string", "null"]));
    }
    if schema["format"] == "int32" {
        out.insert("minimum".into(), json!(i32::MIN));
        out.insert("maximum".into(), json!(i32::MAX));
    }
    for keyword in ["required", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"] {
        if let Some(value) = schema.get(keyword) {
            out.insert(keyword.into(), value.clone());
        }
    }
    if let Some(allowed) = schema["enum"].as_array() {
        out.insert("enum".into(), allowed.iter().cloned().chain([Value::Null]).collect());
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get(keyword) {
            out.insert(keyword.into(), translate(inner, waiting));
        }
    }
    if let Some(fields) = schema["properties"].as_object() {
        let fields: Map<String, Value> =
            fields.iter().map(|(name, inner)| (name.clone(), translate(inner, waiting))).collect();
        out.insert("properties".into(), fields.into());
    }
    let open =
        schema["x-kubernetes-preserve-unknown-fields"] == json!(true) || schema.get("additionalProperties").is_some();
    if schema["type"] == "object" && !open {
        out.insert("additionalProperties".into(), json!(false));
    }
    out.into()
}
