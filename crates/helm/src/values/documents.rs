//! Values files, which may hold several documents.

use super::Fields;
use crate::Compat;
use crate::yaml::{Unread, read_first};
use platgen_gotmpl::value::Plain;

/// Reads a values file: its documents merged, or only the first under Helm 3.
///
/// # Errors
///
/// Helm's sentence for a document that is no map.
pub(crate) fn read_values(bytes: &[u8], compat: Compat) -> Result<Fields, String> {
    if !compat.merges_values_documents() {
        return fields(bytes).map_err(|error| error.to_string());
    }
    let mut values = Fields::new();
    for document in documents(bytes) {
        let fields = fields(&document).map_err(|error| format!("cannot unmarshal yaml document: {error}"))?;
        values = merge(values, fields);
    }
    Ok(values)
}

fn fields(bytes: &[u8]) -> Result<Fields, Unread> {
    match read_first(bytes)? {
        Plain::Map(fields) => Ok(fields),
        Plain::Null => Ok(Fields::new()),
        other => Err(Unread::mistyped(json_type(&other), "Go value of type map[string]interface {}")),
    }
}

/// Names a value's type as Go's JSON decoder does.
pub(crate) const fn json_type(value: &Plain) -> &'static str {
    match value {
        Plain::Null => "null",
        Plain::Bool(_) => "bool",
        Plain::Int(_) | Plain::Float(_) => "number",
        Plain::String(_) => "string",
        Plain::List(_) => "array",
        Plain::Map(_) => "object",
    }
}

/// Cuts at lines of `---` and nothing but white space or a comment; one at the start stays in its document.
fn documents(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut documents = Vec::new();
    let mut document = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if is_separator(line) && !document.is_empty() {
            documents.push(std::mem::take(&mut document));
        } else {
            document.extend_from_slice(line);
        }
    }
    if !document.is_empty() {
        documents.push(document);
    }
    documents
}

fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"---") else { return false };
    let rest = rest.trim_ascii();
    rest.is_empty() || rest.starts_with(b"#")
}

/// Lays a map over another: maps are merged, everything else is replaced.
pub(crate) fn merge(mut below: Fields, above: Fields) -> Fields {
    for (key, value) in above {
        let merged = match (below.remove(&key), value) {
            (Some(Plain::Map(below)), Plain::Map(above)) => Plain::Map(merge(below, above)),
            (_, value) => value,
        };
        below.insert(key, merged);
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, compat: Compat) -> Result<String, String> {
        read_values(text.as_bytes(), compat).map(|fields| super::super::json::json(&Plain::Map(fields)).to_string())
    }

    #[test]
    fn several_documents() {
        let text = "--- \na: {x: 1}\n--- # second\nb: 2\na: {z: 3}\n";
        assert_eq!(read(text, Compat::V4_1).as_deref(), Ok(r#"{"a":{"x":1,"z":3},"b":2}"#));
        assert_eq!(read(text, Compat::V3_17).as_deref(), Ok(r#"{"a":{"x":1}}"#));
        assert_eq!(read("", Compat::V4_1).as_deref(), Ok("{}"));
        assert_eq!(read("a: 1\n...\n: bad", Compat::V4_1).as_deref(), Ok(r#"{"a":1}"#));
        assert!(read("- a", Compat::V4_1).is_err());
    }
}
