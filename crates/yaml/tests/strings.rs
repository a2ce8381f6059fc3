//! 367 strings that writers of YAML get wrong, each as value, list item and key.
//!
//! What we write must be the committed `conformance/emitted.yaml`; our reader takes it back under every dialect; and
//! `recorded.json` says that other tools did too, for exactly these bytes. When the writer changes: run with
//! `UPDATE_EXPECTED=1`, then `conformance/record.py`, then commit both files.

#![allow(clippy::disallowed_methods, reason = "recorded answers are files")]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod tree;

use platgen_yaml::Dialect;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use tree::Tree;

fn path(name: &str) -> String {
    format!("{}/tests/conformance/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn strings() -> Vec<String> {
    serde_json::from_str(&std::fs::read_to_string(path("strings.json")).unwrap()).unwrap()
}

/// One object a string, so that a tool that fails on one string still reads the others.
fn object(number: usize, text: &str) -> Tree {
    let field = |key: &str, value: Tree| (key.to_owned(), value);
    let text_tree = || Tree::text(text);
    Tree::Map(vec![
        field("apiVersion", Tree::text("example.com/v1")),
        field("kind", Tree::text("Case")),
        field("metadata", Tree::Map(vec![field("name", Tree::text(&format!("case-{number}")))])),
        field("value", text_tree()),
        field("list", Tree::Seq(vec![text_tree(), Tree::Seq(vec![text_tree(), text_tree()])])),
        field("key", Tree::Map(vec![field(text, text_tree())])),
        field("keys", Tree::Seq(vec![Tree::Map(vec![field(text, Tree::Seq(vec![text_tree()]))])])),
    ])
}

fn emitted() -> String {
    strings().iter().enumerate().map(|(number, text)| format!("---\n{}", object(number, text).written())).collect()
}

#[test]
fn written_as_committed() {
    let (file, written) = (path("emitted.yaml"), emitted());
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, &written).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), written);
}

#[test]
fn read_back_alike_by_us() {
    for dialect in [Dialect::PLATGEN, Dialect::HELM_VALUES, Dialect::KUBECTL, Dialect::KYAML] {
        for (number, text) in strings().iter().enumerate() {
            let tree = object(number, text);
            assert_eq!(Tree::read(tree.written().as_bytes(), &dialect), Some(tree), "{text:?}");
        }
    }
}

#[test]
fn read_back_alike_by_others() {
    let recorded: Json = serde_json::from_str(&std::fs::read_to_string(path("recorded.json")).unwrap()).unwrap();
    let limits: Json = serde_json::from_str(&std::fs::read_to_string(path("kustomize-limits.json")).unwrap()).unwrap();
    let digest: String = Sha256::digest(emitted().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    for tool in ["pyyaml", "ruamel.yaml", "helm", "kustomize"] {
        let answer = &recorded[tool];
        assert!(answer["version"].is_string(), "{tool}");
        assert_eq!(answer["sha256"], Json::from(digest.as_str()), "{tool} read other bytes: run record.py again");
        let texts = |list: &Json, key: &str| -> BTreeSet<String> {
            list.as_array().unwrap().iter().map(|entry| entry[key].as_str().unwrap().to_owned()).collect()
        };
        let known = if tool == "kustomize" { texts(&limits, "text") } else { BTreeSet::new() };
        assert_eq!(texts(&answer["different"], "text"), known, "{tool}");
    }
    for limit in limits.as_array().unwrap() {
        assert!(limit["reason"].as_str().is_some_and(|reason| reason.len() > 20), "{limit}");
    }
}
