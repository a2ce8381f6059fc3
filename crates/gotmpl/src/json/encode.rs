//! Writes JSON.

use super::Failure;
use crate::context::Context;
use crate::encoding::base64;
use crate::format::{format_float, rune};
use crate::value::Value;

/// How JSON is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// Whether there are line feeds, and two spaces a level.
    pub is_indented: bool,
    /// Whether `<`, `>` and `&` are written as escapes.
    pub escapes_html: bool,
}

/// Writes a value as Go's `json.Marshal` does.
///
/// # Errors
///
/// Numbers that are not finite and types that JSON has not, in Go's words; and the bounds of the run.
pub fn encode(context: &mut Context<'_>, value: &Value, style: Style) -> Result<Vec<u8>, Failure> {
    let mut writer = Writer { context, style, out: Vec::new(), level: 0 };
    writer.value(value)?;
    Ok(writer.out)
}

struct Writer<'w, 'run> {
    context: &'w mut Context<'run>,
    style: Style,
    out: Vec<u8>,
    level: usize,
}

impl Writer<'_, '_> {
    fn value(&mut self, value: &Value) -> Result<(), Failure> {
        self.context.spend(1)?;
        if self.out.len() > self.context.limits().text {
            self.context.claim(self.out.len())?;
        }
        match value {
            Value::Nil => self.out.extend_from_slice(b"null"),
            Value::Bool(value) => self.write(value),
            Value::Int(value) | Value::Int64(value) => self.write(value),
            Value::Int32(value) => self.write(value),
            Value::Uint(value) | Value::Uint64(value) => self.write(value),
            Value::Uint8(value) => self.write(value),
            Value::Float64(value) => self.float(*value)?,
            Value::Complex128(..) => return Err(Failure::Json("json: unsupported type: complex128".to_owned())),
            Value::String(text) => self.string(text),
            Value::Bytes(bytes) => self.string(base64::encode(bytes).as_bytes()),
            Value::List(list) if list.is_nil() => self.out.extend_from_slice(b"null"),
            Value::List(list) => {
                self.context.check_stack()?;
                self.nested([b'[', b']'], list.iter(), |writer, item| writer.value(item))?;
            }
            Value::Map(map) if map.is_nil() => self.out.extend_from_slice(b"null"),
            Value::Map(map) => {
                self.context.check_stack()?;
                let entries = map.entries();
                self.nested([b'{', b'}'], entries.iter(), |writer, (key, value)| writer.entry(key, value))?;
            }
            Value::Object(object) => {
                self.context.check_stack()?;
                if let Some(value) = object.json().or_else(|| object.underlying()) {
                    return self.value(&value);
                }
                let fields = object.fields();
                self.nested([b'{', b'}'], fields.iter(), |writer, (name, value)| writer.entry(name.as_bytes(), value))?;
            }
        }
        Ok(())
    }

    fn write(&mut self, value: &dyn std::fmt::Display) {
        self.out.extend_from_slice(value.to_string().as_bytes());
    }

    fn entry(&mut self, key: &[u8], value: &Value) -> Result<(), Failure> {
        self.string(key);
        self.out.extend_from_slice(if self.style.is_indented { b": " } else { b":" });
        self.value(value)
    }

    fn nested<T>(
        &mut self,
        [opening, closing]: [u8; 2],
        items: impl ExactSizeIterator<Item = T>,
        write: impl Fn(&mut Self, T) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.out.push(opening);
        let is_empty = items.len() == 0;
        self.level += 1;
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            self.new_line();
            write(self, item)?;
        }
        self.level -= 1;
        if !is_empty {
            self.new_line();
        }
        self.out.push(closing);
        Ok(())
    }

    fn new_line(&mut self) {
        if self.style.is_indented {
            self.out.push(b'\n');
            self.out.extend(std::iter::repeat_n(b' ', 2 * self.level));
        }
    }

    /// Writes a number as in JavaScript: with an exponent where it is very small or very large.
    fn float(&mut self, value: f64) -> Result<(), Failure> {
        if !value.is_finite() {
            return Err(Failure::Json(format!("json: unsupported value: {}", format_float(value, 'g', None))));
        }
        let magnitude = value.abs();
        if magnitude == 0.0 || (1e-6..1e21).contains(&magnitude) {
            self.out.extend_from_slice(format_float(value, 'f', None).as_bytes());
            return Ok(());
        }
        // An exponent of one digit is written as one.
        let written = format_float(value, 'e', None).replace("e-0", "e-");
        self.out.extend_from_slice(written.as_bytes());
        Ok(())
    }

    fn string(&mut self, text: &[u8]) {
        self.out.push(b'"');
        for (at, character, width) in rune::runes(text) {
            let escape = match character {
                '"' | '\\' => {
                    self.out.push(b'\\');
                    None
                }
                '\u{8}' => Some("\\b".to_owned()),
                '\u{c}' => Some("\\f".to_owned()),
                '\n' => Some("\\n".to_owned()),
                '\r' => Some("\\r".to_owned()),
                '\t' => Some("\\t".to_owned()),
                '<' | '>' | '&' if self.style.escapes_html => Some(format!("\\u{:04x}", u32::from(character))),
                '\0'..='\x1f' | '\u{2028}' | '\u{2029}' => Some(format!("\\u{:04x}", u32::from(character))),
                rune::REPLACEMENT if width == 1 => Some("\\ufffd".to_owned()),
                _ => None,
            };
            match escape {
                Some(escape) => self.out.extend_from_slice(escape.as_bytes()),
                None => self.out.extend_from_slice(&text[at..at + width]),
            }
        }
        self.out.push(b'"');
    }
}
