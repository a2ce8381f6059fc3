#![doc = include_str!("../README.md")]

mod capabilities;
mod chart;
mod compat;
mod glob;
mod kube_version;
mod manifest;
mod number;
mod pattern;
mod render;
mod source;
mod template;
mod toml;
mod values;
mod yaml;

pub use capabilities::Capabilities;
pub use chart::{Chart, ChartError, ChartType, Dependency, Maintainer, Metadata};
pub use compat::{Compat, UnknownCompat};
pub use kube_version::{BadKubeVersion, KubeVersion};
pub use manifest::{Document, Role};
pub use platgen_gotmpl::context::{Chance, Read};
pub use render::{
    Breach, Detail, Enclosing, FileRecords, Piece, Recording, Release, RenderError, RenderOptions, Rendered, Renderer,
    Sources, Step, TemplatePlace,
};
pub use source::{ChartFile, ChartFiles, Folder, SourceError, SourceLimits, unpack};
pub use template::{LoadChart, OutputFile, TemplateFlags, TemplateOutput, template};
pub use values::{Fields, ReadFile, ValueSources, ValuesFile};
