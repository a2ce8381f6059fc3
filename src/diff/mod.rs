//! What a change of the sources does to the output.
//!
//! Takes two trees; gives a [`TreeDiff`], the files that differ with both contents, and its forms: unified text that `git apply`
//! and `patch` read, and counts of lines.
//!
//! Law: two trees alone decide. Index files are left out, since they follow from the others; an owner that one side could not
//! compile is named and not compared, so that a fault never looks like a removal.

mod lines;
mod tree;
mod unified;

pub use lines::LineCount;
pub use tree::{FileChange, Side, TreeDiff};
