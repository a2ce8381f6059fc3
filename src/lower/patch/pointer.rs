use ecow::EcoString;

use super::Fault;
use super::merge::effective;
use crate::model::{self, Sourced};
use crate::node::{Entry, Node, Origin, Payload};

/// A JSON pointer (RFC 6901) with where it was written; its text was checked when it was read.
pub(super) struct Pointer {
    pub(super) text: EcoString,
    pub(super) origin: Origin,
    /// The keys and positions, unescaped.
    steps: Vec<EcoString>,
}

/// What a pointer's last step stands in, which may not hold it yet.
pub(super) struct Place<'n> {
    /// The map or list.
    parent: &'n mut Node,
    /// The origin that counts for it.
    pub(super) inherited: Origin,
    /// Where in it; its length where the step names something new.
    index: usize,
    step: EcoString,
}

impl Pointer {
    pub(super) fn new(pointer: &Sourced<model::Pointer>) -> Self {
        let unescape = |step: &str| step.replace("~1", "/").replace("~0", "~").into();
        let text = pointer.value.0.clone();
        Self { origin: pointer.origin, steps: text.split('/').skip(1).map(unescape).collect(), text }
    }

    /// Whether it leads to something below what another pointer leads to.
    pub(super) fn is_below(&self, other: &Pointer) -> bool {
        self.steps.len() > other.steps.len() && self.steps.starts_with(&other.steps)
    }

    /// Finds where something may be added; everything before the last step must be there.
    pub(super) fn place<'n>(&self, root: &'n mut Node) -> Result<Place<'n>, Fault> {
        let depth = self.steps.len().saturating_sub(1);
        let mut inherited = root.origin;
        let mut node = root;
        for at in 0..depth {
            let Some(index) = self.find(at, node) else { return Err(self.missing(at, node)) };
            node = held(node, index).expect("what was found is held");
            inherited = effective(node.origin, inherited);
        }
        let step = self.steps.last().cloned().unwrap_or_default();
        let end = match &node.payload {
            Payload::Map(entries) => Some(entries.len()),
            Payload::Seq(items) if step == "-" || position(&step) == Some(items.len()) => Some(items.len()),
            _ => None,
        };
        match self.find(depth, node).or(end) {
            Some(index) => Ok(Place { parent: node, inherited, index, step }),
            None => Err(self.missing(depth, node)),
        }
    }

    /// Finds something that must be there.
    pub(super) fn there<'n>(&self, root: &'n mut Node) -> Result<Place<'n>, Fault> {
        let place = self.place(root)?;
        if place.value().is_none() {
            return Err(self.missing(self.steps.len().saturating_sub(1), place.parent));
        }
        Ok(place)
    }

    /// Where the step at a depth is in a map or list.
    fn find(&self, depth: usize, node: &Node) -> Option<usize> {
        let step = self.steps.get(depth)?;
        match &node.payload {
            Payload::Map(entries) => entries.iter().position(|entry| entry.key == *step),
            Payload::Seq(items) => position(step).filter(|index| *index < items.len()),
            _ => None,
        }
    }

    /// That nothing is where the pointer leads, as seen from the node at `depth`, which has not what the next step names.
    fn missing(&self, depth: usize, node: &Node) -> Fault {
        let path = self.text.split('/').take(depth + 1).collect::<Vec<_>>().join("/");
        let here = if path.is_empty() { "the object".to_owned() } else { format!("`{path}`") };
        let step = self.steps.get(depth).map_or("", EcoString::as_str);
        let fault = Fault::new(format!("`{}` does not exist", self.text), self.origin);
        match &node.payload {
            Payload::Map(entries) => {
                let keys = || entries.iter().map(|entry| entry.key.as_str());
                let fault = fault.label(format!("{here} has no `{step}`"));
                match self.unescaped(depth, keys()) {
                    Some(key) => {
                        let escaped = key.replace('~', "~0").replace('/', "~1");
                        fault.help(format!("a `/` in a key is written `~1`: `{path}/{escaped}`"))
                    }
                    None => fault.suggest(step, keys()),
                }
            }
            Payload::Seq(items) => {
                let many = if items.len() == 1 { "1 item".to_owned() } else { format!("{} items", items.len()) };
                let help = "positions count from 0, without leading zeros; `-` is the end, for what is added";
                fault.label(format!("{here} has {many}, and `{step}` is none of them")).help(help)
            }
            payload => fault.label(format!("{here} is {}", payload.kind())),
        }
    }

    /// A key with slashes that the steps from `depth` on spell.
    fn unescaped<'k>(&self, depth: usize, mut keys: impl Iterator<Item = &'k str>) -> Option<&'k str> {
        let rest = self.steps.get(depth..).unwrap_or_default().join("/");
        keys.find(|key| {
            let end = rest.strip_prefix(key);
            key.contains('/') && end.is_some_and(|end| end.is_empty() || end.starts_with('/'))
        })
    }
}

impl Place<'_> {
    /// The value that is there.
    pub(super) fn value(&self) -> Option<&Node> {
        match &self.parent.payload {
            Payload::Map(entries) => entries.get(self.index).map(|entry| &entry.value),
            Payload::Seq(items) => items.get(self.index),
            _ => None,
        }
    }

    /// Puts a value there: at its key, or before the item at its position. Tells whether other items moved.
    pub(super) fn add(&mut self, value: Node) -> bool {
        match &mut self.parent.payload {
            Payload::Map(entries) => match entries.get_mut(self.index) {
                Some(entry) => entry.value = value,
                None => entries.push(Entry { key: self.step.clone(), value }),
            },
            Payload::Seq(items) => items.insert(self.index, value),
            _ => {}
        }
        matches!(self.parent.payload, Payload::Seq(_))
    }

    /// Puts a value in place of what is there.
    pub(super) fn replace(&mut self, value: Node) {
        if let Some(held) = held(self.parent, self.index) {
            *held = value;
        }
    }

    /// Takes what is there away.
    pub(super) fn take(&mut self) -> Option<Node> {
        match &mut self.parent.payload {
            Payload::Map(entries) => Some(entries.remove(self.index).value),
            Payload::Seq(items) => Some(items.remove(self.index)),
            _ => None,
        }
    }

    /// Says what else made the map or list what it is now.
    pub(super) fn made_by(&mut self, origin: Origin) {
        self.parent.origin = origin;
    }
}

/// What a map or list holds at an index.
fn held(node: &mut Node, index: usize) -> Option<&mut Node> {
    match &mut node.payload {
        Payload::Map(entries) => entries.get_mut(index).map(|entry| &mut entry.value),
        Payload::Seq(items) => items.get_mut(index),
        _ => None,
    }
}

/// A position of a list: digits without leading zeros.
fn position(step: &str) -> Option<usize> {
    let is_plain = step == "0" || !step.starts_with(['0', '+']);
    step.parse().ok().filter(|_| is_plain)
}
