//! Rendered trees: every node with the origin that says what made it.
//!
//! Takes evaluated values and Kubernetes' typed objects; gives [`Node`]s, and the [`Origins`] table that their four-byte
//! [`Origin`]s point into.
//!
//! Law: a node's origin covers every leaf of the input whose change would change the node; a node without an origin of its own
//! has that of its nearest ancestor.

mod causes;
mod fields;
mod fingerprint;
mod origin;
mod serialize;
mod stamp;
mod tree;
mod written;

pub use causes::Causes;
pub use fields::Fields;
pub use fingerprint::Fingerprint;
pub use origin::{Cause, Origin, Origins};
pub use serialize::from_typed;
pub use tree::{Entry, Node, Payload};
pub use written::{as_written, payload_of};
