//! Random trees from a seed: the same on every machine, for tests and for what Terraform is asked.

#![allow(dead_code, reason = "tests and examples each use a part")]

pub mod inputs;

use platgen_terraform::hcl::{Block, Body, Call, Entry, Number, Part, Reference, Value};

/// What every reference of a file of values reads.
pub const WORD: &str = "w\"${$";

/// A source of random numbers (splitmix64).
pub struct Random(pub u64);

impl Random {
    /// Draws a number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    /// Draws one of several.
    pub fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }

    /// Tells true in one of `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

const FRAGMENTS: [&str; 40] = [
    "a",
    "b",
    "web",
    "prod-use1",
    "10.0.0.0/16",
    " ",
    "  ",
    "\n",
    "\n",
    "\t",
    "\"",
    "\\",
    "\\n",
    "$",
    "$$",
    "%",
    "{",
    "}",
    "${",
    "$${",
    "%{",
    "${x}",
    "%{ if true }",
    "#",
    "//",
    "/*",
    "EOT",
    "'",
    "=",
    ",",
    "é",
    "ß",
    "日本",
    "\u{1F600}",
    "\u{200B}",
    "\u{202E}",
    "\u{7F}",
    "\u{1}",
    "\r\n",
    "\u{2028}",
];

const KEYS: [&str; 22] = [
    "name",
    "a",
    "ab",
    "subnet_ids",
    "kubernetes_version",
    "for",
    "if",
    "in",
    "null",
    "true",
    "for_each",
    "a-b",
    "_x",
    "1a",
    "a.b",
    "kubernetes.io/role/elb",
    "größe",
    "日本",
    "",
    "\u{1F600}",
    "a\"b",
    "a b",
];

/// Draws a text.
pub fn text(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..random.below(7) {
        text.push_str(random.pick(&FRAGMENTS));
    }
    if random.once_in(5) {
        text = lines(random);
    }
    text
}

/// Draws a text of several lines.
fn lines(random: &mut Random) -> String {
    const LINES: [&str; 9] = ["{", "  \"a\": 1", "}", "", "echo ${HOME} %{x", "# no", "EOT", "EOTX", "\tx = \"y\""];
    (0..=random.below(5)).map(|_| format!("{}\n", random.pick(&LINES))).collect()
}

fn number(random: &mut Random) -> Number {
    const NUMBERS: [&str; 9] =
        ["0", "-1", "7", "65536", "0.5", "-2.25", "123456789012345678901234567890", "9007199254740993", "1234567.125"];
    Number::parse(random.pick(&NUMBERS[..])).expect("these are numbers")
}

fn template(random: &mut Random) -> Value {
    let mut parts = Vec::new();
    for _ in 0..1 + random.below(4) {
        match parts.last() {
            Some(Part::Text(_)) | None if random.once_in(2) => {
                parts.push(Part::Expression(Reference::to("local").key("word").into()))
            }
            Some(Part::Text(_)) => {}
            _ => parts.push(Part::Text(format!("t{}", text(random)))),
        }
    }
    match parts.as_mut_slice() {
        [] => Value::Text(String::new()),
        [Part::Text(only)] => Value::Text(std::mem::take(only)),
        [Part::Expression(only)] => Value::Expression(only.clone()),
        _ => Value::Template(parts),
    }
}

fn expression(random: &mut Random) -> Value {
    match random.below(4) {
        0 => Call::new("find_in_parent_folders", ["root.hcl"]).into(),
        1 => Call::new("merge", [value(random, 1, false), Value::object([("a", 1), ("b c", 2)])]).into(),
        2 => Reference::to("dependency").key("vpc").key("outputs").key("subnets").index(0).into(),
        _ => Reference::to("local").key("tags").key("a.b").key("c-d").into(),
    }
}

