//! From a tree to block YAML.
//!
//! Kubernetes' style: two spaces, a list's `- ` at the indent of the key above it, fields in the order given, no
//! anchors, no folding. What comes out reads back alike under YAML 1.1 and 1.2. Walks with a stack of its own, so no
//! depth of the tree can overflow the machine's.

use crate::emit::{Emit, Observer, Unobserved, View};
use crate::quoting::{self, Quoting};
use std::io::Write as _;

/// Keys past this many bytes get a `? `, as readers look at most 1,024 characters ahead for a key's `:`.
const LONGEST_SIMPLE_KEY: usize = 900;

/// Appends a document, ending in a line break, to `out`; without a `---`.
pub fn write<N: Emit>(node: &N, out: &mut Vec<u8>) {
    write_observed(node, out, &mut Unobserved);
}

/// Writes as [`write()`] does and tells the observer where each node begins.
pub fn write_observed<N: Emit>(node: &N, out: &mut Vec<u8>, observer: &mut impl Observer<N>) {
    let mut writer = Writer { out, line: 1, levels: Vec::new() };
    writer.root(node, observer);
    while let Some(level) = writer.levels.last_mut() {
        let indent = level.indent;
        let is_first = std::mem::replace(&mut level.at_first, false);
        match &mut level.children {
            Children::Items(items) => match items.next() {
                Some(item) => {
                    writer.begin(indent, is_first);
                    writer.item(item, indent, observer);
                }
                None => drop(writer.levels.pop()),
            },
            Children::Fields(fields) => match fields.next() {
                Some((key, value)) => {
                    writer.begin(indent, is_first);
                    writer.field(key, value, indent, observer);
                }
                None => drop(writer.levels.pop()),
            },
        }
    }
}

struct Writer<'o, 'a, N: Emit + 'a> {
    out: &'o mut Vec<u8>,
    /// The line being written.
    line: u32,
    levels: Vec<Level<'a, N>>,
}

/// A collection being written.
struct Level<'a, N: Emit + 'a> {
    indent: usize,
    /// Whether the next child is the first and continues the line already begun, after a `- `.
    at_first: bool,
    children: Children<'a, N>,
}

enum Children<'a, N: Emit + 'a> {
    Items(N::Items<'a>),
    Fields(N::Fields<'a>),
}

impl<'a, N: Emit> Writer<'_, 'a, N> {
    fn root(&mut self, node: &'a N, observer: &mut impl Observer<N>) {
        observer.node(node, self.line);
        match node.view() {
            View::Seq(items) if items.len() > 0 => self.enter(0, true, Children::Items(items)),
            View::Map(fields) if fields.len() > 0 => self.enter(0, true, Children::Fields(fields)),
            scalar => self.scalar(scalar, 2),
        }
    }

    fn enter(&mut self, indent: usize, at_first: bool, children: Children<'a, N>) {
        self.levels.push(Level { indent, at_first, children });
    }

    fn begin(&mut self, indent: usize, is_first: bool) {
        if !is_first {
            self.indent(indent);
        }
    }

    fn item(&mut self, item: &'a N, indent: usize, observer: &mut impl Observer<N>) {
        self.out.extend_from_slice(b"- ");
        observer.node(item, self.line);
        match item.view() {
            View::Seq(items) if items.len() > 0 => self.enter(indent + 2, true, Children::Items(items)),
            View::Map(fields) if fields.len() > 0 => self.enter(indent + 2, true, Children::Fields(fields)),
            scalar => self.scalar(scalar, indent + 2),
        }
    }

    fn field(&mut self, key: &str, value: &'a N, indent: usize, observer: &mut impl Observer<N>) {
        self.key(key, indent);
        match value.view() {
            View::Seq(items) if items.len() > 0 => {
                self.end_line();
                observer.node(value, self.line);
                self.enter(indent, false, Children::Items(items));
            }
            View::Map(fields) if fields.len() > 0 => {
                self.end_line();
                observer.node(value, self.line);
                self.enter(indent + 2, false, Children::Fields(fields));
            }
            scalar => {
                observer.node(value, self.line);
                self.out.push(b' ');
                self.scalar(scalar, indent + 2);
            }
        }
    }

    fn key(&mut self, key: &str, indent: usize) {
        let start = self.out.len();
        if quoting::is_plain_safe(key) {
            self.out.extend_from_slice(key.as_bytes());
        } else {
            quoting::write_double_quoted(key, self.out);
        }
        if self.out.len() - start > LONGEST_SIMPLE_KEY {
            self.out.splice(start..start, *b"? ");
            self.end_line();
            self.indent(indent);
        }
        self.out.push(b':');
    }

    /// Writes a scalar, or an empty collection, and ends the line.
    fn scalar(&mut self, view: View<'a, N>, block_indent: usize) {
        match view {
            View::Null => self.out.extend_from_slice(b"null"),
            View::Bool(true) => self.out.extend_from_slice(b"true"),
            View::Bool(false) => self.out.extend_from_slice(b"false"),
            View::Int(value) => write!(self.out, "{value}").expect("writing to memory does not fail"),
            View::UInt(value) => write!(self.out, "{value}").expect("writing to memory does not fail"),
            View::Float(value) => quoting::write_float(value, self.out),
            View::Str(text) => match quoting::style_of(text) {
                Quoting::Plain => self.out.extend_from_slice(text.as_bytes()),
                Quoting::Double => quoting::write_double_quoted(text, self.out),
                Quoting::Literal => return self.literal(text, block_indent),
            },
            View::Seq(_) => self.out.extend_from_slice(b"[]"),
            View::Map(_) => self.out.extend_from_slice(b"{}"),
        }
        self.end_line();
    }

    fn literal(&mut self, text: &str, indent: usize) {
        let (body, header): (&str, &[u8]) = match text.strip_suffix('\n') {
            None => (text, b"|-"),
            Some(body) if body.ends_with('\n') => (body, b"|+"),
            Some(body) => (body, b"|"),
        };
        self.out.extend_from_slice(header);
        self.end_line();
        for line in body.split('\n') {
            if !line.is_empty() {
                self.indent(indent);
                self.out.extend_from_slice(line.as_bytes());
            }
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        self.out.push(b'\n');
        self.line += 1;
    }

    fn indent(&mut self, width: usize) {
        const SPACES: &[u8; 64] = &[b' '; 64];
        let mut left = width;
        while left > SPACES.len() {
            self.out.extend_from_slice(SPACES);
            left -= SPACES.len();
        }
        self.out.extend_from_slice(&SPACES[..left]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Map, Value, json};

    pub struct Fields<'a>(serde_json::map::Iter<'a>);

    impl<'a> Iterator for Fields<'a> {
        type Item = (&'a str, &'a Value);

        fn next(&mut self) -> Option<Self::Item> {
            self.0.next().map(|(key, value)| (key.as_str(), value))
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            self.0.size_hint()
        }
    }

    impl ExactSizeIterator for Fields<'_> {}

    impl Emit for Value {
        type Items<'a> = std::slice::Iter<'a, Value>;
        type Fields<'a> = Fields<'a>;

        fn view(&self) -> View<'_, Self> {
            match self {
                Value::Null => View::Null,
                Value::Bool(value) => View::Bool(*value),
                Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                    (Some(value), ..) => View::Int(value),
                    (None, Some(value), _) => View::UInt(value),
                    (None, None, value) => View::Float(value.unwrap_or_default()),
                },
                Value::String(text) => View::Str(text),
                Value::Array(items) => View::Seq(items.iter()),
                Value::Object(fields) => View::Map(Fields(fields.iter())),
            }
        }
    }

