#![doc = include_str!("../README.md")]

mod builtin;
#[cfg_attr(not(feature = "certificates"), path = "certificate/absent.rs")]
mod certificate;
pub mod context;
mod encoding;
pub mod error;
pub mod format;
pub mod function;
pub mod functions;
pub mod json;
mod machine;
mod parse;
mod program;
pub mod regex;
pub mod semver;
pub mod time;
mod unicode;
mod url;
pub mod value;
mod words;

pub use context::{Context, Limits};
pub use encoding::base64::encode as encode_base64;
pub use error::Fault;
pub use function::{Function, Functions};
pub use program::Program;
pub use value::{Kind, List, Map, Object, Plain, Text, Value};
