//! Maps, which are references: whoever holds one sees what the others change.

use super::kind::MapType;
use super::{Text, Value, teardown};
use std::cell::{Ref, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::{Rc, Weak};

/// A Go map from strings: a handle to shared entries, sorted by the bytes of their keys. Cloning gives another handle.
///
/// Entries are read by copying values out (values are cheap handles), so that no reading stands in the way of a change. A map
/// may come to contain itself; what walks maps has to be bounded (see [`Context::spend`](crate::Context::spend)). Such a map is
/// freed at the end of the run if it was tied by [`Context::set_entry`](crate::Context::set_entry), as all functions here do, and
/// never if it was tied by [`insert`](Self::insert).
#[derive(Clone)]
pub struct Map {
    of: &'static MapType,
    entries: Option<Rc<Entries>>,
}

/// The entries, taken apart without recursion when the last handle goes.
#[derive(Default)]
struct Entries(RefCell<BTreeMap<Text, Value>>);

impl Map {
    /// Makes an empty `map[string]interface {}`.
    pub fn new() -> Self {
        Self::of(MapType::ANY)
    }

    /// Makes an empty map of a type.
    pub fn of(of: &'static MapType) -> Self {
        Self::with_entries(of, BTreeMap::new())
    }

    /// Makes a map of a type. The values are of its element type; nothing checks it.
    pub fn with_entries(of: &'static MapType, entries: BTreeMap<Text, Value>) -> Self {
        Self { of, entries: Some(Rc::new(Entries(RefCell::new(entries)))) }
    }

    /// Makes a nil map: empty, and not to be written.
    pub fn nil(of: &'static MapType) -> Self {
        Self { of, entries: None }
    }

    /// Gives a handle of another type to the same entries, as a conversion in Go does.
    pub fn converted(&self, of: &'static MapType) -> Self {
        Self { of, entries: self.entries.clone() }
    }

    /// Tells the map's type.
    pub fn map_type(&self) -> &'static MapType {
        self.of
    }

    /// Tells whether the map is nil, and not only empty.
    pub fn is_nil(&self) -> bool {
        self.entries.is_none()
    }

    /// Tells whether both are handles to the same entries.
    pub fn is_same(&self, other: &Map) -> bool {
        match (&self.entries, &other.entries) {
            (Some(ours), Some(theirs)) => Rc::ptr_eq(ours, theirs),
            (ours, theirs) => ours.is_none() && theirs.is_none(),
        }
    }

    /// Gives a number that is the same for handles to the same entries while any of them lives.
    pub fn identity(&self) -> usize {
        self.entries.as_ref().map_or(0, |entries| Rc::as_ptr(entries) as usize)
    }

    /// Counts the entries.
    pub fn len(&self) -> usize {
        self.borrowed().map_or(0, |entries| entries.len())
    }

    /// Tells whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Gives the value of a key.
    pub fn get(&self, key: &[u8]) -> Option<Value> {
        self.borrowed()?.get(key).cloned()
    }

    /// Tells whether there is an entry, be its value nil or not.
    pub fn contains(&self, key: &[u8]) -> bool {
        self.borrowed().is_some_and(|entries| entries.contains_key(key))
    }

    /// Sets a key's value and gives the one before. A function that writes to a map which a template hands it goes by
    /// [`Context::set_entry`](crate::Context::set_entry) instead.
    ///
    /// # Errors
    ///
    /// [`NilMap`] when the map is nil: Go panics.
    pub fn insert(&self, key: impl Into<Text>, value: Value) -> Result<Option<Value>, NilMap> {
        let entries = self.entries.as_ref().ok_or(NilMap)?;
        Ok(entries.0.borrow_mut().insert(key.into(), value))
    }

    /// Removes a key and gives its value.
    pub fn remove(&self, key: &[u8]) -> Option<Value> {
        self.entries.as_ref()?.0.borrow_mut().remove(key)
    }

    /// Gives the keys, sorted.
    pub fn keys(&self) -> Vec<Text> {
        self.borrowed().map(|entries| entries.keys().cloned().collect()).unwrap_or_default()
    }

    /// Gives keys and values as they are now, sorted by key.
    pub fn entries(&self) -> Vec<(Text, Value)> {
        let pairs =
            |entries: Ref<'_, BTreeMap<Text, Value>>| entries.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        self.borrowed().map(pairs).unwrap_or_default()
    }

    /// Makes a map of its own with the same entries; maps among the values stay shared.
    pub fn shallow_copy(&self) -> Self {
        let entries = self.borrowed().map(|entries| entries.clone()).unwrap_or_default();
        Self::with_entries(self.of, entries)
    }

    fn borrowed(&self) -> Option<Ref<'_, BTreeMap<Text, Value>>> {
        self.entries.as_ref().map(|entries| entries.0.borrow())
    }

    /// Takes the entries out for all who hold them.
    pub(super) fn take_entries(&self) -> BTreeMap<Text, Value> {
        self.entries.as_ref().map(|entries| entries.0.take()).unwrap_or_default()
    }

    /// Counts the handles to the entries; none to those of a nil map.
    pub(super) fn handles(&self) -> usize {
        self.entries.as_ref().map_or(0, Rc::strong_count)
    }

    /// Gives a handle that keeps no entries; none to those of a nil map.
    pub(super) fn downgraded(&self) -> Option<WeakMap> {
        self.entries.as_ref().map(|entries| WeakMap(Rc::downgrade(entries)))
    }

    /// Takes the entries out where nobody else holds them.
    pub(super) fn take_unshared(&mut self) -> BTreeMap<Text, Value> {
        let entries = self.entries.as_mut().and_then(Rc::get_mut);
        entries.map(|entries| std::mem::take(entries.0.get_mut())).unwrap_or_default()
    }
}

/// A handle that keeps no entries.
pub(super) struct WeakMap(Weak<Entries>);

impl WeakMap {
    pub(super) fn is_alive(&self) -> bool {
        self.0.strong_count() > 0
    }

    /// Gives a number that no other map has while this handle lives.
    pub(super) fn identity(&self) -> usize {
        self.0.as_ptr() as usize
    }

    pub(super) fn upgraded(&self) -> Option<Map> {
        self.0.upgrade().map(|entries| Map { of: MapType::ANY, entries: Some(entries) })
    }
}

impl Default for Map {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Entries {
    fn drop(&mut self) {
        let entries = std::mem::take(self.0.get_mut());
        teardown::dismantle(entries.into_values().collect());
    }
}

impl<K: Into<Text>> FromIterator<(K, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(entries: I) -> Self {
        Self::with_entries(MapType::ANY, entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({} entries)", self.of.name, self.len())
    }
}

/// A nil map was to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NilMap;

impl fmt::Display for NilMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("assignment to entry in nil map")
    }
}

impl std::error::Error for NilMap {}
