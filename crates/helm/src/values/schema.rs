//! values.schema.json of a chart and of all charts below it.

use super::{breach, json};
use crate::render::instance::{Instance, fields};
use crate::{Breach, Compat};
use jsonschema::Validator;
use platgen_gotmpl::value::Plain;
use platgen_gotmpl::{Map, Value};
use std::fmt::{self, Write as _};
use std::sync::{Arc, OnceLock};

/// A schema, compiled when it is needed first and then kept: a chart may be rendered many times.
#[derive(Clone)]
pub(crate) struct Schema {
    text: Arc<[u8]>,
    compiled: Arc<OnceLock<Result<Compiled, String>>>,
}

struct Compiled {
    schema: serde_json::Value,
    validator: Validator,
}

impl Schema {
    pub(crate) fn new(text: Arc<[u8]>) -> Self {
        Self { text, compiled: Arc::default() }
    }

    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    fn compiled(&self) -> Result<&Compiled, String> {
        let compile = || {
            let schema: serde_json::Value = serde_json::from_slice(&self.text).map_err(|error| error.to_string())?;
            let options = jsonschema::options().with_pattern_options(jsonschema::PatternOptions::regex());
            let validator = options.build(&schema).map_err(|error| error.to_string())?;
            Ok(Compiled { schema, validator })
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
/// Every breach, chart by chart, in the form of Helm and one by one.
pub(crate) fn check(root: &Instance<'_>, values: &Map, compat: Compat) -> Result<(), (String, Vec<Breach>)> {
    let mut found = Found { text: String::new(), breaches: Vec::new(), compat };
    check_chart(root, values, &mut Vec::new(), &mut found);
    if found.text.is_empty() {
        return Ok(());
    }
    let text = found.text;
    let text = format!("values don't meet the specifications of the schema(s) in the following chart(s):\n{text}");
    Err((text, found.breaches))
}

/// What was found of all charts.
struct Found {
    text: String,
    breaches: Vec<Breach>,
    compat: Compat,
}

fn check_chart(instance: &Instance<'_>, values: &Map, path: &mut Vec<String>, found: &mut Found) {
    if let Some(schema) = &instance.chart.schema
        && let Err((text, breaches)) = check_one(schema, values, found.compat)
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

fn check_one(schema: &Schema, values: &Map, compat: Compat) -> Result<(), (String, Vec<Breach>)> {
    let unusable = |message: String| (message, Vec::new());
    let values = json::json(&Plain::Map(fields(values)));
    let Compiled { schema, validator } = schema.compiled().map_err(unusable)?;
    let errors: Vec<_> = validator.iter_errors(&values).collect();
    if errors.is_empty() {
        return Ok(());
    }
    let told = breach::tell(schema, &values, &errors, compat);
    Err((told.lines.join("\n"), told.breaches))
}
