//! Versions and constraints against the answers of helm's `semverCompare` and of Masterminds' semver, recorded by
//! `tests/record/semver`.

use platgen_gotmpl::semver::{Constraint, Version};
use serde_json::{Value, json};

fn compare(constraint: &str, version: &str) -> Value {
    let constraint = match Constraint::new(constraint) {
        Ok(constraint) => constraint,
        Err(invalid) => return invalid.to_string().into(),
    };
    match Version::new(version) {
        Ok(version) => constraint.allows(&version).into(),
        Err(invalid) => invalid.to_string().into(),
    }
}

#[test]
fn constraints_answer_as_in_helm() {
    let recorded: Value = serde_json::from_str(include_str!("data/semver-helm-4.1.4.json")).unwrap();
    for (constraint, answers) in recorded["constraints"].as_object().unwrap() {
        for (index, version) in recorded["versions"].as_array().unwrap().iter().enumerate() {
            let ours = compare(constraint, version.as_str().unwrap());
            match answers.as_array() {
                Some(answers) => assert_eq!(ours, answers[index], "{constraint} {version}"),
                None => assert_eq!(ours, format!("improper constraint: {constraint}"), "{answers}"),
            }
        }
    }
}

#[test]
fn constraints_answer_as_in_masterminds_semver() {
    let recorded: Value = serde_json::from_str(include_str!("data/semver.json")).unwrap();
    let mut wrong = Vec::new();
    for (constraint, answers) in recorded["constraints"].as_object().unwrap() {
        for (index, version) in recorded["versions"].as_array().unwrap().iter().enumerate() {
            let version = version.as_str().unwrap();
            let answer = answers.get(index).unwrap_or(answers);
            let ours = compare(constraint, version);
            if ours != *answer {
                wrong.push(format!("{constraint:?} {version}: {ours}, but Go: {answer}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn versions_read_as_in_masterminds_semver() {
    let recorded: Value = serde_json::from_str(include_str!("data/semver.json")).unwrap();
    for (text, answer) in recorded["parsed"].as_object().unwrap() {
        let ours = match Version::new(text) {
            Ok(version) => json!([
                version.to_string(),
                version.major,
                version.minor,
                version.patch,
                version.pre_release,
                version.metadata,
                version.original,
                version.next_patch().to_string(),
                version.next_minor().to_string(),
                version.next_major().to_string(),
                version.next_major().original,
            ]),
            Err(invalid) => invalid.to_string().into(),
        };
        assert_eq!(ours, *answer, "{text}");
    }
}
