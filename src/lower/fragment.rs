use ecow::EcoString;
use serde::Serialize;

use crate::model::Sourced;
use crate::node::{Entry, Node, Origin, Payload, from_typed};

/// A part of an object while it is built: a typed value first, then what made which of its leaves.
///
/// What nothing marks has the origin of the nearest part around it that something marked.
#[derive(Clone, Debug)]
pub(super) struct Fragment(Node);

impl Fragment {
    /// Begins with a typed value.
    pub(super) fn of<T: Serialize>(typed: &T) -> Self {
        Self(from_typed(typed, Origin::INHERITED))
    }

    /// A map without entries and what made it.
    pub(super) fn map(origin: Origin) -> Self {
        Self(Node::map(origin))
    }

    /// A text and what made it.
    pub(super) fn text(text: impl Into<EcoString>, origin: Origin) -> Self {
        Self(Node::text(text, origin))
    }

    /// A list; `None` without items, since Kubernetes' objects carry no empty lists.
    pub(super) fn list(items: impl IntoIterator<Item = Fragment>) -> Option<Self> {
        let items: Vec<Node> = items.into_iter().map(|item| item.0).collect();
        (!items.is_empty()).then(|| Self(Node::new(Payload::Seq(items), Origin::INHERITED)))
    }

    /// A map of texts, such as labels; `None` without entries.
    pub(super) fn texts<K: Into<EcoString>>(entries: impl IntoIterator<Item = (K, EcoString, Origin)>) -> Option<Self> {
        let entries: Vec<Entry> = entries
            .into_iter()
            .map(|(key, text, origin)| Entry { key: key.into(), value: Node::text(text, origin) })
            .collect();
        (!entries.is_empty()).then(|| Self(Node::new(Payload::Map(entries), Origin::INHERITED)))
    }

    /// Marks what made the part at `path`; an empty path is the fragment itself.
    ///
    /// # Panics
    /// When nothing stands at `path`: a recipe that marks what it did not build has a fault of its own.
    #[must_use]
    pub(super) fn because(mut self, path: &[&str], origin: impl Into<Option<Origin>>) -> Self {
        if let Some(origin) = origin.into() {
            self.0.stamp(path, origin);
        }
        self
    }

    /// Puts a part under a key, if there is one.
    #[must_use]
    pub(super) fn with(mut self, key: &'static str, part: impl Into<Option<Fragment>>) -> Self {
        if let Some(part) = part.into() {
            self.0.set(key, part.0);
        }
        self
    }

    /// A finished tree, with the origins that it has.
    pub(super) fn from_node(node: Node) -> Self {
        Self(node)
    }

    /// What made the fragment as a whole.
    pub(super) fn origin(&self) -> Origin {
        self.0.origin
    }

    /// Gives the tree.
    pub(super) fn into_node(self) -> Node {
        self.0
    }
}

/// What made a value, if it is set.
pub(super) fn made_by<T>(value: &Option<Sourced<T>>) -> Option<Origin> {
    value.as_ref().map(|value| value.origin)
}
