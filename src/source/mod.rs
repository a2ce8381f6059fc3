//! Files as read, and places in them.
//!
//! Takes paths, bytes and parsed documents; gives [`Place`], the eight bytes by which every later stage names a node of the
//! user's input, and [`Sources`], which turns a place back into path, key path and bytes.
//!
//! Law: a [`FileId`] stands for one path with one content for as long as the memo lives. It never reaches an output byte and
//! never decides an order; what must be stable between processes uses [`Sources::place_hash`].

mod content;
mod json;
mod place;
mod sources;

pub use content::ContentId;
pub use json::to_json;
pub use place::{FileId, Place};
pub use platgen_yaml::{Document, Entry, NodeId, Span, Step, Value};
pub use sources::{File, Sources};
