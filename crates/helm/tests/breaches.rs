//! Breaches of schemas in the words of Helm 3.17.3, as its binary answered.

#![allow(clippy::disallowed_methods, reason = "recorded answers are files")]

use platgen_helm::{Chart, ChartFiles, Compat, TemplateFlags, template};
use serde_json::{Value, json};

const HEAD: &str = "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nc:\n";

/// Renders a chart whose value `v` is held against a schema, and gives the lines that tell what is wrong.
fn lines(schema: &Value, value: &Value) -> Vec<String> {
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "definitions": {"p": {"type": "integer", "minimum": 3}},
        "properties": {"v": schema},
    });
    let file = |path: &str, text: String| (path.to_owned(), text.into_bytes());
    let load = || {
        let files = ChartFiles::of_memory([
            file("Chart.yaml", "{apiVersion: v2, name: c, version: 1.0.0}".to_owned()),
            file("values.yaml", json!({"v": value}).to_string()),
            file("values.schema.json", schema.to_string()),
        ]);
        Chart::load(&files, Compat::V3_17)
    };
    let flags = TemplateFlags { compat: Compat::V3_17, ..TemplateFlags::default() };
    let output = template(&flags, &load, &|_| Err("there are no files".to_owned()), None);
    output.stderr.strip_prefix(HEAD).unwrap_or(&output.stderr).trim_end().lines().map(str::to_owned).collect()
}

#[test]
fn helm_3_words() {
    let recorded = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/breaches-helm-3.17.3.json");
    let recorded: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(recorded).unwrap()).unwrap();
    assert!(recorded.len() > 100);
    for case in recorded {
        let told = lines(&case["schema"], &case["value"]);
        assert_eq!(json!(told), case["lines"], "{} against {}", case["value"], case["schema"]);
    }
}

/// References that lead to each other without a value between them end.
#[test]
fn a_ring_of_references() {
    let own = json!({"$ref": "#/properties/v"});
    let ring = json!({"allOf": [own, own], "type": "string"});
    assert_eq!(lines(&ring, &json!(1)), ["- v: Invalid type. Expected: string, given: integer"]);
    let ring = json!({"allOf": [own, own], "minimum": 3});
    assert_eq!(lines(&ring, &json!(1))[0], "- at '/v': minimum: got 1, want 3", "which Helm 3 would never come to");
}
