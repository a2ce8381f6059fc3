use ecow::EcoString;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::node::{Cause, Node, Origin, Origins};
use crate::source::Place;

/// One thing that made a node, before it is known who wrote the values.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Reason {
    /// A value of the user's, by the keys that lead to it.
    Value(Box<[EcoString]>),
    /// A line of a template, or a default value.
    Place(Place),
}

/// A set of reasons, by its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ReasonSet(u32);

impl ReasonSet {
    /// How a node keeps it until it has an origin. The least number is that of nodes without one.
    pub(super) fn as_origin(self) -> Origin {
        Origin::numbered(self.0 + 1)
    }
}

/// The reasons of a rendering: each once, and each ordered set of them once.
#[derive(Debug, Default)]
pub(super) struct Reasons {
    all: Vec<Reason>,
    numbers: FxHashMap<Reason, u32>,
    sets: Vec<Box<[u32]>>,
    known: FxHashMap<Box<[u32]>, ReasonSet>,
}

/// Reasons by their numbers, in order and each once.
pub(super) type Numbers = SmallVec<[u32; 16]>;

impl Reasons {
    pub(super) fn number(&mut self, reason: Reason) -> u32 {
        if let Some(number) = self.numbers.get(&reason) {
            return *number;
        }
        let number = index(self.all.len());
        self.all.push(reason.clone());
        self.numbers.insert(reason, number);
        number
    }

    pub(super) fn set(&mut self, numbers: &Numbers) -> ReasonSet {
        if let Some(set) = self.known.get(numbers.as_slice()) {
            return *set;
        }
        let set = ReasonSet(index(self.sets.len()));
        self.sets.push(numbers.as_slice().into());
        self.known.insert(numbers.as_slice().into(), set);
        set
    }

    /// The origin of each set: its reasons, for values that somebody wrote, and then everything that the release is made of.
    ///
    /// The last makes origins cover what records cannot see, such as a value that a function put into a map of another template's.
    pub(super) fn origins(&self, values: &Node, because: Origin, origins: &mut Origins) -> Vec<Origin> {
        let made: Vec<SmallVec<[Cause; ENOUGH]>> =
            self.all.iter().map(|reason| causes_of(reason, values, origins)).collect();
        let mut causes: SmallVec<[Cause; 32]> = SmallVec::new();
        let mut origin = |set: &[u32]| {
            causes.clear();
            for number in set {
                let is_value = matches!(self.all[*number as usize], Reason::Value(_));
                for cause in &made[*number as usize] {
                    let is_enough = is_value && causes.len() >= ENOUGH;
                    if !is_enough && !causes.contains(cause) {
                        causes.push(*cause);
                    }
                }
            }
            let own = origins.of_causes(causes.iter().copied());
            origins.over(own, because)
        };
        self.sets.iter().map(|set| origin(set)).collect()
    }
}

fn index(count: usize) -> u32 {
    u32::try_from(count).expect("fewer than 2^32 reasons")
}

/// Of a large value it is enough to name some leaves: all are among what the release is made of.
const ENOUGH: usize = 8;

fn causes_of(reason: &Reason, values: &Node, origins: &Origins) -> SmallVec<[Cause; ENOUGH]> {
    let mut causes = SmallVec::new();
    match reason {
        Reason::Place(place) => causes.push(Cause::Leaf(*place)),
        Reason::Value(path) => {
            if let Some(node) = user_value(values, path) {
                add_leaves(node, origins, &mut causes);
            }
        }
    }
    causes
}

fn add_leaves(node: &Node, origins: &Origins, causes: &mut SmallVec<[Cause; ENOUGH]>) {
    for cause in origins.causes(node.origin) {
        if causes.len() < ENOUGH && !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    if causes.len() < ENOUGH {
        node.entries().iter().for_each(|entry| add_leaves(&entry.value, origins, causes));
        node.items().iter().for_each(|item| add_leaves(item, origins, causes));
    }
}

/// The user's own value at a path. A chart in another one has a copy of what is global.
pub(super) fn user_value<'a>(values: &'a Node, path: &[EcoString]) -> Option<&'a Node> {
    let find = |path: &[EcoString]| {
        path.iter().try_fold(values, |node, key| node.get(key).or_else(|| node.items().get(key.parse::<usize>().ok()?)))
    };
    let global = path.iter().skip(1).position(|key| key == "global").map(|at| &path[at + 1..]);
    find(path).or_else(|| find(global?))
}
