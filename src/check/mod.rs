//! What is wrong with rendered resources.
//!
//! Takes resources with their origins; gives findings. One resource is judged as the API server of its cluster would judge it
//! (`structure`); what is kept of all resources of a cluster says whether two of them are one (`duplicates`).
//!
//! Law: a check names a resource by its origin, never by its place in the output.

mod duplicates;
mod structure;

pub use duplicates::{Fact, check_duplicates};
pub use structure::{Judged, check_structure};
