//! The words of Helm's validator for the breaches of schemas that occur most.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

/// Says what is wrong.
pub(super) fn worded(error: &ValidationError<'_>) -> String {
    let found = error.instance();
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            format!("missing property '{}'", property.as_str().unwrap_or_default())
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let names: Vec<String> = unexpected.iter().map(|name| format!("'{name}'")).collect();
            format!("additional properties {} not allowed", names.join(", "))
        }
        ValidationErrorKind::Type { kind } => format!("got {}, want {}", type_of(found), wanted(kind)),
        ValidationErrorKind::Pattern { pattern } => {
            format!("'{}' does not match pattern '{pattern}'", found.as_str().unwrap_or_default())
        }
        ValidationErrorKind::Minimum { limit } => format!("minimum: got {found}, want {limit}"),
        ValidationErrorKind::Maximum { limit } => format!("maximum: got {found}, want {limit}"),
        _ => error.to_string(),
    }
}

fn wanted(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => one.to_string(),
        TypeKind::Multiple(several) => several.iter().map(|one| one.to_string()).collect::<Vec<_>>().join(" or "),
    }
}

const fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
