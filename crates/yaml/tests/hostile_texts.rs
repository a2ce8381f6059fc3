//! Hostile texts end soon, in an answer or in faults, under every dialect.

#![allow(clippy::disallowed_methods, reason = "the bar is a time")]

mod hostile;

use platgen_yaml::{Dialect, FaultKind, Limits, read};
use std::time::{Duration, Instant};

/// The bar is 0.6 s of CPU in a release build, which `cargo bench` measures; this clock counts other work of the
/// machine too, and debug builds are slower.
const LONGEST: Duration = Duration::from_millis(600 * 20);

#[test]
fn ends_soon() {
    for (name, text) in hostile::inputs() {
        for dialect in [Dialect::PLATGEN, Dialect::HELM_VALUES, Dialect::KUBECTL] {
            let start = Instant::now();
            let answer = read(text.as_bytes(), &dialect, &Limits::default());
            drop(answer);
            assert!(start.elapsed() < LONGEST, "{name} took {:?}", start.elapsed());
        }
    }
}

#[test]
fn ends_as_expected() {
    for (name, text) in hostile::inputs() {
        let answer = read(text.as_bytes(), &Dialect::HELM_VALUES, &Limits::default());
        let first = answer.map(|_| ()).map_err(|faults| faults[0].kind);
        let expected = match name {
            "laughs" | "merge-chain" => Err(FaultKind::TooManyAliases),
            "deep-flow" | "deep-closed" | "deep-block" | "deep-list" | "braces" | "alias-depth" => {
                Err(FaultKind::TooDeep)
            }
            "long-key" => Err(FaultKind::MisplacedColon),
            "colons" | "quadratic" => Err(FaultKind::UnclosedCollection),
            _ => Ok(()),
        };
        assert_eq!(first, expected, "{name}");
    }
}

#[test]
fn limits_hold() {
    let limits = Limits { bytes: 100, depth: 4, nodes: 10, alias_nodes: 3, faults: 2 };
    let kind =
        |text: &str| read(text.as_bytes(), &Dialect::KUBECTL, &limits).map(|_| ()).map_err(|faults| faults[0].kind);
    assert_eq!(kind("[[[[x]]]]"), Ok(()));
    assert_eq!(kind("[[[[[x]]]]]"), Err(FaultKind::TooDeep));
    assert_eq!(kind("a:\n  b:\n    - [[x]]"), Err(FaultKind::TooDeep));
    assert_eq!(kind("a:\n  b:\n    - [x]"), Ok(()));
    assert_eq!(kind("[a, &a [[[x]]]]"), Ok(()));
    assert_eq!(kind("[&a [[x]], [*a]]"), Ok(()));
    assert_eq!(kind("[&a [[x]], [[*a]]]"), Err(FaultKind::TooDeep));
    assert_eq!(kind("[1,2,3,4,5,6,7,8,9]"), Ok(()));
    assert_eq!(kind("[1,2,3,4,5]\n---\n[1,2,3]"), Ok(()));
    assert_eq!(kind("[1,2,3,4,5,6,7,8,9,10]"), Err(FaultKind::TooManyNodes));
    assert_eq!(kind("[1,2,3,4,5]\n---\n[1,2,3,4]"), Err(FaultKind::TooManyNodes));
    assert_eq!(kind("[&a [1], *a]"), Ok(()));
    assert_eq!(kind("[&a [1], *a, *a]"), Err(FaultKind::TooManyAliases));
    assert_eq!(kind("a: &a {x: 1, y: 2, z: 3, u: 4}\nb: {<<: *a}"), Err(FaultKind::TooManyAliases));
    assert_eq!(kind(&"#".repeat(101)), Err(FaultKind::TooLarge));
    let faults = read(b"[.inf, .inf, .inf, .inf]", &Dialect::KUBECTL, &limits).expect_err("four faults");
    assert_eq!(faults.len(), 2);
}
