//! Writes random inputs of modules for `tests/conformance/record_verdicts.py`: `random_inputs FOLDER`.
//!
//! Each case is a line of FOLDER/cases.jsonl: `{"name": …, "module": facts as a project keeps them, "inputs": {…}}`.

#![allow(clippy::disallowed_methods, reason = "a tool for tests, which writes files")]

#[path = "../tests/random/mod.rs"]
mod random;

use std::path::Path;

fn main() {
    let folder = std::env::args().nth(1).expect("usage: random_inputs FOLDER");
    let mut out = String::new();
    for (name, module, inputs) in random::inputs::cases() {
        let facts: serde_json::Value = serde_json::from_str(&module.to_json()).expect("facts are JSON");
        out.push_str(&format!(
            "{{\"name\":{name:?},\"module\":{facts},\"inputs\":{}}}\n",
            random::inputs::json(&inputs)
        ));
    }
    std::fs::write(Path::new(&folder).join("cases.jsonl"), out).expect("the file can be written");
}
