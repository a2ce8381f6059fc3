#![doc = include_str!("../README.md")]

mod compose;
pub mod dialect;
mod document;
mod emit;
mod fault;
mod fields;
mod keys;
mod limits;
mod path;
pub mod quoting;
mod read;
mod scalar;
mod span;
mod syntax;
mod unfold;
mod write;

pub use dialect::Dialect;
pub use document::{Document, Entry, NodeId, Style, Value};
pub use emit::{Emit, Observer, View};
pub use fault::{Fault, FaultKind};
pub use limits::Limits;
pub use path::{Step, hash_path};
pub use read::read;
pub use scalar::is_typed_by_go_yaml;
pub use span::{LineIndex, Span, line_column};
pub use write::{write, write_observed};
