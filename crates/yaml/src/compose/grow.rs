//! Nodes into the arena, in pre-order, and under their parents.

use super::{Composer, Key, Pending};
use crate::document::{Content, Entry, NO_PARENT, Node};
use crate::fault::{Fault, FaultKind};
use crate::{NodeId, Span, Style, path};
use ecow::EcoString;

impl Composer<'_> {
    /// Tells whether the next node is a key.
    pub(super) fn awaits_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.is_map && frame.key.is_none())
    }

    /// Gives a node its anchor; 0 is none.
    pub(super) fn name(&mut self, anchor: usize, node: NodeId) {
        if anchor != 0 {
            self.anchors.push((anchor, node));
        }
    }

    /// Appends a node under the innermost open collection.
    pub(super) fn push_node(
        &mut self,
        text: EcoString,
        content: Content,
        style: Style,
        span: Span,
    ) -> Result<NodeId, Fault> {
        let id = self.document.nodes.len();
        if self.nodes_before + id >= self.limits.nodes {
            let message = format!("the text has more than {} nodes", self.limits.nodes);
            return Err(Fault::new(FaultKind::TooManyNodes, span, message));
        }
        let (parent, slot, path_hash) = match self.frames.last() {
            None => (NO_PARENT, 0, path::ROOT),
            Some(frame) => {
                let above = self.document.nodes[frame.node as usize].path_hash;
                let count = if frame.is_map { self.entries.len() } else { self.items.len() };
                let slot = (count - frame.first) as u32;
                let hash = match &frame.key {
                    Some(key) => path::under_key(above, key.hash),
                    None => path::under_index(above, slot),
                };
                (frame.node, slot, hash)
            }
        };
        let end = id as u32 + 1;
        self.document.nodes.push(Node { text, content, path_hash, span, parent, slot, end, style, ambiguous: false });
        Ok(NodeId(id as u32))
    }

    /// Makes a node the next child of the innermost open collection.
    pub(super) fn attach(&mut self, node: NodeId) {
        let Some(frame) = self.frames.last_mut() else { return };
        if !frame.is_map {
            self.items.push(node);
        } else if let Some(Key { text, span, hash, is_merge }) = frame.key.take() {
            self.entries.push(Pending { entry: Entry { key: text, key_span: span, value: node }, hash, is_merge });
        }
    }

    /// Gives a collection that has ended its children and its end.
    pub(super) fn close(&mut self, node: u32, content: Content, span: Span) {
        let end = self.document.nodes.len() as u32;
        let node = &mut self.document.nodes[node as usize];
        node.content = content;
        node.end = end;
        // A block collection's end is reported at the next token, which may be far below.
        if node.style == Style::Flow {
            self.reached = span.end;
        }
        node.span.end = self.reached.max(node.span.start);
    }
}
