//! Templates whose answers were recorded from Go's own `text/template`; see `spec/record.go`.

mod common;

use common::{functions, value_of};
use platgen_gotmpl::{Context, Program};
use serde_json::Value as Json;

const DATA: &str = include_str!("spec/data.json");
const ANSWERS: &str = include_str!("spec/answers.json");

/// What differs from Go for a reason: the template and the reason.
const DIFFERENCES: &[(&str, &str)] = &[
    (r#"{{range (version "1" "2")}}[{{.}}]{{else}}none{{end}}"#, BEHIND_POINTER),
    (r#"{{range $x := (version "1" "2")}}[{{$x}}{{.}}]{{else}}none{{end}}"#, BEHIND_POINTER),
    (r#"{{range $k,$x := (version "1" "2")}}[{{$k}}={{$x}}]{{else}}none{{end}}"#, BEHIND_POINTER),
];
const BEHIND_POINTER: &str = "the fault shows the pointer by its method, Go shows the struct behind it";

fn ask(template: &str, data: &Json) -> Result<Vec<u8>, String> {
    let mut program = Program::new("t", functions());
    program.add("t", template.as_bytes()).map_err(|fault| fault.to_string())?;
    let mut context = Context::new(&program);
    context.render("t", value_of(data)).map(|text| text.to_vec()).map_err(|fault| fault.to_string())
}

fn expected(answer: &Json) -> Result<Vec<u8>, String> {
    match (&answer["Output"], &answer["Bytes"], &answer["Error"]) {
        (Json::String(output), ..) => Ok(output.clone().into_bytes()),
        (_, Json::String(bytes), _) => Ok(base64(bytes)),
        (_, _, Json::String(error)) => Err(error.clone()),
        _ => panic!("an answer is an output or an error: {answer}"),
    }
}

fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut count) = (Vec::new(), 0u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        let digit = ALPHABET.iter().position(|known| *known == byte).expect("an alphabet of 64 letters");
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

#[test]
fn answers_are_go_s() {
    let data: Json = serde_json::from_str(DATA).expect("the data are JSON");
    let answers: Json = serde_json::from_str(ANSWERS).expect("the answers are JSON");
    let mut wrong = Vec::new();
    let mut count = 0;
    for (file, answers) in answers.as_object().expect("answers by file") {
        for answer in answers.as_array().expect("a list of answers") {
            let template = answer["Template"].as_str().expect("a template");
            let (ours, theirs) = (ask(template, &data), expected(answer));
            count += 1;
            let is_known = DIFFERENCES.iter().any(|(known, _)| *known == template);
            if (ours == theirs) == is_known {
                let show = |answer: &Result<Vec<u8>, String>| {
                    answer.clone().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
                };
                wrong.push(format!("{file}: {template}\n  ours {:?}\n  Go's {:?}", show(&ours), show(&theirs)));
            }
        }
    }
    assert!(count > 3000, "only {count} templates were tried");
    assert!(wrong.is_empty(), "{} of {count} differ\n{}", wrong.len(), wrong.join("\n"));
}
