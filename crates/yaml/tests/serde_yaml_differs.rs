//! Why this crate reads and writes for itself: where serde_yaml, and the crates that continue it, differ.
//!
//! As a reader it types other scalars than Helm does; as a writer it leaves strings plain that other readers type.
//! The lists are `conformance/serde-yaml.json`; `UPDATE_EXPECTED=1` writes them anew.

#![allow(clippy::disallowed_methods, reason = "recorded answers are files")]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod tree;

use platgen_yaml::Dialect;
use serde_json::{Value as Json, json};
use tree::Tree;

fn conformance(name: &str) -> String {
    format!("{}/tests/conformance/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn list(name: &str) -> Vec<Json> {
    serde_json::from_str(&std::fs::read_to_string(conformance(name)).unwrap()).unwrap()
}

/// Scalars that serde_yaml reads as other values than we, who read as Helm.
fn read_otherwise() -> Vec<Json> {
    let cases = list("scalars-helm-4.1.4.json");
    let plain = cases.iter().map(|case| case["plain"].as_str().unwrap());
    plain
        .filter_map(|plain| {
            let text = format!("x:\n- {plain}\n");
            let theirs = serde_yaml::from_str::<Json>(&text).ok();
            let ours = Tree::read(text.as_bytes(), &Dialect::HELM_VALUES);
            let same = match (&theirs, &ours) {
                (Some(theirs), Some(ours)) => ours.same_in_floats(&Tree::from_json(theirs)),
                (theirs, ours) => theirs.is_none() && ours.is_none(),
            };
            let theirs = theirs.map_or(json!("refused"), |value| value["x"][0].clone());
            (!same).then(|| json!({"plain": plain, "serde_yaml": theirs}))
        })
        .collect()
}

/// Strings that are no longer the same after serde_yaml wrote them and Helm's rules read them.
fn written_otherwise() -> Vec<Json> {
    let same = |text: &str| {
        let written = serde_yaml::to_string(&json!({"value": text, "key": {text: text}})).unwrap();
        let field = |key: &str, value: Tree| (key.to_owned(), value);
        let expected = Tree::Map(vec![
            field("value", Tree::text(text)),
            field("key", Tree::Map(vec![field(text, Tree::text(text))])),
        ]);
        Tree::read(written.as_bytes(), &Dialect::HELM_VALUES) == Some(expected)
    };
    list("strings.json").into_iter().filter(|text| !same(text.as_str().unwrap())).collect()
}

#[test]
fn differs_as_recorded() {
    let found = json!({"read_otherwise": read_otherwise(), "written_otherwise": written_otherwise()});
    let file = conformance("serde-yaml.json");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, serde_json::to_string_pretty(&found).unwrap() + "\n").unwrap();
    }
    let recorded: Json = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(found, recorded);
}
