//! What is wrong with a version or a constraint, in Masterminds' words.

use std::fmt;

/// Why a version or a constraint is not one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Invalid {
    /// It is nothing like a version.
    Version,
    /// A number of the pre-release starts with zero.
    LeadingZero,
    /// A part is a number of more than 64 bits.
    TooLarge(String),
    /// The constraint, or one of its alternatives, cannot be read.
    Constraint(String),
    /// The constraint has the right form, with a version in it that is not one.
    ConstraintVersion,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Invalid::Version => f.write_str("invalid semantic version"),
            Invalid::LeadingZero => f.write_str("version segment starts with 0"),
            Invalid::TooLarge(digits) => {
                write!(f, "error parsing version segment: strconv.ParseUint: parsing \"{digits}\": value out of range")
            }
            Invalid::Constraint(text) => write!(f, "improper constraint: {text}"),
            Invalid::ConstraintVersion => f.write_str("constraint parser error"),
        }
    }
}

impl std::error::Error for Invalid {}
