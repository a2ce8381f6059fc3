//! The dialect of Helm's values against what Helm itself answered.

#![allow(clippy::disallowed_methods, reason = "recorded answers are files")]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod tree;

use platgen_yaml::{Dialect, Limits, Value, read};
use serde_json::Value as Json;
use tree::Tree;

fn conformance(name: &str) -> Vec<Json> {
    let file = format!("{}/tests/conformance/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// Writes a tree as Helm's `toJson` does, from our exact numbers.
fn to_json(tree: &Tree) -> String {
    match tree {
        Tree::Null => "null".to_owned(),
        Tree::Bool(value) => value.to_string(),
        Tree::Int(value) => value.to_string(),
        Tree::UInt(value) => value.to_string(),
        Tree::Float(value) => go_float(*value),
        Tree::Str(text) => Json::from(text.as_str()).to_string().replace('<', "\\u003c").replace('>', "\\u003e"),
        Tree::Seq(items) => format!("[{}]", items.iter().map(to_json).collect::<Vec<_>>().join(",")),
        Tree::Map(_) => unreachable!("no scalar is a map"),
    }
}

/// Go's JSON form: digits between 1e-6 and 1e21, an exponent elsewhere.
fn go_float(value: f64) -> String {
    if value == 0.0 || (1e-6..1e21).contains(&value.abs()) {
        return format!("{value}");
    }
    let scientific = format!("{value:e}");
    if scientific.contains("e-") { scientific } else { scientific.replace('e', "e+") }
}

#[test]
fn scalars() {
    let mut different = Vec::new();
    for case in conformance("scalars-helm-4.1.4.json") {
        let (plain, expected) = (case["plain"].as_str().unwrap(), case["fromYaml"].as_str().unwrap());
        let documents = read(format!("x:\n- {plain}\n").as_bytes(), &Dialect::HELM_VALUES, &Limits::default());
        let answer = match &documents {
            Err(_) => "Error".to_owned(),
            Ok(documents) => {
                let root = documents[0].root();
                assert!(matches!(documents[0].value(root), Value::Map(_)));
                let Tree::Map(fields) = Tree::of(&documents[0]) else { unreachable!() };
                to_json(&fields[0].1)
            }
        };
        let same = answer == expected || (answer == "Error" && expected.starts_with("Error"));
        if !same {
            different.push((plain.to_owned(), answer, expected.to_owned()));
        }
    }
    let listed: Vec<(String, String, String)> = conformance("scalars-differences.json")
        .iter()
        .map(|case| {
            let field = |name: &str| case[name].as_str().unwrap().to_owned();
            assert!(field("reason").len() > 20);
            (field("plain"), field("ours"), field("helm"))
        })
        .collect();
    assert_eq!(different, listed);
}

/// Odd texts as Helm's `fromYaml` reads them: keys, merges, aliases, tags, directives, escapes, grammar.
#[test]
fn texts() {
    let mut different = Vec::new();
    for case in conformance("helm-yaml.json") {
        let text = case["yaml"].as_str().unwrap();
        let documents = read(text.as_bytes(), &Dialect::HELM_VALUES, &Limits::default());
        // `fromYaml` takes the first document, which must be a map or nothing.
        let answer = match documents.as_deref() {
            Ok([]) => Some(Tree::Map(Vec::new())),
            Ok([first, ..]) => Some(Tree::of(first)).filter(|tree| matches!(tree, Tree::Map(_) | Tree::Null)),
            Err(_) => None,
        };
        let same = match (&case["helm"]["Error"], &answer) {
            (Json::String(_), answer) => answer.is_none(),
            (_, Some(answer)) => answer.same_in_floats(&Tree::from_json(&case["helm"])),
            (_, None) => false,
        };
        if !same {
            different.push((text.to_owned(), answer.map_or_else(|| "refused".to_owned(), |tree| format!("{tree:?}"))));
        }
    }
    let listed: Vec<(String, String)> = conformance("helm-yaml-differences.json")
        .iter()
        .map(|case| {
            let field = |name: &str| case[name].as_str().unwrap().to_owned();
            assert!(field("reason").len() > 20);
            (field("yaml"), field("ours"))
        })
        .collect();
    assert_eq!(different, listed, "{different:#?}");
}
