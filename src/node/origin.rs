use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use super::{Node, Payload};
use crate::source::Place;

/// One thing that made a value what it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cause {
    /// A leaf of the input, or a line of a definition's template.
    Leaf(Place),
    /// A recipe of platgen itself, by name: what no input decides.
    Recipe(&'static str),
}

/// The ordered set of causes of one node, the deciding one first; an index into the [`Origins`] of its app.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Origin(u32);

impl Origin {
    /// No origin of its own: the nearest ancestor's counts.
    pub const INHERITED: Self = Self(0);

    /// Whether the nearest ancestor's origin counts.
    pub fn is_inherited(self) -> bool {
        self == Self::INHERITED
    }
}

/// The table of one app: each distinct set of causes once.
///
/// The sets lie one after the other, so that a new one costs no allocation of its own: a compile makes millions.
#[derive(Clone, Debug)]
pub struct Origins {
    /// The causes of all sets.
    causes: Vec<Cause>,
    /// Where each set ends; it begins where the one before it ends. The first is the empty one.
    ends: Vec<u32>,
    /// Sets by the hash of their causes; of two with one hash the second has the next number that is free.
    known: FxHashMap<u64, Origin>,
}

impl Default for Origins {
    fn default() -> Self {
        Self { causes: Vec::new(), ends: vec![0], known: FxHashMap::default() }
    }
}

impl Origins {
    /// The origin that is one cause alone.
    pub fn of(&mut self, cause: Cause) -> Origin {
        self.of_causes([cause])
    }

    /// The origin that is one leaf alone.
    pub fn leaf(&mut self, place: Place) -> Origin {
        self.of(Cause::Leaf(place))
    }

    /// The origin that has all causes of `origins`, in their order, each once.
    pub fn join(&mut self, origins: &[Origin]) -> Origin {
        let mut origins = origins.iter().copied().filter(|origin| !origin.is_inherited());
        let Some(first) = origins.next() else { return Origin::INHERITED };
        let start = self.causes.len();
        let first_set = self.range(first);
        let first_count = first_set.len();
        let mut is_more = false;
        for origin in origins.filter(|origin| *origin != first) {
            if !is_more {
                self.causes.extend_from_within(first_set.clone());
                is_more = true;
            }
            // The causes of one set are all different: each is looked for among those that were there before it alone.
            let before = self.causes.len();
            for index in self.range(origin) {
                let cause = self.causes[index];
                if !self.causes[start..before].contains(&cause) {
                    self.causes.push(cause);
                }
            }
        }
        if !is_more || self.causes.len() - start == first_count {
            self.causes.truncate(start);
            return first;
        }
        self.intern(start)
    }

    /// Adds the causes of `origin` to a node and to everything below it that has an origin of its own.
    pub fn join_below(&mut self, node: &mut Node, origin: Origin) {
        if !node.origin.is_inherited() {
            node.origin = self.join(&[node.origin, origin]);
        }
        match &mut node.payload {
            Payload::Seq(items) => items.iter_mut().for_each(|item| self.join_below(item, origin)),
            Payload::Map(entries) => entries.iter_mut().for_each(|entry| self.join_below(&mut entry.value, origin)),
            _ => {}
        }
    }

    /// Finds or adds a set of causes.
    pub fn of_causes(&mut self, causes: impl IntoIterator<Item = Cause>) -> Origin {
        let start = self.causes.len();
        for cause in causes {
            self.add(start, cause);
        }
        self.intern(start)
    }

    /// Adds a cause to the set that is being made behind the others.
    fn add(&mut self, start: usize, cause: Cause) {
        if !self.causes[start..].contains(&cause) {
            self.causes.push(cause);
        }
    }

    /// Finds the set that was made from `start` on, or keeps it.
    fn intern(&mut self, start: usize) -> Origin {
        if self.causes.len() == start {
            return Origin::INHERITED;
        }
        let mut hasher = FxHasher::default();
        self.causes[start..].hash(&mut hasher);
        let mut hash = hasher.finish();
        while let Some(origin) = self.known.get(&hash).copied() {
            if self.causes(origin) == &self.causes[start..] {
                self.causes.truncate(start);
                return origin;
            }
            hash = hash.wrapping_add(1);
        }
        let index = |count: usize| u32::try_from(count).expect("fewer than 2^32 causes");
        let origin = Origin(index(self.ends.len()));
        self.ends.push(index(self.causes.len()));
        self.known.insert(hash, origin);
        origin
    }

    fn range(&self, origin: Origin) -> Range<usize> {
        let index = origin.0 as usize;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[index] as usize
    }

    /// The causes of an origin, the deciding one first; none where it is inherited.
    pub fn causes(&self, origin: Origin) -> &[Cause] {
        &self.causes[self.range(origin)]
    }

    /// The first leaf among an origin's causes.
    pub fn first_leaf(&self, origin: Origin) -> Option<Place> {
        self.causes(origin).iter().find_map(|cause| match cause {
            Cause::Leaf(place) => Some(*place),
            Cause::Recipe(_) => None,
        })
    }

    /// Every set of causes, in the order of their origins; the first is the empty one.
    pub fn sets(&self) -> impl Iterator<Item = &[Cause]> {
        (0..self.ends.len()).map(|index| {
            let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
            &self.causes[start as usize..self.ends[index] as usize]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_join_keeps_order_and_names_each_cause_once() {
        let mut origins = Origins::default();
        let [a, b, c] = ["a", "b", "c"].map(|name| origins.of(Cause::Recipe(name)));
        let ab = origins.join(&[a, b]);
        let all = origins.join(&[Origin::INHERITED, c, ab, b]);
        let names = |origin| -> Vec<Cause> { origins.causes(origin).to_vec() };
        assert_eq!(names(ab), ["a", "b"].map(Cause::Recipe));
        assert_eq!(names(all), ["c", "a", "b"].map(Cause::Recipe));
        assert_eq!(origins.join(&[ab, a, Origin::INHERITED, b]), ab, "nothing is added");
        assert_eq!(origins.join(&[a, b]), ab, "a set is kept once");
        assert_ne!(origins.join(&[b, a]), ab, "the deciding cause comes first");
        assert!(origins.join(&[]).is_inherited() && origins.of_causes([]).is_inherited());
        assert_eq!(origins.sets().count(), 7, "the empty one, three alone, and three joins");
    }
}
