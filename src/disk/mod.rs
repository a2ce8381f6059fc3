//! Writes a tree into the output folder, or tells how the folder differs from it.
//!
//! Takes the output folder, a [`Tree`] and the [`Scope`] it was compiled for; gives what was [`Written`], or the
//! [`Difference`]s for `--check`. Ours is what an index in the folder lists; all else there belongs to somebody else.
//!
//! Law: every file is the old one or the new one, never half, and nothing is touched that earlier runs did not write. A file
//! that is right already is left alone. Only what lies in the scope is pruned, and indexes follow the files they list. A run
//! that was killed, or that ran out of disk, is repaired by the next. Nothing is flushed to the medium (no fsync): after a
//! crash of the machine the next run finds what differs and writes it again.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the disk writer is where output meets the file system"
)]

mod compare;
mod effects;
mod error;
mod folders;
mod ledger;
mod listing;
mod lock;
mod plan;
mod survey;
mod write;

#[cfg(test)]
mod faults;

use std::path::Path;

pub use compare::{Difference, DifferenceKind};
pub(crate) use effects::{Effects, Step};
pub use error::{DiskError, ForeignFile, Obstacle};
pub(crate) use listing::{covers_index, read_index};
pub(crate) use lock::Lock;
pub use write::Written;

use crate::emit::{Scope, Tree};

/// Makes the output folder hold `tree`, as far as `scope` goes.
///
/// To be called only after a complete compile of exactly `scope` without an error finding: what the tree lacks is removed.
/// While it runs, `.platgen/` in the output folder holds a lock, a journal and the files in the making; it is gone afterwards.
/// With stacks in the scope, an app that vanished is left for the next write without them, since its index does not say of
/// which stack it was.
///
/// # Errors
/// [`DiskError::ForeignFiles`] before anything is touched, if files stand in the way that no run wrote;
/// [`DiskError::Locked`] while another run writes; [`DiskError::Index`] if an index lists what it may not;
/// [`DiskError::Io`] if the operating system refuses.
///
/// # Panics
/// If the tree holds a path outside its environment's folder, or an owner outside the scope.
pub fn write(out: &Path, tree: &Tree, scope: &Scope) -> Result<Written, DiskError> {
    write::write_with(out, tree, scope, |_, _| Ok(()))
}

/// Tells how the output folder differs from `tree`, as far as `scope` goes, sorted by path; changes nothing, takes no lock.
///
/// # Errors
/// [`DiskError::Index`] if an index lists what it may not; [`DiskError::Io`] if the operating system refuses.
///
/// # Panics
/// If the tree holds a path outside its environment's folder, or an owner outside the scope.
pub fn compare(out: &Path, tree: &Tree, scope: &Scope) -> Result<Vec<Difference>, DiskError> {
    compare::compare(out, tree, scope)
}
