//! Facts as JSON: the form in which a project keeps what its own modules take and give.
//!
//! `{"source": …, "version": …, "variables": [{"name": …, "type": …, "required": true, "nullable": false, "sensitive": true}], "outputs": […]}`,
//! a variable on each line; of the last three only those that are said here, and no version where there is none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{Module, Variable};
use crate::types::Type;

/// A text that holds no facts of a module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactsError {
    /// Where in the text: `variables[3].type`; empty where all of it is meant.
    pub place: String,
    /// One phrase.
    pub message: String,
}

impl fmt::Display for FactsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.is_empty() {
            true => f.write_str(&self.message),
            false => write!(f, "{}: {}", self.place, self.message),
        }
    }
}

impl std::error::Error for FactsError {}

fn fault(place: impl Into<String>, message: impl Into<String>) -> FactsError {
    FactsError { place: place.into(), message: message.into() }
}

impl Module {
    /// Reads facts from JSON.
    ///
    /// # Errors
    /// Where the text is no JSON, or has not the form of facts.
    pub fn from_json(text: &str) -> Result<Self, FactsError> {
        let value: Value = serde_json::from_str(text).map_err(|error| fault("", error.to_string()))?;
        let fields = object(&value, "")?;
        only(fields, "", &["source", "version", "variables", "outputs"])?;
        let mut variables = BTreeMap::new();
        for (place, row) in list(fields, "variables")?.iter().enumerate() {
            let (name, variable) = read_variable(row, &format!("variables[{place}]"))?;
            if variables.insert(name.into(), variable).is_some() {
                return Err(fault(format!("variables[{place}].name"), format!("`{name}` is there twice")));
            }
        }
        let mut outputs = BTreeSet::new();
        for (place, name) in list(fields, "outputs")?.iter().enumerate() {
            let name = name.as_str().ok_or_else(|| fault(format!("outputs[{place}]"), "expected a string"))?;
            outputs.insert(name.into());
        }
        let source = text_of(fields, "", "source")?;
        let version = fields.get("version").map(|_| text_of(fields, "", "version")).transpose()?;
        Ok(Self::new(source, version, variables, outputs))
    }

    /// Writes facts as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = format!("{{\n  \"source\": {},\n", quoted(&self.source));
        if let Some(version) = &self.version {
            out.push_str(&format!("  \"version\": {},\n", quoted(version)));
        }
        let variables = self.variables.iter().map(|(name, variable)| write_variable(name, variable));
        let outputs = self.outputs.iter().map(|name| quoted(name));
        out.push_str(&format!("  \"variables\": {},\n", lines(variables)));
        out.push_str(&format!("  \"outputs\": {}\n}}\n", lines(outputs)));
        out
    }
}

fn read_variable<'v>(row: &'v Value, place: &str) -> Result<(&'v str, Variable), FactsError> {
    let fields = object(row, place)?;
    only(fields, place, &["name", "type", "required", "nullable", "sensitive"])?;
    let ty = text_of(fields, place, "type")?;
    let ty: Type = ty.parse().map_err(|error: crate::hcl::ReadError| fault(under(place, "type"), error.message))?;
    let variable = Variable {
        ty: Arc::new(ty),
        required: flag(fields, place, "required", false)?,
        nullable: flag(fields, place, "nullable", true)?,
        sensitive: flag(fields, place, "sensitive", false)?,
    };
    Ok((text_of(fields, place, "name")?, variable))
}

fn write_variable(name: &str, variable: &Variable) -> String {
    let mut row = format!("{{\"name\": {}, \"type\": {}", quoted(name), quoted(&variable.ty.to_string()));
    let said = [
        ("required", variable.required, false),
        ("nullable", variable.nullable, true),
        ("sensitive", variable.sensitive, false),
    ];
    for (key, value, _) in said.into_iter().filter(|(_, value, usual)| value != usual) {
        row.push_str(&format!(", \"{key}\": {value}"));
    }
    row.push('}');
    row
}

fn lines(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.map(|item| format!("    {item}")).collect();
    if items.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", items.join(",\n")) }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn under(place: &str, key: &str) -> String {
    if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") }
}

fn object<'v>(value: &'v Value, place: &str) -> Result<&'v Map<String, Value>, FactsError> {
    value.as_object().ok_or_else(|| fault(place, "expected an object"))
}

fn only(fields: &Map<String, Value>, place: &str, known: &[&str]) -> Result<(), FactsError> {
    match fields.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(fault(place, format!("`{key}` is not known"))),
        None => Ok(()),
    }
}

fn list<'v>(fields: &'v Map<String, Value>, key: &str) -> Result<&'v [Value], FactsError> {
    let items = fields.get(key).and_then(Value::as_array);
    items.map(Vec::as_slice).ok_or_else(|| fault(key, "expected a list"))
}

fn text_of<'v>(fields: &'v Map<String, Value>, place: &str, key: &str) -> Result<&'v str, FactsError> {
    fields.get(key).and_then(Value::as_str).ok_or_else(|| fault(under(place, key), "expected a string"))
}

fn flag(fields: &Map<String, Value>, place: &str, key: &str, usual: bool) -> Result<bool, FactsError> {
    match fields.get(key) {
        None => Ok(usual),
        Some(value) => value.as_bool().ok_or_else(|| fault(under(place, key), "expected a boolean")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: &str = r#"{
  "source": "modules/table",
  "variables": [
    {"name": "name", "type": "string", "required": true, "nullable": false},
    {"name": "rows", "type": "list(object({ a = optional(string, \"x\") }))"},
    {"name": "token", "type": "string", "sensitive": true}
  ],
  "outputs": [
    "arn"
  ]
}
"#;

    #[test]
    fn facts_read_back() {
        let module = Module::from_json(FACTS).expect("these are facts");
        assert_eq!(module.to_json(), FACTS);
        assert!(module.variable("name").is_some_and(|variable| variable.required && !variable.nullable));
        assert_eq!(module.version(), None);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let broken = |from: &str, to: &str| Module::from_json(&FACTS.replacen(from, to, 1)).expect_err(to).to_string();
        assert_eq!(broken("list(", "lst("), "variables[1].type: `lst` makes no type");
        assert_eq!(broken("\"rows\"", "\"name\""), "variables[1].name: `name` is there twice");
        assert_eq!(broken("true, \"nullable\"", "1, \"nullable\""), "variables[0].required: expected a boolean");
        assert_eq!(broken("\"outputs\"", "\"output\""), "`output` is not known");
        assert!(broken("{", "").contains("line 2"), "JSON's own faults have a line");
    }
}
