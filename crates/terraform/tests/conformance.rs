//! What Terraform said, compared with what this crate does: see `conformance/README.md`.

#[path = "random/mod.rs"]
mod random;

use std::collections::BTreeMap;

use platgen_terraform::hcl::{Body, Part, Value, write};
use sha2::{Digest, Sha256};

/// The beginning of a hash, in hexadecimal.
fn digest(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn written(body: &Body) -> String {
    let mut out = String::new();
    write(body, &mut out);
    out
}

/// The value that Terraform reads, numbers as their text.
fn evaluated(value: &Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Value::Null => Json::Null,
        Value::Bool(bool) => Json::Bool(*bool),
        Value::Number(number) => Json::String(number.as_str().to_owned()),
        Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => items.iter().map(evaluated).collect(),
        Value::Object(entries) => {
            let fields: BTreeMap<&str, Json> =
                entries.iter().map(|entry| (entry.key.as_str(), evaluated(&entry.value))).collect();
            Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
        }
        Value::Expression(_) => Json::String(random::WORD.to_owned()),
        Value::Template(parts) => {
            let text = |part: &Part| match part {
                Part::Text(text) => text.clone(),
                Part::Expression(_) => random::WORD.to_owned(),
            };
            Json::String(parts.iter().map(text).collect())
        }
    }
}

#[test]
fn terraform_leaves_what_is_written_and_reads_what_was_meant() {
    let mut recorded = include_str!("conformance/files.txt").lines();
    assert_eq!(recorded.next(), Some("terraform 1.11.4"));
    let mut count = 0;
    for line in recorded {
        let mut words = line.split(' ');
        let name = words.next().expect("a line begins with a name");
        let seed = name[1..].parse().expect("a name ends in its seed");
        if name.starts_with('v') {
            let (body, value) = random::values_file(seed);
            assert_eq!(
                words.next(),
                Some(digest(written(&body).as_bytes()).as_str()),
                "{name} is another file now: record it"
            );
            assert_eq!(
                words.next(),
                Some(digest(evaluated(&value).to_string().as_bytes()).as_str()),
                "{name}\n{}",
                written(&body)
            );
        } else {
            let text = written(&random::layout_file(seed));
            assert_eq!(words.next(), Some(digest(text.as_bytes()).as_str()), "{name} is another file now: record it");
        }
        count += 1;
    }
    assert_eq!(count, 300);
}
