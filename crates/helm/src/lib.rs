//! Inflates Helm charts.

mod base64;
mod compat;
mod glob;
mod kube_version;
mod manifest;
mod number;
mod pattern;
mod source;
mod yaml;

pub use compat::{Compat, UnknownCompat};
pub use kube_version::{BadKubeVersion, KubeVersion};
pub use manifest::{Document, Role};
pub use source::{ChartFile, ChartFiles, Folder, SourceError, SourceLimits, unpack};
