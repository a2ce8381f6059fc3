#![doc = include_str!("../README.md")]

pub mod context;
pub mod error;
pub mod function;
pub mod regex;
pub mod semver;
mod unicode;
pub mod value;

pub use context::Context;
pub use error::Fault;
pub use function::{Function, Functions};
pub use value::{Kind, List, Map, Object, Text, Value};
