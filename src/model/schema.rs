use serde_json::{Map, Value as Json, json};

use super::shape::documents::API_VERSION;
use super::{Kind, RecordShape, Shape, TextRule};

/// A text that holds an expression; what comes of it is checked when it is evaluated.
const EXPRESSION: &str = "\\$\\{";

/// The published JSON Schema of every kind of document: file name and text, in the order of [`Kind::ALL`].
pub fn published_schemas() -> Vec<(String, String)> {
    Kind::ALL
        .iter()
        .map(|kind| {
            let text = serde_json::to_string_pretty(&document_schema(*kind)).expect("a schema is plain JSON");
            (format!("{}.json", kind.name().to_lowercase()), text + "\n")
        })
        .collect()
}

/// The JSON Schema (draft 2020-12) of one kind of document.
pub(crate) fn document_schema(kind: Kind) -> Json {
    let mut writer = SchemaWriter::default();
    let spec = writer.schema(&kind.spec(), !kind.is_layer());
    let metadata: Map<String, Json> = kind
        .metadata()
        .iter()
        .map(|field| ((*field).to_owned(), text_schema(&TextRule::ALL[TextRule::LABEL], false)))
        .collect();
    let required = if matches!(kind, Kind::Definition) {
        json!(["apiVersion", "kind", "metadata", "spec"])
    } else {
        json!(["apiVersion", "kind", "metadata"])
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("platgen {}", kind.name()),
        "type": "object",
        "properties": {
            "apiVersion": {"const": API_VERSION},
            "kind": {"const": kind.name()},
            "metadata": {
                "type": "object",
                "properties": metadata,
                "required": kind.metadata(),
                "additionalProperties": false,
            },
            "spec": if matches!(kind, Kind::Definition) { spec } else { nullable(spec) },
        },
        "required": required,
        "additionalProperties": false,
        "$defs": writer.definitions,
    })
}

#[derive(Default)]
struct SchemaWriter {
    definitions: Map<String, Json>,
}

impl SchemaWriter {
    /// `complete`: the value is no layer of several, so that what is required must be there.
    fn schema(&mut self, shape: &Shape, complete: bool) -> Json {
        match shape {
            Shape::Record(record) => self.record(record, complete),
            Shape::Named(rule, shape) | Shape::Open(rule, shape) => {
                let value = self.value(shape, complete);
                let mut schema = json!({"type": "object", "additionalProperties": value});
                if rule.pattern != TextRule::ALL[TextRule::ANY_KEY].pattern {
                    schema["propertyNames"] = json!({"pattern": rule.pattern});
                }
                schema
            }
            Shape::Layer(shape) => self.schema(shape, false),
            Shape::List(shape) => json!({"type": "array", "items": self.schema(shape, true)}),
            Shape::Text(rule) => text_schema(rule, true),
            Shape::LiteralText => json!({"type": "string"}),
            Shape::AsWritten => json!({"type": ["string", "number", "boolean"]}),
            Shape::Int(min, max) => expression_or(json!({"type": "integer", "minimum": min, "maximum": max})),
            Shape::Bool => expression_or(json!({"type": "boolean"})),
            Shape::Choice(choice) => expression_or(json!({
                "enum": choice.names().collect::<Vec<_>>(),
                "description": choice.words.iter()
                    .map(|(word, doc)| format!("`{word}`: {}", doc.trim()))
                    .collect::<Vec<_>>()
                    .join("\n"),
            })),
            Shape::Either(alternatives) => {
                let list: Vec<Json> =
                    alternatives.iter().map(|alternative| self.schema(&alternative.shape, complete)).collect();
                json!({"anyOf": list})
            }
            Shape::Value | Shape::Data | Shape::Literal => json!({}),
        }
    }

    /// A value that null may remove.
    fn value(&mut self, shape: &Shape, complete: bool) -> Json {
        let schema = self.schema(shape, complete);
        if shape.null_is_data() { schema } else { nullable(schema) }
    }

    fn record(&mut self, record: &'static RecordShape, complete: bool) -> Json {
        let name = if complete { format!("{}.complete", record.name) } else { record.name.to_owned() };
        if !self.definitions.contains_key(&name) {
            self.definitions.insert(name.clone(), Json::Null);
            let definition = self.fields(record, complete);
            self.definitions.insert(name.clone(), definition);
        }
        json!({"$ref": format!("#/$defs/{name}")})
    }

    fn fields(&mut self, record: &'static RecordShape, complete: bool) -> Json {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in record.fields {
            let mut schema = if complete && field.required {
                required.push(field.key);
                self.schema(&field.shape, complete)
            } else {
                self.value(&field.shape, complete)
            };
            if let Json::Object(schema) = &mut schema {
                let doc = describe(field.doc);
                let doc = match schema.get("description").and_then(Json::as_str) {
                    Some(words) => format!("{doc}\n{words}"),
                    None => doc,
                };
                schema.insert("description".to_owned(), Json::String(doc));
            }
            properties.insert(field.key.to_owned(), schema);
        }
        let rest = record.rest.map_or(Json::Bool(false), |shape| self.value(shape, complete));
        let mut schema = json!({
            "type": "object",
            "description": describe(record.doc),
            "properties": properties,
            "additionalProperties": rest,
        });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        schema
    }
}

fn describe(doc: &str) -> String {
    doc.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}

pub(super) fn nullable(schema: Json) -> Json {
    if schema.as_object().is_some_and(Map::is_empty) {
        return schema;
    }
    json!({"anyOf": [schema, {"type": "null"}]})
}

pub(super) fn expression_or(schema: Json) -> Json {
    json!({"anyOf": [schema, {"type": "string", "pattern": EXPRESSION}]})
}

fn text_schema(rule: &TextRule, expressions: bool) -> Json {
    if rule.pattern == TextRule::ALL[TextRule::ANY].pattern {
        return json!({"type": "string"});
    }
    let pattern = json!({"type": "string", "pattern": rule.pattern});
    if expressions { expression_or(pattern) } else { pattern }
}
