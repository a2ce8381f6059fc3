//! Reading; the words of errors are those of the library for what it says most, and of our parser for the rest.

use crate::Compat;
use platgen_gotmpl::{List, Map, Text, Value};

/// Reads a document.
///
/// # Errors
///
/// `toml: line N (last key "k"): reason`.
pub(crate) fn from_toml(text: &str, compat: Compat) -> Result<Map, String> {
    match text.parse::<toml::Table>() {
        Ok(table) => Ok(map(table)),
        Err(error) => Err(worded(text, &error, compat)),
    }
}

fn map(table: toml::Table) -> Map {
    table.into_iter().map(|(key, value)| (Text::from(key), plain(value))).collect()
}

fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::string(text),
        toml::Value::Integer(number) => Value::Int64(number),
        toml::Value::Float(number) => Value::Float64(number),
        toml::Value::Boolean(value) => Value::Bool(value),
        toml::Value::Datetime(time) => Value::string(time.to_string()),
        toml::Value::Array(items) => Value::List(items.into_iter().map(plain).collect::<List>()),
        toml::Value::Table(table) => Value::Map(map(table)),
    }
}

fn worded(text: &str, error: &toml::de::Error, compat: Compat) -> String {
    let at = error.span().map_or(text.len(), |span| span.start).min(text.len());
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + usize::from(compat.has_newer_toml());
    let last_key = before
        .rsplit('\n')
        .find_map(|line| line.split_once('='))
        .map(|(key, _)| format!(" (last key {:?})", key.trim()))
        .unwrap_or_default();
    let reason = match text.trim_end().ends_with('=') && at >= text.trim_end().len() {
        true => "unexpected EOF; expected value",
        false => error.message(),
    };
    format!("toml: line {line}{last_key}: {reason}")
}
