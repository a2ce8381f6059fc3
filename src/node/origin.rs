use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::{Causes, Node, Payload};
use crate::source::Place;

/// One thing that made a value what it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cause {
    /// A leaf of the input, or a line of a definition's template.
    Leaf(Place),
    /// A recipe of platgen itself, by name: what no input decides.
    Recipe(&'static str),
}

impl Cause {
    /// The place of a leaf; none of a recipe.
    pub fn leaf(self) -> Option<Place> {
        match self {
            Cause::Leaf(place) => Some(place),
            Cause::Recipe(_) => None,
        }
    }
}

/// The ordered set of causes of one node, the deciding one first; an index into the [`Origins`] of its app.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Origin(u32);

impl Origin {
    /// No origin of its own: the nearest ancestor's counts.
    pub const INHERITED: Self = Self(0);

    /// An origin of another table than [`Origins`], by its number; 0 is inherited.
    pub const fn numbered(number: u32) -> Self {
        Self(number)
    }

    /// Its number in its table.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Whether the nearest ancestor's origin counts.
    pub fn is_inherited(self) -> bool {
        self == Self::INHERITED
    }
}

/// The table of one app: each distinct set of causes once.
///
/// The sets lie one after the other, so that a new one costs no allocation of its own: a compile makes millions. What very many sets
/// have in common is a base of theirs, and not copied into each.
#[derive(Clone, Debug)]
pub struct Origins {
    /// The causes of all sets, without those of their bases.
    causes: Vec<Cause>,
    /// The sets by their origins. The first is the empty one.
    sets: Vec<Set>,
    /// Sets by a hash of what they are made of; of two with one hash the second has the next number that is free.
    known: FxHashMap<u64, Origin>,
    /// The causes of every origin that is a base, to be looked up.
    bases: FxHashMap<Origin, FxHashSet<Cause>>,
}

/// A set of causes: its own begin where the ones of the set before it end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Set {
    /// A set without a base whose causes stand among its own.
    base: Origin,
    /// Where those end that stand before the base.
    middle: u32,
    /// Where those end that stand behind it.
    end: u32,
}

/// A set that is being made behind the others.
struct Draft {
    start: usize,
    /// The base, and where the causes before it end.
    base: Option<(Origin, usize)>,
}

impl Default for Origins {
    fn default() -> Self {
        Self {
            causes: Vec::new(),
            sets: vec![Set::default()],
            known: FxHashMap::default(),
            bases: FxHashMap::default(),
        }
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
        let mut draft: Option<Draft> = None;
        for origin in origins.filter(|origin| *origin != first) {
            let draft = draft.get_or_insert_with(|| self.draft_of(first));
            self.add_set(draft, origin);
        }
        match draft {
            Some(draft) if self.is_longer(&draft, first) => self.intern(draft),
            Some(draft) => {
                self.causes.truncate(draft.start);
                first
            }
            None => first,
        }
    }

    /// The origin that has the causes of `own`, then those of `base`: like [`join`](Self::join), for a base that very many have.
    pub fn over(&mut self, own: Origin, base: Origin) -> Origin {
        if own.is_inherited() || base.is_inherited() || own == base || !self.set(base).base.is_inherited() {
            return self.join(&[own, base]);
        }
        let mut draft = self.draft_of(own);
        match draft.base {
            None => self.put_base(&mut draft, base),
            Some(_) => self.add_set(&mut draft, base),
        }
        self.intern(draft)
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
        let draft = Draft { start: self.causes.len(), base: None };
        for cause in causes {
            if !self.causes[draft.start..].contains(&cause) {
                self.causes.push(cause);
            }
        }
        self.intern(draft)
    }

    /// Begins a set that has what another one has.
    fn draft_of(&mut self, origin: Origin) -> Draft {
        let start = self.causes.len();
        let (before, base, after) = self.parts(origin);
        let middle = start + before.len();
        self.causes.extend_from_within(before.start..after.end);
        Draft { start, base: (!base.is_inherited()).then_some((base, middle)) }
    }

    /// Adds the causes of a set to a draft.
    fn add_set(&mut self, draft: &mut Draft, origin: Origin) {
        let (before, base, after) = self.parts(origin);
        self.add_own(draft, before);
        match draft.base {
            _ if base.is_inherited() => {}
            None => self.put_base(draft, base),
            Some((known, _)) if known == base => {}
            Some(_) => self.add_own(draft, self.parts(base).0),
        }
        self.add_own(draft, after);
    }

    /// Adds causes that are all different to a draft: each is looked for among those that were there before it alone.
    fn add_own(&mut self, draft: &Draft, causes: Range<usize>) {
        let before = draft.start..self.causes.len();
        let base = draft.base.and_then(|(base, _)| self.bases.get(&base));
        for index in causes {
            let cause = self.causes[index];
            if !self.causes[before.clone()].contains(&cause) && base.is_none_or(|base| !base.contains(&cause)) {
                self.causes.push(cause);
            }
        }
    }

    /// Gives a draft a base.
    fn put_base(&mut self, draft: &mut Draft, base: Origin) {
        draft.base = Some((base, self.causes.len()));
        if !self.bases.contains_key(&base) {
            let causes = self.causes(base).collect();
            self.bases.insert(base, causes);
        }
    }

