//! The tree that reading gives: one flat, immutable arena a document.
//!
//! Nodes stand in pre-order, so a node's subtree is the contiguous range from its id to [`Document::end`], and
//! nothing here recurses, neither to walk nor to drop.

use crate::Span;
use crate::path::Step;
use ecow::EcoString;

/// A node of one [`Document`]; meaningless, and possibly a panic, in another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// Gives the node's place in pre-order; the root's is 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a node was written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Style {
    /// A scalar without quotes, or a null left out.
    Plain,
    /// A scalar in `'`.
    SingleQuoted,
    /// A scalar in `"`.
    DoubleQuoted,
    /// A scalar after `|`.
    Literal,
    /// A scalar after `>`.
    Folded,
    /// A collection in `[]` or `{}`.
    Flow,
    /// A collection by indentation.
    Block,
}

/// What a node holds, typed under the dialect that it was read in.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value<'a> {
    /// `null`, `~`, or nothing at all.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer that fits 64 bits with a sign.
    Int(i64),
    /// An integer over `i64::MAX` that fits 64 bits without a sign.
    UInt(u64),
    /// A number with a fraction or an exponent, or an integer too large for the others. Always finite.
    Float(f64),
    /// A text.
    Str(&'a str),
    /// A list.
    Seq(&'a [NodeId]),
    /// A map, in the order written.
    Map(&'a [Entry]),
}

/// One field of a map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The key as a string.
    pub key: EcoString,
    /// Where the key is written.
    pub key_span: Span,
    /// The value under the key.
    pub value: NodeId,
}

/// What the arena keeps of a node's value; texts are in [`Node::text`], children in the document's lists.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Content {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Str,
    Seq { first: u32, len: u32 },
    Map { first: u32, len: u32 },
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) text: EcoString,
    pub(crate) content: Content,
    pub(crate) path_hash: u64,
    pub(crate) span: Span,
    /// The root's parent is [`NO_PARENT`].
    pub(crate) parent: u32,
    /// Place among the parent's children.
    pub(crate) slot: u32,
    pub(crate) end: u32,
    pub(crate) style: Style,
    pub(crate) ambiguous: bool,
}

pub(crate) const NO_PARENT: u32 = u32::MAX;

/// One YAML document.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) nodes: Vec<Node>,
    pub(crate) items: Vec<NodeId>,
    pub(crate) entries: Vec<Entry>,
}

impl Document {
    /// Joins documents into one, whose root is the list of their roots: a stream as one tree, with spans as they are.
    ///
    /// The list's own span reaches from the first document to the last.
    #[must_use]
    pub fn of_stream(documents: Vec<Self>) -> Self {
        let spans: Vec<Span> = documents.iter().map(|document| document.span(document.root())).collect();
        let span = Span::new(spans.first().map_or(0, |span| span.start), spans.last().map_or(0, |span| span.end));
        let len = documents.len() as u32;
        let root = Node {
            text: EcoString::new(),
            content: Content::Seq { first: 0, len },
            path_hash: crate::path::ROOT,
            span,
            parent: NO_PARENT,
            slot: 0,
            end: 1,
            style: Style::Block,
            ambiguous: false,
        };
        let mut stream = Self { nodes: vec![root], items: Vec::with_capacity(documents.len()), entries: Vec::new() };
        // The list's own items come first, then those of each document.
        stream.items.resize(documents.len(), NodeId(0));
        for (slot, document) in documents.into_iter().enumerate() {
            stream.items[slot] = NodeId(stream.nodes.len() as u32);
            stream.append(document, slot as u32);
        }
        stream.nodes[0].end = stream.nodes.len() as u32;
        stream
    }

