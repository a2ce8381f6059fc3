//! Writes a tree as `terraform fmt` lays it out.
//!
//! The equals signs of consecutive entries on one line each stand in one column; a comment line, an empty line or a value of
//! several lines ends the alignment. A list of scalars stands on one line where that line has room for it.

use std::borrow::Cow;

use super::plain::is_plain;
use super::text::{is_visible, spell_heredoc, spell_key, spell_quoted};
use super::tree::{Block, Body, Entry, Expression, Item, Part, Reference, ReferenceStep, Value};
use crate::Step;

/// Up to how many columns a list may take to stand on one line.
const WIDTH: usize = 80;
/// What ends a heredoc.
const END: &str = "EOT";

/// Writes the text of a file.
pub fn write(body: &Body, out: &mut String) {
    write_observed(body, out, &mut |_, _| {});
}

/// Writes the text of a file, and tells of every attribute, field, item and block on which line it begins.
///
/// Lines are counted from 1 in this writing. The path of a block is its kind and its labels; what it holds stands below that.
/// Parents come before their children.
pub fn write_observed<'t>(body: &'t Body, out: &mut String, observe: &mut dyn FnMut(&[Step<'t>], u32)) {
    Writer { out, line: 1, indent: 0, path: Vec::new(), observe }.body(body);
}

/// Writes a value on one line, however long.
pub fn write_inline(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(number.as_str()),
        Value::Text(text) => quote(out, |out| spell_quoted(text, out)),
        Value::List(items) => {
            out.push('[');
            separated(items, out, write_inline);
            out.push(']');
        }
        Value::Object(entries) if entries.is_empty() => out.push_str("{}"),
        Value::Object(entries) => {
            out.push_str("{ ");
            separated(entries, out, |entry, out| {
                out.push_str(&spell_key(&entry.key));
                out.push_str(" = ");
                write_inline(&entry.value, out);
            });
            out.push_str(" }");
        }
        Value::Expression(expression) => write_expression(expression, out),
        Value::Template(parts) => write_template(parts, out),
    }
}

fn write_template(parts: &[Part], out: &mut String) {
    // `terraform fmt` takes the quotes off a template that is one expression, which means the same.
    if let [Part::Expression(only)] = parts {
        return write_expression(only, out);
    }
    quote(out, |out| {
        for part in parts {
            match part {
                Part::Text(text) => spell_quoted(text, out),
                Part::Expression(expression) => {
                    // A `$` right before would make an escape of it: `$${` is text.
                    if out.ends_with('$') {
                        out.pop();
                        out.push_str("\\u0024");
                    }
                    out.push_str("${");
                    write_expression(expression, out);
                    out.push('}');
                }
            }
        }
    });
}

fn write_expression(expression: &Expression, out: &mut String) {
    match expression {
        Expression::Reference(reference) => write_reference(reference, out),
        Expression::Call(call) => {
            out.push_str(call.function());
            out.push('(');
            separated(call.arguments(), out, write_inline);
            out.push(')');
        }
    }
}

fn write_reference(reference: &Reference, out: &mut String) {
    out.push_str(reference.root());
    for step in reference.steps() {
        match step {
            ReferenceStep::Key(key) if super::text::is_identifier(key) => {
                out.push('.');
                out.push_str(key);
            }
            ReferenceStep::Key(key) => {
                out.push('[');
                quote(out, |out| spell_quoted(key, out));
                out.push(']');
            }
            ReferenceStep::Index(place) => out.push_str(&format!("[{place}]")),
        }
    }
}

fn quote(out: &mut String, content: impl FnOnce(&mut String)) {
    out.push('"');
    content(out);
    out.push('"');
}

fn separated<T>(items: &[T], out: &mut String, mut write_item: impl FnMut(&T, &mut String)) {
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        write_item(item, out);
    }
}

struct Writer<'w, 't> {
    out: &'w mut String,
    line: u32,
    indent: usize,
    path: Vec<Step<'t>>,
    observe: &'w mut dyn FnMut(&[Step<'t>], u32),
}

/// How a value is laid out.
enum Shape {
    /// On its key's line.
    Inline(String),
    /// As a heredoc that begins on its key's line; for alignment that is one line.
    Heredoc,
    /// As a list or object of several lines.
    Spread,
}

/// An entry, and how it will stand.
struct Prepared<'t> {
    entry: &'t Entry,
    key: Cow<'t, str>,
    shape: Shape,
    above: Vec<&'t str>,
    beside: Option<String>,
}

