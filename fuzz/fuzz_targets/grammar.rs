//! Takes bytes as instructions and makes what a template engine meets: texts of templates that mostly parse, and trees of values.

use platgen_gotmpl::Plain;
use std::collections::BTreeMap;

/// Keys, variables and names of templates come from few letters, so that what is written is often what is read.
const KEYS: [&str; 6] = ["a", "b", "c", "d", "Values", "x.y"];
const STRINGS: [&str; 28] = [
    "",
    "a",
    "b",
    "x.y",
    "1",
    "007",
    "-3",
    "1e3",
    "true",
    "null",
    "%d %s %v",
    "%-10.3f|%+q|%x|%[2]*d",
    "%!",
    "é\u{1F600}",
    "a,b,c",
    "v1.2.3",
    ">=1.2-0 <2 || ~3",
    "(a|b)*?[^c]+",
    "$1${a}",
    "2006-01-02T15:04:05Z07:00",
    "1h30m",
    "{{ .a }}",
    "{{ include \"a\" . }}",
    "a: {b: [1, ~, \"x\"]}\nc: |\n  t\n",
    "{\"a\": [1, null, {\"b\": 1e9}]}",
    "http://u:p@h:1/p?q=1#f",
    "YWJj",
    "  \n\t",
];
const NUMBERS: [&str; 16] = [
    "0",
    "1",
    "-1",
    "2",
    "7",
    "255",
    "1000",
    "1.5",
    "-0.0",
    "1e6",
    "1e300",
    "0x1F",
    "'a'",
    "9223372036854775807",
    "-9223372036854775808",
    "1i",
];
const BUILTINS: [&str; 21] = [
    "and", "or", "not", "eq", "ne", "lt", "gt", "len", "index", "slice", "print", "printf", "println", "html", "js",
    "urlquery", "call", "include", "tpl", "include", "tpl",
];

/// What is left of the input, and how much may still be written.
pub struct Grammar<'a> {
    bytes: &'a [u8],
    functions: &'a [&'static str],
    nodes_left: usize,
}

impl<'a> Grammar<'a> {
    pub fn new(bytes: &'a [u8], functions: &'a [&'static str]) -> Self {
        Self { bytes, functions, nodes_left: 400 }
    }

    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }

    /// Gives what stands up to the next 0xFF.
    pub fn text(&mut self) -> String {
        let end = self.bytes.iter().position(|byte| *byte == 0xFF).unwrap_or(self.bytes.len());
        let (text, rest) = self.bytes.split_at(end);
        self.bytes = rest.get(1..).unwrap_or_default();
        String::from_utf8_lossy(text).into_owned()
    }

