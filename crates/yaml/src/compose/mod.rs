//! From parser events to a tree.
//!
//! Takes the events of one document at a time and builds its arena in pre-order with an explicit stack. Aliases and
//! merge keys become references to nodes that stand elsewhere in the arena; [`unfold`](crate::unfold) then copies
//! such a graph into a tree. Documents without them, nearly all, are finished here. [`leaf`] reads scalars and
//! aliases, [`grow`] puts nodes into the arena.

mod grow;
mod leaf;

use crate::dialect::{Dialect, Documents, Versions};
use crate::document::{Content, Entry};
use crate::fault::{Fault, FaultKind};
use crate::scalar::{Scalar, tag};
use crate::{Document, Limits, NodeId, Span, Style, fields, keys, syntax, unfold};
use ecow::EcoString;
use granit_parser::{Event, Parser, StructureStyle, Tag};

/// A collection that has begun and not ended.
struct Frame {
    node: u32,
    /// Where its children begin among the pending entries, for a map, or items, for a list.
    first: usize,
    is_map: bool,
    /// The key that waits for its value.
    key: Option<Key>,
}

struct Key {
    text: EcoString,
    span: Span,
    hash: u64,
    is_merge: bool,
}

/// An entry of a map that has not ended, with what its end needs.
pub(crate) struct Pending {
    pub(crate) entry: Entry,
    pub(crate) hash: u64,
    pub(crate) is_merge: bool,
}

/// Reads all documents of a text.
pub(crate) struct Composer<'a> {
    text: &'a str,
    dialect: &'a Dialect,
    limits: &'a Limits,
    faults: Vec<Fault>,
    done: Vec<Document>,
    /// Nodes of finished documents.
    nodes_before: usize,
    /// What aliases and merge keys may still add.
    alias_budget: usize,
    document: Document,
    frames: Vec<Frame>,
    items: Vec<NodeId>,
    entries: Vec<Pending>,
    /// Anchors in ascending order of the parser's numbers.
    anchors: Vec<(usize, NodeId)>,
    /// Whether some node of the document is referred to from a second place, or from none.
    is_graph: bool,
    /// Levels of a collection used as a key that are still to be passed over.
    skipping: usize,
    root_seen: bool,
    /// Whether all that is to be read has been.
    ended: bool,
    /// Where the last node that was read ends.
    reached: u32,
    /// Where the tag of the node being read is written.
    tag_span: Option<Span>,
}

impl<'a> Composer<'a> {
    pub(crate) fn new(text: &'a str, dialect: &'a Dialect, limits: &'a Limits) -> Self {
        Self {
            text,
            dialect,
            limits,
            faults: Vec::new(),
            done: Vec::new(),
            nodes_before: 0,
            alias_budget: limits.alias_nodes,
            document: Document { nodes: Vec::new(), items: Vec::new(), entries: Vec::new() },
            frames: Vec::new(),
            items: Vec::new(),
            entries: Vec::new(),
            anchors: Vec::new(),
            is_graph: false,
            skipping: 0,
            root_seen: false,
            ended: false,
            reached: 0,
            tag_span: None,
        }
    }

    /// Reads to the end, or to the first fault after which nothing sensible could be read.
    pub(crate) fn compose(mut self) -> Result<Vec<Document>, Vec<Fault>> {
        let options = granit_parser::options! {
            // Off even where another crate of the build turns the parser's feature on.
            emit_comments: false,
            emit_unresolved_aliases: true,
            flow_nesting_limit: self.limits.depth,
            block_nesting_limit: self.limits.depth,
        };
        let mut parser = Parser::new_from_str_with_options(self.text, options);
        while let Some(event) = parser.next_event() {
            let step = match event {
                Ok((event, place)) => {
                    self.tag_span = place.tag_span().map(|tag| syntax::span(&tag));
                    self.take(event, syntax::span(&place))
                }
                Err(error) => Err(syntax::fault(self.text, &error, self.limits)),
            };
            if let Err(fault) = step {
                // Past a template every other complaint is about the template too.
                if !self.faults.iter().any(|earlier| earlier.kind == FaultKind::Template) {
                    self.faults.push(fault);
                }
                break;
            }
            if self.faults.len() >= self.limits.faults || self.ended {
                break;
            }
        }
        if self.faults.is_empty() { Ok(self.done) } else { Err(self.faults) }
    }

