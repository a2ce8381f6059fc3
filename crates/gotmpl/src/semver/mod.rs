//! Versions and constraints on them, as Masterminds' semver 3.4 reads and compares them.
//!
//! Takes texts, gives [`Version`]s, [`Constraint`]s and whether one satisfies the other.
//!
//! The law: the answer is that of Helm's `semverCompare`, also where the semver standard would say otherwise. Versions may lack
//! parts and start with `v`; numbers may have leading zeros; a pre-release satisfies only alternatives that name one.

mod comparator;
mod constraint;
mod error;
mod scan;
mod version;

pub use constraint::Constraint;
pub use error::Invalid;
pub use version::Version;
