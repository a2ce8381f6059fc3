//! From a scalar's text to its type, by the rules of a dialect.
//!
//! [`agreed`] knows what all readers agree on, [`go`] is go-yaml v2, [`shape`] tells what any reader might take for a
//! number, [`tag`] applies explicit tags and [`key`] turns keys into strings. A quoted scalar without a tag is text
//! and never comes here.

pub(crate) mod agreed;
pub(crate) mod go;
pub(crate) mod key;
pub(crate) mod shape;
pub(crate) mod tag;

/// Tells whether go-yaml v2 would type a text as something else than a string, were it written plain.
///
/// Timestamps are not among them, see [`Scalars::GoYaml`](crate::dialect::Scalars::GoYaml).
#[must_use]
pub fn is_typed_by_go_yaml(text: &str) -> bool {
    go::resolve(text) != Scalar::Str
}

/// A scalar's type and value; a text is not repeated.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Scalar {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Str,
}
