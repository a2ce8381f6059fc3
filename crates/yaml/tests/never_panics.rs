//! No bytes make the reader panic, and every place it reports lies in the text.

use platgen_yaml::{Dialect, Document, Limits, Span, read};
use proptest::prelude::*;

const SEED: &str = "\
a: &a [1, 'x', \"\\u00e9\\n\"]\nb: *a\n? k\n: |+\n  text\n\n<<: {x: y}\nm:\n- - 1\n  - {a: b, c}\n- >-\n  folded\n  text\n--- !!str\n%x\n...\n";

/// Reads under every dialect and looks at everything that comes back.
fn exercise(bytes: &[u8]) {
    for dialect in [Dialect::PLATGEN, Dialect::HELM_VALUES, Dialect::KUBECTL] {
        match read(bytes, &dialect, &Limits { alias_nodes: 1000, ..Limits::default() }) {
            Ok(documents) => documents.iter().for_each(|document| visit(document, bytes)),
            Err(faults) => {
                assert!(!faults.is_empty());
                for fault in faults {
                    check_span(fault.span, bytes);
                    assert!(!fault.message.is_empty() && !fault.message.ends_with('.'));
                    fault.related.iter().for_each(|(span, _)| check_span(*span, bytes));
                }
            }
        }
    }
}

fn check_span(span: Span, bytes: &[u8]) {
    assert!(span.start <= span.end && span.end as usize <= bytes.len(), "{span:?} of {}", bytes.len());
    if let Ok(text) = std::str::from_utf8(bytes) {
        assert!(text.get(span.range()).is_some(), "{span:?} cuts a character");
    }
}

fn visit(document: &Document, bytes: &[u8]) {
    for node in document.ids() {
        check_span(document.span(node), bytes);
        assert!(document.end(node) > node.index() && document.end(node) <= document.len());
        let path = document.path(node);
        assert_eq!(document.find(&path), Some(node), "{path:?}");
        assert_eq!(platgen_yaml::hash_path(&path), document.path_hash(node));
        if let Some(parent) = document.parent(node) {
            assert!(parent < node && document.end(node) <= document.end(parent));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        exercise(&bytes);
    }

    #[test]
    fn yaml_like(text in "([a-c]: |- |\\? |: |\n|  |\t|[a-c1:\"'\\[\\]{},&*#|>!%@`~<\\\\-]|---|\\.\\.\\.|<<|&a |\\*a|!!|é|\u{feff}){0,40}") {
        exercise(text.as_bytes());
    }

    #[test]
    fn mutated(edits in prop::collection::vec((0..SEED.len(), any::<prop::sample::Index>(), 0u8..3), 1..8)) {
        let mut bytes = SEED.as_bytes().to_vec();
        for (at, from, how) in edits {
            let at = at % bytes.len().max(1);
            let byte = SEED.as_bytes()[from.index(SEED.len())];
            match how {
                0 if !bytes.is_empty() => bytes[at] = byte,
                1 if !bytes.is_empty() => drop(bytes.remove(at)),
                _ => bytes.insert(at, byte),
            }
        }
        exercise(&bytes);
    }
}
