//! Frees maps that have come to hold themselves, which handles that count each other keep for ever.
//!
//! A map is tied into a knot only by a change of a map that is held already, so functions that make such a change report it.
//! Most of those maps are gone when the run is over, and cost nothing then. From the others everything that they hold is walked,
//! and the handles that were met on the way are counted: what is held from outside has more handles than that, and stays, with
//! all that it holds. What is left is held by nothing but itself. This is the trial deletion of Bacon and Rajan.
//!
//! The law: what anybody can still reach is left as it is.

use super::map::WeakMap;
use super::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Maps that were changed in runs, of which those that hold themselves are freed when the last handle to this is dropped.
///
/// Every [`Context`](crate::Context) has one of its own, and so frees what its templates have tied when it is dropped, unless the
/// caller still holds it: by the dot that was handed in, for one. A caller who holds values for longer than a context lends it
/// knots that live as long as the values, with [`Context::with_knots`](crate::Context::with_knots). What an
/// [`Object`](super::Object) holds is not looked into, so a knot that is tied through one is never freed.
#[derive(Clone, Default)]
pub struct Knots(Rc<RefCell<Changed>>);

/// The maps, each as often as it was changed since they were last tidied.
#[derive(Default)]
struct Changed {
    maps: Vec<WeakMap>,
    /// How many of them were left when they were last tidied.
    kept: usize,
}

/// The fewest maps that are worth tidying.
const FEW: usize = 64;

impl Knots {
    /// Notes that a map that others may hold is getting an entry.
    pub(crate) fn note(&self, map: &Map, value: &Value) {
        let may_hold_maps = match value {
            Value::Map(inner) => !inner.is_nil(),
            Value::List(list) => !list.is_empty(),
            _ => false,
        };
        if let (true, Some(map)) = (may_hold_maps, map.downgraded()) {
            self.0.borrow_mut().push(map);
        }
    }
}

impl Changed {
    fn push(&mut self, map: WeakMap) {
        if self.maps.len() >= FEW.max(self.kept.saturating_mul(2)) {
            self.tidy();
        }
        self.maps.push(map);
    }

    /// Forgets maps that are gone, and all but one mention of the others.
    fn tidy(&mut self) {
        self.maps.retain(WeakMap::is_alive);
        self.maps.sort_unstable_by_key(WeakMap::identity);
        self.maps.dedup_by_key(|map| map.identity());
        self.kept = self.maps.len();
    }
}

impl Drop for Changed {
    fn drop(&mut self) {
        self.tidy();
        let maps: Vec<Value> = self.maps.drain(..).filter_map(|map| map.upgraded()).map(Value::Map).collect();
        if !maps.is_empty() {
            Reached::from(maps).free_what_only_holds_itself();
        }
    }
}

/// All that some maps hold, themselves included, by identity.
struct Reached(BTreeMap<usize, Node>);

/// A list or a map that was reached.
struct Node {
    /// The one handle that is ours.
    held: Value,
    /// The handles that others of the nodes have.
    inner_handles: usize,
    is_held_from_outside: bool,
}

impl Reached {
    fn from(starts: Vec<Value>) -> Self {
        let mut nodes = BTreeMap::new();
        let mut waiting = Vec::new();
        for start in starts {
            waiting.push(identity(&start));
            nodes.insert(identity(&start), Node::of(start));
        }
        while let Some(node) = waiting.pop() {
            for below in nodes.get(&node).map(Node::below).unwrap_or_default() {
                let id = identity(&below);
                let node = nodes.entry(id).or_insert_with(|| {
                    waiting.push(id);
                    Node::of(below)
                });
                node.inner_handles += 1;
            }
        }
        Self(nodes)
    }

    fn free_what_only_holds_itself(mut self) {
        self.mark_what_is_held_from_outside();
        let is_free = |node: Node| (!node.is_held_from_outside).then_some(node.held);
        let free: Vec<Value> = self.0.into_values().filter_map(is_free).collect();
        let entries: Vec<_> = free.iter().filter_map(as_map).map(Map::take_entries).collect();
        // Entries go when nothing is left in any of the maps, so that nothing is dropped by way of a long chain of others.
        drop(free);
        drop(entries);
    }

    fn mark_what_is_held_from_outside(&mut self) {
        let is_held = |(id, node): (&usize, &Node)| (handles(&node.held) > node.inner_handles + 1).then_some(*id);
        let mut waiting: Vec<usize> = self.0.iter().filter_map(is_held).collect();
        while let Some(id) = waiting.pop() {
            let Some(node) = self.0.get_mut(&id).filter(|node| !node.is_held_from_outside) else { continue };
            node.is_held_from_outside = true;
            waiting.extend(node.below().iter().map(identity));
        }
    }
}

impl Node {
    fn of(held: Value) -> Self {
        Self { held, inner_handles: 0, is_held_from_outside: false }
    }

    /// Gives the lists and maps that it holds, each as often as it holds it.
    fn below(&self) -> Vec<Value> {
        let is_container = |value: &&Value| handles(value) > 0;
        match &self.held {
            Value::Map(map) => map.entries().iter().map(|(_, value)| value).filter(is_container).cloned().collect(),
            Value::List(list) => list.iter().filter(is_container).cloned().collect(),
            _ => Vec::new(),
        }
    }
}

fn as_map(value: &Value) -> Option<&Map> {
    match value {
        Value::Map(map) => Some(map),
        _ => None,
    }
}

/// Counts the handles to what a list or map shares; none for everything else.
fn handles(value: &Value) -> usize {
    match value {
        Value::Map(map) => map.handles(),
        Value::List(list) => list.handles(),
        _ => 0,
    }
}

fn identity(value: &Value) -> usize {
    match value {
        Value::Map(map) => map.identity(),
        Value::List(list) => list.identity(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_that_are_gone_are_forgotten_in_time() {
        let knots = Knots::default();
        let stays = Map::new();
        for _ in 0..10_000 {
            knots.note(&Map::new(), &Value::Map(Map::new()));
            knots.note(&stays, &Value::Map(Map::new()));
        }
        assert!(knots.0.borrow().maps.len() <= FEW);
    }

    #[test]
    fn what_can_close_no_knot_is_not_noted() {
        let knots = Knots::default();
        for value in [Value::Nil, Value::from("text"), Value::list(Vec::new())] {
            knots.note(&Map::new(), &value);
        }
        assert!(knots.0.borrow().maps.is_empty());
    }
}
