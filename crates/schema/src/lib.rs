//! Kubernetes' schemas of releases 1.25 to 1.37, and a validator that judges objects as the API server would.
//!
//! Takes a tree of the caller's own kind (see [`Tree`]), an API version and a kind; gives [`Fault`]s, each with the path and the node that
//! it is about. [`Catalog`] holds the definitions of all releases, compressed in the binary and decoded one by one when first needed;
//! [`Schemas`] is the view of one release, which custom resources can join, see [`Definition`]. [`Schemas::known`] tells whether a release serves a kind,
//! no longer serves it, or does not serve it yet.
//!
//! The law: an object without faults here is one whose structure, names, single fields and relations between fields the API server of
//! that release accepts on creation, as far as its rules are known here, except for what only a running cluster knows and for the CEL
//! rules of custom resources, which [`Schemas::unchecked_rules`] counts. The work is bounded whatever the object or the schema, see
//! [`Limits`].

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
