//! JSON into plain values, as Go decodes it without a type in mind: every number is a float.

use platgen_gotmpl::Text;
use platgen_gotmpl::value::Plain;
use serde_json::Value;

/// Reads a text that is one JSON value.
pub(super) fn parse(text: &str) -> Option<Plain> {
    serde_json::from_str(text).ok().map(|value| plain(&value))
}

/// Reads the JSON value at the start of a text, and tells where it ends.
pub(super) fn parse_start(text: &str) -> Option<(Plain, usize)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next()?.ok()?;
    Some((plain(&value), values.byte_offset()))
}

/// Makes plain values of JSON.
pub(super) fn plain(value: &Value) -> Plain {
    match value {
        Value::Null => Plain::Null,
        Value::Bool(value) => Plain::Bool(*value),
        Value::Number(number) => Plain::Float(number.as_f64().unwrap_or_default()),
        Value::String(text) => Plain::String(text.as_str().into()),
        Value::Array(items) => Plain::List(items.iter().map(plain).collect()),
        Value::Object(fields) => {
            Plain::Map(fields.iter().map(|(key, value)| (Text::from(key.as_str()), plain(value))).collect())
        }
    }
}

/// Writes plain values as JSON, for schemas.
pub(super) fn json(value: &Plain) -> Value {
    match value {
        Plain::Null => Value::Null,
        Plain::Bool(value) => Value::Bool(*value),
        Plain::Int(value) => Value::from(*value),
        Plain::Float(value) => number(*value),
        Plain::String(text) => Value::from(text.to_str_lossy()),
        Plain::List(items) => Value::Array(items.iter().map(json).collect()),
        Plain::Map(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.to_str_lossy().into_owned(), json(value))).collect())
        }
    }
}

/// A float without a fraction is an integer to JSON.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is small")]
        return Value::from(value as i64);
    }
    Value::from(value)
}
