#![doc = include_str!("../README.md")]

mod advice;
mod check;
pub mod hcl;
mod module;
mod nearest;
mod step;
mod types;

pub use advice::{Fate, MustSet, Rename, moved_source};
pub use check::{Fault, FaultKind, Hint, Tree, View, check, check_inputs};
pub use module::{FactsError, Module, Modules, SourceError, SourceFile, Variable};
pub use step::Step;
pub use types::{Attribute, Type};