/// Draws a value; `constant` ones Terraform can evaluate in a file of values.
pub fn value(random: &mut Random, depth: usize, constant: bool) -> Value {
    match random.below(if depth == 0 { 7 } else { 11 }) {
        0 => Value::Null,
        1 => Value::Bool(random.once_in(2)),
        2 => Value::Number(number(random)),
        3 | 4 => Value::Text(text(random)),
        5 => template(random),
        6 if constant => Value::Text(text(random)),
        6 => expression(random),
        7 | 8 => Value::List((0..random.below(9)).map(|_| value(random, depth - 1, constant)).collect()),
        _ => Value::Object(entries(random, depth - 1, constant)),
    }
}

fn comment(random: &mut Random) -> String {
    const COMMENTS: [&str; 5] = ["stacks/web.yaml:12", "", "two\nlines", "ends in blanks  ", "größe {[("];
    random.pick(&COMMENTS).to_owned()
}

fn entries(random: &mut Random, depth: usize, constant: bool) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for _ in 0..random.below(6) {
        let key = random.pick(&KEYS);
        if entries.iter().all(|entry| entry.key != key) {
            let entry = Entry::new(key, value(random, depth, constant));
            entries.push(commented(random, entry));
        }
    }
    entries
}

fn commented(random: &mut Random, entry: Entry) -> Entry {
    let entry = if random.once_in(8) { entry.above(comment(random)) } else { entry };
    if random.once_in(5) { entry.beside(comment(random)) } else { entry }
}

/// Draws a file of Terraform that defines the local value `v<seed>`.
pub fn values_file(seed: u64) -> (Body, Value) {
    let mut random = Random(seed);
    let value = value(&mut random, 4, true);
    let mut locals = Body::new();
    for place in 0..random.below(3) {
        locals.attribute(&format!("b{seed}_{place}"), text(&mut random));
    }
    locals.entry(commented(&mut random, Entry::new(format!("v{seed}"), value.clone())));
    locals.attribute(&format!("long_name_{seed}"), true);
    let mut body = Body::new();
    body.block(Block::new("locals", &[], locals));
    (body, value)
}

/// Draws a file of blocks and attributes that mean nothing.
pub fn layout_file(seed: u64) -> Body {
    body(&mut Random(seed), 3)
}

fn body(random: &mut Random, depth: usize) -> Body {
    let mut made = Body::new();
    for place in 0..random.below(8) {
        match random.below(if depth == 0 { 7 } else { 9 }) {
            0 => made.blank(),
            1 => made.comment(comment(random)),
            7 | 8 => {
                let label = text(random).replace(['$', '%'], "-");
                let labels: &[&str] = if random.once_in(2) { &[&label, "x"] } else { &[] };
                made.block(Block::new("block", labels, body(random, depth - 1)))
            }
            _ => {
                let key = random.pick(&["a", "attribute", "config_path"]);
                let key = if place == 3 { "if".to_owned() } else { format!("{key}{place}") };
                let value = value(random, 3, false);
                made.entry(commented(random, Entry::new(key, value)))
            }
        };
    }
    made
}

/// Takes comments and blank lines off, which reading does not keep.
pub fn bare(body: &Body) -> Body {
    use platgen_terraform::hcl::Item;
    let items = body.items.iter().filter_map(|item| match item {
        Item::Attribute(entry) => Some(Item::Attribute(bare_entry(entry))),
        Item::Block(block) => Some(Item::Block(Block { body: bare(&block.body), ..block.clone() })),
        Item::Blank | Item::Comment(_) => None,
    });
    Body { items: items.collect() }
}

fn bare_entry(entry: &Entry) -> Entry {
    Entry::new(entry.key.clone(), bare_value(&entry.value))
}

fn bare_value(value: &Value) -> Value {
    match value {
        Value::List(items) => Value::List(items.iter().map(bare_value).collect()),
        Value::Object(entries) => Value::Object(entries.iter().map(bare_entry).collect()),
        Value::Expression(platgen_terraform::hcl::Expression::Call(call)) => {
            Call::new(call.function(), call.arguments().iter().map(bare_value)).into()
        }
        other => other.clone(),
    }
}
