//! Lists: Go's slices, which no template can change in place.

use super::kind::ListType;
use super::{Value, teardown};
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

/// A slice: shared, immutable items of one Go type. Cloning copies no items.
///
/// A list may be nil, which Go tells from an empty one in JSON (`null` for `[]`) and in comparisons.
#[derive(Clone)]
pub struct List {
    of: &'static ListType,
    items: Option<Rc<Items>>,
}

/// The items, taken apart without recursion when the last list that holds them goes.
struct Items(Vec<Value>);

impl List {
    /// Makes a `[]interface {}`.
    pub fn new(items: Vec<Value>) -> Self {
        Self::of(ListType::ANY, items)
    }

    /// Makes a list of a type. The items are of that type; nothing checks it.
    pub fn of(of: &'static ListType, items: Vec<Value>) -> Self {
        Self { of, items: Some(Rc::new(Items(items))) }
    }

    /// Makes a nil list.
    pub fn nil(of: &'static ListType) -> Self {
        Self { of, items: None }
    }

    /// Tells the list's type.
    pub fn list_type(&self) -> &'static ListType {
        self.of
    }

    /// Tells whether the list is nil, and not only empty.
    pub fn is_nil(&self) -> bool {
        self.items.is_none()
    }

    /// Tells whether both are one list, and not only equal ones.
    pub fn is_same(&self, other: &List) -> bool {
        match (&self.items, &other.items) {
            (Some(ours), Some(theirs)) => Rc::ptr_eq(ours, theirs),
            (ours, theirs) => ours.is_none() && theirs.is_none(),
        }
    }

    /// Gives a number that is the same for lists with the same items while any of them lives.
    pub(super) fn identity(&self) -> usize {
        self.items.as_ref().map_or(0, |items| Rc::as_ptr(items) as usize)
    }

    /// Counts the lists that share the items; none for a nil list.
    pub(super) fn handles(&self) -> usize {
        self.items.as_ref().map_or(0, Rc::strong_count)
    }

    /// Takes the items out where nobody else holds them.
    pub(super) fn take_unshared(&mut self) -> Vec<Value> {
        self.items.as_mut().and_then(Rc::get_mut).map(|items| std::mem::take(&mut items.0)).unwrap_or_default()
    }
}

impl Drop for Items {
    fn drop(&mut self) {
        teardown::dismantle(std::mem::take(&mut self.0));
    }
}

impl Deref for List {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        self.items.as_ref().map_or(&[], |items| &items.0)
    }
}

impl FromIterator<Value> for List {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        Self::new(items.into_iter().collect())
    }
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({} items)", self.of.name, self.len())
    }
}
