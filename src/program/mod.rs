//! Runs programs of the user's: git, and the helpers that know credentials.
//!
//! Takes a command line and what the program reads; gives what it said, or why it said nothing.
//!
//! Law: a program ends in its time or is ended, and asks nobody: what it would have to ask for is a failure. What is passed on of
//! its words holds no credentials.

#![allow(clippy::disallowed_methods, reason = "programs are ended by the clock")]

mod git;
mod process;

pub(crate) use git::{Git, GitFault, masked};
pub(crate) use process::run;
