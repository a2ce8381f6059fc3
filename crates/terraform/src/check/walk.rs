//! Walks a value along its type.

use std::borrow::Cow;

use super::fault::{Fault, FaultKind, Hint};
use super::shape::first_odd;
use super::tree::{Tree, View};
use super::unknown::may_become;
use crate::Step;
use crate::hcl::Number;
use crate::nearest::nearest;
use crate::types::{Attribute, Type};

/// Checks a value against a type; gives all faults, in the order of the tree.
#[must_use]
pub fn check<'t, N: Tree>(ty: &Type, value: &'t N) -> Vec<Fault<'t, N>> {
    let mut walk = Walk { path: Vec::new(), faults: Vec::new(), hint: &|_, _| None, unifies: true };
    walk.value(ty, value);
    walk.faults
}

/// A walk: where it is, and what it found.
pub(super) struct Walk<'w, 't, N> {
    pub(super) path: Vec<Step<'t>>,
    pub(super) faults: Vec<Fault<'t, N>>,
    /// What is known of a key at a path that a type does not have, beside names that are near.
    pub(super) hint: &'w dyn Fn(&[Step<'t>], &str) -> Option<Hint>,
    /// Whether Terraform converts the items of a collection to one type, as it does but for what is declared as `any`.
    pub(super) unifies: bool,
}

impl<'t, N: Tree> Walk<'_, 't, N> {
    pub(super) fn value(&mut self, ty: &Type, node: &'t N) {
        let is_fine = match (ty, node.view()) {
            // Null becomes null of any type, also as an item of a collection or as an attribute that is not optional.
            (Type::Any, _) | (_, View::Null) => true,
            (_, View::Unknown(known)) => match known {
                Some(known) if !may_become(known, ty) => return self.wrong(ty, node, known.noun()),
                _ => true,
            },
            (Type::String, View::Str(_) | View::Number | View::Bool) => true,
            (Type::Number, View::Number) | (Type::Bool, View::Bool) => true,
            (Type::Number, View::Str(text)) if is_number(text) => true,
            (Type::Bool, View::Str("true" | "false" | "1" | "0")) => true,
            (Type::List(item) | Type::Set(item), View::Seq(items)) => {
                let items: Vec<_> = items.enumerate().map(|(place, node)| (Step::Index(place), node)).collect();
                return self.collection(ty, item, &items);
            }
            (Type::Map(item), View::Map(fields)) => {
                let fields: Vec<_> = fields.map(|(key, node)| (Step::Key(key), node)).collect();
                return self.collection(ty, item, &fields);
            }
            (Type::Tuple(types), View::Seq(items)) => return self.tuple(types, node, items),
            (Type::Object(attributes), View::Map(fields)) => return self.object(attributes, node, fields),
            _ => false,
        };
        if !is_fine {
            self.wrong(ty, node, found(ty, node));
        }
    }

    /// Checks each item, and where `any` leaves their type open, that they have one in common.
    fn collection(&mut self, ty: &Type, item: &Type, items: &[(Step<'t>, &'t N)]) {
        let before = self.faults.len();
        for (step, value) in items {
            self.below(*step, |walk| walk.value(item, value));
        }
        let is_unsound = |fault: &Fault<'t, N>| fault.kind != FaultKind::UnknownAttribute;
        if !self.unifies || !item.has_any() || self.faults[before..].iter().any(is_unsound) {
            return;
        }
        let odd = first_odd(ty, item, items.iter().map(|(_, value)| *value));
        if let Some((step, value)) = odd.and_then(|place| items.get(place)) {
            let found = value.view().noun();
            self.below(*step, |walk| {
                walk.fault(FaultKind::MixedTypes, value, "a value of the same type as those before", found);
            });
        }
    }

    fn tuple(&mut self, types: &[Type], node: &'t N, items: N::Items<'t>) {
        let items: Vec<&'t N> = items.collect();
        if items.len() != types.len() {
            let (expected, found) = (format!("a list of {}", types.len()), format!("one of {}", items.len()));
            return self.fault(FaultKind::WrongLength, node, expected, found);
        }
        for (place, (ty, value)) in types.iter().zip(items).enumerate() {
            self.below(Step::Index(place), |walk| walk.value(ty, value));
        }
    }

    fn object(&mut self, attributes: &[Attribute], node: &'t N, fields: N::Fields<'t>) {
        let mut given = vec![false; attributes.len()];
        for (key, value) in fields {
            match attributes.iter().position(|attribute| *attribute.name == *key) {
                Some(place) => {
                    given[place] = true;
                    self.below(Step::Key(key), |walk| walk.value(&attributes[place].ty, value));
                }
                None => {
                    let names = attributes.iter().map(|attribute| &*attribute.name);
                    self.unknown_key(FaultKind::UnknownAttribute, node, key, names);
                }
            }
        }
        let missing = attributes.iter().zip(given).filter(|(attribute, given)| !given && !attribute.optional);
        for (attribute, _) in missing {
            self.missing_key(FaultKind::MissingAttribute, node, &attribute.name);
        }
    }

    pub(super) fn unknown_key<'n>(
        &mut self,
        kind: FaultKind,
        node: &'t N,
        key: &'t str,
        names: impl Iterator<Item = &'n str>,
    ) {
        let hint = (self.hint)(&self.path, key);
        let hint = hint.or_else(|| nearest(key, names).map(|name| Hint::Nearest(name.into())));
        self.faults.push(Fault { key: Some(Cow::Borrowed(key)), hint, ..self.at(kind, node) });
    }

    pub(super) fn missing_key(&mut self, kind: FaultKind, node: &'t N, key: &str) {
        self.faults.push(Fault { key: Some(Cow::Owned(key.to_owned())), ..self.at(kind, node) });
    }

    pub(super) fn below(&mut self, step: Step<'t>, visit: impl FnOnce(&mut Self)) {
        self.path.push(step);
        visit(self);
        self.path.pop();
    }

    fn wrong(&mut self, ty: &Type, node: &'t N, found: &'static str) {
        self.fault(FaultKind::WrongType, node, ty.noun(), found);
    }

    pub(super) fn fault(
        &mut self,
        kind: FaultKind,
        node: &'t N,
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) {
        self.faults.push(Fault { expected: expected.into(), found: found.into(), ..self.at(kind, node) });
    }

    fn at(&self, kind: FaultKind, node: &'t N) -> Fault<'t, N> {
        let path = self.path.clone();
        Fault { kind, path, node, key: None, expected: Cow::Borrowed(""), found: Cow::Borrowed(""), hint: None }
    }
}

/// Tells whether Terraform takes a text for a number: decimal, as HCL writes it, or with a plus before it.
fn is_number(text: &str) -> bool {
    Number::parse(text.strip_prefix('+').filter(|rest| !rest.starts_with('-')).unwrap_or(text)).is_some()
}

/// Names what is there, for a message.
fn found<N: Tree>(ty: &Type, node: &N) -> &'static str {
    match (ty, node.view()) {
        (Type::Number, View::Str(_)) => "a string that is no number",
        (Type::Bool, View::Str(_)) => "a string that is no boolean",
        (_, view) => view.noun(),
    }
}

impl<N: Tree> View<'_, N> {
    /// Names what the node holds, for a message.
    fn noun(&self) -> &'static str {
        match self {
            View::Null => "null",
            View::Bool => "a boolean",
            View::Number => "a number",
            View::Str(_) => "a string",
            View::Seq(_) => "a list",
            View::Map(_) => "a map",
            View::Unknown(known) => known.map_or("a value that is not known yet", Type::noun),
        }
    }
}