    /// Takes a text as it stands, whatever it says, for a document that is this one scalar.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let root = Node {
            text: text.into(),
            content: Content::Str,
            path_hash: crate::path::ROOT,
            span: Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX)),
            parent: NO_PARENT,
            slot: 0,
            end: 1,
            style: Style::Plain,
            ambiguous: false,
        };
        Self { nodes: vec![root], items: Vec::new(), entries: Vec::new() }
    }

    /// Takes a text as it stands, whatever it says, for a list of its lines, without what ends them.
    #[must_use]
    pub fn of_lines(text: &str) -> Self {
        let mut root = Self::of_text("");
        root.nodes[0].span = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
        root.nodes[0].style = Style::Block;
        let mut start = 0;
        for whole in text.split_inclusive('\n') {
            let line = whole.strip_suffix('\n').unwrap_or(whole);
            let line = line.strip_suffix('\r').unwrap_or(line);
            let slot = root.items.len() as u32;
            let mut node = Self::of_text(line).moved(u32::try_from(start).unwrap_or(u32::MAX)).nodes.swap_remove(0);
            (node.parent, node.slot, node.end) = (0, slot, slot + 2);
            node.path_hash = crate::path::under_index(crate::path::ROOT, slot);
            root.items.push(NodeId(slot + 1));
            root.nodes.push(node);
            start += whole.len();
        }
        root.nodes[0].content = Content::Seq { first: 0, len: root.items.len() as u32 };
        root.nodes[0].end = root.nodes.len() as u32;
        root
    }

    /// The same document, read from a text that began so many bytes earlier.
    #[must_use]
    pub fn moved(mut self, by: u32) -> Self {
        self.nodes.iter_mut().for_each(|node| node.span = node.span.moved(by));
        self.entries.iter_mut().for_each(|entry| entry.key_span = entry.key_span.moved(by));
        self
    }

    /// Adds the nodes of a document below the root.
    fn append(&mut self, document: Self, slot: u32) {
        let (nodes, items, entries) = (self.nodes.len() as u32, self.items.len() as u32, self.entries.len() as u32);
        self.items.extend(document.items.iter().map(|item| NodeId(item.0 + nodes)));
        self.entries
            .extend(document.entries.into_iter().map(|entry| Entry { value: NodeId(entry.value.0 + nodes), ..entry }));
        for mut node in document.nodes {
            match &mut node.content {
                Content::Seq { first, .. } => *first += items,
                Content::Map { first, .. } => *first += entries,
                _ => {}
            }
            node.end += nodes;
            if node.parent == NO_PARENT {
                (node.parent, node.slot) = (0, slot);
            } else {
                node.parent += nodes;
            }
            node.path_hash = self.path_hash_below(&node);
            self.nodes.push(node);
        }
    }

    /// Hashes the path of a node whose parent is in the tree.
    fn path_hash_below(&self, node: &Node) -> u64 {
        let parent = NodeId(node.parent);
        let above = self.nodes[parent.index()].path_hash;
        match self.value(parent) {
            Value::Map(entries) => {
                crate::path::under_key(above, crate::path::hash_key(&entries[node.slot as usize].key))
            }
            _ => crate::path::under_index(above, node.slot),
        }
    }

    /// Gives the node that holds all others.
    #[must_use]
    pub const fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// Counts the nodes; at least 1. Keys are no nodes.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a document always has a root")]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Walks all nodes in pre-order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// Gives what a node holds.
    #[must_use]
    pub fn value(&self, node: NodeId) -> Value<'_> {
        let node = &self.nodes[node.index()];
        match node.content {
            Content::Null => Value::Null,
            Content::Bool(value) => Value::Bool(value),
            Content::Int(value) => Value::Int(value),
            Content::UInt(value) => Value::UInt(value),
            Content::Float(value) => Value::Float(value),
            Content::Str => Value::Str(&node.text),
            Content::Seq { first, len } => Value::Seq(&self.items[first as usize..][..len as usize]),
            Content::Map { first, len } => Value::Map(&self.entries[first as usize..][..len as usize]),
        }
    }

    /// Gives where a node is written, without anchor and tag.
    ///
    /// A value left out has an empty span after its `:` or `-`; a block collection ends with its last node; a block
    /// scalar's span is its text without the `|`; a node that an alias or a merge key brought points at the original.
    #[must_use]
    pub fn span(&self, node: NodeId) -> Span {
        self.nodes[node.index()].span
    }

    /// Gives how a node was written.
    #[must_use]
    pub fn style(&self, node: NodeId) -> Style {
        self.nodes[node.index()].style
    }

    /// Gives a scalar's text after quotes and escapes, whatever its type: `1.10` stays `1.10`. Empty for collections.
    #[must_use]
    pub fn text(&self, node: NodeId) -> &str {
        &self.nodes[node.index()].text
    }

    /// Gives the same as [`Document::text`] in a form to keep, without copying a long text.
    #[must_use]
    pub fn text_shared(&self, node: NodeId) -> EcoString {
        self.nodes[node.index()].text.clone()
    }

    /// Tells whether readers of YAML type this plain scalar differently, as `yes` or `0755`; it is read as text.
    ///
    /// Known in dialects of [`Scalars::Agreed`](crate::dialect::Scalars::Agreed) only.
    #[must_use]
    pub fn ambiguous(&self, node: NodeId) -> bool {
        self.nodes[node.index()].ambiguous
    }

    /// Gives the index one past a node's subtree.
    #[must_use]
    pub fn end(&self, node: NodeId) -> usize {
        self.nodes[node.index()].end as usize
    }

    /// Gives the collection that holds a node.
    #[must_use]
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.nodes[node.index()].parent;
        (parent != NO_PARENT).then_some(NodeId(parent))
    }

    /// Gives the field that holds a node, if its parent is a map.
    #[must_use]
    pub fn key(&self, node: NodeId) -> Option<&Entry> {
        let Value::Map(entries) = self.value(self.parent(node)?) else { return None };
        entries.get(self.nodes[node.index()].slot as usize)
    }

    /// Finds the value under a key; `None` too if the node is no map.
    #[must_use]
    pub fn get(&self, map: NodeId, key: &str) -> Option<NodeId> {
        let Value::Map(entries) = self.value(map) else { return None };
        entries.iter().find(|entry| entry.key == key).map(|entry| entry.value)
    }

    /// Gives the steps from the root to a node.
    #[must_use]
    pub fn path(&self, node: NodeId) -> Vec<Step> {
        let mut path = Vec::new();
        let mut at = node;
        while let Some(parent) = self.parent(at) {
            path.push(match self.key(at) {
                Some(entry) => Step::Key(entry.key.clone()),
                None => Step::Index(self.nodes[at.index()].slot),
            });
            at = parent;
        }
        path.reverse();
        path
    }

    /// Finds the node at a path.
    #[must_use]
    pub fn find(&self, path: &[Step]) -> Option<NodeId> {
        path.iter().try_fold(self.root(), |at, step| self.child(at, step))
    }

    /// Takes one step down from a node.
    #[must_use]
    pub fn child(&self, at: NodeId, step: &Step) -> Option<NodeId> {
        match (step, self.value(at)) {
            (Step::Key(key), Value::Map(_)) => self.get(at, key),
            (Step::Index(index), Value::Seq(items)) => items.get(*index as usize).copied(),
            _ => None,
        }
    }

    /// Gives a hash of the path from the root to a node, equal to [`hash_path`](crate::hash_path) of that path.
    ///
    /// Computed while reading, so it costs nothing here; the same on every machine.
    #[must_use]
    pub fn path_hash(&self, node: NodeId) -> u64 {
        self.nodes[node.index()].path_hash
    }
}
