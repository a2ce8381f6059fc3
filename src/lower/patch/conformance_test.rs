//! Every patch of `tests/conformance/patches` against what kubectl made of it.

use std::collections::BTreeSet;

use platgen_schema::{Catalog, Schemas};
use serde_json::{Map, Value as Json};

use super::Fault;
use super::merge::merge;
use super::operations::Step;
use super::strategic::Strategic;
use crate::lower::fixture::Fixture;
use crate::model::{List, Operation, Reading, Shaped};
use crate::node::{Node, Origin, Origins};
use crate::resolve::plan_operations;

const OBJECTS: &str = include_str!("../../../tests/conformance/patches/objects.yaml");

/// Cases in which platgen differs from kubectl on purpose: the form, the case, and why. A reason that is no longer needed fails.
#[rustfmt::skip]
const DIFFERENCES: &[(&str, &str, &str)] = &[
    ("strategic", "the directive merge in a list", "`merge` says what happens anyway; kubectl refuses the word"),
    ("strategic", "the directive merge in a map", "`merge` says what happens anyway; kubectl refuses the word"),
    ("strategic", "an item that is replaced", "kubectl replaces the list by nothing and drops the item in silence; refused here"),
    ("strategic", "null in an item of a list without keys", "a null is never written into an object; kubectl leaves that to the API server"),
    ("strategic", "null in an item that is new", "a null is never written into an object; kubectl leaves that to the API server"),
    ("strategic", "an item whose key is null", "an item without its key is refused; kubectl adds it with the null"),
    ("strategic", "directives in a map that is new", "kubectl drops the map with its data; here the data stays"),
    ("strategic", "kept keys in a map that is new", "kubectl writes the directive into the object"),
    ("strategic", "a port that two protocols have", "of two ports with one number the one whose protocol is named is meant; kubectl takes the first"),
    ("strategic", "a custom resource", "maps of a custom resource merge and its lists are replaced; kubectl refuses the form"),
    ("operations", "replace what is not there", "RFC 6902 refuses it; kubectl adds the key"),
    ("operations", "copy what is not there", "RFC 6902 refuses it; kubectl adds a null"),
    ("operations", "a test for nothing where nothing is", "RFC 6902 refuses a test of what is not there"),
    ("operations", "add with a leading zero", "RFC 6901 has no positions with leading zeros"),
    ("operations", "a position from the end", "RFC 6901 has no negative positions"),
    ("operations", "an escape that nobody knows", "RFC 6901 has no such escape"),
    ("operations", "a pointer without its slash", "RFC 6901 has no such pointer; kubectl ignores the first step"),
];

#[test]
fn strategic_merge_patches_do_what_kubectl_does() {
    let schemas = Catalog::embedded().kubernetes(32).expect("a release of the binary");
    check(
        "strategic",
        include_str!("../../../tests/conformance/patches/strategic.yaml"),
        include_str!("../../../tests/conformance/patches/answers/strategic.json"),
        |object, patch, fixture| strategic(object, patch, &schemas, &mut fixture.origins),
    );
}

#[test]
fn json_merge_patches_do_what_kubectl_does() {
    check(
        "merge",
        include_str!("../../../tests/conformance/patches/merge.yaml"),
        include_str!("../../../tests/conformance/patches/answers/merge.json"),
        |object, patch, fixture| {
            merge(object, Origin::INHERITED, patch, &mut fixture.origins);
            Ok(())
        },
    );
}

#[test]
fn json_patch_operations_do_what_kubectl_does() {
    check(
        "operations",
        include_str!("../../../tests/conformance/patches/operations.yaml"),
        include_str!("../../../tests/conformance/patches/answers/operations.json"),
        operations,
    );
}

fn strategic(object: &mut Node, patch: &Node, schemas: &Schemas, origins: &mut Origins) -> Result<(), String> {
    let text = |key| object.get(key).and_then(Node::as_str).expect("an object says what it is").to_owned();
    let rules = schemas.patch_rules(&text("apiVersion"), &text("kind"));
    Strategic { origins }.merge(object, Origin::INHERITED, patch, rules).map_err(message)
}

fn operations(object: &mut Node, patch: &Node, fixture: &mut Fixture) -> Result<(), String> {
    let Fixture { origins, .. } = fixture;
    let mut sink = crate::diagnostics::Sink::default();
    let read = List::<Operation>::read(patch, &mut Reading { origins, sink: &mut sink });
    let steps = read.and_then(|operations| plan_operations(operations, origins, &mut sink));
    let Ok(steps) = steps else { return Err(sink.into_findings()[0].message.clone()) };
    steps
        .iter()
        .try_for_each(|step| Step::new(step, Origin::INHERITED, origins).apply(object, origins))
        .map_err(message)
}

fn message(fault: Fault) -> String {
    fault.message
}

/// Applies every case of a form, and lists those whose outcome is neither kubectl's nor a known difference.
fn check(
    form: &str,
    cases: &str,
    answers: &str,
    mut apply: impl FnMut(&mut Node, &Node, &mut Fixture) -> Result<(), String>,
) {
    let answers: Map<String, Json> = serde_json::from_str(answers).expect("the answers are JSON");
    let below = |text: &str| text.lines().map(|line| format!("  {line}\n")).collect::<String>();
    let mut fixture = Fixture::read(&format!("objects:\n{}cases:\n{}", below(OBJECTS), below(cases)));
    let [objects, cases] = ["objects", "cases"].map(|key| fixture.tree.get(key).expect("both are there").clone());
    assert_eq!(cases.items().len(), answers.len(), "the answers to {form} are recorded anew with record.py");
    let mut wrong = Vec::new();
    let mut differing: BTreeSet<&str> = BTreeSet::new();
    for case in cases.items() {
        let text = |key| case.get(key).and_then(Node::as_str).expect("a case has a text");
        let mut object = objects.get(text("object")).expect("an object of this name").clone();
        let outcome = apply(&mut object, case.get("patch").expect("a patch"), &mut fixture);
        let answer = answers.get(text("name")).expect("the case was recorded");
        let is_same = match &outcome {
            Ok(()) => answer.get("object") == Some(&object.to_json()),
            Err(_) => answer.get("refused").is_some(),
        };
        let known = DIFFERENCES.iter().find(|(of, name, _)| *of == form && *name == text("name"));
        match (is_same, known) {
            (false, Some((_, name, _))) => drop(differing.insert(name)),
            (false, None) => wrong.push(format!("{}: {outcome:?}\n  {}\n  {answer}", text("name"), object.to_json())),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} cases of {form} differ:\n{}", wrong.len(), wrong.join("\n"));
    let closed = DIFFERENCES.iter().find(|(of, name, _)| *of == form && !differing.contains(name));
    assert!(closed.is_none(), "a difference that is none: {closed:?}");
}
