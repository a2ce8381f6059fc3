//! Files to checked documents.
//!
//! Takes a [`World`](crate::world::World); gives a [`Project`]: every document of the project with its kind and names, checked
//! against its shape, all faults collected; and the objects of its plain manifests and the texts of mounted
//! files, which are not platgen's own.
//!
//! Law: what is found in a file depends on that file's path and bytes alone, so that a memo may keep it.

mod check;
mod document;
mod elsewhere;
mod manifests;
mod objects;
mod project;
mod schemas;
mod stream;
mod texts;

pub use document::Parsed;
pub use manifests::{CustomScope, EXTENSIONS, ProjectManifest, ProjectManifests, read_manifests};
pub use objects::{StreamObject, StreamObjects, find_objects};
pub use project::{ParseMemo, Project, is_among_sources, parse, parse_one};
pub use schemas::ProjectSchemas;
pub use stream::{read_stream, stream_finding};
pub use texts::{ProjectTexts, read_texts};
