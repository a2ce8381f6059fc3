//! A node with the way to it, and how rules read and report it.

use crate::fault::{Fault, FaultKind};
use crate::tree::{Tree, View, field};
use crate::walk::{Trail, Walker};
use std::borrow::Cow;
use std::fmt;

/// A node of the tree with its trail, which stays on the stack.
pub(super) struct Place<'p, 't, N> {
    pub(super) node: &'t N,
    trail: Trail<'p, 't>,
}

/// A fault that was reported, unless there are as many as the limits allow.
pub(super) struct Told<'f, 't, N>(Option<&'f mut Fault<'t, N>>);

impl<'t, N: Tree> Place<'_, 't, N> {
    pub(super) fn root(node: &'t N) -> Self {
        Self { node, trail: Trail::root() }
    }

    /// Goes to the value of a key; null is absent.
    pub(super) fn field(&self, key: &'t str) -> Option<Place<'_, 't, N>> {
        let node = field(self.node, key).filter(|node| !matches!(node.view(), View::Null))?;
        Some(Place { node, trail: self.trail.key(key) })
    }

    /// Goes to the value of a key of free choice, such as one of a Secret, where null is an empty value.
    pub(super) fn any_field(&self, key: &'t str) -> Option<Place<'_, 't, N>> {
        let node = field(self.node, key)?;
        Some(Place { node, trail: self.trail.key(key) })
    }

    /// Goes to each item of a list.
    pub(super) fn items(&self) -> impl Iterator<Item = Place<'_, 't, N>> {
        let items = match self.node.view() {
            View::Seq(items) => Some(items),
            _ => None,
        };
        items.into_iter().flatten().enumerate().map(|(index, node)| Place { node, trail: self.trail.index(index) })
    }

    /// Goes to each value of a map.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'t str, Place<'_, 't, N>)> {
        let fields = match self.node.view() {
            View::Map(fields) => Some(fields),
            _ => None,
        };
        fields.into_iter().flatten().map(|(key, node)| (key, Place { node, trail: self.trail.key(key) }))
    }

    /// Counts the items of a list or the fields of a map.
    pub(super) fn len(&self) -> usize {
        match self.node.view() {
            View::Seq(items) => items.len(),
            View::Map(fields) => fields.len(),
            _ => 0,
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        field(self.node, key).is_some_and(|node| !matches!(node.view(), View::Null))
    }

    /// Whether a key holds a list or a map with something in it.
    pub(super) fn has_some(&self, key: &'t str) -> bool {
        self.field(key).is_some_and(|place| place.len() > 0)
    }

    /// Reads a text that is not empty, which the server takes for absent.
    pub(super) fn text(&self, key: &str) -> Option<&'t str> {
        as_text(field(self.node, key)?).filter(|text| !text.is_empty())
    }

    pub(super) fn integer(&self, key: &str) -> Option<i64> {
        as_integer(field(self.node, key)?)
    }

    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        match field(self.node, key)?.view() {
            View::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Reports a fault of this node. The message is written only if there is room for it.
    pub(super) fn fault<'f>(
        &self,
        walker: &'f mut Walker<'_, 't, N>,
        kind: FaultKind,
        message: fmt::Arguments<'_>,
    ) -> Told<'f, 't, N> {
        match walker.is_full() {
            true => Told(None),
            false => Told(Some(walker.report(kind, &self.trail, self.node, message.to_string()))),
        }
    }

    /// Reports that a field which other fields call for is missing.
    pub(super) fn missing(&self, walker: &mut Walker<'_, 't, N>, key: &'static str, why: &str) {
        self.fault(walker, FaultKind::MissingCompanion, format_args!("missing field `{key}`: {why}")).key(key);
    }
}

impl<'t, N> Told<'_, 't, N> {
    /// Says which key of the node is at fault.
    pub(super) fn key(self, key: &'t str) -> Self {
        self.change(|fault| fault.key = Some(Cow::Borrowed(key)))
    }

    /// Says what to type instead.
    pub(super) fn help(self, help: fmt::Arguments<'_>) -> Self {
        self.change(|fault| fault.help = Some(help.to_string()))
    }

    fn change(mut self, change: impl FnOnce(&mut Fault<'t, N>)) -> Self {
        if let Some(fault) = &mut self.0 {
            change(fault);
        }
        self
    }
}

pub(super) fn as_text<N: Tree>(node: &N) -> Option<&str> {
    match node.view() {
        View::Str(text) => Some(text),
        _ => None,
    }
}

pub(super) fn as_integer<N: Tree>(node: &N) -> Option<i64> {
    match node.view() {
        View::Int(value) => Some(value),
        View::Float(value) if value.fract() == 0.0 => Some(value as i64),
        _ => None,
    }
}