    fn written(value: &Value) -> String {
        let mut out = Vec::new();
        write(value, &mut out);
        String::from_utf8(out).expect("the writer writes UTF-8")
    }

    #[test]
    fn kubernetes_style() {
        let value = json!({
            "metadata": {"name": "web", "labels": {}, "finalizers": []},
            "spec": {
                "args": ["--port=80", "-v", "- x", "yes", ["a", ["b"], {}], {"k": [1, 2.0], "l": null}],
                "script": "#!/bin/sh\necho hi\n",
                "kept": "a\n\n",
                "cut": "a\n  b",
                "quoted": "a \n",
                "on": true,
                "big": u64::MAX,
                "small": 1.5e-9,
            },
        });
        let expected = "\
metadata:
  name: web
  labels: {}
  finalizers: []
spec:
  args:
  - --port=80
  - -v
  - \"- x\"
  - \"yes\"
  - - a
    - - b
    - {}
  - k:
    - 1
    - 2.0
    l: null
  script: |
    #!/bin/sh
    echo hi
  kept: |+
    a

  cut: |-
    a
      b
  quoted: \"a \\n\"
  \"on\": true
  big: 18446744073709551615
  small: 1.5e-9
";
        assert_eq!(written(&value), expected);
        for (root, text) in
            [(json!("a\nb"), "|-\n  a\n  b\n"), (json!([]), "[]\n"), (json!([[1]]), "- - 1\n"), (json!(null), "null\n")]
        {
            assert_eq!(written(&root), text);
        }
    }

    #[test]
    fn long_keys() {
        let mut map = Map::new();
        let key = "k".repeat(901);
        map.insert(key.clone(), json!([1]));
        map.insert("k".repeat(900), json!("x"));
        let expected = format!("- ? {key}\n  :\n  - 1\n  {}: x\n", "k".repeat(900));
        assert_eq!(written(&json!([map])), expected);
    }

    #[test]
    fn tells_where_nodes_begin() {
        struct Lines(Vec<(u32, String)>);
        impl Observer<Value> for Lines {
            fn node(&mut self, node: &Value, line: u32) {
                self.0.push((line, node.to_string()));
            }
        }
        let value = json!({"a": "x\ny\n", "b": [{"c": 1, "d": [2]}], "e": {"f": {}}});
        let (mut out, mut lines) = (b"earlier\n".to_vec(), Lines(Vec::new()));
        write_observed(&value, &mut out, &mut lines);
        assert_eq!(out, b"earlier\na: |\n  x\n  y\nb:\n- c: 1\n  d:\n  - 2\ne:\n  f: {}\n");
        let numbers: Vec<u32> = lines.0.iter().map(|(line, _)| *line).collect();
        assert_eq!(numbers, [1, 1, 5, 5, 5, 7, 7, 9, 9], "{:?}", lines.0);
    }
}
