//! Go's `encoding/json`: the bytes that it writes, and what it makes of texts.
//!
//! Takes [`Value`](crate::Value)s and gives JSON, or the other way round.
//!
//! The law: output is Go's byte for byte, keys sorted; what is no JSON is refused in Go's words.

mod decode;
mod encode;
mod scan;

pub use decode::decode;
pub use encode::{Style, encode};

use crate::error::Fault;

/// What may happen: a value cannot be JSON or a text is none, in Go's words, or the run's bounds were passed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// In Go an error of the encoder or decoder.
    Json(String),
    /// A bound of the run.
    Fault(Fault),
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Failure::Json(message)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure::Fault(fault)
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Json(message) => Fault::new(message),
            Failure::Fault(fault) => fault,
        }
    }
}
