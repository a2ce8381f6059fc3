//! Vendoring, from servers on the loopback interface: what comes, what is refused, and what is said.

#![cfg(feature = "network")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests make folders, run git, and fail by a panic"
)]

mod agreement;
mod credentials;
mod definitions;
mod dependencies;
mod git;
mod hostile;
mod project;
mod registry;
mod repository;
mod seeded;

#[path = "../support/charts.rs"]
mod charts;
#[path = "../support/random.rs"]
mod random;
#[path = "../support/server.rs"]
mod server;
