//! The words of Helm 4's validator, santhosh-tekuri's jsonschema 6, for what our validator found.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use platgen_gotmpl::format::quoted;
use serde_json::Value;

/// Words breaches: each that is told, with what is wrong.
///
/// Helm looks no further at a value whose type, constant or enumeration is not met, and tells all properties that a map lacks at
/// once.
pub(super) fn worded<'e, 'v>(errors: &'e [ValidationError<'v>]) -> Vec<(&'e ValidationError<'v>, String)> {
    let mut told = Vec::new();
    for (at, error) in errors.iter().enumerate() {
        let is_stopped = errors.iter().any(|other| rank(other) < rank(error) && are_of_one_schema(other, error));
        let is_told = errors[..at].iter().any(|other| rank(other) == rank(error) && lacks_in_common(other, error));
        if !is_stopped && !is_told {
            told.push((error, what(error, errors)));
        }
    }
    told
}

/// Tells when the validator comes to a keyword: it stops at each of the first three.
fn rank(error: &ValidationError<'_>) -> u8 {
    match error.kind() {
        ValidationErrorKind::Type { .. } => 0,
        ValidationErrorKind::Constant { .. } => 1,
        ValidationErrorKind::Enum { .. } => 2,
        _ => 3,
    }
}

/// Tells whether both are about one value and written in one schema.
fn are_of_one_schema(one: &ValidationError<'_>, other: &ValidationError<'_>) -> bool {
    let schema = |error: &ValidationError<'_>| {
        let path = error.evaluation_path().as_str();
        path.rsplit_once('/').map_or_else(String::new, |(schema, _)| schema.to_owned())
    };
    one.instance_path() == other.instance_path() && schema(one) == schema(other)
}

fn lacks_in_common(one: &ValidationError<'_>, other: &ValidationError<'_>) -> bool {
    let is_lack = |error: &ValidationError<'_>| matches!(error.kind(), ValidationErrorKind::Required { .. });
    is_lack(one) && is_lack(other) && are_of_one_schema(one, other)
}

fn what(error: &ValidationError<'_>, errors: &[ValidationError<'_>]) -> String {
    let found = error.instance();
    match error.kind() {
        ValidationErrorKind::Required { .. } => lacking(error, errors),
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let names: Vec<String> = unexpected.iter().map(|name| single_quoted(name)).collect();
            format!("additional properties {} not allowed", names.join(", "))
        }
        ValidationErrorKind::Type { kind } => format!("got {}, want {}", type_of(found), wanted(kind)),
        ValidationErrorKind::Enum { options } => one_of(options),
        ValidationErrorKind::Constant { expected_value } => match &**expected_value {
            Value::Array(_) | Value::Object(_) => "'const' failed".to_owned(),
            value => format!("value must be {}", shown(value)),
        },
        ValidationErrorKind::Pattern { pattern } => {
            let text = found.as_str().unwrap_or_default();
            format!("{} does not match pattern {}", single_quoted(text), single_quoted(pattern))
        }
        ValidationErrorKind::Minimum { limit } => format!("minimum: got {found}, want {limit}"),
        ValidationErrorKind::Maximum { limit } => format!("maximum: got {found}, want {limit}"),
        ValidationErrorKind::ExclusiveMinimum { limit } => format!("exclusiveMinimum: got {found}, want {limit}"),
        ValidationErrorKind::ExclusiveMaximum { limit } => format!("exclusiveMaximum: got {found}, want {limit}"),
        ValidationErrorKind::MultipleOf { multiple_of } => format!("multipleOf: got {found}, want {multiple_of}"),
        ValidationErrorKind::MinLength { limit }
        | ValidationErrorKind::MaxLength { limit }
        | ValidationErrorKind::MinItems { limit }
        | ValidationErrorKind::MaxItems { limit }
        | ValidationErrorKind::MinProperties { limit }
        | ValidationErrorKind::MaxProperties { limit } => {
            format!("{}: got {}, want {}", error.kind().keyword(), grouped(size(found)), grouped(*limit))
        }
        ValidationErrorKind::UniqueItems => repeated(found),
        ValidationErrorKind::Not { .. } => "'not' failed".to_owned(),
        ValidationErrorKind::FalseSchema => "false schema".to_owned(),
        _ => error.to_string(),
    }
}

