//! Regular expressions against the answers of Go's package `regexp`, recorded by `tests/record/regex` and by helm.

use platgen_gotmpl::regex::{Amount, Regex, quote_meta};
use serde_json::{Value, json};
use std::convert::Infallible;

/// Turns characters U+E000 to U+E0FF, in which the recording program writes bytes that are not UTF-8, back into bytes.
fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for character in text.chars() {
        match u32::from(character) {
            raw @ 0xe080..=0xe0ff => bytes.push((raw - 0xe000) as u8),
            _ => bytes.extend_from_slice(character.to_string().as_bytes()),
        }
    }
    bytes
}

fn strings(parts: Vec<&[u8]>) -> Value {
    parts.into_iter().map(shown).collect()
}

fn shown(text: &[u8]) -> Value {
    let mut shown = String::new();
    for chunk in text.utf8_chunks() {
        shown.push_str(chunk.valid());
        shown.extend(chunk.invalid().iter().filter_map(|byte| char::from_u32(0xe000 + u32::from(*byte))));
    }
    shown.into()
}

fn replaced(made: Result<Vec<u8>, Infallible>) -> Value {
    let Ok(made) = made;
    shown(&made)
}

#[test]
fn patterns_match_replace_and_split_as_in_go() {
    let recorded: Value = serde_json::from_str(include_str!("data/regex.json")).unwrap();
    let texts: Vec<_> = recorded["texts"].as_array().unwrap().iter().map(|t| bytes(t.as_str().unwrap())).collect();
    let template = recorded["replacement"].as_str().unwrap().as_bytes();
    let mut wrong = Vec::new();
    for (pattern, answer) in recorded["answers"].as_object().unwrap() {
        let regex = match Regex::new(pattern.as_bytes()) {
            Ok(regex) => regex,
            Err(refusal) => {
                if answer["error"] != refusal.to_string() {
                    wrong.push(format!("{pattern}: {refusal}, but Go: {answer}"));
                }
                continue;
            }
        };
        if !answer["error"].is_null() {
            wrong.push(format!("{pattern}: taken, but Go: {answer}"));
            continue;
        }
        for (index, text) in texts.iter().enumerate() {
            let ours = json!({
                "matches": strings(regex.find_all(text, Amount::All)),
                "find_two": strings(regex.find_all(text, Amount::AtMost(2))),
                "replaced": replaced(regex.replace_all(text, template, |_| Ok(()))),
                "literal": replaced(regex.replace_all_literal(text, b"$1", |_| Ok(()))),
                "split": strings(regex.split(text, Amount::All).unwrap()),
                "split_two": strings(regex.split(text, Amount::AtMost(2)).unwrap()),
            });
            for (name, made) in ours.as_object().unwrap() {
                if answer[name][index] != *made {
                    wrong.push(format!(
                        "{pattern} on {:?}: {name}: {made}, but Go: {}",
                        shown(text),
                        answer[name][index]
                    ));
                }
            }
            let first = regex.find(text).map(shown);
            assert_eq!(first, regex.find_all(text, Amount::AtMost(1)).first().map(|found| shown(found)), "{pattern}");
            assert_eq!(first.is_some(), regex.is_match(text), "{pattern}");
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn patterns_answer_as_helm_does() {
    let recorded: Value = serde_json::from_str(include_str!("data/regex-helm-4.1.4.json")).unwrap();
    let inputs: Vec<_> = recorded["inputs"].as_array().unwrap().iter().map(|input| input.as_str().unwrap()).collect();
    for (pattern, answer) in recorded["patterns"].as_object().unwrap() {
        let answer = answer.as_str().unwrap();
        match Regex::new(pattern.as_bytes()) {
            Ok(regex) => {
                let row: String =
                    inputs.iter().map(|input| if regex.is_match(input.as_bytes()) { '1' } else { '0' }).collect();
                assert_eq!(row, answer, "{pattern}");
            }
            Err(refusal) => {
                let said = refusal.to_string();
                let reason = said.strip_prefix("error parsing regexp").unwrap();
                assert!(answer.starts_with(&format!("ERR {reason}")), "{pattern}: {answer}");
            }
        }
    }
}

#[test]
fn a_pattern_that_is_not_utf8_is_refused() {
    let refusal = Regex::new(b"a\xff").unwrap_err();
    assert!(refusal.to_string().starts_with("error parsing regexp: invalid UTF-8: `"));
}

#[test]
fn large_patterns_are_refused_and_not_worked_on() {
    let deep = "(".repeat(100_000) + &")".repeat(100_000);
    assert!(Regex::new(deep.as_bytes()).is_err());
    assert!(Regex::new(br"(?:\pL{1000}){1000}").is_err());
    assert!(Regex::new(br"^[\pL\pN]{1,253}$").is_ok());
    assert!(Regex::new(br"^(?:[a-z0-9.-]{500}|\w{500}){2}$").is_ok());
    let wide = r"\pL{1000}".repeat(100);
    assert_eq!(Regex::new(wide.as_bytes()).unwrap_err().complaint, platgen_gotmpl::regex::Complaint::TooLarge);
}

#[test]
fn quoting_takes_the_meaning_from_every_byte() {
    assert_eq!(quote_meta(br"a.b*c[d]{e}\^$|()+?"), br"a\.b\*c\[d\]\{e\}\\\^\$\|\(\)\+\?");
    let text = "a.b*[é](";
    let regex = Regex::new(&quote_meta(text.as_bytes())).unwrap();
    assert_eq!(regex.find(format!("x{text}x").as_bytes()), Some(text.as_bytes()));
}
