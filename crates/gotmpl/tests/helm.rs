//! Charts that ask for nothing but the language, and what Helm 4.1.4 rendered of them or said against them.
//!
//! `helm/cases.json` holds the recorded answers of `helm template rel CHART -n ns --kube-version 1.34.0`; a chart is its templates
//! and its values. Helm's own part of the work is done here in the shortest way: the order of files, the removal of `<no value>`,
//! and the head of the output.

mod common;

use common::functions;
use platgen_gotmpl::{Context, Fault, Functions, Program, Text, Value};
use platgen_yaml::{Dialect, Document, NodeId, Value as Yaml};
use serde_json::Value as Json;

const CASES: &str = include_str!("helm/cases.json");

fn without_no_value(text: &[u8]) -> Text {
    // The texts of these cases are UTF-8.
    Text::from(String::from_utf8_lossy(text).replace("<no value>", ""))
}

fn to_json(_: &mut Context<'_>, value: Value) -> Result<Text, Fault> {
    let json = match &value {
        Value::String(text) => Json::String(text.to_str_lossy().into_owned()),
        other => return Err(Fault::new(format!("{other:?} is no text"))),
    };
    let quoted = json.to_string();
    let escaped = quoted.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    Ok(escaped.replace("\\b", "\\u0008").replace("\\f", "\\u000c").into())
}

fn tpl(context: &mut Context<'_>, text: Text, dot: Value) -> Result<Text, Fault> {
    match context.render_text("gotpl", &text, dot) {
        Ok(text) => Ok(without_no_value(&text)),
        Err(fault) if fault.place().is_some_and(|place| place.execution.is_none()) => {
            Err(Fault::wrap(format!("cannot parse template {}", platgen_gotmpl::format::quoted(&text)), fault))
        }
        Err(fault) => {
            let shown = platgen_gotmpl::format::quoted(&text);
            Err(Fault::wrap(format!("error during tpl function execution for {shown}"), fault))
        }
    }
}

fn helm_functions() -> Functions {
    let mut functions = functions();
    functions.add("toJson", to_json).add("tpl", tpl);
    functions
}

fn value_of(document: &Document, node: NodeId) -> Value {
    match document.value(node) {
        Yaml::Null => Value::Nil,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Int(value) => Value::Float64(value as f64),
        Yaml::UInt(value) => Value::Float64(value as f64),
        Yaml::Float(value) => Value::Float64(value),
        Yaml::Str(text) => Value::from(text),
        Yaml::Seq(items) => Value::list(items.iter().map(|item| value_of(document, *item)).collect()),
        Yaml::Map(entries) => {
            let entry = |entry: &platgen_yaml::Entry| (entry.key.to_string(), value_of(document, entry.value));
            Value::Map(entries.iter().map(entry).collect())
        }
    }
}

fn read_values(text: &str) -> Value {
    let documents = platgen_yaml::read(text.as_bytes(), &Dialect::HELM_VALUES, &platgen_yaml::Limits::default());
    let documents = documents.expect("values of a case are sound");
    documents.first().map_or_else(|| Value::Map(Default::default()), |document| value_of(document, document.root()))
}

/// Renders a chart of one printed template.
fn render(case: &Json) -> Result<String, Fault> {
    let mut files: Vec<_> = case["templates"].as_object().expect("templates").iter().collect();
    files.sort_by_key(|(path, _)| (path.matches('/').count(), path.to_string()));
    files.reverse();
    let mut program = Program::new("gotpl", helm_functions());
    for (path, text) in &files {
        program.add(&format!("chart1/{path}"), text.as_str().expect("a text").as_bytes())?;
    }
    let values = read_values(case["values"].as_str().expect("values are a text"));
    let dot = Value::Map([("Values", values)].into_iter().collect());
    let mut context = Context::new(&program);
    let mut out = String::new();
    for (path, _) in files.iter().filter(|(path, _)| !path.contains("/_")) {
        let text = without_no_value(&context.render(&format!("chart1/{path}"), dot.clone())?);
        let text = text.to_string();
        if !text.trim().is_empty() {
            out.insert_str(0, &format!("---\n# Source: chart1/{path}\n{}\n", text.trim()));
        }
    }
    Ok(out)
}

/// Tells what of a fault Helm's message does not say.
fn unsaid(fault: &Fault, stderr: &str) -> Vec<String> {
    let is_short = stderr.contains("execution error at");
    let mut said = Vec::new();
    for (index, link) in fault.chain().enumerate() {
        if let Some(place) = link.place().filter(|_| index == 0 || !is_short) {
            match &place.execution {
                Some(at) => said.push(format!("{}:{}:{}", place.file, place.line, at.column)),
                None => said.push(format!("{}:{}", place.file, place.line)),
            }
            if let Some(at) = place.execution.as_ref().filter(|_| !is_short) {
                said.push(format!("executing {:?} at <{}>", at.template, at.node));
            }
        }
        if !is_short || link.cause().is_none() {
            said.push(link.message().to_owned());
        }
    }
    said.retain(|said| !stderr.contains(said.as_str()));
    said
}

#[test]
fn answers_are_helm_s() {
    let cases: Json = serde_json::from_str(CASES).expect("the cases are JSON");
    let cases = cases.as_array().expect("a list of cases");
    let mut wrong = Vec::new();
    for case in cases {
        let ours = render(case);
        let problem = match (&ours, case["stdout"].as_str(), case["stderr"].as_str()) {
            (Ok(ours), Some(theirs), _) if ours == theirs => continue,
            (Err(fault), _, Some(theirs)) => match unsaid(fault, theirs) {
                unsaid if unsaid.is_empty() => continue,
                unsaid => format!("{fault}\n  Helm did not say {unsaid:?}"),
            },
            (Ok(ours), ..) => ours.clone(),
            (Err(fault), ..) => fault.to_string(),
        };
        wrong.push(format!(
            "{}: {}\n  ours {problem}\n  Helm {} {}",
            case["id"], case["templates"], case["stdout"], case["stderr"]
        ));
    }
    assert!(cases.len() > 250, "only {} cases", cases.len());
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
