//! Random files of environments, as different people write them: quotes, comments, indentation, braces, order, line breaks.

use std::ops::Range;

use super::random::Random;

/// A file with what a test must know of it.
pub struct Written {
    /// The text.
    pub text: String,
    /// The pins, if any, with the bytes of their scalars, quotes included.
    pub pins: Vec<(String, Range<usize>)>,
    /// Whether it says anything of images.
    pub has_images: bool,
    /// Whether it pins any.
    pub has_pins: bool,
}

/// A value that is written somehow.
enum Node {
    Text(String),
    /// One of the pins: a text whose place is noted.
    Pin(String),
    Raw(&'static str),
    Map(Vec<(String, Node)>),
}

struct Writer<'a> {
    random: &'a mut Random,
    text: String,
    pins: Vec<(String, Range<usize>)>,
    line_break: &'static str,
}

/// Writes a file with some pins, or none.
pub fn write(random: &mut Random, values: &[&str]) -> Written {
    let line_break = if random.percent(25) { "\r\n" } else { "\n" };
    let count = 1 + random.below(4);
    let names = ["api", "team/web", "worker", "a-b.c"];
    let pins: Vec<_> =
        names[..count].iter().map(|name| ((*name).to_owned(), Node::Pin((*random.pick(values)).to_owned()))).collect();
    let has_images = random.percent(80);
    let has_pins = has_images && random.percent(75);
    let mut images = vec![("registry".to_owned(), Node::Text("registry.example.com/a".into()))];
    if has_pins {
        images.insert(random.below(2), ("pins".to_owned(), Node::Map(pins)));
    }
    let mut spec = vec![
        ("extends".to_owned(), Node::Text("base".into())),
        ("domain".to_owned(), Node::Text("a.example.com".into())),
        ("values".to_owned(), Node::Raw("[1, two, \"three # no comment\", {a: 'b: c'}]")),
        ("stacks".to_owned(), Node::Map(vec![("shop".to_owned(), Node::Map(Vec::new()))])),
    ];
    if has_images {
        spec.insert(random.below(spec.len() + 1), ("images".to_owned(), Node::Map(images)));
    }
    let root = Node::Map(vec![
        ("apiVersion".to_owned(), Node::Text("platgen.dev/v1".into())),
        ("kind".to_owned(), Node::Text("Environment".into())),
        ("metadata".to_owned(), Node::Map(vec![("name".to_owned(), Node::Text("production".into()))])),
        ("spec".to_owned(), Node::Map(spec)),
    ]);
    let mut writer = Writer { random, text: String::new(), pins: Vec::new(), line_break };
    if writer.random.percent(10) {
        writer.text.push('\u{feff}');
    }
    writer.comment_lines(0);
    match writer.random.percent(10) {
        true => writer.flow(&root),
        false => writer.block(&root, 0),
    }
    if writer.random.percent(20) {
        let end = writer.text.trim_end().len();
        writer.text.truncate(end);
    }
    let Writer { text, pins, .. } = writer;
    Written { text, pins, has_images, has_pins }
}

impl Writer<'_> {
    fn end_line(&mut self) {
        if self.random.percent(20) {
            self.text.push_str("  # a comment: {with} \"everything\", 'in' it");
        }
        self.text.push_str(self.line_break);
    }

    fn comment_lines(&mut self, indentation: usize) {
        while self.random.percent(12) {
            if self.random.percent(50) {
                self.text.push_str(&" ".repeat(indentation));
                self.text.push_str("# pins: {api: 9.9.9}");
            }
            self.text.push_str(self.line_break);
        }
    }

    fn key(&mut self, key: &str) {
        match self.random.below(8) {
            0 => self.text.push_str(&format!("\"{key}\"")),
            1 => self.text.push_str(&format!("'{key}'")),
            _ => self.text.push_str(key),
        }
        self.text.push(':');
    }

    fn scalar(&mut self, text: &str, is_in_flow: bool) -> Range<usize> {
        let is_plain_safe = platgen_yaml::quoting::is_plain_safe(text) && !(is_in_flow && text.contains(':'));
        let written = match self.random.below(3) {
            0 => format!("\"{text}\""),
            1 => format!("'{text}'"),
            _ if is_plain_safe => text.to_owned(),
            _ => format!("\"{text}\""),
        };
        let start = self.text.len();
        self.text.push_str(&written);
        start..self.text.len()
    }

    /// Notes the scalar that was written, where it is a pin.
    fn leaf(&mut self, key: &str, node: &Node, is_in_flow: bool) {
        match node {
            Node::Text(text) => {
                self.scalar(text, is_in_flow);
            }
            Node::Pin(text) => {
                if self.random.percent(5) {
                    let anchor = format!("&anchor-{} ", self.text.len());
                    self.text.push_str(&anchor);
                }
                let span = self.scalar(text, is_in_flow);
                self.pins.push((key.to_owned(), span));
            }
            Node::Raw(text) => self.text.push_str(text),
            Node::Map(_) => self.flow(node),
        }
    }

    fn block(&mut self, node: &Node, indentation: usize) {
        let Node::Map(entries) = node else { return };
        for (key, value) in entries {
            self.comment_lines(indentation);
            self.text.push_str(&" ".repeat(indentation));
            self.key(key);
            match value {
                Node::Map(below) if !below.is_empty() && !self.random.percent(40) => {
                    self.end_line();
                    let deeper = indentation + 1 + self.random.below(4);
                    self.block(value, deeper);
                }
                _ => {
                    self.text.push_str(&" ".repeat(1 + self.random.below(2)));
                    self.leaf(key, value, false);
                    self.end_line();
                }
            }
        }
    }

    /// A map in braces: on one line, or with a line for each entry.
    fn flow(&mut self, node: &Node) {
        let Node::Map(entries) = node else { return };
        let has_lines = !entries.is_empty() && self.random.percent(25);
        let has_last_comma = self.random.percent(20);
        self.text.push('{');
        if !has_lines && self.random.percent(20) {
            self.text.push(' ');
        }
        for (index, (key, value)) in entries.iter().enumerate() {
            if has_lines {
                self.end_line();
                self.text.push_str(&" ".repeat(12));
            }
            self.key(key);
            self.text.push(' ');
            self.leaf(key, value, true);
            let is_last = index + 1 == entries.len();
            if !is_last || has_last_comma {
                self.text.push(',');
            }
            if !is_last && !has_lines {
                self.text.push_str(&" ".repeat(self.random.below(3)));
            }
        }
        if has_lines {
            self.end_line();
            self.text.push_str(&" ".repeat(10));
        }
        self.text.push('}');
    }
}
