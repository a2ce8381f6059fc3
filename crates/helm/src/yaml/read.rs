//! Reading: the first document of a text, into untyped values or towards a typed target.

use super::wording;
use platgen_gotmpl::Text;
use platgen_gotmpl::value::Plain;
use platgen_yaml::dialect::Documents;
use platgen_yaml::{Dialect, Document, Limits, NodeId, Value};
use std::fmt;

/// Helm's dialect, of whose texts only the first document counts.
const FIRST: Dialect = Dialect { documents: Documents::First, ..Dialect::HELM_VALUES };

/// Why a text could not be read, in the words of `sigs.k8s.io/yaml`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unread(String);

impl Unread {
    /// Says that JSON of one type stands where another is asked for, such as `Go value of type map[string]interface {}`.
    pub(crate) fn mistyped(found: &str, wanted: &str) -> Self {
        Self(format!("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {found} into {wanted}"))
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads the first document into plain values: every number is a float, and a document without content is null.
///
/// # Errors
///
/// As `yaml.Unmarshal` words them.
pub(crate) fn read_first(text: &[u8]) -> Result<Plain, Unread> {
    Ok(read_target(text)?.map_or(Plain::Null, |document| plain(&document, document.root())))
}

/// Reads the first document with its types as written, for a target that is not untyped.
///
/// # Errors
///
/// As `yaml.Unmarshal` words them.
pub(crate) fn read_target(text: &[u8]) -> Result<Option<Document>, Unread> {
    let faults = match platgen_yaml::read(text, &FIRST, &Limits::default()) {
        Ok(documents) => return Ok(documents.into_iter().next()),
        Err(faults) => faults,
    };
    let reason = faults.first().map(|fault| wording::of(text, fault)).unwrap_or_default();
    Err(Unread(format!("error converting YAML to JSON: {reason}")))
}

/// Copies a node out, as JSON would pass it on: numbers become floats.
pub(crate) fn plain(document: &Document, node: NodeId) -> Plain {
    #[expect(clippy::cast_precision_loss, reason = "Go decodes JSON numbers into floats")]
    match document.value(node) {
        Value::Null => Plain::Null,
        Value::Bool(value) => Plain::Bool(value),
        Value::Int(value) => Plain::Float(value as f64),
        Value::UInt(value) => Plain::Float(value as f64),
        Value::Float(value) => Plain::Float(value),
        Value::Str(text) => Plain::String(text.into()),
        Value::Seq(items) => Plain::List(items.iter().map(|item| plain(document, *item)).collect()),
        Value::Map(entries) => Plain::Map(
            entries.iter().map(|entry| (Text::from(entry.key.as_str()), plain(document, entry.value))).collect(),
        ),
    }
}
