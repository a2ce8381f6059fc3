//! Compares the walker with a JSON Schema validator on the same definitions, over generated objects and single changes to them.
//!
//! Only what both can see is compared: fields, types, enumerations, bounds, lengths and counts. The differences that remain are
//! listed by class of change in `differences.txt`.
#![allow(clippy::unwrap_used, reason = "in a test, what cannot be unwrapped fails it")]

mod change;
mod generate;
mod translate;

use change::{Change, change};
use generate::Random;
use platgen_schema::{Catalog, FaultKind, Schemas, validate};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every how manieth kind is compared; another start in every other release.
const STRIDE: usize = 2;
const OBJECTS: usize = 3;
const CHANGES: usize = 40;

#[test]
fn both_judge_alike_but_for_the_listed_differences() {
    let catalog = Catalog::embedded();
    let mut random = Random(0x5EED);
    let mut seen = BTreeSet::new();
    let mut compared = 0;
    for minor in [25, 28, 33, 37] {
        let schemas = catalog.kubernetes(minor).unwrap();
        let kinds: Vec<(String, String)> = schemas
            .kinds()
            // What a definition must be beyond its fields is compared with the server's own answers.
            .filter(|kind| kind.kind != "CustomResourceDefinition")
            .map(|kind| {
                (
                    if kind.group.is_empty() {
                        kind.version.to_owned()
                    } else {
                        format!("{}/{}", kind.group, kind.version)
                    },
                    kind.kind.to_owned(),
                )
            })
            .collect();
        for (api_version, kind) in kinds.iter().skip(minor as usize % STRIDE).step_by(STRIDE) {
            compared += compare(&schemas, api_version, kind, &mut random, &mut seen);
        }
    }
    let listed: BTreeSet<&str> = include_str!("differences.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(": ").map(|(class, _)| class))
        .collect();
    println!("{compared} objects compared");
    assert!(compared > 10_000, "{compared}");
    assert_eq!(seen, listed);
}

/// Compares verdicts for one kind, and adds the classes of changes that are judged differently.
fn compare(
    schemas: &Schemas,
    api_version: &str,
    kind: &str,
    random: &mut Random,
    seen: &mut BTreeSet<&'static str>,
) -> usize {
    let name = schemas.definition_of(api_version, kind).unwrap();
    let other = jsonschema::validator_for(&translate::bundle(schemas, name)).unwrap();
    let mut compared = 0;
    for _ in 0..OBJECTS {
        let sound = generate::object(schemas, name, random);
        assert!(other.is_valid(&sound), "{kind} {sound}");
        assert!(ours(schemas, api_version, kind, &sound), "{kind} {sound}");
        for _ in 0..CHANGES {
            let Some(Change { class, object }) = change(schemas, name, &sound, random) else { continue };
            compared += 1;
            if other.is_valid(&object) != ours(schemas, api_version, kind, &object) && seen.insert(class) {
                println!("{class}: {kind} {object} {:?}", validate(schemas, api_version, kind, &object));
            }
        }
    }
    compared
}

/// Gives the walker's verdict on what both validators can see.
fn ours(schemas: &Schemas, api_version: &str, kind: &str, object: &Value) -> bool {
    let root = translate::stored(schemas, schemas.definition_of(api_version, kind).unwrap());
    let asked = generate::required(&root).any(|name| name == "metadata");
    let identity = |key: Option<&str>, depth: usize| match depth {
        0 => key == Some("metadata") && !asked,
        1 => key == Some("name"),
        // The images of pods, which the definitions never require.
        _ => key == Some("image"),
    };
    let seen_by_both = [
        FaultKind::UnknownField,
        FaultKind::WrongType,
        FaultKind::MissingField,
        FaultKind::NotInEnum,
        FaultKind::OutOfBounds,
        FaultKind::BadLength,
        FaultKind::BadCount,
    ];
    // The name that every object needs is no field that the definitions require.
    validate(schemas, api_version, kind, object)
        .iter()
        .filter(|fault| !(fault.kind == FaultKind::MissingField && identity(fault.key.as_deref(), fault.path.len())))
        .all(|fault| !seen_by_both.contains(&fault.kind))
}
