//! The wording and the place of every common fault.
//!
//! `faults/*.txt` hold cases as a person would meet them: a text between `<<<` and `>>>`, then what the reader says.
//! `\t`, `\r`, `\x..` stand for the bytes. With `UPDATE_EXPECTED=1` the answers are written anew; read them aloud.

#![allow(clippy::disallowed_methods, reason = "the cases are files")]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use platgen_yaml::{Dialect, Fault, Limits, line_column, read};
use std::fmt::Write as _;

fn say(text: &[u8], faults: &[Fault]) -> String {
    let lossy = String::from_utf8_lossy(text);
    let place = |offset: u32| {
        let (line, column) = line_column(&lossy, offset as usize);
        format!("{line}:{column}")
    };
    let mut said = String::new();
    for fault in faults {
        let marked = lossy.get(fault.span.range()).unwrap_or_default().escape_debug();
        writeln!(said, "{} {:?} [{marked}] {}", place(fault.span.start), fault.kind, fault.message).unwrap();
        for (span, phrase) in &fault.related {
            let marked = lossy.get(span.range()).unwrap_or_default().escape_debug();
            writeln!(said, "  at {} [{marked}] {phrase}", place(span.start)).unwrap();
        }
        if let Some(help) = &fault.help {
            writeln!(said, "  help: {help}").unwrap();
        }
    }
    if said.is_empty() { "fine\n".to_owned() } else { said }
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = match (first, after) {
            (b'\\', [b't', after @ ..]) => (bytes.push(b'\t'), after).1,
            (b'\\', [b'r', after @ ..]) => (bytes.push(b'\r'), after).1,
            (b'\\', [b'x', digits @ ..]) => {
                let code = std::str::from_utf8(&digits[..2]).unwrap();
                bytes.push(u8::from_str_radix(code, 16).unwrap());
                &digits[2..]
            }
            _ => (bytes.push(first), after).1,
        };
    }
    bytes
}

fn check(name: &str, dialect: &Dialect) {
    let file = format!("{}/tests/faults/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let expected = std::fs::read_to_string(&file).unwrap();
    let mut answered = String::new();
    for case in expected.split("<<<\n").skip(1) {
        let (text, _) = case.split_once(">>>\n").unwrap();
        let bytes = unescape(text);
        let faults = read(&bytes, dialect, &Limits::default()).err().unwrap_or_default();
        write!(answered, "<<<\n{text}>>>\n{}", say(&bytes, &faults)).unwrap();
    }
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, &answered).unwrap();
    }
    assert_eq!(expected, answered);
}

#[test]
fn platgen() {
    check("platgen", &Dialect::PLATGEN);
}

#[test]
fn helm_values() {
    check("helm-values", &Dialect::HELM_VALUES);
}

#[test]
fn kubectl() {
    check("kubectl", &Dialect::KUBECTL);
}
