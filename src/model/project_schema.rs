use ecow::EcoString;
use serde_json::{Map, Value as Json, json};

use super::schema::{document_schema, expression_or, nullable};
use super::{Component, Kind, RecordShape, Shape, Shaped, Unit};

/// What a project's own files add to the schemas of the language, so that an editor completes them like what is built in.
#[derive(Clone, Debug, Default)]
pub struct ProjectNames {
    /// Definitions of components, with the JSON Schema of their parameters.
    pub components: Vec<(EcoString, Json)>,
    /// Definitions of units, with the JSON Schema of their parameters.
    pub units: Vec<(EcoString, Json)>,
    /// Stacks, with the names of what they hold by section: `workloads`, `components` and so on.
    pub stacks: Vec<(EcoString, Held)>,
}

/// The names that a stack holds, by section.
pub type Held = Vec<(&'static str, Vec<EcoString>)>;

/// The sections of a stack whose names an override repeats.
pub const NAMED_SECTIONS: [&str; 4] = ["workloads", "components", "units", "namespaces"];

/// The JSON Schema of every kind of document with a project's own definitions and names: file name and text.
///
/// Names complete and parameters are checked; a name that the project does not have yet is no fault of an editor's.
pub fn project_schemas(names: &ProjectNames) -> Vec<(String, String)> {
    Kind::ALL
        .iter()
        .map(|kind| {
            let mut schema = document_schema(*kind);
            fold_components(&mut schema, names);
            fold_units(&mut schema, names);
            fold_stacks(&mut schema, *kind, names);
            let text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
            (format!("{}.json", kind.name().to_lowercase()), text + "\n")
        })
        .collect()
}

fn fold_components(schema: &mut Json, names: &ProjectNames) {
    let Some(definitions) = schema.get_mut("$defs").and_then(Json::as_object_mut) else { return };
    if names.components.is_empty() || !definitions.contains_key("Component") {
        return;
    }
    let record = record_of(&Component::SHAPE);
    definitions["Component"]["allOf"] = by_kind(&names.components, record);
    // Without `kind`, the key is the definition's name.
    let by_key: Map<String, Json> = names
        .components
        .iter()
        .map(|(name, parameters)| {
            let unnamed = json!({"not": {"required": ["kind"]}});
            let checked = json!({"if": unnamed, "then": parameters_of_instance(parameters, record)});
            (name.to_string(), nullable(json!({"allOf": [{"$ref": "#/$defs/Component"}, checked]})))
        })
        .collect();
    for record in ["StackSpec", "StackEntry"] {
        if let Some(components) = section(definitions, record, "components") {
            components.insert("properties".to_owned(), Json::Object(by_key.clone()));
        }
    }
}

fn fold_units(schema: &mut Json, names: &ProjectNames) {
    let Some(definitions) = schema.get_mut("$defs").and_then(Json::as_object_mut) else { return };
    if !names.units.is_empty() && definitions.contains_key("Unit") {
        definitions["Unit"]["allOf"] = by_kind(&names.units, record_of(&Unit::SHAPE));
    }
}

/// The parameters of each definition, where an instance names it.
fn by_kind(definitions: &[(EcoString, Json)], record: &'static RecordShape) -> Json {
    let case = |(name, parameters): &(EcoString, Json)| {
        json!({
            "if": {"properties": {"kind": {"const": name.as_str()}}, "required": ["kind"]},
            "then": parameters_of_instance(parameters, record),
        })
    };
    Json::Array(definitions.iter().map(case).collect())
}

/// What a definition's schema says of an instance: each parameter may be an expression, and what every instance has is known.
fn parameters_of_instance(parameters: &Json, record: &RecordShape) -> Json {
    let properties: Map<String, Json> = parameters
        .get("properties")
        .and_then(Json::as_object)
        .into_iter()
        .flatten()
        .map(|(name, schema)| {
            let described = schema.get("description").cloned();
            let mut folded = nullable(expression_or(schema.clone()));
            if let (Some(text), Some(folded)) = (described, folded.as_object_mut()) {
                folded.insert("description".to_owned(), text);
            }
            (name.clone(), folded)
        })
        .collect();
    let is_closed = parameters.get("additionalProperties") == Some(&Json::Bool(false));
    let mut schema = json!({"properties": properties});
    if is_closed {
        let own = record.keys().map(str::to_owned);
        let known: Vec<String> = own.chain(properties.keys().cloned()).collect();
        schema["propertyNames"] = json!({"enum": known});
    }
    schema
}

fn record_of(shape: &Shape) -> &'static RecordShape {
    shape.record().expect("an instance is a record")
}

