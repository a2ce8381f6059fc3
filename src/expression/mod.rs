//! Expressions: `${…}` in typed fields, values and definitions.
//!
//! Takes text; gives a [`Template`], parsed once and evaluated many times against a [`Scope`] into a node whose origin names
//! every leaf that was read.
//!
//! Law: an expression sees nothing but its scope: no clock, file, environment variable or random number; it ends within its
//! fuel.

mod bounded;
mod compile;
mod convert;
mod evaluate;
mod images;
mod network;
mod sliced;
mod template;
#[cfg(test)]
mod tests;

pub use compile::Expression;
pub use evaluate::{Fault, Lookup, Scope, evaluate, evaluate_expression, is_true};
pub use images::{Image, ImageTable, Unpinned};
pub use template::{Part, Template, TemplateFault, Templates};
