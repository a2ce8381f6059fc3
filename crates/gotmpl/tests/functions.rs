//! Sprig's functions against the answers of sprig itself, recorded by `tests/record/functions`.

#![expect(clippy::unwrap_used, reason = "a test ends where what it is made of is wrong")]

use platgen_gotmpl::functions::sprig;
use platgen_gotmpl::{Context, Plain, Program, Value};
use serde_json::Value as Json;

const ANSWERS: &str = include_str!("data/functions.json");
const DATA: &str = include_str!("functions/data.json");

/// What differs from Go for a reason: the template and the reason.
const DIFFERENCES: &[(&str, &str)] = &[];

/// Gives the value that Go's decoder makes of the data.
fn data(context: &mut Context<'_>) -> Value {
    platgen_gotmpl::json::decode(context, DATA.as_bytes()).unwrap()
}

fn ask(template: &str) -> Result<Vec<u8>, String> {
    let mut program = Program::new("t", sprig());
    program.add("t", template.as_bytes()).map_err(|fault| fault.to_string())?;
    let mut context = Context::new(&program);
    let dot = data(&mut context);
    context.render("t", dot).map(|text| text.to_vec()).map_err(|fault| fault.to_string())
}

fn expected(answer: &Json) -> Result<Vec<u8>, String> {
    match (&answer["error"], &answer["bytes"], &answer["output"]) {
        (Json::String(error), ..) => Err(error.clone()),
        (_, Json::String(bytes), _) => {
            Ok(ask(&format!("{{{{ b64dec \"{bytes}\" }}}}")).expect("what was recorded is base64"))
        }
        (_, _, output) => Ok(output.as_str().unwrap_or_default().as_bytes().to_vec()),
    }
}

#[test]
fn functions_answer_as_in_sprig() {
    let mut wrong = Vec::new();
    let show = |answer: &Result<Vec<u8>, String>| match answer {
        Ok(bytes) => format!("{:?}", String::from_utf8_lossy(bytes)),
        Err(error) => format!("error {error:?}"),
    };
    for line in ANSWERS.lines() {
        let answer: Json = serde_json::from_str(line).unwrap();
        let template = answer["template"].as_str().unwrap();
        let (ours, theirs) = (ask(template), expected(&answer));
        let is_known = DIFFERENCES.iter().any(|(known, _)| *known == template);
        if (ours == theirs) == is_known {
            wrong.push(format!("{template}\n  ours {}\n  Go's {}", show(&ours), show(&theirs)));
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn plain_data_and_decoded_data_are_alike() {
    let program = Program::new("t", sprig());
    let mut context = Context::new(&program);
    let decoded = data(&mut context);
    let plain = Plain::from_value(&decoded).unwrap().to_value();
    assert!(platgen_gotmpl::functions::deep_equal(&mut context, &decoded, &plain).unwrap());
}
