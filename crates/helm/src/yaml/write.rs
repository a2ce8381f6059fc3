//! Writing as go-yaml does, byte for byte: a port of what libyaml's emitter does for block style, not of its code.

use super::Flavour;
use super::node::Node;
use super::order;
use super::shape::{Shape, Style, is_break, is_printable};
use super::typed::is_typed;
use crate::number::shortest_float;

/// Keys longer than this get a `? `.
const LONGEST_SIMPLE_KEY: usize = 128;

/// Writes a tree, ending in a line break.
pub(crate) fn write(flavour: Flavour, node: &Node) -> String {
    let mut writer = Writer { flavour, out: String::new(), column: 0, whitespace: true, indention: true };
    writer.node(node, -1, Place::Root);
    writer.start_line(0);
    writer.out
}

/// Where a node stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Item,
    /// The value of a field, after a key on the same line or after `? ` and a key.
    Value,
    /// A key that fits on a line before its `:`.
    SimpleKey,
}

struct Writer {
    flavour: Flavour,
    out: String,
    /// Characters in the line so far.
    column: isize,
    /// Whether the last character was white space, so that an indicator needs none before it.
    whitespace: bool,
    /// Whether the line so far is only indentation and indicators.
    indention: bool,
}

impl Writer {
    fn node(&mut self, node: &Node, indent: isize, place: Place) {
        match node {
            Node::List(items) if !items.is_empty() => self.list(items, indent, place),
            Node::Map(fields) if !fields.is_empty() => self.map(fields, indent),
            Node::List(_) => self.word("[]"),
            Node::Map(_) => self.word("{}"),
            Node::Null => self.word("null"),
            Node::Bool(value) => self.word(if *value { "true" } else { "false" }),
            Node::Int(value) => self.word(&value.to_string()),
            Node::UInt(value) => self.word(&value.to_string()),
            Node::Float(value) => self.word(&float(*value)),
            Node::Str(text) => match text.as_str() {
                Some(text) => self.text(text, indent, place),
                None => self.binary(text.as_bytes(), indent, place),
            },
        }
    }

    /// Only yaml.v3 is ever given bytes that are no text.
    fn binary(&mut self, bytes: &[u8], indent: isize, place: Place) {
        self.word("!!binary");
        self.text(&platgen_gotmpl::encode_base64(bytes), indent, place);
    }

    fn list(&mut self, items: &[Node], indent: isize, place: Place) {
        let is_flush = self.flavour == Flavour::V2 && place == Place::Value && !self.indention;
        let indent = if is_flush { indent } else { deeper(indent) };
        for item in items {
            self.start_line(indent);
            self.indicator("-", true);
            self.node(item, indent, Place::Item);
        }
    }

    fn map(&mut self, fields: &[(platgen_gotmpl::Text, Node)], indent: isize) {
        let indent = deeper(indent);
        let fields: Vec<_> = fields.iter().map(|(key, value)| (key.to_str_lossy(), value)).collect();
        for (key, value) in order::sort_by_key(self.flavour, fields, |(key, _)| key) {
            self.start_line(indent);
            if key.len() <= LONGEST_SIMPLE_KEY && !Shape::of(self.flavour, &key).is_multiline {
                self.text(&key, indent, Place::SimpleKey);
                self.out.push(':');
                self.column += 1;
                (self.whitespace, self.indention) = (false, false);
            } else {
                self.indicator("?", true);
                self.text(&key, indent, Place::Value);
                self.start_line(indent);
                self.indicator(":", true);
            }
            self.node(value, indent, Place::Value);
        }
    }

    /// Writes what needs no quotes.
    fn word(&mut self, word: &str) {
        self.space();
        self.out.push_str(word);
        self.column += word.len() as isize;
        (self.whitespace, self.indention) = (false, false);
    }

    fn text(&mut self, text: &str, indent: isize, place: Place) {
        // A scalar's own lines stand one level deeper than what holds it; in the root, at two spaces.
        let indent = if indent < 0 { 2 } else { indent + 2 };
        let breaks = place != Place::SimpleKey;
        match self.style(text, place) {
            Style::Plain => self.folded(text, indent, breaks),
            Style::SingleQuoted => self.single_quoted(text, indent, breaks),
            Style::DoubleQuoted => self.double_quoted(text, indent, breaks),
            Style::Literal => self.literal(text, indent),
        }
    }

    fn style(&self, text: &str, place: Place) -> Style {
        let shape = Shape::of(self.flavour, text);
        let is_key = place == Place::SimpleKey;
        let wanted = match text.contains('\n') {
            true => Style::Literal,
            false if is_typed(text) => Style::DoubleQuoted,
            false => Style::Plain,
        };
        match wanted {
            _ if is_key && shape.is_multiline => Style::DoubleQuoted,
            Style::Literal if shape.allows_block && !is_key => Style::Literal,
            Style::Plain if shape.allows_plain => Style::Plain,
            Style::Plain if shape.allows_single_quotes => Style::SingleQuoted,
            _ => Style::DoubleQuoted,
        }
    }

    fn folded(&mut self, text: &str, indent: isize, breaks: bool) {
        self.space();
        self.lines(text, indent, breaks, false);
        (self.whitespace, self.indention) = (false, false);
    }

    fn single_quoted(&mut self, text: &str, indent: isize, breaks: bool) {
        self.space();
        self.put('\'');
        (self.whitespace, self.indention) = (false, false);
        self.lines(text, indent, breaks, true);
        self.put('\'');
        (self.whitespace, self.indention) = (false, false);
    }

