//! Findings: what is wrong with the user's input, where, and what to type.
//!
//! Takes faults from every stage as [`Finding`]s in a [`Sink`]; gives a sorted [`Report`] without repeats, and its forms for a
//! terminal and for programs.
//!
//! Law: a finding names places by file and node, never by line; lines are looked up when the report is made, in the parse of
//! that moment. The same fault in twelve environments is one finding with twelve occurrences. No form of a report shows a secret.

mod address;
mod baseline;
mod codes;
mod concealed;
mod finding;
mod fingerprint;
mod github;
mod json;
mod junit;
mod nearest;
mod printable;
mod report;
mod sarif;
mod scene;
mod sink;
mod spots;
mod subject;
mod terminal;
mod text;

pub use baseline::{Baseline, stale_line, strange_line};
pub use codes::{Code, CodeEntry, Level, input_codes};
pub use concealed::Concealed;
pub use finding::{Finding, Label, Spot};
pub use nearest::nearest;
pub use printable::printable;
pub use report::{Diagnostic, Excerpt, Report};
pub use sink::{Poison, Sink};
pub use subject::{NodePath, PathStep, Subject};
pub use terminal::Colour;
