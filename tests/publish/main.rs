//! `platgen publish` against repositories behind a server, with what goes wrong on the way.
//!
//! B16: what Argo CD reads is in the deploy repository. C15: a team's namespaces, quota and project come with it. D2, D4: production
//! follows when somebody says so, from development through staging. D5: a version is promoted by one command and taken
//! back by a revert. D6: what a pipeline publishes.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests make repositories and run the binary"
)]

#[path = "../support/git_server.rs"]
mod git_server;
#[path = "../support/random.rs"]
mod random;

mod bad_input;
mod hydrated;
mod layouts;
mod project;
mod races;
mod stress;
mod whole_loop;
