//! values.schema.json of a chart and of all charts below it.

use super::breach::worded;
use super::json;
use crate::render::instance::{Instance, fields};
use jsonschema::Validator;
use platgen_gotmpl::value::Plain;
use platgen_gotmpl::{Map, Value};
use std::fmt::{self, Write as _};
use std::sync::{Arc, OnceLock};

/// A schema, compiled when it is needed first and then kept: a chart may be rendered many times.
#[derive(Clone)]
pub(crate) struct Schema {
    text: Arc<[u8]>,
    compiled: Arc<OnceLock<Result<Validator, String>>>,
}

impl Schema {
    pub(crate) fn new(text: Arc<[u8]>) -> Self {
        Self { text, compiled: Arc::default() }
    }

    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    fn compiled(&self) -> Result<&Validator, String> {
        let compile = || {
            let schema: serde_json::Value = serde_json::from_slice(&self.text).map_err(|error| error.to_string())?;
            let options = jsonschema::options().with_pattern_options(jsonschema::PatternOptions::regex());
            options.build(&schema).map_err(|error| error.to_string())
        };
        self.compiled.get_or_init(compile).as_ref().map_err(Clone::clone)
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schema({} bytes)", self.text.len())
    }
}

/// Holds coalesced values against the schemas.
///
/// # Errors
///
/// Every breach, chart by chart, in the form of Helm; the words of a breach are those of our validator.
pub(crate) fn check(root: &Instance<'_>, values: &Map) -> Result<(), String> {
    let mut found = String::new();
    check_chart(root, values, &mut found);
    if found.is_empty() {
        return Ok(());
    }
    Err(format!("values don't meet the specifications of the schema(s) in the following chart(s):\n{found}"))
}

fn check_chart(instance: &Instance<'_>, values: &Map, found: &mut String) {
    if let Some(schema) = &instance.chart.schema
        && let Err(breaches) = check_one(schema, values)
    {
        // Memory takes all.
        let _ = write!(found, "{}:\n{breaches}\n", instance.name);
    }
    for dependency in &instance.dependencies {
        match values.get(dependency.name.as_bytes()) {
            None | Some(Value::Nil) => {}
            Some(Value::Map(inner)) => check_chart(dependency, &inner, found),
            Some(other) => {
                let _ = writeln!(
                    found,
                    "{}:\ninvalid type for values: expected object (map), got {}",
                    dependency.name,
                    other.type_name()
                );
            }
        }
    }
}

fn check_one(schema: &Schema, values: &Map) -> Result<(), String> {
    let values = json::json(&Plain::Map(fields(values)));
    let breaches: Vec<_> = schema.compiled()?.iter_errors(&values).collect();
    if breaches.is_empty() { Ok(()) } else { Err(worded(&breaches).join("\n")) }
}
