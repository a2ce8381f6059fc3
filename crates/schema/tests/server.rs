//! Custom resources as the API server judges them: definitions, objects and the answers of its own functions.
//!
//! `server/answers.jsonl` holds answers of apiextensions-apiserver 0.34 (pruning, defaulting, validation against the schema, lists and
//! metadata; CEL apart) for schemas and objects made for this test. `PLATGEN_SERVER_ANSWERS` may name a file of the same form, such as one
//! about the definitions of real projects.
#![allow(clippy::unwrap_used, reason = "in a test, what cannot be unwrapped fails it")]
#![allow(clippy::disallowed_methods, reason = "a test that reads more where there is more")]

use platgen_schema::{Catalog, Definition, FaultKind, Schemas, validate};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Objects that are judged otherwise, by what stands in the server's answer or in the fault, each with the reason.
const DIFFERENCES: &[(&str, &str)] = &[
    ("an integer of 32 bits", "the server keeps a number that whoever reads the field cannot"),
    ("unknown field `unknown`", "the server's strict decoder tells of it, which these answers leave out"),
    ("factor MultipleOf", "the server cuts the factor to a whole number where the value is one"),
    ("of type byte: \\\"\\\"", "an empty text is the base64 of nothing, and generated clients write it"),
    ("must be a string, not a list", "the server takes the list for a time"),
    ("of type hostname", "the format is left to the field's pattern, since its definition differs by release"),
];

/// Compares the verdicts on all objects; gives how many there were, and which listed differences were met.
fn compare(answers: &str) -> (usize, BTreeSet<&'static str>) {
    let release = Catalog::embedded().kubernetes(34).unwrap();
    let mut compared = 0;
    let mut met = BTreeSet::new();
    let mut differing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in answers.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let crd = &line["crd"];
        let faults = validate(&release, "apiextensions.k8s.io/v1", "CustomResourceDefinition", crd);
        assert_eq!(
            faults.is_empty(),
            line["answers"]["crd"] == serde_json::json!([]),
            "{}: {faults:?}",
            crd["metadata"]["name"]
        );
        let schemas = release.with_definitions([Definition::read(Arc::new(crd.clone())).unwrap()]);
        let objects = line["objects"].as_array().unwrap();
        for (object, answer) in objects.iter().zip(line["answers"]["objects"].as_array().unwrap()) {
            compared += 1;
            let Some((class, shown)) = difference(&schemas, object, answer) else { continue };
            match DIFFERENCES.iter().find(|(what, _)| shown.contains(what)) {
                Some((what, _)) => drop(met.insert(*what)),
                None => differing.entry(class).or_default().push(shown),
            }
        }
    }
    for (class, shown) in &differing {
        println!("{} × {class}\n    {}", shown.len(), shown[0]);
    }
    assert!(differing.is_empty(), "{} classes of differences", differing.len());
    (compared, met)
}

/// What the server and the walker say of an object, where one refuses it and the other does not.
fn difference(schemas: &Schemas, object: &Value, answer: &Value) -> Option<(String, String)> {
    let text = |key: &str| object[key].as_str().unwrap();
    let faults = validate(schemas, text("apiVersion"), text("kind"), object);
    let faults: Vec<_> = faults.iter().filter(|fault| fault.kind != FaultKind::Uncheckable).collect();
    let answer = answer.as_array().unwrap();
    if faults.is_empty() == answer.is_empty() {
        return None;
    }
    let class = match faults.first() {
        Some(fault) => format!("only here: {:?}", fault.kind),
        None => format!(
            "only the server: {}",
            answer[0].as_str().unwrap().split(" | ").skip(1).collect::<Vec<_>>().join(" ")
        ),
    };
    Some((class, format!("{object} {faults:?} {answer:?}")))
}

#[test]
fn objects_are_judged_as_the_server_does() {
    let (compared, met) = compare(include_str!("server/answers.jsonl"));
    assert!(compared > 100, "{compared}");
    assert_eq!(met, DIFFERENCES.iter().map(|(what, _)| *what).collect());
}

#[test]
fn objects_of_real_projects_are_judged_as_the_server_does() {
    match std::env::var("PLATGEN_SERVER_ANSWERS") {
        Ok(path) => println!("{} objects compared", compare(&std::fs::read_to_string(path).unwrap()).0),
        Err(_) => println!("left out: PLATGEN_SERVER_ANSWERS names no file of answers"),
    }
}
