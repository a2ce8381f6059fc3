//! Scalars and aliases, as values and as keys.

use super::{Composer, Key};
use crate::dialect::{Ambiguous, Scalars, Versions};
use crate::document::Content;
use crate::fault::{Fault, FaultKind};
use crate::scalar::{Scalar, agreed, go, tag};
use crate::{Span, Style, keys, path, syntax};
use ecow::EcoString;
use granit_parser::{ScalarStyle, Tag};

/// A scalar that was read and is not yet in the tree.
struct Leaf {
    text: EcoString,
    scalar: Scalar,
    ambiguous: bool,
    style: Style,
    span: Span,
}

impl Composer<'_> {
    pub(super) fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Fault> {
        let is_nothing = style == ScalarStyle::Plain && span.is_empty() && tag.is_none() && anchor == 0;
        let leaf = self.leaf(text, scalar_style(style), tag, span);
        if self.awaits_key() {
            if anchor != 0 {
                // The key lives on as a node that only aliases refer to, and so is a value too.
                self.check_value(&leaf);
                let node = self.push_node(leaf.text.clone(), content(leaf.scalar), leaf.style, leaf.span)?;
                self.name(anchor, node);
                self.is_graph = true;
            }
            let is_merge = leaf.text == "<<" && tag.map_or(leaf.style == Style::Plain, tag::is_merge);
            self.set_key(leaf.text, leaf.scalar, is_merge, leaf.span);
            return Ok(());
        }
        if self.frames.is_empty() {
            if is_nothing {
                return Ok(());
            }
            self.check_first(leaf.span)?;
        }
        self.check_value(&leaf);
        let node = self.push_node(leaf.text, content(leaf.scalar), leaf.style, leaf.span)?;
        self.document.nodes[node.index()].ambiguous = leaf.ambiguous;
        self.name(anchor, node);
        self.attach(node);
        Ok(())
    }

    /// Reads on, after a fault, as if a text stood here.
    pub(super) fn stand_in(&mut self, span: Span) -> Result<(), Fault> {
        self.scalar("", ScalarStyle::DoubleQuoted, 0, None, span)
    }

    /// Puts right what the parser says of a scalar, and types it.
    fn leaf(&mut self, text: &str, style: Style, tag: Option<&Tag>, mut span: Span) -> Leaf {
        let mut text = text;
        if style == Style::Plain && span.is_empty() {
            // The parser writes a value left out as `~`, and places it before the colon.
            text = "";
            let is_before_colon = self.text.as_bytes().get(span.start as usize) == Some(&b':');
            let after = span.start + u32::from(is_before_colon && !self.awaits_key());
            span = Span::new(after, after);
        }
        if matches!(style, Style::Literal | Style::Folded) {
            text = self.block_text(text, span);
            span.end = span.start + syntax::slice(self.text, span).trim_end().len() as u32;
        }
        if style == Style::DoubleQuoted && self.dialect.versions == Versions::OneOne {
            self.faults.extend(syntax::escape_of_later_yaml(self.text, span));
        }
        self.reached = span.end;
        let mut text = EcoString::from(text);
        let (scalar, ambiguous) = self.typed(&mut text, style, tag, span);
        Leaf { text, scalar, ambiguous, style, span }
    }

    /// Takes off the line break that the parser adds where the text ends inside a block scalar's last line; other
    /// readers (go-yaml, PyYAML, ruamel.yaml) give only breaks that are written.
    fn block_text<'t>(&self, text: &'t str, span: Span) -> &'t str {
        let is_last = span.end as usize == self.text.len();
        let is_cut_off = is_last && self.text.rsplit('\n').next().is_some_and(|line| !line.trim().is_empty());
        if is_cut_off { text.strip_suffix('\n').unwrap_or(text) } else { text }
    }

    fn typed(&mut self, text: &mut EcoString, style: Style, tag: Option<&Tag>, span: Span) -> (Scalar, bool) {
        match (tag, self.dialect.scalars) {
            (None, _) if style != Style::Plain => (Scalar::Str, false),
            (None, Scalars::Agreed) => agreed::resolve(text),
            (None, Scalars::GoYaml) => (go::resolve(text), false),
            (Some(tag), _) => match tag::resolve(self.dialect, tag, text, self.tag_span.unwrap_or(span)) {
                Ok(scalar) => (scalar, false),
                Err(fault) => {
                    self.faults.push(fault);
                    (Scalar::Str, false)
                }
            },
        }
    }

    fn check_value(&mut self, leaf: &Leaf) {
        if leaf.ambiguous && self.dialect.ambiguous == Ambiguous::Fault {
            self.faults.push(keys::ambiguous(&leaf.text, leaf.span));
        }
        if matches!(leaf.scalar, Scalar::Float(value) if !value.is_finite()) {
            self.faults.push(keys::not_finite(&leaf.text, leaf.span));
        }
    }

    pub(super) fn set_key(&mut self, text: EcoString, scalar: Scalar, is_merge: bool, span: Span) {
        let text = keys::name(self.dialect, scalar, &text, span).unwrap_or_else(|fault| {
            self.faults.push(fault);
            text
        });
        let hash = path::hash_key(&text);
        self.faults.extend(self.tab_before_key(span));
        if let Some(frame) = self.frames.last_mut() {
            frame.key = Some(Key { text, span, hash, is_merge });
        }
    }

    /// Finds a key of a block map that a tab indents, which the parser lets pass and go-yaml and PyYAML refuse.
    fn tab_before_key(&self, key: Span) -> Option<Fault> {
        let before = self.text.get(..key.start as usize).filter(|before| before.ends_with('\t'))?;
        let is_block =
            self.frames.last().is_some_and(|frame| self.document.nodes[frame.node as usize].style == Style::Block);
        let indentation = before.rsplit('\n').next().filter(|line| line.trim().is_empty())?;
        is_block.then(|| syntax::tab(Span::new(key.start - indentation.len() as u32, key.start)))
    }

    pub(super) fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Fault> {
        self.reached = span.end;
        let Ok(at) = self.anchors.binary_search_by_key(&anchor, |(number, _)| *number) else {
            // The anchor stood inside a collection used as a key, which is a fault already.
            return self.stand_in(span);
        };
        let node = self.anchors[at].1;
        let target = &self.document.nodes[node.index()];
        if self.frames.iter().any(|frame| frame.node == node.0) {
            let name = syntax::slice(self.text, span);
            let message = format!("`{name}` stands inside the node that it stands for");
            let fault = Fault::new(FaultKind::RecursiveAlias, span, message);
            self.faults.push(fault.related(target.span, "the node starts here"));
        }
        if !self.awaits_key() {
            self.is_graph = true;
            self.attach(node);
        } else if let Some(scalar) = scalar_of(target.content) {
            let text = target.text.clone();
            self.set_key(text, scalar, false, span);
        } else {
            let is_map = matches!(target.content, Content::Map { .. });
            self.faults.push(keys::collection(self.text, is_map, span));
            self.set_key(EcoString::new(), Scalar::Str, false, span);
        }
        Ok(())
    }
}

const fn scalar_style(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

const fn content(scalar: Scalar) -> Content {
    match scalar {
        Scalar::Null => Content::Null,
        Scalar::Bool(value) => Content::Bool(value),
        Scalar::Int(value) => Content::Int(value),
        Scalar::UInt(value) => Content::UInt(value),
        Scalar::Float(value) => Content::Float(value),
        Scalar::Str => Content::Str,
    }
}

const fn scalar_of(content: Content) -> Option<Scalar> {
    match content {
        Content::Null => Some(Scalar::Null),
        Content::Bool(value) => Some(Scalar::Bool(value)),
        Content::Int(value) => Some(Scalar::Int(value)),
        Content::UInt(value) => Some(Scalar::UInt(value)),
        Content::Float(value) => Some(Scalar::Float(value)),
        Content::Str => Some(Scalar::Str),
        Content::Seq { .. } | Content::Map { .. } => None,
    }
}
