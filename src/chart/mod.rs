//! What the project says of charts, held against what was vendored.
//!
//! Takes platgen.yaml, the [`Lock`](crate::lock::Lock) and a world; gives the [`Wanted`] charts and definitions of custom
//! resources with the places where each was written, what a Chart.yaml says, and findings where lock or files disagree.
//!
//! Law: nothing here fetches. Whether what is vendored is right follows from the files of the world alone.

mod agreement;
mod chart_file;
mod crds;
mod dependency;
mod wanted;

pub use agreement::{
    Agreement, DigestMemo, Owning, changed_files, check_vendored, crds_folder, difference, not_stored, one_file,
};
pub use chart_file::{ChartFault, ChartFile, Dependency, Requirements};
pub use crds::crds_of;
pub use dependency::{is_complete, missing_dependencies, nested_charts, satisfies};
pub use wanted::{At, ChartOrigin, CrdOrigin, Wanted, WantedChart, WantedCrds};

pub use crate::inflate::CHARTS;

/// The folder of a project that vendored definitions of custom resources lie in.
pub const CRDS: &str = "schemas/crds";
