//! Any bytes under every dialect: no panic, and every place lies in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use platgen_yaml::{Dialect, Limits, Span, hash_path, read};

fn check(span: Span, bytes: &[u8]) {
    assert!(span.start <= span.end && span.end as usize <= bytes.len());
    if let Ok(text) = std::str::from_utf8(bytes) {
        assert!(text.get(span.range()).is_some());
    }
}

fuzz_target!(|bytes: &[u8]| {
    for dialect in [Dialect::PLATGEN, Dialect::HELM_VALUES, Dialect::KUBECTL] {
        match read(bytes, &dialect, &Limits { alias_nodes: 1000, ..Limits::default() }) {
            Ok(documents) => {
                for document in documents {
                    for node in document.ids() {
                        check(document.span(node), bytes);
                        let path = document.path(node);
                        assert_eq!(document.find(&path), Some(node));
                        assert_eq!(document.path_hash(node), hash_path(&path));
                    }
                }
            }
            Err(faults) => {
                assert!(!faults.is_empty());
                for fault in faults {
                    check(fault.span, bytes);
                    fault.related.iter().for_each(|(span, _)| check(*span, bytes));
                }
            }
        }
    }
});
