//! HCL: a small tree, written exactly as `terraform fmt` writes it, and read back.
//!
//! Takes a [`Body`] of attributes, blocks, blank lines and comments; [`write`] gives the text of a file, [`read`] the tree of one.
//!
//! The law: `terraform fmt` changes no byte of what is written, Terraform reads from it the values that the tree has, and
//! [`read`] gives the same tree, comments and blank lines aside.

mod plain;
mod read;
mod text;
mod tree;
mod write;

pub(crate) use read::{Misread, misread_at, parse, read_value};
pub use read::{ReadError, read};
pub(crate) use text::spell_key;
pub use tree::{Block, Body, Call, Entry, Expression, Item, Number, Part, Reference, ReferenceStep, Value};
pub use write::{write, write_inline, write_observed};
