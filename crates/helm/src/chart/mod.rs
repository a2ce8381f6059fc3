//! Charts, loaded and checked.
//!
//! Takes the files of a chart; gives its metadata, default values, schema, templates, other files and dependencies. A loaded
//! chart never changes: what values decide (aliases, disabled dependencies, imported values) belongs to a rendering.

mod load;
mod metadata;

pub use metadata::{ChartType, Dependency, Maintainer, Metadata};

use crate::source::ChartFile;
use crate::values::Fields;
use crate::values::schema::Schema;
use std::fmt;

/// A chart.
#[derive(Clone, Debug)]
pub struct Chart {
    pub(crate) metadata: Metadata,
    pub(crate) values: Fields,
    pub(crate) schema: Option<Schema>,
    pub(crate) templates: Vec<ChartFile>,
    /// Files that are neither templates nor read by Helm itself.
    pub(crate) files: Vec<ChartFile>,
    pub(crate) dependencies: Vec<Chart>,
}

impl Chart {
    /// Gives what Chart.yaml says.
    #[must_use]
    pub const fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Gives the default values.
    #[must_use]
    pub const fn values(&self) -> &Fields {
        &self.values
    }

    /// Gives the charts in `charts/`, by name.
    #[must_use]
    pub fn dependencies(&self) -> &[Self] {
        &self.dependencies
    }

    /// Gives the text of values.schema.json.
    #[must_use]
    pub fn schema(&self) -> Option<&[u8]> {
        self.schema.as_ref().map(Schema::text)
    }

    /// Gives the templates, with their paths from `templates/` on.
    #[must_use]
    pub fn templates(&self) -> &[ChartFile] {
        &self.templates
    }

    /// Names the dependencies of Chart.yaml that are not in `charts/`.
    #[must_use]
    pub fn missing_dependencies(&self) -> Vec<&str> {
        let is_missing =
            |wanted: &&Dependency| !self.dependencies.iter().any(|chart| chart.metadata.name == wanted.name);
        self.metadata.dependencies.iter().filter(is_missing).map(|wanted| wanted.name.as_str()).collect()
    }
}

/// Why a chart could not be loaded, in Helm's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChartError(pub(crate) String);

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ChartError {}

impl From<crate::yaml::Unread> for ChartError {
    fn from(error: crate::yaml::Unread) -> Self {
        Self(error.to_string())
    }
}

impl From<crate::source::SourceError> for ChartError {
    fn from(error: crate::source::SourceError) -> Self {
        Self(error.to_string())
    }
}
