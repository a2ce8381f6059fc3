//! Any bytes as a values file and as the argument of every flag of the family of `--set`: no panic, no hang, and Helm's laws about
//! what comes out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use platgen_gotmpl::Plain;
use platgen_helm::{Compat, Fields, ValueSources, ValuesFile};

fn depth(value: &Plain) -> usize {
    match value {
        Plain::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Plain::Map(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Counts values, the way a run would spend on them.
fn count(value: &Plain) -> usize {
    match value {
        Plain::List(items) => 1 + items.iter().map(count).sum::<usize>(),
        Plain::Map(fields) => 1 + fields.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

fn file(text: &[u8]) -> ValuesFile {
    ValuesFile { name: "values.yaml".to_owned(), bytes: text.to_vec() }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let compat = [Compat::V3_17, Compat::V4_1, Compat::V4_2][usize::from(*first) % 3];
    let parts: Vec<&[u8]> = rest.split(|byte| *byte == 0xFF).collect();
    let texts = |at: usize| -> Vec<String> {
        parts.get(at).map(|part| String::from_utf8_lossy(part).into_owned()).into_iter().collect()
    };
    let sources = match first >> 7 {
        0 => ValueSources { files: parts.iter().map(|part| file(part)).collect(), ..ValueSources::default() },
        _ => ValueSources {
            set: texts(0),
            set_string: texts(1),
            set_json: texts(2),
            set_literal: texts(3),
            set_file: texts(4),
            files: parts.get(5).map(|part| file(part)).into_iter().collect(),
            base: Fields::new(),
        },
    };
    let read_file =
        |path: &str| if path.len() % 2 == 0 { Ok(path.as_bytes().to_vec()) } else { Err("gone".to_owned()) };
    if let Ok(fields) = sources.merge(compat, &read_file) {
        let values = Plain::Map(fields);
        assert!(depth(&values) < 20_000);
        // An index of `--set` may be 65,536 at most, and no alias multiplies without bound.
        assert!(count(&values) < 20_000_000, "{} values of {} bytes", count(&values), bytes.len());
        drop(values.to_value());
    }
});
