use std::hash::{Hash, Hasher};

use ecow::EcoString;

use crate::model::Sourced;
use crate::node::{Cause, Entry, Fingerprint, Node, Origin, Origins, Payload};
use crate::source::Sources;

/// A finished tree that many apps read: `env` or `cluster` of expressions.
#[derive(Debug)]
pub struct Context {
    /// The values.
    pub tree: Node,
    /// What the tree's origins point to.
    pub origins: Origins,
    /// A hash of values and origins.
    pub fingerprint: u128,
}

impl Context {
    /// Joins a tree with its origins.
    pub fn new(tree: Node, origins: Origins, sources: &Sources) -> Self {
        let mut hasher = Fingerprint::default();
        tree.hash_with_origins(&mut hasher);
        hash_origins(&origins, sources, &mut hasher);
        Self { tree, origins, fingerprint: hasher.finish_wide() }
    }

    /// Copies a node of this context into a tree with another table of origins.
    pub fn export(&self, node: &Node, into: &mut Origins) -> Node {
        copy(node, &self.origins, into)
    }

    /// The origin of a node of this context, in another table.
    pub fn export_origin(&self, origin: Origin, into: &mut Origins) -> Origin {
        copy_origin(origin, &self.origins, into)
    }
}

/// Copies an origin from one table into another.
pub(super) fn copy_origin(origin: Origin, from: &Origins, into: &mut Origins) -> Origin {
    if origin.is_inherited() { origin } else { into.of_causes(from.causes(origin)) }
}

/// Copies a text with what made it from one table into another.
pub(super) fn copy_sourced(text: &Sourced<EcoString>, from: &Origins, into: &mut Origins) -> Sourced<EcoString> {
    Sourced { value: text.value.clone(), origin: copy_origin(text.origin, from, into) }
}

/// Copies a tree with its origins from one table into another.
pub(super) fn copy(node: &Node, from: &Origins, into: &mut Origins) -> Node {
    let payload = match &node.payload {
        Payload::Seq(items) => Payload::Seq(items.iter().map(|item| copy(item, from, into)).collect()),
        Payload::Map(entries) => Payload::Map(
            entries
                .iter()
                .map(|entry| Entry { key: entry.key.clone(), value: copy(&entry.value, from, into) })
                .collect(),
        ),
        scalar => scalar.clone(),
    };
    Node::new(payload, copy_origin(node.origin, from, into))
}

/// Feeds a table of origins to a hasher: files and key paths, never lines.
pub fn hash_origins<H: Hasher>(origins: &Origins, sources: &Sources, state: &mut H) {
    for causes in origins.sets() {
        causes.clone().count().hash(state);
        for cause in causes {
            match cause {
                Cause::Leaf(place) => state.write_u64(sources.place_hash(place)),
                Cause::Recipe(name) => name.hash(state),
            }
        }
    }
}
