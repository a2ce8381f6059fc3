//! Files to checked documents.
//!
//! Takes a [`World`](crate::world::World); gives a [`Project`]: every document of the project with its kind and names, checked
//! against its shape, all faults collected.
//!
//! Law: what is found in a file depends on that file's path and bytes alone, so that a memo may keep it.

mod check;
mod document;
mod project;

pub use document::Parsed;
pub use project::{ParseMemo, Project, is_among_sources, parse, parse_one};
