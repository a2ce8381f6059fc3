use platgen_yaml::{Document, NodeId, Value};
use serde_json::Value as Json;

/// Turns a node of a document into JSON, for libraries that read it.
pub fn to_json(document: &Document, node: NodeId) -> Json {
    match document.value(node) {
        Value::Seq(items) => Json::Array(items.iter().map(|item| to_json(document, *item)).collect()),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|entry| (entry.key.to_string(), to_json(document, entry.value))).collect())
        }
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(value),
        Value::Int(value) => Json::from(value),
        Value::UInt(value) => Json::from(value),
        Value::Float(value) => Json::from(value),
        Value::Str(text) => Json::String(text.to_owned()),
    }
}