    fn one_of(&mut self, choices: &[&'static str]) -> &'static str {
        choices[usize::from(self.byte()) % choices.len()]
    }

    fn string(&mut self) -> String {
        match self.byte() {
            0xF0.. => self.text(),
            byte => STRINGS[usize::from(byte) % STRINGS.len()].to_owned(),
        }
    }

    /// A tree of values.
    pub fn value(&mut self, depth: usize) -> Plain {
        let byte = self.byte();
        let count = usize::from(byte >> 4) % 5;
        match byte % 8 {
            0 => Plain::Null,
            1 => Plain::Bool(byte > 127),
            2 => Plain::Int([0, 1, -1, 3, 1_000_000, i64::MAX, i64::MIN, 80][usize::from(byte >> 5)]),
            3 => Plain::Float([0.0, -0.0, 1.0, 1e6, 0.1, 1e300, 3e9, -7.0][usize::from(byte >> 5)]),
            4 if depth > 0 => Plain::List((0..count).map(|_| self.value(depth - 1)).collect()),
            5 | 6 if depth > 0 => Plain::Map(self.fields(count, depth - 1)),
            _ => Plain::String(self.string().into()),
        }
    }

    /// Entries of a map.
    pub fn fields(&mut self, count: usize, depth: usize) -> BTreeMap<platgen_gotmpl::Text, Plain> {
        (0..count).map(|_| (self.one_of(&KEYS).into(), self.value(depth))).collect()
    }

    /// The text of a template: a few definitions, then a body.
    pub fn template(&mut self) -> String {
        let mut out = String::new();
        for _ in 0..self.byte() % 3 {
            let name = self.one_of(&KEYS[..4]);
            out.push_str(&format!("{{{{ define {name:?} }}}}"));
            self.body(&mut out, 3);
            out.push_str("{{ end }}");
        }
        self.body(&mut out, 5);
        out
    }

    fn body(&mut self, out: &mut String, depth: usize) {
        for _ in 0..=self.byte() % 4 {
            if self.nodes_left == 0 {
                return;
            }
            self.nodes_left -= 1;
            self.node(out, depth);
        }
    }

    fn node(&mut self, out: &mut String, depth: usize) {
        let byte = self.byte();
        let (open, close) =
            [("{{ ", " }}"), ("{{- ", " }}"), ("{{ ", " -}}"), ("{{- ", " -}}")][usize::from(byte >> 6)];
        match byte % 16 {
            0 => out.push_str(&self.string()),
            1 => out.push_str("text \n"),
            2 if depth > 0 => self.block("if", open, close, out, depth),
            3 | 4 if depth > 0 => self.block("range", open, close, out, depth),
            5 if depth > 0 => self.block("with", open, close, out, depth),
            6 => {
                let (name, argument) = (self.one_of(&KEYS[..4]), self.pipeline(2));
                out.push_str(&format!("{open}template {name:?} {argument}{close}"));
            }
            7 => {
                let (name, value) = (self.one_of(&["$a", "$b", "$"]), self.pipeline(2));
                out.push_str(&format!("{open}{name} {} {value}{close}", if byte > 127 { "=" } else { ":=" }));
            }
            8 => out.push_str(self.one_of(&[
                "{{/* c */}}",
                "{{- /* c */ -}}",
                "{{ break }}",
                "{{ continue }}",
                "{{",
                "}}",
            ])),
            _ => {
                let value = self.pipeline(3);
                out.push_str(&format!("{open}{value}{close}"));
            }
        }
    }

    fn block(&mut self, word: &str, open: &str, close: &str, out: &mut String, depth: usize) {
        let declared = self.one_of(&["", "", "$a := ", "$a, $b := ", "$a = "]);
        let value = self.pipeline(2);
        out.push_str(&format!("{open}{word} {declared}{value}{close}"));
        self.body(out, depth - 1);
        if self.byte() > 170 {
            out.push_str("{{ else }}");
            self.body(out, depth - 1);
        }
        out.push_str(&format!("{open}end{close}"));
    }

    fn pipeline(&mut self, depth: usize) -> String {
        let mut out = self.command(depth);
        for _ in 0..[0, 0, 0, 1, 1, 2, 3, 8][usize::from(self.byte()) % 8] {
            out.push_str(" | ");
            out.push_str(&self.call(depth.saturating_sub(1)));
        }
        out
    }

    fn command(&mut self, depth: usize) -> String {
        match self.byte() % 3 {
            0 => self.operand(depth),
            _ => self.call(depth),
        }
    }

    fn call(&mut self, depth: usize) -> String {
        let byte = usize::from(self.byte());
        let mut out = match byte % 4 {
            0 => BUILTINS[byte / 4 % BUILTINS.len()].to_owned(),
            _ => self.functions[usize::from(self.byte()) % self.functions.len()].to_owned(),
        };
        for _ in 0..self.byte() % 5 {
            out.push(' ');
            out.push_str(&self.operand(depth));
        }
        out
    }

    fn operand(&mut self, depth: usize) -> String {
        let byte = self.byte();
        match byte % 12 {
            0 => ".".to_owned(),
            1 | 2 => format!(".{}", self.one_of(&KEYS[..5])),
            3 => format!(".{}.{}", self.one_of(&KEYS[..5]), self.one_of(&KEYS)),
            4 => self.one_of(&["$", "$a", "$b", "$.a", "$a.b"]).to_owned(),
            5 | 6 => self.one_of(&NUMBERS).to_owned(),
            7 => format!("{:?}", self.string()),
            8 => format!("`{}`", self.string()),
            9 => self.one_of(&["nil", "true", "false"]).to_owned(),
            _ if depth > 0 && self.nodes_left > 0 => {
                self.nodes_left -= 1;
                let inner = self.pipeline(depth - 1);
                format!("({inner}){}", if byte > 240 { ".a" } else { "" })
            }
            _ => format!("{:?}", self.one_of(&KEYS)),
        }
    }
}
