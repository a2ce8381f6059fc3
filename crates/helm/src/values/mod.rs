//! Values: from files and flags to what templates see.
//!
//! [`ValueSources`] are merged in Helm's order into the user's values; [`coalesce`] lays them over the defaults of a chart and of
//! its dependencies; [`schema`] holds the outcome against the charts' schemas.

mod breach;
pub(crate) mod coalesce;
mod documents;
mod json;
pub(crate) mod schema;
mod set;

pub(crate) use documents::{json_type, merge, read_values};

use crate::Compat;
use platgen_gotmpl::Text;
use platgen_gotmpl::value::Plain;
use set::{Reading, Setter};
use std::collections::BTreeMap;

/// The fields of a map of values.
pub type Fields = BTreeMap<Text, Plain>;

/// A values file that was read: its name for messages, and its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ValuesFile {
    /// What messages call the file.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The user's values, as `helm template` takes them; a later one wins over an earlier one of its sort.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ValueSources {
    /// Values that lie as a tree already, below all others.
    pub base: Fields,
    /// `-f`.
    pub files: Vec<ValuesFile>,
    /// `--set-json`.
    pub set_json: Vec<String>,
    /// `--set`.
    pub set: Vec<String>,
    /// `--set-string`.
    pub set_string: Vec<String>,
    /// `--set-file`.
    pub set_file: Vec<String>,
    /// `--set-literal`.
    pub set_literal: Vec<String>,
}

/// Reads a file that `--set-file` names.
pub type ReadFile<'r> = &'r dyn Fn(&str) -> Result<Vec<u8>, String>;

impl ValueSources {
    /// Merges all sources, in Helm's order: files, then `--set-json`, `--set`, `--set-string`, `--set-file`, `--set-literal`.
    ///
    /// # Errors
    ///
    /// Helm's sentence for the first source that cannot be read.
    pub fn merge(&self, compat: Compat, read_file: ReadFile<'_>) -> Result<Fields, String> {
        let mut values = self.base.clone();
        for file in &self.files {
            let fields =
                read_values(&file.bytes, compat).map_err(|error| format!("failed to parse {}: {error}", file.name))?;
            values = merge(values, fields);
        }
        for text in &self.set_json {
            values = add_json(values, text, compat)?;
        }
        let read_text = |path: &str| read_file(path).map(|bytes| Plain::String(Text::from(bytes)));
        let sorts: [(&str, &[String], Reading<'_>); 4] = [
            ("--set", &self.set, Reading::Typed),
            ("--set-string", &self.set_string, Reading::Strings),
            ("--set-file", &self.set_file, Reading::Files(&read_text)),
            ("--set-literal", &self.set_literal, Reading::Literal),
        ];
        for (flag, texts, reading) in sorts {
            for text in texts {
                Setter::new(text, reading)
                    .set_all(&mut values)
                    .map_err(|error| format!("failed parsing {flag} data: {error}"))?;
            }
        }
        Ok(values)
    }
}

/// `--set-json`: a whole object, or `key=json`.
fn add_json(mut values: Fields, text: &str, compat: Compat) -> Result<Fields, String> {
    if compat.sets_json_objects() && text.trim().starts_with('{') {
        return match json::parse(text.trim()) {
            Some(Plain::Map(fields)) => Ok(merge(values, fields)),
            _ => Err(format!("failed parsing --set-json data JSON: {text}")),
        };
    }
    match Setter::new(text, Reading::Json).set_all(&mut values) {
        Ok(()) => Ok(values),
        Err(_) => Err(format!("failed parsing --set-json data {text}")),
    }
}