/// Names all properties that a map lacks.
fn lacking(error: &ValidationError<'_>, errors: &[ValidationError<'_>]) -> String {
    let name = |other: &ValidationError<'_>| match other.kind() {
        ValidationErrorKind::Required { property } if are_of_one_schema(error, other) => {
            Some(single_quoted(property.as_str().unwrap_or_default()))
        }
        _ => None,
    };
    let names: Vec<String> = errors.iter().filter_map(name).collect();
    format!("missing {} {}", if names.len() == 1 { "property" } else { "properties" }, names.join(", "))
}

fn one_of(options: &Value) -> String {
    let options: &[Value] = options.as_array().map_or(&[], Vec::as_slice);
    match options {
        _ if options.iter().any(|option| option.is_array() || option.is_object()) => "'enum' failed".to_owned(),
        [option] => format!("value must be {}", shown(option)),
        _ => format!("value must be one of {}", options.iter().map(shown).collect::<Vec<_>>().join(", ")),
    }
}

/// Finds the first item that stands twice.
fn repeated(found: &Value) -> String {
    let items: &[Value] = found.as_array().map_or(&[], Vec::as_slice);
    let pair =
        (1..items.len()).find_map(|at| items[..at].iter().position(|item| *item == items[at]).map(|first| (first, at)));
    let (first, second) = pair.unwrap_or_default();
    format!("items at {} and {} are equal", grouped(first as u64), grouped(second as u64))
}

/// Counts characters, items or properties.
fn size(value: &Value) -> u64 {
    let size = match value {
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        _ => 0,
    };
    size as u64
}

/// Writes a count as English readers have it: `1,500`.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let comma_before = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    digits.char_indices().flat_map(|(at, digit)| comma_before(at).then_some(',').into_iter().chain([digit])).collect()
}

/// Writes a scalar of a schema as Go prints it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => single_quoted(text),
        Value::Null => "<nil>".to_owned(),
        other => other.to_string(),
    }
}

/// Quotes as Go does, but with single quotes.
pub(super) fn single_quoted(text: &str) -> String {
    let quoted = quoted(text.as_bytes());
    let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default();
    format!("'{}'", inner.replace("\\\"", "\"").replace('\'', "\\'"))
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

#[cfg(test)]
mod tests {
    use super::{ValidationError, worded};
    use serde_json::{Value, json};

    fn breaches(schema: &Value, value: &Value) -> Vec<String> {
        let validator = jsonschema::validator_for(schema).expect("the schema is sound");
        let errors: Vec<_> = validator.iter_errors(value).collect();
        let at = |(error, what): (&ValidationError<'_>, String)| format!("- at '{}': {what}", error.instance_path());
        worded(&errors).into_iter().map(at).collect()
    }

    /// As Helm 4.1.4 says it.
    #[test]
    fn words() {
        for (schema, value, words) in [
            (json!({"enum": ["a", null, 1, true, 1.5]}), json!("x"), "value must be one of 'a', <nil>, 1, true, 1.5"),
            (json!({"type": "string", "enum": ["a", "b"]}), json!(3), "got number, want string"),
            (json!({"enum": ["q"]}), json!("x"), "value must be 'q'"),
            (json!({"enum": [[1]]}), json!("x"), "'enum' failed"),
            (json!({"const": "b"}), json!("a"), "value must be 'b'"),
            (json!({"const": {"a": 1}}), json!(5), "'const' failed"),
            (json!({"minLength": 3}), json!("é"), "minLength: got 1, want 3"),
            (json!({"maxLength": 1200}), json!("z".repeat(1500)), "maxLength: got 1,500, want 1,200"),
            (json!({"minItems": 2}), json!([1]), "minItems: got 1, want 2"),
            (json!({"maxProperties": 1}), json!({"a": 1, "b": 2}), "maxProperties: got 2, want 1"),
            (json!({"uniqueItems": true}), json!([1, 2, 3, 2, 1]), "items at 1 and 3 are equal"),
            (json!({"exclusiveMinimum": 1}), json!(1), "exclusiveMinimum: got 1, want 1"),
            (json!({"multipleOf": 2}), json!(7), "multipleOf: got 7, want 2"),
            (json!({"not": {"type": "string"}}), json!("abc"), "'not' failed"),
            (json!({"required": ["q", "w"]}), json!({}), "missing properties 'q', 'w'"),
            (json!({"pattern": "^a"}), json!("we'ird\"k"), "'we\\'ird\"k' does not match pattern '^a'"),
            (json!(false), json!(1), "false schema"),
        ] {
            assert_eq!(breaches(&schema, &value), [format!("- at '': {words}")]);
        }
    }
}
