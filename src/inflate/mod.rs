//! Charts to objects: the files of a chart are loaded once, and each release of it becomes trees with origins.
//!
//! Takes the folders of a [`World`](crate::world::World) that hold charts, and for a release its values and what its cluster can do;
//! gives [`LoadedChart`]s, and the objects that the templates make. What Helm's engine does is `platgen_helm`'s; here its files get
//! places, and what it renders gets origins.
//!
//! Law: the objects are those of `helm template`. A node's origin names the line of the template that wrote it, then the values that
//! were read to write it, then everything else that the release is made of.

mod capabilities;
mod chance;
mod definitions;
mod documents;
mod files;
mod known;
mod layout;
mod load;
mod project;
mod reached;
mod reasons;
mod release;
mod rendering;
mod trace;
mod unread;
mod values;

pub use capabilities::{ProvidedKind, capabilities_of};
pub use definitions::{DefinedKind, read_definitions};
pub use documents::InflatedObject;
pub use known::known_kinds;
pub use load::{ChartMemo, LoadedChart, read_chart, read_stored_chart};
pub use platgen_helm::{Breach, Compat, RenderError, Role, Step, TemplatePlace};
pub use project::{CHARTS, ChartStore, NamedChart, ProjectCharts, read_chart_folders};
pub use reached::{ReachedField, reached_by_chance};
pub use release::{ChancePlace, Documents, Inflated, ReleaseInput, inflate, inflate_definitions};
pub use unread::{UnreadValue, unread_values};
