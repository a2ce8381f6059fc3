//! YAML as Helm reads and writes it.
//!
//! Reading is `sigs.k8s.io/yaml`: go-yaml v2 in YAML 1.1, then JSON, then Go's untyped values, so that every number is a
//! float and every key a string. Writing is go-yaml v2 for `toYaml` and v3 for `toYamlPretty`, byte for byte.

mod convert;
mod decode;
mod node;
mod order;
mod read;
mod shape;
mod typed;
mod wording;
mod write;

pub(crate) use convert::{json_node, raw_node};
pub(crate) use decode::Target;
pub(crate) use node::Node;
pub(crate) use read::{Unread, read_first, read_target};
pub(crate) use write::write;

/// Which of the two writers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Flavour {
    /// `gopkg.in/yaml.v2`: lists flush with their key, long lines folded.
    V2,
    /// `gopkg.in/yaml.v3`, set to two spaces: lists indented, nothing folded.
    V3,
}
