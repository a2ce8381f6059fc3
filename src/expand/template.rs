use std::collections::BTreeSet;

use platgen_gotmpl::value::Plain;
use platgen_gotmpl::{Context, Program, functions};
use serde_json::Value;

use super::{ExpansionFault, fault};

/// The templates of one ApplicationSet over one set of parameters.
pub(super) struct Templates<'a> {
    file: &'a str,
    parameters: &'a str,
    keys: BTreeSet<String>,
    values: Plain,
    program: Program,
}

impl<'a> Templates<'a> {
    pub(super) fn new(file: &'a str, parameters: &'a str, values: Value) -> Self {
        let keys = values.as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default();
        Self { file, parameters, keys, values: plain(&values), program: Program::new(file, functions::sprig()) }
    }

    /// Renders every text of a template, keys of maps included.
    pub(super) fn render(&mut self, template: &Value) -> Result<Value, ExpansionFault> {
        Ok(match template {
            Value::String(text) => Value::String(self.render_text(text)?),
            Value::Array(items) => items.iter().map(|item| self.render(item)).collect::<Result<_, _>>()?,
            Value::Object(entries) => {
                let entries = entries.iter().map(|(key, value)| Ok((self.render_text(key)?, self.render(value)?)));
                Value::Object(entries.collect::<Result<_, ExpansionFault>>()?)
            }
            other => other.clone(),
        })
    }

    /// Renders one text, with `missingkey=error`.
    pub(super) fn render_text(&mut self, text: &str) -> Result<String, ExpansionFault> {
        if !text.contains("{{") {
            return Ok(text.to_owned());
        }
        if let Some(missing) = fields(text).find(|field| !self.keys.contains(*field)) {
            return Err(fault(self.parameters, format!("map has no entry for key \"{missing}\"")));
        }
        let mut program = self.program.clone();
        let file = self.file;
        program.add("template", text.as_bytes()).map_err(|error| fault(file, error.to_string()))?;
        let rendered = Context::new(&program).render("template", self.values.to_value());
        let rendered = rendered.map_err(|error| fault(file, error.to_string()))?;
        Ok(rendered.to_str_lossy().into_owned())
    }
}

/// The keys of the parameters that a template reads: in its actions, every field of the dot.
fn fields(text: &str) -> impl Iterator<Item = &str> {
    let actions = text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next());
    actions.flat_map(|action| {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        action.split([' ', '(', '|', '\t', '\n']).filter_map(move |word| {
            let field = word.strip_prefix('.')?;
            let end = field.find(|c| !is_name(c)).unwrap_or(field.len());
            (end > 0).then(|| &field[..end])
        })
    })
}

/// Parameters as Argo CD reads them: it knows numbers with a fraction alone.
fn plain(value: &Value) -> Plain {
    match value {
        Value::Null => Plain::Null,
        Value::Bool(value) => Plain::Bool(*value),
        Value::Number(number) => Plain::Float(number.as_f64().unwrap_or_default()),
        Value::String(text) => Plain::String(text.as_str().into()),
        Value::Array(items) => Plain::List(items.iter().map(plain).collect()),
        Value::Object(entries) => {
            Plain::Map(entries.iter().map(|(key, value)| (key.as_str().into(), plain(value))).collect())
        }
    }
}
