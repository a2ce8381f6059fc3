//! Commits a finished tree to the deploy repository.
//!
//! Takes a clean [`Tree`](crate::emit::Tree), the [`Source`] that it was compiled from, and the [`Target`]s that its environments go
//! to; gives an [`Outcome`] for each branch. Objects are made in a bare repository of this machine, without a checkout; the network
//! is reached through the user's git.
//!
//! Law: a branch moves as a whole or not at all, and only from the tip that the commit was built on; on a tip that moved the commit
//! is built anew, never merged. What no index of platgen's lists is not touched. Same source and same parent, same commit.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "publishing is where output meets git, and the local store"
)]

mod commit;
mod desk;
mod entries;
mod graft;
mod hydrator;
mod message;
mod notes;
mod outcome;
mod pack;
mod plan;
mod remote;
mod run;
mod source;
mod target;

pub use commit::{Commission, Committed, Signer, commit_tree};
pub use outcome::{Changes, Fault, Outcome, Published, Step};
pub use run::{Patience, Request, Surroundings, publish};
pub use source::{Person, Source, SourceError};
pub use target::{Place, Target, targets};