fn fold_stacks(schema: &mut Json, kind: Kind, names: &ProjectNames) {
    if names.stacks.is_empty() {
        return;
    }
    match kind {
        Kind::Environment => {
            let entries: Map<String, Json> =
                names.stacks.iter().map(|(stack, held)| (stack.to_string(), nullable(entry_of(held)))).collect();
            let Some(definitions) = schema.get_mut("$defs").and_then(Json::as_object_mut) else { return };
            for record in ["EnvironmentSpec", "Cluster"] {
                if let Some(stacks) = section(definitions, record, "stacks") {
                    stacks.insert("properties".to_owned(), Json::Object(entries.clone()));
                }
            }
        }
        Kind::Override => {
            let cases = names.stacks.iter().map(|(stack, held)| {
                json!({
                    "if": {"properties": {"metadata": {"properties": {"stack": {"const": stack.as_str()}}, "required": ["stack"]}}},
                    "then": {"properties": {"spec": nullable(entry_of(held))}},
                })
            });
            schema["allOf"] = cases.collect();
        }
        _ => {}
    }
}

/// An entry of a stack with the names that the stack holds.
fn entry_of(held: &[(&'static str, Vec<EcoString>)]) -> Json {
    let sections: Map<String, Json> = held
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(section, names)| {
            let known: Map<String, Json> = names.iter().map(|name| (name.to_string(), json!({}))).collect();
            ((*section).to_owned(), json!({"properties": known}))
        })
        .collect();
    json!({"allOf": [{"$ref": "#/$defs/StackEntry"}, {"properties": sections}]})
}

/// The map schema of a field of a record: the alternative beside null.
fn section<'a>(definitions: &'a mut Map<String, Json>, record: &str, field: &str) -> Option<&'a mut Map<String, Json>> {
    let field = definitions.get_mut(record)?.get_mut("properties")?.get_mut(field)?;
    field.get_mut("anyOf")?.get_mut(0)?.as_object_mut()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack_schema() -> jsonschema::Validator {
        let parameters = json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {"replicas": {"type": "integer", "description": "How many."}},
        });
        let names = ProjectNames {
            components: vec![("cache".into(), parameters.clone())],
            units: vec![("table".into(), parameters)],
            stacks: vec![("shop".into(), vec![("workloads", vec!["api".into()])])],
        };
        let schemas = project_schemas(&names);
        let (_, text) = schemas.iter().find(|(file, _)| file == "stack.json").expect("a schema of stacks");
        let schema: Json = serde_json::from_str(text).expect("JSON");
        jsonschema::options().build(&schema).expect("a valid schema")
    }

    fn accepts(components: &Json) -> bool {
        stack_schema().is_valid(&json!({
            "apiVersion": "platgen.dev/v1", "kind": "Stack", "metadata": {"name": "a", "team": "a"},
            "spec": {"components": components},
        }))
    }

    #[test]
    fn parameters_are_checked_by_the_definition_that_an_instance_names() {
        assert!(accepts(&json!({"one": {"kind": "cache", "namespace": "a", "replicas": 2}})));
        assert!(accepts(&json!({"one": {"kind": "cache", "replicas": "${env.values.replicas}"}})));
        assert!(!accepts(&json!({"one": {"kind": "cache", "replicas": "two"}})));
        assert!(!accepts(&json!({"one": {"kind": "cache", "relicas": 2}})));
        assert!(accepts(&json!({"one": {"kind": "other", "relicas": 2}})));
    }

    #[test]
    fn parameters_of_units_are_checked_beside_what_every_unit_has() {
        let accepts = |units: &Json| {
            stack_schema().is_valid(&json!({
                "apiVersion": "platgen.dev/v1", "kind": "Stack", "metadata": {"name": "a", "team": "a"},
                "spec": {"units": units},
            }))
        };
        assert!(accepts(&json!({"one": {"kind": "table", "replicas": 2, "share": ["*"], "inputs": {"x": null}}})));
        assert!(!accepts(&json!({"one": {"kind": "table", "relicas": 2}})));
        assert!(!accepts(&json!({"one": {"kind": "table", "replicas": "two"}})));
    }

    #[test]
    fn without_a_kind_the_key_names_the_definition() {
        assert!(accepts(&json!({"cache": {"replicas": 2}})));
        assert!(!accepts(&json!({"cache": {"relicas": 2}})));
        assert!(accepts(&json!({"cache": {"kind": "other", "relicas": 2}})));
        assert!(accepts(&json!({"cache": null})));
    }
}