    fn take(&mut self, event: Event<'a>, span: Span) -> Result<(), Fault> {
        if self.skipping > 0 {
            self.skip(&event);
            return Ok(());
        }
        match event {
            Event::DocumentStart(_, version) => {
                if let Some(version) = version {
                    self.check_version(version.major, version.minor, span);
                }
                Ok(())
            }
            Event::DocumentEnd => self.end_document(),
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), span),
            Event::SequenceStart(style, anchor, tag) => self.start(false, style, anchor, tag.as_deref(), span),
            Event::MappingStart(style, anchor, tag) => self.start(true, style, anchor, tag.as_deref(), span),
            Event::SequenceEnd => {
                self.end_list(span);
                Ok(())
            }
            Event::MappingEnd => self.end_map(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::UnresolvedAlias(name) => {
                self.faults.push(
                    Fault::new(FaultKind::UnknownAlias, span, format!("alias `*{name}` has no anchor before it"))
                        .help(format!("write `&{name}` before the node meant, or quote the value if the `*` is text")),
                );
                self.stand_in(span)
            }
            _ => Ok(()),
        }
    }

    fn skip(&mut self, event: &Event<'_>) {
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => self.skipping += 1,
            Event::SequenceEnd | Event::MappingEnd => self.skipping -= 1,
            _ => {}
        }
    }

    fn check_version(&mut self, major: u32, minor: u32, marker: Span) {
        if self.dialect.versions == Versions::OneOne && (major, minor) != (1, 1) {
            let message = format!("`%YAML {major}.{minor}` is refused by Kubernetes' readers, which know `1.1` only");
            let before = self.text.get(..marker.start as usize).unwrap_or_default();
            let directive = before.rfind("%YAML").map_or(marker, |at| syntax::rest_of_line(self.text, at as u32));
            self.faults.push(Fault::new(FaultKind::Directive, directive, message).help("remove the directive"));
        }
    }

    fn start(
        &mut self,
        is_map: bool,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Fault> {
        if self.awaits_key() {
            self.faults.push(keys::collection(self.text, is_map, span));
            self.skipping = 1;
            self.set_key(EcoString::new(), Scalar::Str, false, span);
            return Ok(());
        }
        if self.frames.is_empty() {
            self.check_first(span)?;
        }
        if self.frames.len() >= self.limits.depth {
            return Err(syntax::too_deep(span, self.limits));
        }
        if let Some(tag) = tag
            && let Err(fault) = tag::check_collection(self.dialect, tag, is_map, self.tag_span.unwrap_or(span))
        {
            self.faults.push(fault);
        }
        let style = if style == StructureStyle::Flow { Style::Flow } else { Style::Block };
        // The children are known at the end only.
        let content = if is_map { Content::Map { first: 0, len: 0 } } else { Content::Seq { first: 0, len: 0 } };
        let node = self.push_node(EcoString::new(), content, style, span)?;
        self.name(anchor, node);
        self.attach(node);
        let first = if is_map { self.entries.len() } else { self.items.len() };
        self.frames.push(Frame { node: node.0, first, is_map, key: None });
        Ok(())
    }

    /// Notes that the document has a node, and that it may have one.
    fn check_first(&mut self, span: Span) -> Result<(), Fault> {
        self.root_seen = true;
        match self.done.first() {
            Some(first) if self.dialect.documents == Documents::One => Err(Fault::new(
                FaultKind::SecondDocument,
                syntax::rest_of_line(self.text, span.start),
                "a second document starts here where one is allowed",
            )
            .related(first.span(first.root()), "the first document")
            .help("put it into a file of its own")),
            _ => Ok(()),
        }
    }

    fn end_list(&mut self, span: Span) {
        let Some(frame) = self.frames.pop() else { return };
        let first = self.document.items.len() as u32;
        let len = (self.items.len() - frame.first) as u32;
        self.document.items.extend(self.items.drain(frame.first..));
        self.close(frame.node, Content::Seq { first, len }, span);
    }

    fn end_map(&mut self, span: Span) -> Result<(), Fault> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        let mut settling = fields::Settling {
            dialect: self.dialect,
            limits: self.limits,
            document: &self.document,
            faults: &mut self.faults,
            budget: &mut self.alias_budget,
            is_graph: &mut self.is_graph,
        };
        settling.settle(&mut self.entries, frame.first)?;
        let first = self.document.entries.len() as u32;
        let len = (self.entries.len() - frame.first) as u32;
        self.document.entries.extend(self.entries.drain(frame.first..).map(|pending| pending.entry));
        self.close(frame.node, Content::Map { first, len }, span);
        Ok(())
    }

    fn end_document(&mut self) -> Result<(), Fault> {
        self.anchors.clear();
        self.ended = self.dialect.documents == Documents::First;
        if !std::mem::take(&mut self.root_seen) {
            return Ok(());
        }
        let empty = Document { nodes: Vec::new(), items: Vec::new(), entries: Vec::new() };
        let mut document = std::mem::replace(&mut self.document, empty);
        if std::mem::take(&mut self.is_graph) && self.faults.is_empty() {
            document = unfold::unfold(&document, self.limits, self.nodes_before, &mut self.alias_budget)?;
        }
        self.nodes_before += document.nodes.len();
        self.done.push(document);
        Ok(())
    }
}
