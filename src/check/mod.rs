//! What is wrong with rendered resources.
//!
//! Takes the identities of every resource on one cluster; gives findings. The rules that look into bodies come with the
//! checker; what stands here is what no output can be without: one object for one identity.
//!
//! Law: a check names a resource by its origin, never by its place in the output.

mod duplicates;

pub use duplicates::{Fact, check_duplicates};
