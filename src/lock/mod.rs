//! `platgen.lock`: what ranges, tags and URLs led to when they were last asked.
//!
//! Takes the bytes of the file; gives a [`Lock`], and its text again. The digest of a [`FileTree`] is what a lock says of the
//! files of a chart, in a form that `sha256sum` can follow.
//!
//! Law: a lock that is written reads back the same, and the same lock is the same text on any machine.

mod digest;
mod locked;
mod read;
mod text;

pub use digest::{FileTree, Sha256Digest, is_under};
pub use locked::{Lock, LockedChart, LockedCrds, LockedDependency, Provenance};
pub use read::LockFault;

/// The lock's path in a project.
pub const LOCK_FILE: &str = "platgen.lock";
