//! What is written as YAML: a tree without types of Go.

use platgen_gotmpl::Text;

/// A value to write, as JSON would tell it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    /// A text; Go writes bytes that are not UTF-8 as `!!binary` or as U+FFFD, depending on the way they came.
    Str(Text),
    List(Vec<Node>),
    /// Fields in any order; the writer sorts them.
    Map(Vec<(Text, Node)>),
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Str(text.into())
    }
}
