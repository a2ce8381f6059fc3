//! Units to Terragrunt.
//!
//! Takes the units of an environment; gives a file for each, and one for each region that says how its provider is reached.
//!
//! Law: a unit's file says literally what its module gets and where its state lies; nothing of it is evaluated from its path, so
//! that a file which is moved keeps its state.

mod check;
mod file;
mod mocks;
mod root;
mod value;

use std::sync::Arc;

use ecow::EcoString;

pub use check::check_unit;
pub use file::lower_unit;
pub use root::lower_roots;

/// One file of Terragrunt, below the environment's folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitFile {
    /// Its path: `terragrunt/us-west-2/documents/database/terragrunt.hcl`.
    pub path: EcoString,
    /// What it holds.
    pub bytes: Arc<[u8]>,
}
