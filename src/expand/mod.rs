//! What Argo CD makes of the output: its Applications, without a cluster, a repository or Argo CD.
//!
//! Takes a [`Tree`]; gives every [`Application`]: those that stand there as they are, and those that the ApplicationSets make of the
//! parameter files.
//!
//! Law: an ApplicationSet is evaluated from its own text, as Argo CD would; nothing that platgen knows of an app beside the files
//! of the tree has a part in it.

mod generator;
mod patch;
mod template;

use ecow::EcoString;
use platgen_yaml::{Dialect, Limits};
use serde_json::Value;

use crate::emit::{Owner, Tree, TreeFile};
use crate::source::to_json;

/// An Application as Argo CD would have it.
#[derive(Clone, PartialEq, Debug)]
pub struct Application {
    /// The file of the ApplicationSet or Application that it comes from, below the output folder.
    pub from: EcoString,
    /// The parameters that it was made of; `None` where it stands there as it is.
    pub parameters: Option<EcoString>,
    /// The object.
    pub body: Value,
}

/// Why an ApplicationSet makes no Applications.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub struct ExpansionFault {
    /// The file that has the fault.
    pub file: EcoString,
    /// What Argo CD would say of it.
    pub message: String,
}

impl Application {
    /// A text of the object; empty where there is none.
    pub fn text(&self, path: &[&str]) -> &str {
        path.iter().try_fold(&self.body, |value, key| value.get(key)).and_then(Value::as_str).unwrap_or_default()
    }

    /// Where its manifests are read: of a source that is hydrated, the one that is not.
    pub fn source(&self) -> &Value {
        let hydrated = self.body.pointer("/spec/sourceHydrator/drySource");
        hydrated.or_else(|| self.body.pointer("/spec/source")).unwrap_or(&Value::Null)
    }
}

/// Expands what a tree tells Argo CD, in the order of files.
///
/// # Errors
/// The first ApplicationSet or parameter file that Argo CD would refuse.
pub fn expand(tree: &Tree) -> Result<Vec<Application>, ExpansionFault> {
    let mut applications = Vec::new();
    for group in tree.groups.iter().filter(|group| matches!(group.owner, Owner::Environment { .. })) {
        for file in &group.files {
            let Some(object) = read(file)? else { continue };
            match object.get("kind").and_then(Value::as_str) {
                Some("ApplicationSet") => applications.extend(generator::expand(tree, file, &object)?),
                Some("Application") if !is_bootstrap(&file.path) => {
                    applications.push(Application { from: file.path.clone(), parameters: None, body: object });
                }
                _ => {}
            }
        }
    }
    Ok(applications)
}

/// Renders one text of an ApplicationSet over the parameters of an app.
///
/// # Errors
/// What Argo CD would say of the text, or of a parameter that is not there.
pub fn render(text: &str, parameters: &Value) -> Result<String, ExpansionFault> {
    template::Templates::new("template", "parameters", parameters.clone()).render_text(text)
}

/// Whether a file holds what brings the others into Argo CD.
fn is_bootstrap(path: &str) -> bool {
    path.split('/').nth(1) == Some("bootstrap")
}

fn fault(file: &str, message: impl Into<String>) -> ExpansionFault {
    ExpansionFault { file: file.into(), message: message.into() }
}

/// The one object of a file; `None` where it holds no YAML of its own.
fn read(file: &TreeFile) -> Result<Option<Value>, ExpansionFault> {
    if !file.path.ends_with(".yaml") {
        return Ok(None);
    }
    parse(&file.path, &file.bytes).map(Some)
}

fn parse(path: &str, bytes: &[u8]) -> Result<Value, ExpansionFault> {
    let documents = platgen_yaml::read(bytes, &Dialect::KUBECTL, &Limits::default());
    let documents = documents.map_err(|error| fault(path, format!("it is no YAML: {error:?}")))?;
    match documents.as_slice() {
        [document] => Ok(to_json(document, document.root())),
        other => Err(fault(path, format!("it holds {} documents, and not one", other.len()))),
    }
}
