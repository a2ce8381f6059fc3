#![doc = include_str!("../README.md")]

mod catalog;
mod custom;
mod default;
mod fault;
mod grammar;
mod identity;
mod immutable;
mod json;
mod known;
mod limits;
mod list;
mod literal;
mod nearest;
mod patch;
mod quantity;
mod read;
mod relation;
mod schema;
mod store;
mod support;
mod tree;
mod walk;

pub use catalog::{Catalog, Kind, Schemas, Scope, UnknownVersion};
pub use custom::{CustomDeprecation, Definition, DefinitionFault};
pub use fault::{Fault, FaultKind, Step};
pub use grammar::{Grammar, check as check_text};
pub use known::{Deprecation, Known};
pub use limits::Limits;
pub use list::ListItem;
pub use patch::{ListPatch, PatchRules};
pub use support::{SUPPORT_TABLE_DATE, Support};
pub use tree::{Tree, View};
pub use walk::{validate, validate_within};
