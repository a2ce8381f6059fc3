//! values.schema.json of a chart and of all charts below it.

use super::breach::worded;
use super::json;
use crate::Breach;
use crate::render::instance::{Instance, fields};
use jsonschema::paths::LocationSegment;
use platgen_gotmpl::value::Plain;
use platgen_gotmpl::{Map, Value};
use std::fmt::Write as _;

/// Holds coalesced values against the schemas.
///
/// # Errors
///
/// Every breach, chart by chart, in the form of Helm and one by one; the words of a breach are those of our validator.
pub(crate) fn check(root: &Instance<'_>, values: &Map) -> Result<(), (String, Vec<Breach>)> {
    let mut found = Found::default();
    check_chart(root, values, &mut Vec::new(), &mut found);
    if found.text.is_empty() {
        return Ok(());
    }
    let text = found.text;
    let text = format!("values don't meet the specifications of the schema(s) in the following chart(s):\n{text}");
    Err((text, found.breaches))
}

/// What was found of all charts.
#[derive(Default)]
struct Found {
    text: String,
    breaches: Vec<Breach>,
}

fn check_chart(instance: &Instance<'_>, values: &Map, path: &mut Vec<String>, found: &mut Found) {
    if let Some(schema) = &instance.chart.schema
        && let Err((text, breaches)) = check_one(schema, values)
    {
        // Memory takes all.
        let _ = write!(found.text, "{}:\n{text}\n", instance.name);
        let below = |breach: Breach| Breach { path: [path.as_slice(), &breach.path].concat(), ..breach };
        found.breaches.extend(breaches.into_iter().map(below));
    }
    for dependency in &instance.dependencies {
        path.push(dependency.name.clone());
        match values.get(dependency.name.as_bytes()) {
            None | Some(Value::Nil) => {}
            Some(Value::Map(inner)) => check_chart(dependency, &inner, path, found),
            Some(other) => {
                let message = format!("invalid type for values: expected object (map), got {}", other.type_name());
                let _ = writeln!(found.text, "{}:\n{message}", dependency.name);
                found.breaches.push(Breach { path: path.clone(), message });
            }
        }
        path.pop();
    }
}

fn check_one(schema: &[u8], values: &Map) -> Result<(), (String, Vec<Breach>)> {
    let unusable = |message: String| (message, Vec::new());
    let schema: serde_json::Value = serde_json::from_slice(schema).map_err(|error| unusable(error.to_string()))?;
    let options = jsonschema::options().with_pattern_options(jsonschema::PatternOptions::regex());
    let validator = options.build(&schema).map_err(|error| unusable(error.to_string()))?;
    let values = json::json(&Plain::Map(fields(values)));
    let mut lines = Vec::new();
    let mut breaches = Vec::new();
    for error in validator.iter_errors(&values) {
        let message = worded(&error);
        lines.push(format!("- at '{}': {message}", error.instance_path()));
        let steps = error.instance_path().into_iter().map(|step| match step {
            LocationSegment::Property(name) => name.to_string(),
            LocationSegment::Index(index) => index.to_string(),
        });
        breaches.push(Breach { path: steps.collect(), message });
    }
    if breaches.is_empty() { Ok(()) } else { Err((lines.join("\n"), breaches)) }
}
