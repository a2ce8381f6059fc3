//! From values of templates to what is written.

use super::node::Node;
use platgen_gotmpl::{Text, Value};

/// Levels that a value may have; a map that contains itself has no end.
const DEEPEST: usize = 1000;

/// What JSON, read back as YAML, makes of a value: `toYaml` takes this way.
///
/// Integers that a float holds become integers, bytes become base 64, and what YAML's reader refuses is a fault.
///
/// # Errors
///
/// A sentence, which only `mustToYaml` shows.
pub(crate) fn json_node(value: &Value) -> Result<Node, String> {
    Converter { is_json: true }.node(value, DEEPEST)
}

/// What yaml.v3 makes of a value without the way through JSON: `toYamlPretty`.
///
/// # Errors
///
/// A sentence for values without end.
pub(crate) fn raw_node(value: &Value) -> Result<Node, String> {
    Converter { is_json: false }.node(value, DEEPEST)
}

#[derive(Clone, Copy)]
struct Converter {
    is_json: bool,
}

impl Converter {
    fn node(self, value: &Value, levels: usize) -> Result<Node, String> {
        let levels = levels.checked_sub(1).ok_or("json: unsupported value: encountered a cycle")?;
        Ok(match value {
            Value::Nil => Node::Null,
            Value::Bool(value) => Node::Bool(*value),
            Value::Int(value) | Value::Int64(value) => Node::Int(*value),
            Value::Int32(value) => Node::Int((*value).into()),
            Value::Uint8(value) => Node::Int((*value).into()),
            Value::Uint(value) | Value::Uint64(value) => i64::try_from(*value).map_or(Node::UInt(*value), Node::Int),
            Value::Float64(value) if self.is_json => json_number(*value)?,
            Value::Float64(value) => Node::Float(*value),
            Value::Complex128(..) => return Err("json: unsupported type: complex128".to_owned()),
            Value::String(text) => self.text(text)?,
            Value::Bytes(bytes) if self.is_json => Node::from(platgen_gotmpl::encode_base64(bytes).as_str()),
            Value::Bytes(bytes) => Node::List(bytes.iter().map(|byte| Node::Int((*byte).into())).collect()),
            Value::List(list) if list.is_nil() && self.is_json => Node::Null,
            Value::List(list) => Node::List(list.iter().map(|item| self.node(item, levels)).collect::<Result<_, _>>()?),
            Value::Map(map) if map.is_nil() && self.is_json => Node::Null,
            Value::Map(map) => self.fields(map.entries(), levels)?,
            Value::Object(object) => match object.json().filter(|_| self.is_json).or_else(|| object.underlying()) {
                Some(value) => self.node(&value, levels)?,
                None => self.object(object.fields(), levels)?,
            },
        })
    }

    fn fields(self, entries: Vec<(Text, Value)>, levels: usize) -> Result<Node, String> {
        let mut fields = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let key = match self.text(&key)? {
                Node::Str(key) => key,
                _ => key,
            };
            // Where a reader of YAML still looks for the `:` after a key.
            if self.is_json && key.len() > 1000 && json_width(&key) > 1024 {
                return Err("yaml: could not find expected ':'".to_owned());
            }
            fields.push((key, self.node(&value, levels)?));
        }
        Ok(Node::Map(fields))
    }

    /// Writes the fields of a struct: as they are for JSON, the exported ones in lower case for yaml.v3.
    fn object(self, fields: Vec<(&'static str, Value)>, levels: usize) -> Result<Node, String> {
        let is_written = |name: &str| self.is_json || name.starts_with(|first: char| first.is_uppercase());
        let named = fields.into_iter().filter(|(name, _)| is_written(name)).map(|(name, value)| {
            let name = if self.is_json { name.to_owned() } else { name.to_lowercase() };
            Ok((Text::from(name), self.node(&value, levels)?))
        });
        Ok(Node::Map(named.collect::<Result<_, String>>()?))
    }

    fn text(self, text: &Text) -> Result<Node, String> {
        if !self.is_json {
            return Ok(Node::Str(text.clone()));
        }
        match text.as_str() {
            Some(clean) if clean.bytes().all(|byte| byte < 0x7F) => Ok(Node::Str(text.clone())),
            _ => reread(&text.to_str_lossy()).map(|text| Node::Str(text.into())),
        }
    }
}

/// The number that YAML reads in what Go's JSON writes for a float.
fn json_number(value: f64) -> Result<Node, String> {
    if !value.is_finite() {
        return Err(format!("json: unsupported value: {}", go_word(value)));
    }
    // JSON writes these without a point and without an exponent, with the fewest digits and then zeros, as Rust does.
    if value.fract() == 0.0 && value.abs() < 1e21 {
        let text = format!("{value}");
        if let Ok(whole) = text.parse() {
            return Ok(Node::Int(whole));
        }
        if let Ok(whole) = text.parse() {
            return Ok(Node::UInt(whole));
        }
    }
    Ok(Node::Float(value))
}

const fn go_word(value: f64) -> &'static str {
    match value {
        _ if value.is_nan() => "NaN",
        f64::INFINITY => "+Inf",
        _ => "-Inf",
    }
}

/// What YAML reads in a JSON string that is written raw: some characters are refused, and U+0085 ends a line.
fn reread(text: &str) -> Result<String, String> {
    let is_refused = |c: char| matches!(c, '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}');
    if text.contains(is_refused) {
        return Err("error converting JSON to YAML: yaml: control characters are not allowed".to_owned());
    }
    if !text.contains('\u{85}') {
        return Ok(text.to_owned());
    }
    let mut lines = text.split('\u{85}').peekable();
    let mut out = String::new();
    let mut is_first = true;
    while let Some(line) = lines.next() {
        let is_last = lines.peek().is_none();
        let line = if is_first { line } else { line.trim_start_matches([' ']) };
        let line = if is_last { line } else { line.trim_end_matches([' ']) };
        if !is_first && (is_last || !line.is_empty()) && !out.ends_with('\n') {
            out.push(' ');
        }
        if line.is_empty() && !is_first && !is_last {
            out.push('\n');
        }
        out.push_str(line);
        is_first = false;
    }
    Ok(out)
}

/// Counts the characters of a text in JSON.
fn json_width(text: &Text) -> usize {
    let width = |c: char| match c {
        '"' | '\\' | '\n' | '\r' | '\t' => 2,
        '\0'..='\x1F' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => 6,
        _ => 1,
    };
    text.to_str_lossy().chars().map(width).sum::<usize>() + 2
}

#[cfg(test)]
mod tests {
    use super::{json_number, reread};
    use crate::yaml::Node;

    #[test]
    fn numbers_through_json() {
        assert_eq!(json_number(1e7), Ok(Node::Int(10_000_000)));
        assert_eq!(json_number(1e19), Ok(Node::UInt(10_000_000_000_000_000_000)));
        assert_eq!(json_number(9_223_372_036_854_775_807.0), Ok(Node::UInt(9_223_372_036_854_776_000)));
        assert_eq!(json_number(1e21), Ok(Node::Float(1e21)));
        assert_eq!(json_number(-0.0), Ok(Node::Int(0)));
        assert_eq!(json_number(1.5), Ok(Node::Float(1.5)));
    }

    /// As Helm 4.1.4 gives back.
    #[test]
    fn next_line_character() {
        assert_eq!(reread("x\u{85}y").as_deref(), Ok("x y"));
        assert_eq!(reread("x \u{85} \u{85}y").as_deref(), Ok("x\ny"));
        assert!(reread("x\u{7F}y").is_err());
    }
}
