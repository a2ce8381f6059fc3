use rustc_hash::FxHashMap;
use smallvec::SmallVec;

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

type Causes = SmallVec<[Cause; 2]>;

/// The table of one app: each distinct set of causes once.
#[derive(Clone, Debug)]
pub struct Origins {
    entries: Vec<Causes>,
    known: FxHashMap<Causes, Origin>,
}

impl Default for Origins {
    fn default() -> Self {
        Self { entries: vec![Causes::new()], known: FxHashMap::default() }
    }
}

impl Origins {
    /// The origin that is one cause alone.
    pub fn of(&mut self, cause: Cause) -> Origin {
        self.intern(SmallVec::from_slice(&[cause]))
    }

    /// The origin that is one leaf alone.
    pub fn leaf(&mut self, place: Place) -> Origin {
        self.of(Cause::Leaf(place))
    }

    /// The origin that has all causes of `origins`, in their order, each once.
    pub fn join(&mut self, origins: &[Origin]) -> Origin {
        let mut first = Origin::INHERITED;
        let mut causes = Causes::new();
        for origin in origins.iter().copied().filter(|origin| !origin.is_inherited()) {
            if first.is_inherited() {
                first = origin;
                causes.clone_from(&self.entries[origin.0 as usize]);
                continue;
            }
            for index in 0..self.entries[origin.0 as usize].len() {
                let cause = self.entries[origin.0 as usize][index];
                if !causes.contains(&cause) {
                    causes.push(cause);
                }
            }
        }
        if causes.is_empty() || causes.len() == self.entries[first.0 as usize].len() {
            return first;
        }
        self.intern(causes)
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
        let mut set = Causes::new();
        for cause in causes {
            if !set.contains(&cause) {
                set.push(cause);
            }
        }
        self.intern(set)
    }

    fn intern(&mut self, causes: Causes) -> Origin {
        if causes.is_empty() {
            return Origin::INHERITED;
        }
        if let Some(origin) = self.known.get(&causes) {
            return *origin;
        }
        let origin = Origin(u32::try_from(self.entries.len()).expect("fewer than 2^32 sets of causes"));
        self.entries.push(causes.clone());
        self.known.insert(causes, origin);
        origin
    }

    /// The causes of an origin, the deciding one first; none where it is inherited.
    pub fn causes(&self, origin: Origin) -> &[Cause] {
        &self.entries[origin.0 as usize]
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
        self.entries.iter().map(SmallVec::as_slice)
    }
}
