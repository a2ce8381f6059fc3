//! Scalars that stand in schemas, and equality as JSON knows it.

use crate::tree::{Tree, View};

/// A value that an enumeration allows or a default gives.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Number(f64),
    Text(Box<str>),
    /// A list or a map, which is not compared: it equals everything.
    Collection,
}

impl Literal {
    pub(crate) fn read<N: Tree>(node: &N) -> Self {
        match node.view() {
            View::Null => Self::Null,
            View::Bool(value) => Self::Bool(value),
            View::Int(value) => Self::Number(value as f64),
            View::UInt(value) => Self::Number(value as f64),
            View::Float(value) => Self::Number(value),
            View::Str(text) => Self::Text(text.into()),
            View::Seq(_) | View::Map(_) => Self::Collection,
        }
    }

    pub(crate) fn is<N: Tree>(&self, node: &N) -> bool {
        match (self, node.view()) {
            (Self::Collection, _) => true,
            (Self::Text(text), View::Str(other)) => **text == *other,
            (Self::Number(_), View::Str(_)) | (Self::Text(_), _) => false,
            (literal, _) => *literal == Self::read(node),
        }
    }

    /// Writes the value as a message shows it.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Text(text) => text.to_string(),
            Self::Collection => "…".to_owned(),
        }
    }
}