impl<'t> Prepared<'t> {
    /// Prepares an entry whose key is spelled: as it is in a body, where it is an identifier, else as a field's.
    fn new(entry: &'t Entry, key: Cow<'t, str>, indent: usize) -> Self {
        let shape = shape_of(&entry.value, indent + key.chars().count() + " = ".len());
        let mut above: Vec<&str> = entry.above.as_deref().into_iter().collect();
        let beside = entry.beside.as_deref().and_then(|text| match &shape {
            Shape::Inline(value) if is_plain(value) && !text.contains('\n') => Some(comment_line(text)),
            _ => {
                above.push(text);
                None
            }
        });
        Self { entry, key, shape, above, beside }
    }

    /// Tells whether the entry's equals sign is aligned with those around it.
    fn is_aligned(&self) -> bool {
        !matches!(self.shape, Shape::Spread)
    }
}

fn shape_of(value: &Value, before: usize) -> Shape {
    match value {
        Value::List(items) if items.iter().all(is_scalar) => {
            let mut text = String::new();
            write_inline(value, &mut text);
            if items.is_empty() || before + text.chars().count() <= WIDTH { Shape::Inline(text) } else { Shape::Spread }
        }
        Value::List(_) => Shape::Spread,
        Value::Object(entries) if !entries.is_empty() => Shape::Spread,
        Value::Text(text) if reads_as_heredoc(text) => Shape::Heredoc,
        _ => {
            let mut text = String::new();
            write_inline(value, &mut text);
            Shape::Inline(text)
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::List(_) | Value::Object(_))
}

/// Tells whether a text of several whole lines can be an indented heredoc and keep every character.
fn reads_as_heredoc(text: &str) -> bool {
    let Some(content) = text.strip_suffix('\n') else { return false };
    let is_sound = |line: &str| {
        line.chars().all(|char| is_visible(char) || char == '\t')
            && !line.ends_with(char::is_whitespace)
            && line.trim() != END
    };
    let begins_unindented = |line: &str| line.chars().next().is_some_and(|char| !char.is_whitespace());
    content.contains('\n')
        && content.split('\n').all(is_sound)
        && content.split('\n').next().is_some_and(begins_unindented)
}

/// Writes a line of a comment; what could end the line or hide in it becomes a space.
fn comment_line(text: &str) -> String {
    let visible: String = text.chars().map(|char| if is_visible(char) { char } else { ' ' }).collect();
    let line = format!("# {}", visible.trim_end());
    line.trim_end().to_owned()
}

impl<'t> Writer<'_, 't> {
    fn body(&mut self, body: &'t Body) {
        let mut rest = &body.items[..];
        let mut previous: Option<&Item> = None;
        while let [item, others @ ..] = rest {
            rest = others;
            match previous {
                None if matches!(item, Item::Blank) => continue,
                Some(_) if matches!(item, Item::Blank) => {}
                Some(previous) if stand_apart(previous, item) => self.end_line(),
                _ => {}
            }
            rest = self.item(item, rest);
            previous = Some(item);
        }
    }

    /// Writes an item, of attributes all that follow each other; gives what is left.
    fn item(&mut self, item: &'t Item, rest: &'t [Item]) -> &'t [Item] {
        match item {
            Item::Blank => rest,
            Item::Comment(text) => {
                self.comment(text);
                rest
            }
            Item::Block(block) => {
                self.block(block);
                rest
            }
            Item::Attribute(first) => {
                let attribute = |item: &'t Item| if let Item::Attribute(entry) = item { Some(entry) } else { None };
                let others: Vec<&Entry> = rest.iter().map_while(attribute).collect();
                let rest = &rest[others.len()..];
                self.entries(std::iter::once(first).chain(others), Cow::Borrowed);
                rest
            }
        }
    }

    fn block(&mut self, block: &'t Block) {
        let depth = self.path.len();
        self.path.push(Step::Key(&block.kind));
        self.path.extend(block.labels.iter().map(|label| Step::Key(label)));
        (self.observe)(&self.path, self.line);
        self.start_line();
        self.out.push_str(&block.kind);
        for label in &block.labels {
            self.out.push(' ');
            quote(self.out, |out| spell_quoted(label, out));
        }
        if block.body.items.iter().all(|item| matches!(item, Item::Blank)) {
            self.out.push_str(" {}");
        } else {
            self.out.push_str(" {");
            self.end_line();
            self.indent += 2;
            self.body(&block.body);
            self.indent -= 2;
            self.start_line();
            self.out.push('}');
        }
        self.end_line();
        self.path.truncate(depth);
    }

    /// Writes entries that follow each other, run of aligned ones by run.
    fn entries(&mut self, entries: impl Iterator<Item = &'t Entry>, spell: fn(&'t str) -> Cow<'t, str>) {
        let indent = self.indent;
        let prepared = entries.map(|entry| Prepared::new(entry, spell(&entry.key), indent));
        let prepared: Vec<Prepared<'t>> = prepared.collect();
        let mut rest = &prepared[..];
        while let [first, others @ ..] = rest {
            let joins = |next: &&Prepared| first.is_aligned() && next.is_aligned() && next.above.is_empty();
            let (run, left) = rest.split_at(1 + others.iter().take_while(joins).count());
            self.run(run);
            rest = left;
        }
    }

    fn run(&mut self, run: &[Prepared<'t>]) {
        let width = run.iter().map(|entry| entry.key.chars().count()).max().unwrap_or_default();
        let ends = comment_columns(run);
        for (entry, end) in run.iter().zip(ends) {
            entry.above.iter().for_each(|text| self.comment(text));
            self.path.push(Step::Key(&entry.entry.key));
            (self.observe)(&self.path, self.line);
            self.start_line();
            self.out.push_str(&entry.key);
            if entry.is_aligned() {
                self.pad(width - entry.key.chars().count());
            }
            self.out.push_str(" = ");
            self.shaped(&entry.entry.value, &entry.shape);
            if let (Some(comment), Shape::Inline(value)) = (&entry.beside, &entry.shape) {
                self.pad(end - value.chars().count() + 1);
                self.out.push_str(comment);
            }
            self.end_line();
            self.path.pop();
        }
    }

    fn shaped(&mut self, value: &'t Value, shape: &Shape) {
        match (value, shape) {
            (_, Shape::Inline(text)) => {
                self.out.push_str(text);
                self.observe_inside(value);
            }
            (Value::Text(text), Shape::Heredoc) => self.heredoc(text),
            (Value::List(items), _) => self.list(items),
            (Value::Object(entries), _) => {
                self.out.push('{');
                self.end_line();
                self.indent += 2;
                self.entries(entries.iter(), spell_key);
                self.indent -= 2;
                self.start_line();
                self.out.push('}');
            }
            _ => unreachable!("only lists and objects are spread, only texts are heredocs"),
        }
    }

    fn list(&mut self, items: &'t [Value]) {
        self.out.push('[');
        self.end_line();
        self.indent += 2;
        for (place, item) in items.iter().enumerate() {
            self.path.push(Step::Index(place));
            (self.observe)(&self.path, self.line);
            self.start_line();
            let shape = match shape_of(item, self.indent) {
                // A comma cannot follow the end of a heredoc on its line.
                Shape::Heredoc => {
                    let mut text = String::new();
                    write_inline(item, &mut text);
                    Shape::Inline(text)
                }
                shape => shape,
            };
            self.shaped(item, &shape);
            self.out.push(',');
            self.end_line();
            self.path.pop();
        }
        self.indent -= 2;
        self.start_line();
        self.out.push(']');
    }

    /// Tells where the items of a list on one line stand: on that line.
    fn observe_inside(&mut self, value: &'t Value) {
        let Value::List(items) = value else { return };
        for place in 0..items.len() {
            self.path.push(Step::Index(place));
            (self.observe)(&self.path, self.line);
            self.path.pop();
        }
    }

    fn heredoc(&mut self, text: &str) {
        self.out.push_str("<<-");
        self.out.push_str(END);
        self.end_line();
        self.indent += 2;
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            if !line.is_empty() {
                self.start_line();
                spell_heredoc(line, self.out);
            }
            self.end_line();
        }
        self.indent -= 2;
        self.start_line();
        self.out.push_str(END);
    }

    fn comment(&mut self, text: &str) {
        for line in text.split('\n') {
            self.start_line();
            self.out.push_str(&comment_line(line));
            self.end_line();
        }
    }

    fn start_line(&mut self) {
        self.pad(self.indent);
    }

    fn pad(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
    }

    fn end_line(&mut self) {
        self.out.push('\n');
        self.line += 1;
    }
}

/// Tells whether an empty line stands between two items; a comment right above a block belongs to it.
fn stand_apart(previous: &Item, item: &Item) -> bool {
    match (previous, item) {
        (Item::Blank | Item::Block(_), _) => true,
        (Item::Comment(_), _) => false,
        (Item::Attribute(_), _) => matches!(item, Item::Block(_)),
    }
}

/// Finds how wide the values are that the comments at the ends of a run's lines must clear.
fn comment_columns(run: &[Prepared]) -> Vec<usize> {
    let width = |entry: &Prepared| match &entry.shape {
        Shape::Inline(value) if entry.beside.is_some() => Some(value.chars().count()),
        _ => None,
    };
    let mut columns = vec![0; run.len()];
    let mut start = 0;
    while start < run.len() {
        let length = run[start..].iter().take_while(|entry| width(entry).is_some()).count();
        let widest = run[start..start + length].iter().filter_map(width).max().unwrap_or_default();
        columns[start..start + length].fill(widest);
        start += length.max(1);
    }
    columns
}
