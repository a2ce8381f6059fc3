//! Any YAML under several kinds and releases, and any YAML as the definition of a custom resource: no panic, and an end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use platgen_schema::{Catalog, Definition, Limits, Schemas, validate_within};
use platgen_yaml::{Dialect, Document, NodeId, Value as Node, read};
use serde_json::{Map, Value};
use std::sync::{Arc, OnceLock};

const KINDS: &[(&str, &str)] = &[
    ("v1", "Pod"),
    ("v1", "Service"),
    ("v1", "Secret"),
    ("v1", "List"),
    ("apps/v1", "Deployment"),
    ("batch/v1", "CronJob"),
    ("networking.k8s.io/v1", "NetworkPolicy"),
    ("autoscaling/v2", "HorizontalPodAutoscaler"),
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
];

fn release(byte: u8) -> Schemas {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    let catalog = CATALOG.get_or_init(Catalog::embedded);
    let minors: Vec<u32> = catalog.minors().collect();
    catalog.kubernetes(minors[usize::from(byte) % minors.len()]).expect("the release is listed")
}

fn tree(document: &Document, node: NodeId) -> Value {
    match document.value(node) {
        Node::Null => Value::Null,
        Node::Bool(value) => value.into(),
        Node::Int(value) => value.into(),
        Node::UInt(value) => value.into(),
        Node::Float(value) => value.into(),
        Node::Str(text) => text.into(),
        Node::Seq(items) => items.iter().map(|item| tree(document, *item)).collect(),
        Node::Map(entries) => Value::Object(
            entries.iter().map(|entry| (entry.key.to_string(), tree(document, entry.value))).collect::<Map<_, _>>(),
        ),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(documents) = read(rest, &Dialect::KUBECTL, &platgen_yaml::Limits { alias_nodes: 1000, ..Default::default() })
    else {
        return;
    };
    let objects: Vec<Value> = documents
        .iter()
        .filter_map(|document| document.ids().next().map(|root| tree(document, root)))
        .collect();
    let definitions = objects.iter().filter_map(|object| Definition::read(Arc::new(object.clone())).ok());
    let schemas = release(*first).with_definitions(definitions);
    let limits = Limits { visits: 100_000, ..Limits::default() };
    for object in &objects {
        let text = |key: &str| object[key].as_str().unwrap_or_default();
        let own = (text("apiVersion"), text("kind"));
        for (api_version, kind) in KINDS.iter().chain([&own]) {
            let faults = validate_within(&schemas, api_version, kind, object, limits);
            assert!(faults.len() <= limits.faults + 2);
            faults.iter().for_each(|fault| drop(fault.to_string()));
            let _ = schemas.defaulted(api_version, kind, object);
        }
        let _ = schemas.items_of(object).map(Iterator::count);
    }
});
