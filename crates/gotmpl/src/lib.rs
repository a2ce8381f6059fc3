#![doc = include_str!("../README.md")]

mod builtin;
pub mod context;
pub mod error;
pub mod format;
pub mod function;
mod machine;
mod parse;
mod program;
pub mod regex;
pub mod semver;
mod unicode;
pub mod value;

pub use context::{Context, Limits};
pub use error::Fault;
pub use function::{Function, Functions};
pub use program::Program;
pub use value::{Kind, List, Map, Object, Plain, Text, Value};
