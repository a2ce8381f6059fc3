//! Checks values against types as Terraform converts them.
//!
//! Takes a tree of the caller's own kind (see [`Tree`]) and a [`Type`] or a [`Module`](crate::Module); gives [`Fault`]s.
//!
//! The law: what Terraform refuses is a fault. What it takes is none, but for what it takes without a word and does nothing with:
//! keys that a type does not have, and inputs that a module does not have.

mod fault;
mod inputs;
mod shape;
mod tree;
mod unknown;
mod walk;

pub use fault::{Fault, FaultKind, Hint};
pub use inputs::check_inputs;
pub use tree::{Tree, View};
pub use walk::check;
