//! Law: what the check of a file accepts, the published JSON Schema accepts, and the other way round; and the schemas that lie
//! in `schemas/platgen` are those that this binary publishes.
//!
//! Documents of every kind are made from the shapes themselves, most of them with a fault or two put in. What a schema cannot
//! say is left out of the comparison: whether an expression parses, and how other YAML parsers read a scalar.

#![allow(clippy::disallowed_methods, reason = "the test reads and, when asked, writes the published schemas")]

#[path = "support/random.rs"]
mod random;

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use platgen::diagnostics::{Code, Level};
use platgen::model::{Kind, RecordShape, Shape, TextRule, published_schemas};
use platgen::parse::{ParseMemo, parse_one};
use random::Random;
use serde_json::{Map, Value as Json, json};

/// Texts that each rule accepts, by the rule's name.
const ACCEPTED: [(&str, &[&str]); 39] = [
    ("text", &["", "any text", "two\nlines"]),
    ("key", &["", "any key"]),
    ("label", &["a", "api", "a-b", "0", "x1-2y", "web"]),
    ("dns-name", &["example.com", "a", "a.b-c.d0", "nginx"]),
    ("port-name", &["http", "a", "grpc-web", "0a", "p15-characters0"]),
    ("quantity", &["250m", "1.5", "512Mi", "1", "+2", ".5", "1.", "1e3", "12E-1", "1E", "3k", "7Ei"]),
    ("duration", &["500ms", "30s", "1h30m", "2d", "1m1ms"]),
    ("percent", &["50%", "0%", "1000%"]),
    ("path", &["/", "/v1", "/a/b?c=ä", "//"]),
    ("file-path", &["/tmp", "/etc/x.d/.hidden", "/a/..b/c..", "/größe"]),
    ("variable", &["A", "_x", "LOG_LEVEL", "a9"]),
    ("label-key", &["app", "a.b/c", "app.kubernetes.io/name", "A_b.C", "x/9"]),
    ("kubernetes-version", &["1.25", "1.29", "1.30", "1.34", "1.37"]),
    ("account", &["111122223333", "000000000000"]),
    ("glob", &["apps", "*", "batch-*", "-", "a*b*c"]),
    ("object", &["Secret/apps/registry", "StorageClass/gp3", "Widget.example.com/*/a:b"]),
    ("reference", &["api", "web/api", "a/b"]),
    ("secret-source", &["gemini", "shared:gemini", "shared", "a/b.c_D", "9"]),
    ("image", &["fastapi", "team/api", "a.b_c-d", "a//b", "0"]),
    ("pin", &["1.0", "_x", "v1.2-3_4", "latest"]),
    ("cidr", &["10.0.0.0/16", "::/0", "fe80::1/128", "255.249.199.99/32"]),
    ("bytes", &["512Mi", "1", "+2", ".5", "1.", "1e3", "7Ei"]),
    ("header", &["X-Request-Id", "a"]),
    ("repository", &["https://charts.example.com", "oci://r.example.com:5000/charts/", "http://10.0.0.1/a@b"]),
    ("url", &["https://example.com/crds.yaml", "http://a", "https://a:1/%20~+:=,"]),
    (
        "git-url",
        &[
            "https://git.example.com/a.git",
            "ssh://git@git.example.com:22/a",
            "ssh://h/a",
            "git@h:a/b~c",
            "file:///srv/a",
        ],
    ),
    ("git-revision", &["v1.0.0", "main", "feature/a+b", "_x"]),
    ("branch", &["main", "release/1.4", "a-b/c.d+e", "_x/9", "a.lock-1"]),
    ("digest", &["sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]),
    ("chart-name", &["kong", "a.b_c-D", "9"]),
    ("chart-reference", &["kong", "charts/shop/", "a_b/c@d/e+f.g"]),
    ("release-name", &["shop", "shop.eu-1", "9"]),
    ("folder", &["charts", "charts/shop/", "a_b/c@d/e+f.g"]),
    ("metric", &["http_requests_total", "a:b", "_x9"]),
    ("module", &["terraform-aws-modules/sqs/aws", "a/b_c/d1", "A9/b-C/aws"]),
    ("region", &["us-west-2", "eu-central-1", "us-gov-west-1", "ap-south-12"]),
    ("bucket", &["acme", "a.b-c", "9-9"]),
    ("name-glob", &["api-*", "*", "A.b:c_d"]),
    ("pointer", &["/spec/replicas", "/a~1b/0"]),
];
const DIGEST: &str = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn accepted(rule: &TextRule) -> Vec<String> {
    let (_, texts) = ACCEPTED
        .iter()
        .find(|(name, _)| *name == rule.name)
        .unwrap_or_else(|| panic!("rule `{}` has no example in this test", rule.name));
    let mut texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    texts.push(rule.example.to_owned());
    texts.extend(rule.longest.map(|longest| "a".repeat(longest)).filter(|text| rule.accepts(text)));
    if rule.name == "pin" {
        texts.extend([DIGEST.to_owned(), format!("@{DIGEST}"), format!("1.0@{DIGEST}"), "x".repeat(128)]);
    }
    texts
}

/// Characters that rules speak of, and characters that a careless pattern takes for them.
const CHARACTERS: [char; 44] = [
    'a', 'b', 'f', 'g', 'z', 'A', 'F', 'Z', '0', '1', '3', '7', '9', '-', '_', '.', '/', ':', '*', '%', '+', '@', ' ',
    '\t', '\n', '\r', '\u{b}', '\u{c}', '\u{7f}', '\u{85}', '\u{a0}', '\u{2003}', '\u{2028}', '\u{3000}', '\u{feff}',
    'ä', 'É', '٣', '😀', '$', '{', 'm', 's', 'E',
];

/// A text near an accepted one, or any text.
fn near(examples: &[String], random: &mut Random) -> String {
    let mut text: Vec<char> =
        if examples.is_empty() || random.percent(15) { Vec::new() } else { random.pick(examples).chars().collect() };
    for _ in 0..random.below(4) {
        let at = random.below(text.len() + 1);
        match random.below(5) {
            0 if at < text.len() => {
                text.remove(at);
            }
            1 if at < text.len() => text[at] = *random.pick(&CHARACTERS),
            2 => {
                let half: Vec<char> = text[at..].to_vec();
                text.extend(half);
            }
            3 => {
                let long = [15, 62, 63, 64, 127, 128, 253, 254, 317][random.below(9)];
                let filler = *random.pick(&CHARACTERS);
                while text.len() < long {
                    text.insert(at, filler);
                }
            }
            _ => text.insert(at, *random.pick(&CHARACTERS)),
        }
    }
    text.into_iter().collect()
}

#[test]
fn rules_for_texts_agree_with_their_patterns() {
    let mut random = Random::new(19);
    for rule in TextRule::ALL {
        let validator = jsonschema::validator_for(&json!({"pattern": rule.pattern})).expect("the pattern compiles");
        let examples = accepted(rule);
        for example in &examples {
            assert!(rule.accepts(example), "rule `{}` accepts `{example}`", rule.name);
        }
        let mut verdicts = [0, 0];
        for text in examples.iter().cloned().chain((0..4000).map(|_| near(&examples, &mut random))) {
            let accepts = rule.accepts(&text);
            verdicts[usize::from(accepts)] += 1;
            assert_eq!(
                accepts,
                validator.is_valid(&Json::String(text.clone())),
                "rule `{}`: the rule says {accepts} of {text:?}, its pattern the contrary",
                rule.name
            );
        }
        let is_total = matches!(rule.name, "text" | "key");
        assert!(verdicts[1] > 100 && (is_total || verdicts[0] > 100), "`{}`: {verdicts:?}", rule.name);
    }
}

/// Makes documents that their shapes accept.
struct Maker {
    random: Random,
}

impl Maker {
    fn document(&mut self, kind: Kind) -> Json {
        let metadata: Map<String, Json> =
            kind.metadata().iter().map(|field| ((*field).to_owned(), json!("name"))).collect();
        let mut document = json!({"apiVersion": "platgen.dev/v1", "kind": kind.name(), "metadata": metadata});
        if kind == Kind::Definition || self.random.percent(97) {
            document["spec"] = self.value(&kind.spec(), !kind.is_layer(), 0);
        }
        document
    }

    fn value(&mut self, shape: &Shape, complete: bool, depth: usize) -> Json {
        if self.random.percent(4) && takes_expressions(shape) {
            return Json::from(*self.random.pick(&["${env.name}", "a-${env.name}", "$${x}", "${"]));
        }
        match shape {
            Shape::Record(record) => self.record(record, complete, depth),
            Shape::Named(rule, shape) | Shape::Open(rule, shape) => self.map(rule, shape, complete, depth),
            Shape::Layer(shape) => self.value(shape, false, depth),
            Shape::List(shape) => {
                let length = self.random.below(3);
                (0..length).map(|_| self.value(shape, true, depth + 1)).collect()
            }
            Shape::Text(rule) => Json::from(self.random.pick(&accepted(rule)).as_str()),
            Shape::LiteralText => Json::from(*self.random.pick(&["", "x", "${", "1"])),
            Shape::AsWritten => self.random.pick(&[json!("x"), json!(1), json!(1.5), json!(true)]).clone(),
            Shape::Int(min, max) => {
                let middle = (*min + *max) / 2;
                self.random.pick(&[json!(min), json!(max), json!(middle), json!(*min as f64)]).clone()
            }
            Shape::Bool => Json::from(self.random.percent(50)),
            Shape::Choice(choice) => Json::from(self.random.pick(choice.words).0),
            Shape::Either(alternatives) => {
                let shape = self.random.pick(alternatives).shape;
                self.value(&shape, complete, depth)
            }
            Shape::Value | Shape::Data | Shape::Literal => self.random.pick(&anything()).clone(),
        }
    }

    fn record(&mut self, record: &RecordShape, complete: bool, depth: usize) -> Json {
        let mut map = Map::new();
        let chance = [40, 25, 20, 15][depth.min(3)];
        for field in record.fields {
            if complete && field.required {
                map.insert(field.key.to_owned(), self.value(&field.shape, complete, depth + 1));
            } else if self.random.percent(3) {
                map.insert(field.key.to_owned(), Json::Null);
            } else if self.random.percent(chance) {
                map.insert(field.key.to_owned(), self.value(&field.shape, complete, depth + 1));
            }
        }
        if let Some(rest) = record.rest.filter(|_| self.random.percent(30)) {
            map.insert("anything".to_owned(), self.value(rest, complete, depth + 1));
        }
        Json::Object(map)
    }

    fn map(&mut self, rule: &TextRule, shape: &Shape, complete: bool, depth: usize) -> Json {
        let mut map = Map::new();
        for _ in 0..self.random.below(3) {
            let key = self.random.pick(&accepted(rule)).clone();
            let value = if self.random.percent(5) { Json::Null } else { self.value(shape, complete, depth + 1) };
            map.insert(key, value);
        }
        Json::Object(map)
    }

    /// Puts a fault in, or what looks like one.
    fn mutate(&mut self, document: &mut Json) {
        let paths = pointers(document, String::new());
        let path = self.random.pick(&paths).clone();
        let Some(target) = document.pointer_mut(&path) else { return };
        match (self.random.below(6), target) {
            (0, Json::Object(map)) => {
                let key = self.any_text();
                map.insert(key, self.random.pick(&anything()).clone());
            }
            (1, Json::Object(map)) if !map.is_empty() => {
                let keys: Vec<String> = map.keys().cloned().collect();
                map.remove(self.random.pick(&keys).as_str());
            }
            (2, Json::Object(map)) if !map.is_empty() => {
                let keys: Vec<String> = map.keys().cloned().collect();
                let key = self.random.pick(&keys);
                let value = map.remove(key).unwrap_or_default();
                map.insert(self.any_text(), value);
            }
            (3, target) => *target = json!([target.clone()]),
            (4, target @ Json::Number(_)) => {
                *target = self.random.pick(&[json!(-1), json!(0), json!(65536), json!(10001), json!(i64::MAX)]).clone();
            }
            (4 | 5, target @ Json::String(_)) => *target = Json::from(self.any_text()),
            (_, target) => *target = self.random.pick(&anything()).clone(),
        }
    }

    /// A text near some rule, without characters that YAML does not take.
    fn any_text(&mut self) -> String {
        let rule = self.random.pick(TextRule::ALL);
        let text = near(&accepted(rule), &mut self.random);
        text.chars().filter(|c| !c.is_control() && *c != '\u{feff}').collect()
    }
}

fn takes_expressions(shape: &Shape) -> bool {
    matches!(shape, Shape::Text(_) | Shape::Int(..) | Shape::Bool | Shape::Choice(_) | Shape::AsWritten)
}

/// Values of every type.
fn anything() -> Vec<Json> {
    vec![
        Json::Null,
        json!(true),
        json!(0),
        json!(-7),
        json!(80),
        json!(2.0),
        json!(2.5),
        json!(u64::MAX),
        json!(""),
        json!("true"),
        json!("7"),
        json!("${env.name}"),
        json!("${"),
        json!([]),
        json!([1, "a", null]),
        json!({}),
        json!({"name": "a", "x": null}),
        json!([{"a": 1}]),
    ]
}

fn pointers(value: &Json, path: String) -> Vec<String> {
    let mut found: Vec<String> = match value {
        Json::Object(map) => map
            .iter()
            .flat_map(|(key, value)| pointers(value, format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"))))
            .collect(),
        Json::Array(items) => {
            items.iter().enumerate().flat_map(|(index, value)| pointers(value, format!("{path}/{index}"))).collect()
        }
        _ => Vec::new(),
    };
    found.push(path);
    found
}

/// What the check of the file says: its errors, but for those that no schema can say.
fn faults(document: &Json, kind: Kind) -> Vec<String> {
    let kinds: &'static [Kind] = match kind {
        Kind::Project => &[Kind::Project],
        Kind::Team => &[Kind::Team],
        Kind::Stack => &[Kind::Stack],
        Kind::Environment => &[Kind::Environment],
        Kind::Override => &[Kind::Override],
        Kind::Definition => &[Kind::Definition],
    };
    let text = document.to_string();
    let parsed = parse_one("case.yaml".into(), text.as_bytes().into(), kinds, &mut ParseMemo::default());
    let unsayable = [Code::EXPRESSION_ERROR, Code::AMBIGUOUS_SCALAR, Code::DUPLICATE_KEY];
    let errors = parsed.findings.iter().filter(|finding| finding.level == Level::Error);
    errors.filter(|finding| !unsayable.contains(&finding.code)).map(|finding| finding.message.clone()).collect()
}

fn schema_faults(validator: &Validator, document: &Json) -> Vec<String> {
    let describe = |error: jsonschema::ValidationError<'_>| format!("{} at `{}`", error, error.instance_path());
    validator.iter_errors(document).map(describe).collect()
}

#[test]
fn checks_and_schemas_accept_the_same_documents() {
    const CASES: usize = 2000;
    let schemas = published_schemas();
    for (kind, (name, text)) in Kind::ALL.into_iter().zip(schemas) {
        let schema: Json = serde_json::from_str(&text).expect("a schema is JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema compiles");
        let mut maker = Maker { random: Random::new(2020) };
        let mut accepted = 0;
        for case in 0..CASES {
            let mut document = maker.document(kind);
            let faults_put_in = case % 4;
            (0..faults_put_in).for_each(|_| maker.mutate(&mut document));
            if document.is_null() {
                // An empty file is no document.
                continue;
            }
            let ours = faults(&document, kind);
            if faults_put_in == 0 {
                assert!(ours.is_empty(), "{name}, case {case}: {ours:?}\n{document:#}");
            }
            assert_eq!(
                ours.is_empty(),
                validator.is_valid(&document),
                "{name}, case {case}: the check says {ours:?}, the schema says {:?}\n{document:#}",
                schema_faults(&validator, &document)
            );
            accepted += usize::from(ours.is_empty());
        }
        assert!((CASES / 4..CASES * 3 / 4).contains(&accepted), "{name}: {accepted} of {CASES} were accepted");
    }
}

/// With `UPDATE_SCHEMAS=1` in the environment the files are written.
#[test]
fn the_schemas_in_the_repository_are_fresh() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/platgen"));
    let schemas = published_schemas();
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        fs::create_dir_all(folder).expect("the folder can be made");
        for (name, text) in &schemas {
            fs::write(folder.join(name), text).expect("a schema can be written");
        }
    }
    for (name, text) in &schemas {
        let committed = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(
            committed == *text,
            "schemas/platgen/{name} is stale: run `platgen schema --language --out schemas/platgen`"
        );
    }
    let mut files: Vec<String> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"))
        .collect();
    files.sort();
    let mut names: Vec<String> = schemas.into_iter().map(|(name, _)| name).collect();
    names.sort();
    assert_eq!(files, names, "schemas/platgen holds the published schemas and nothing else");
}
