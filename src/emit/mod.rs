//! Resources to files.
//!
//! Takes the resources of one app; gives a [`Group`]: its manifests, its parameter file for Argo CD, and its index.
//!
//! Law: each path is written once and follows from what stands in it; two apps share no file.

mod group;
mod path;
mod position;
mod tree;
mod yaml;

pub use group::{AppFiles, emit_app, emit_environment, emit_units, failed_app, output_path};
pub use path::manifest_path;
pub use position::{Position, Positions};
pub use tree::{Group, Tree, TreeFile};
pub use yaml::write_yaml;

pub use crate::resolve::{Owner, Scope};
