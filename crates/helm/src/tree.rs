//! Plain data: what YAML, JSON and TOML texts hold before and after templates see it.

use ecow::EcoString;
use std::collections::BTreeMap;

/// The fields of a map; by bytes of the key, the order in which templates walk a map.
pub type Fields = BTreeMap<EcoString, Tree>;

/// A tree of plain values, as Helm holds values: a number of a values file is a float, one of `--set` an integer.
#[derive(Clone, PartialEq, Debug)]
pub enum Tree {
    /// Null; in values it deletes.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer over `i64::MAX`.
    UInt(u64),
    /// A finite number.
    Float(f64),
    /// A text.
    Str(EcoString),
    /// A list.
    List(Vec<Tree>),
    /// A map.
    Map(Fields),
}

impl Tree {
    /// Gives the fields of a map.
    #[must_use]
    pub const fn as_map(&self) -> Option<&Fields> {
        match self {
            Self::Map(fields) => Some(fields),
            _ => None,
        }
    }

    /// Gives a text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// Finds the value of a field; `None` too if this is no map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(key)
    }

    /// Names the type as Go's JSON decoder does in its errors.
    pub(crate) const fn json_type(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Int(_) | Self::UInt(_) | Self::Float(_) => "number",
            Self::Str(_) => "string",
            Self::List(_) => "array",
            Self::Map(_) => "object",
        }
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Self::Str(text.into())
    }
}

impl FromIterator<(EcoString, Tree)> for Tree {
    fn from_iter<I: IntoIterator<Item = (EcoString, Tree)>>(fields: I) -> Self {
        Self::Map(fields.into_iter().collect())
    }
}