    /// Writes the characters of a plain or single-quoted scalar, folded at spaces past the width.
    fn lines(&mut self, text: &str, indent: isize, breaks: bool, is_quoted: bool) {
        let (mut in_spaces, mut in_breaks) = (false, false);
        for (at, character) in text.char_indices() {
            let rest = &text[at + character.len_utf8()..];
            if character == ' ' {
                let is_inside = !is_quoted || (at > 0 && !rest.is_empty());
                if breaks && !in_spaces && self.is_past_width() && is_inside && !rest.starts_with(' ') {
                    self.start_line(indent);
                } else {
                    self.put(' ');
                }
                in_spaces = true;
            } else if is_break(character) {
                if !in_breaks && character == '\n' {
                    self.line_break();
                }
                self.put_break(character);
                (self.indention, in_breaks) = (true, true);
            } else {
                if in_breaks {
                    self.start_line(indent);
                }
                if is_quoted && character == '\'' {
                    self.put('\'');
                }
                self.put(character);
                self.indention = false;
                (in_spaces, in_breaks) = (false, false);
            }
        }
    }

    fn double_quoted(&mut self, text: &str, indent: isize, breaks: bool) {
        self.space();
        self.put('"');
        // go-yaml asks for a byte order mark at the text's start only, but for every character.
        let escapes_all = text.starts_with('\u{FEFF}');
        let mut in_spaces = false;
        for (at, character) in text.char_indices() {
            let rest = &text[at + character.len_utf8()..];
            if escapes_all || !is_printable(character) || is_break(character) || matches!(character, '"' | '\\') {
                self.escape(character);
                in_spaces = false;
            } else if character == ' ' {
                if breaks && !in_spaces && self.is_past_width() && at > 0 && !rest.is_empty() {
                    self.start_line(indent);
                    if rest.starts_with(' ') {
                        self.put('\\');
                    }
                } else {
                    self.put(' ');
                }
                in_spaces = true;
            } else {
                self.put(character);
                in_spaces = false;
            }
        }
        self.put('"');
        (self.whitespace, self.indention) = (false, false);
    }

    fn escape(&mut self, character: char) {
        let short = match character {
            '\0' => "\\0",
            '\x07' => "\\a",
            '\x08' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\x0B' => "\\v",
            '\x0C' => "\\f",
            '\r' => "\\r",
            '\x1B' => "\\e",
            '"' => "\\\"",
            '\\' => "\\\\",
            '\u{85}' => "\\N",
            '\u{A0}' => "\\_",
            '\u{2028}' => "\\L",
            '\u{2029}' => "\\P",
            _ => "",
        };
        let code = u32::from(character);
        let long = match code {
            _ if !short.is_empty() => short.to_owned(),
            0..=0xFF => format!("\\x{code:02X}"),
            0x100..=0xFFFF => format!("\\u{code:04X}"),
            _ => format!("\\U{code:08X}"),
        };
        self.out.push_str(&long);
        self.column += long.len() as isize;
    }

    fn literal(&mut self, text: &str, indent: isize) {
        self.space();
        self.put('|');
        if text.starts_with(|first| first == ' ' || is_break(first)) {
            self.put('2');
        }
        let mut last = text.chars().rev();
        match (last.next().is_some_and(is_break), last.next()) {
            (false, _) => self.put('-'),
            (true, None) => self.put('+'),
            (true, Some(before)) if is_break(before) => self.put('+'),
            _ => {}
        }
        self.line_break();
        (self.whitespace, self.indention) = (true, true);
        let mut in_breaks = true;
        for character in text.chars() {
            if is_break(character) {
                self.put_break(character);
                (self.indention, in_breaks) = (true, true);
            } else {
                if in_breaks {
                    self.start_line(indent);
                }
                self.put(character);
                (self.indention, in_breaks) = (false, false);
            }
        }
    }

    fn is_past_width(&self) -> bool {
        self.flavour == Flavour::V2 && self.column > 80
    }

    fn indicator(&mut self, indicator: &str, is_indention: bool) {
        self.space();
        self.out.push_str(indicator);
        self.column += indicator.len() as isize;
        self.whitespace = false;
        self.indention &= is_indention;
    }

    fn space(&mut self) {
        if !self.whitespace {
            self.put(' ');
        }
    }

    /// Goes to the indentation, on a new line unless this one holds nothing but less indentation.
    fn start_line(&mut self, indent: isize) {
        let indent = indent.max(0);
        if !self.indention || self.column > indent || (self.column == indent && !self.whitespace) {
            self.line_break();
        }
        while self.column < indent {
            self.put(' ');
        }
        (self.whitespace, self.indention) = (true, true);
    }

    fn line_break(&mut self) {
        self.out.push('\n');
        self.column = 0;
    }

    fn put(&mut self, character: char) {
        self.out.push(character);
        self.column += 1;
    }

    fn put_break(&mut self, character: char) {
        self.out.push(character);
        self.column = 0;
    }
}

/// One level deeper; nothing is deeper than the root by less than all.
const fn deeper(indent: isize) -> isize {
    if indent < 0 { 0 } else { indent + 2 }
}

/// Go's `FormatFloat(value, 'g', -1, 64)`, with YAML's words.
fn float(value: f64) -> String {
    match value {
        _ if value.is_nan() => ".nan".to_owned(),
        f64::INFINITY => ".inf".to_owned(),
        f64::NEG_INFINITY => "-.inf".to_owned(),
        _ => shortest_float(value),
    }
}
