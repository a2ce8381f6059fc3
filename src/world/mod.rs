//! Where a project's files come from: a folder, a git revision, or memory.
//!
//! Takes a place; gives a [`World`], a snapshot of the files below a project's folder. All worlds show the same files: those
//! whose names, and whose folders' names, do not begin with `.`, outside the folders that the caller leaves out (the output).
//! `.gitignore` has no say. Symbolic links are followed while they stay below the project's folder, step by step and the same
//! way in a folder as in a revision; other git repositories inside the project (submodules) are left out of both.
//!
//! Law: a world is listed once, and each path is read from its medium at most once, so that one compile sees one state.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "worlds are where a compile meets the file system"
)]

mod edited;
mod fault;
mod folder;
mod git;
mod link;
mod listing;
mod medium;
mod memory;
mod revision;
mod walk;

use std::sync::Arc;

use ecow::EcoString;

pub use edited::EditedWorld;
pub use fault::ReadFault;
pub use folder::FolderWorld;
pub use git::GitWorld;
pub use memory::MemoryWorld;
pub use revision::{OpenError, commit_of, merge_base, project_prefix};

use crate::source::ContentId;

/// The largest file that is read, in bytes.
pub const FILE_LIMIT: u64 = 64 << 20;

/// A snapshot of the files of a project.
pub trait World: Send + Sync {
    /// Every file's path below the project's folder, with `/`, sorted, each once.
    fn paths(&self) -> &[EcoString];

    /// Reads the bytes of a path as they are, and their id; a second call answers from memory.
    ///
    /// # Errors
    /// A fault says why there is nothing to read; a path that a fault of the listing hides is answered with that fault.
    fn read(&self, path: &str) -> Result<(Arc<[u8]>, ContentId), ReadFault>;

    /// The same project at a git revision.
    ///
    /// # Errors
    /// One phrase that says why there is no such revision.
    fn at_revision(&self, _revision: &str) -> Result<Past, String> {
        Err("this project is not in a git repository".to_owned())
    }

    /// What listing found wrong, sorted by path: links that leave the project, unreadable folders, names that are not UTF-8.
    fn faults(&self) -> &[ReadFault];
}

/// A project at a revision.
pub struct Past {
    /// Its files.
    pub world: Box<dyn World>,
    /// The full id of the commit.
    pub commit: String,
}