    /// Whether a draft that began as another set has more than that.
    fn is_longer(&self, draft: &Draft, first: Origin) -> bool {
        let (before, base, after) = self.parts(first);
        let own = self.causes.len() - draft.start;
        own > before.len() + after.len() || draft.base.is_some_and(|(known, _)| known != base)
    }

    /// Finds the set of a draft, or keeps it.
    fn intern(&mut self, draft: Draft) -> Origin {
        let Draft { start, base } = draft;
        let end = self.causes.len();
        if end == start && base.is_none() {
            return Origin::INHERITED;
        }
        let (base, middle) = base.unwrap_or((Origin::INHERITED, end));
        let mut hasher = FxHasher::default();
        (base, middle - start, &self.causes[start..]).hash(&mut hasher);
        let mut hash = hasher.finish();
        while let Some(origin) = self.known.get(&hash).copied() {
            let (before, its_base, after) = self.parts(origin);
            let is_like = (its_base, before.len()) == (base, middle - start);
            if is_like && self.causes[before.start..after.end] == self.causes[start..] {
                self.causes.truncate(start);
                return origin;
            }
            hash = hash.wrapping_add(1);
        }
        let index = |count: usize| u32::try_from(count).expect("fewer than 2^32 causes");
        let origin = Origin(index(self.sets.len()));
        self.sets.push(Set { base, middle: index(middle), end: index(end) });
        self.known.insert(hash, origin);
        origin
    }

    fn set(&self, origin: Origin) -> Set {
        self.sets[origin.0 as usize]
    }

    /// Where the causes of a set lie that stand before its base, the base, and where those lie that stand behind it.
    fn parts(&self, origin: Origin) -> (Range<usize>, Origin, Range<usize>) {
        let Set { base, middle, end } = self.set(origin);
        let start = origin.0.checked_sub(1).map_or(0, |before| self.sets[before as usize].end);
        (start as usize..middle as usize, base, middle as usize..end as usize)
    }

    /// The causes of an origin, the deciding one first; none where it is inherited.
    pub fn causes(&self, origin: Origin) -> Causes<'_> {
        let (before, base, after) = self.parts(origin);
        Causes::new(&self.causes[before], &self.causes[self.parts(base).0], &self.causes[after])
    }

    /// The first leaf among an origin's causes.
    pub fn first_leaf(&self, origin: Origin) -> Option<Place> {
        self.causes(origin).find_map(Cause::leaf)
    }

    /// Every set of causes, in the order of their origins; the first is the empty one.
    pub fn sets(&self) -> impl Iterator<Item = Causes<'_>> {
        (0..self.sets.len()).map(|index| self.causes(Origin(index as u32)))
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
        let names = |origin| -> Vec<Cause> { origins.causes(origin).collect() };
        assert_eq!(names(ab), ["a", "b"].map(Cause::Recipe));
        assert_eq!(names(all), ["c", "a", "b"].map(Cause::Recipe));
        assert_eq!(origins.join(&[ab, a, Origin::INHERITED, b]), ab, "nothing is added");
        assert_eq!(origins.join(&[a, b]), ab, "a set is kept once");
        assert_ne!(origins.join(&[b, a]), ab, "the deciding cause comes first");
        assert!(origins.join(&[]).is_inherited() && origins.of_causes([]).is_inherited());
        assert_eq!(origins.sets().count(), 7, "the empty one, three alone, and three joins");
    }

    #[test]
    fn a_base_stands_behind_what_is_put_over_it_and_before_what_is_added() {
        let mut origins = Origins::default();
        let [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map(|name| origins.of(Cause::Recipe(name)));
        let base = origins.join(&[b, c, d]);
        let [over_a, over_c] = [a, c].map(|own| origins.over(own, base));
        let named = |origins: &Origins, origin| -> String {
            origins
                .causes(origin)
                .flat_map(|cause| match cause {
                    Cause::Recipe(name) => name.chars(),
                    Cause::Leaf(_) => panic!("recipes alone"),
                })
                .collect()
        };
        assert_eq!([over_a, over_c].map(|origin| named(&origins, origin)), ["abcd", "cbd"], "each once");
        assert_eq!(origins.over(a, base), over_a, "a set is kept once");
        assert_eq!((origins.over(base, base), origins.over(Origin::INHERITED, base)), (base, base));
        let joins: [(&[Origin], &str); 7] = [
            (&[over_a, d], "abcd"),
            (&[over_a, e, c], "abcde"),
            (&[over_c, over_a], "cbda"),
            (&[e, over_c, a], "ecbda"),
            (&[e, base, a], "ebcda"),
            (&[over_a, base, e], "abcde"),
            (&[base, over_a], "bcda"),
        ];
        for (of, expected) in joins {
            let joined = origins.join(of);
            assert_eq!(named(&origins, joined), expected);
        }
        let other = origins.join(&[e, d]);
        let [over_other, twice] = [b, over_a].map(|own| origins.over(own, other));
        let both = origins.join(&[over_a, over_other]);
        assert_eq!([over_other, twice, both].map(|origin| named(&origins, origin)), ["bed", "abcde", "abcde"]);
    }
}
