//! Writing: values before tables, tables indented by their depth.

use crate::Compat;
use crate::number::shortest_float;
use platgen_gotmpl::{Map, Text, Value};

const NO_KEY: &str = "toml: top-level values must be Go maps or structs";
const NIL_ELEMENT: &str = "toml: cannot encode array with nil element";

/// Levels of tables inside tables.
const DEEPEST: usize = 200;

pub(super) struct Writer {
    pub(super) compat: Compat,
    pub(super) out: String,
}

/// What a value is to TOML.
#[derive(PartialEq, Eq)]
enum Sort {
    Nothing,
    Scalar,
    Array,
    ArrayOfTables,
    Table,
}

impl Writer {
    /// Writes a whole document.
    pub(super) fn document(&mut self, value: &Value) -> Result<(), String> {
        match plain(value) {
            Value::Map(map) => self.fields(&map, &[]),
            _ => Err(NO_KEY.to_owned()),
        }
    }

    /// Writes the fields of a table: those that are no tables first, each part by name.
    fn fields(&mut self, map: &Map, path: &[Text]) -> Result<(), String> {
        if path.len() > DEEPEST {
            return Err("toml: tables are nested too deep".to_owned());
        }
        let (tables, direct) = parted(map)?;
        for (key, value) in direct.into_iter().chain(tables) {
            let path = [path, &[key]].concat();
            match (sort_of(&value)?, value) {
                (Sort::Nothing, _) => {}
                (Sort::Table, Value::Map(table)) => self.table(&table, &path)?,
                (Sort::ArrayOfTables, Value::List(tables)) => {
                    for table in tables.iter() {
                        self.line_break();
                        self.header(&path, "[[", "]]");
                        if let Value::Map(table) = plain(table) {
                            self.fields(&table, &path)?;
                        }
                    }
                }
                (_, value) => {
                    self.indent(&path);
                    self.out.push_str(&key_text(&path[path.len() - 1]));
                    self.out.push_str(" = ");
                    self.element(&value, 0)?;
                    self.out.push('\n');
                }
            }
        }
        Ok(())
    }

    fn table(&mut self, table: &Map, path: &[Text]) -> Result<(), String> {
        if path.len() == 1 {
            self.line_break();
        }
        self.header(path, "[", "]");
        self.fields(table, path)
    }

    fn header(&mut self, path: &[Text], open: &str, close: &str) {
        self.indent(path);
        self.out.push_str(open);
        let keys: Vec<String> = path.iter().map(key_text).collect();
        self.out.push_str(&keys.join("."));
        self.out.push_str(close);
        self.out.push('\n');
    }

    fn indent(&mut self, path: &[Text]) {
        self.out.push_str(&"  ".repeat(path.len().saturating_sub(1)));
    }

    /// Breaks the line unless nothing was written yet.
    fn line_break(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// Writes a value on the line.
    fn element(&mut self, value: &Value, level: usize) -> Result<(), String> {
        if level > DEEPEST {
            return Err("toml: values are nested too deep".to_owned());
        }
        match plain(value) {
            Value::Bool(value) => self.out.push_str(if value { "true" } else { "false" }),
            Value::Int(value) | Value::Int64(value) => self.out.push_str(&value.to_string()),
            Value::Int32(value) => self.out.push_str(&value.to_string()),
            Value::Uint8(value) => self.out.push_str(&value.to_string()),
            Value::Uint(value) | Value::Uint64(value) => self.out.push_str(&value.to_string()),
            Value::Float64(value) => self.out.push_str(&float(value, self.compat)),
            Value::String(text) => quote(&text, &mut self.out),
            Value::Bytes(bytes) => {
                let items: Vec<String> = bytes.iter().map(u8::to_string).collect();
                self.out.push_str(&format!("[{}]", items.join(", ")));
            }
            Value::List(items) => {
                self.out.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.out.push_str(if index > 0 { ", " } else { "" });
                    self.element(item, level + 1)?;
                }
                self.out.push(']');
            }
            Value::Map(map) => {
                self.out.push('{');
                let (tables, direct) = parted(&map)?;
                let fields = direct.into_iter().chain(tables).filter(|(_, value)| !value.is_nil());
                for (index, (key, value)) in fields.enumerate() {
                    self.out.push_str(if index > 0 { ", " } else { "" });
                    self.out.push_str(&key_text(&key));
                    self.out.push_str(" = ");
                    self.element(&value, level + 1)?;
                }
                self.out.push('}');
            }
            Value::Nil | Value::Complex128(..) | Value::Object(_) => {
                return Err(format!("unexpected type: {}", value.type_name()));
            }
        }
        Ok(())
    }
}

type Entries = Vec<(Text, Value)>;

/// Parts the entries of a map into tables and all others.
fn parted(map: &Map) -> Result<(Entries, Entries), String> {
    let mut parts = (Vec::new(), Vec::new());
    for (key, value) in map.entries() {
        let value = plain(&value);
        let part = if sort_of(&value)? == Sort::Table { &mut parts.0 } else { &mut parts.1 };
        part.push((key, value));
    }
    Ok(parts)
}

fn sort_of(value: &Value) -> Result<Sort, String> {
    Ok(match value {
        Value::Nil => Sort::Nothing,
        Value::Map(map) if map.is_nil() => Sort::Nothing,
        Value::Map(_) => Sort::Table,
        Value::List(items) => {
            if items.iter().any(Value::is_nil) {
                return Err(NIL_ELEMENT.to_owned());
            }
            let is_table = |item: &Value| matches!(plain(item), Value::Map(_));
            match !items.is_empty() && items.iter().all(is_table) {
                true => Sort::ArrayOfTables,
                false => Sort::Array,
            }
        }
        _ => Sort::Scalar,
    })
}

/// Gives the value behind a named type, and the text of what prints as one.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(object) => match (object.underlying(), object.string()) {
            (Some(value), _) => value,
            (None, Some(text)) => Value::String(text),
            (None, None) => {
                let fields = object.fields().into_iter().filter(|(name, _)| name.starts_with(char::is_uppercase));
                Value::Map(fields.collect())
            }
        },
        other => other.clone(),
    }
}

fn float(value: f64, compat: Compat) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let text = if compat.has_newer_toml() { shortest_float(value) } else { format!("{value}") };
    if text.contains(['e', '.']) { text } else { format!("{text}.0") }
}

fn key_text(key: &Text) -> String {
    let is_bare = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !key.is_empty() && key.iter().all(is_bare) {
        return key.to_string();
    }
    let mut quoted = String::new();
    quote(key, &mut quoted);
    quoted
}

fn quote(text: &Text, out: &mut String) {
    out.push('"');
    for character in text.to_str_lossy().chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\x08' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\x0C' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..='\x1F' | '\x7F' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            other => out.push(other),
        }
    }
    out.push('"');
}
