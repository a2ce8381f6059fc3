//! The trial of origins that tests of recipes share.

use super::fixture::{Fixture, Lowered};
use crate::diagnostics::{Level, Poison};
use crate::node::{Cause, Entry, Node, Origin, Origins, Payload};
use crate::source::Place;

/// Changes every leaf of a fixture in turn, keeping its type, and fails where something moves whose origin does not cover the
/// leaf. A change that adds an error counts for nothing. `unsourced` are the key paths of what plans hold without an origin.
/// Gives the key paths of leaves that move nothing.
pub(super) fn unmoved(
    mut fixture: Fixture,
    unsourced: &[&str],
    lower: impl Fn(&Fixture) -> Result<Lowered, Poison>,
) -> Vec<String> {
    let before = lower(&fixture).expect("the fixture reads").clean();
    let mut still = Vec::new();
    for path in leaves(&fixture.tree) {
        let leaf = at(&mut fixture.tree, &path).clone();
        let causes: Vec<Cause> = fixture.origins.causes(leaf.origin).collect();
        let [Cause::Leaf(place)] = causes[..] else { panic!("a leaf is its own origin") };
        if unsourced.contains(&fixture.sources.key_path(place).as_str()) {
            continue;
        }
        let mut moved = false;
        for payload in variations(&leaf.payload) {
            at(&mut fixture.tree, &path).payload = payload;
            let Ok(after) = lower(&fixture) else { continue };
            if after.findings.iter().all(|finding| finding.level != Level::Error) {
                moved |= Trial { place, before: &before, after: &after }.compare();
            }
        }
        at(&mut fixture.tree, &path).payload = leaf.payload;
        if !moved {
            still.push(fixture.sources.key_path(place));
        }
    }
    still
}

/// The positions of all scalars.
fn leaves(tree: &Node) -> Vec<Vec<usize>> {
    let children: Vec<&Node> = match &tree.payload {
        Payload::Seq(items) => items.iter().collect(),
        Payload::Map(entries) => entries.iter().map(|entry| &entry.value).collect(),
        _ => return vec![Vec::new()],
    };
    let below = |(index, child): (usize, &Node)| {
        leaves(child).into_iter().map(move |rest| [vec![index], rest].concat()).collect::<Vec<_>>()
    };
    children.into_iter().enumerate().flat_map(below).collect()
}

fn at<'a>(tree: &'a mut Node, path: &[usize]) -> &'a mut Node {
    path.iter().fold(tree, |node, index| match &mut node.payload {
        Payload::Seq(items) => &mut items[*index],
        Payload::Map(entries) => &mut entries[*index].value,
        _ => panic!("the path leads below a scalar"),
    })
}

/// Texts of every form that a field may ask for, so that each is changed into another that fits.
#[rustfmt::skip]
const WORDS: [&str; 33] = [
    "worker", "service", "privileged", "TCP", "UDP", "http", "metrics", "admin", "1m", "7%", "9s", "192.0.2.0/24",
    "Always", "Never", "NoExecute", "PreferNoSchedule", "HTTP", "ignored", "auto", "pods", "external", "Allow",
    "OrderedReady", "ReadWriteOnce", "before", "after", "ClusterIP", "Cluster", "None",
    "critical", "warning", "1Ki", "KILL",
];

fn variations(payload: &Payload) -> Vec<Payload> {
    match payload {
        Payload::Bool(value) => vec![Payload::Bool(!value)],
        Payload::Int(value) => vec![Payload::Int(value + 1), Payload::Int(value - 1)],
        Payload::Float(value) => vec![Payload::Float(value + 1.0)],
        Payload::Str(text) => {
            let word = WORDS.map(|word| Payload::Str(word.into()));
            let mut all = vec![Payload::Str(ecow::eco_format!("{text}x")), Payload::Str(ecow::eco_format!("1{text}"))];
            all.extend(word.into_iter().filter(|word| word != payload));
            all
        }
        _ => Vec::new(),
    }
}

struct Trial<'a> {
    place: Place,
    before: &'a Lowered,
    after: &'a Lowered,
}

impl Trial<'_> {
    /// Whether anything moved.
    fn compare(&self) -> bool {
        let key = |lowered: &Lowered| -> Vec<(String, Node)> {
            let name =
                |resource: &super::Resource| format!("{} {:?} {}", resource.kind, resource.namespace, resource.name);
            lowered.resources.iter().map(|resource| (name(resource), resource.body.clone())).collect()
        };
        let (before, after) = (key(self.before), key(self.after));
        let mut moved = false;
        for (name, body) in &before {
            let other = after.iter().find(|(other, _)| other == name).map(|(_, body)| body);
            moved |= self.node(name, Some((body, Origin::INHERITED)), other.map(|other| (other, Origin::INHERITED)));
        }
        for (name, body) in after.iter().filter(|(name, _)| before.iter().all(|(other, _)| other != name)) {
            moved |= self.node(name, None, Some((body, Origin::INHERITED)));
        }
        moved
    }

    /// Compares two nodes that stand at the same path, each with the origin of its parent.
    fn node(&self, path: &str, before: Option<(&Node, Origin)>, after: Option<(&Node, Origin)>) -> bool {
        let own = |(node, inherited): (&Node, Origin)| if node.origin.is_inherited() { inherited } else { node.origin };
        let (Some(one), Some(two)) = (before, after) else {
            let covered = before.is_some_and(|node| self.covers(&self.before.origins, own(node)))
                || after.is_some_and(|node| self.covers(&self.after.origins, own(node)));
            assert!(covered, "{} makes {path} come or go, and is not among its origins", self.leaf());
            return true;
        };
        match (&one.0.payload, &two.0.payload) {
            (Payload::Map(left), Payload::Map(right)) => self.maps(path, (left, own(one)), (right, own(two))),
            (Payload::Seq(left), Payload::Seq(right)) => {
                let pair = |index| {
                    (left.get(index).map(|node| (node, own(one))), right.get(index).map(|node| (node, own(two))))
                };
                (0..left.len().max(right.len())).fold(false, |moved, index| {
                    let (left, right) = pair(index);
                    moved | self.node(&format!("{path}[{index}]"), left, right)
                })
            }
            (left, right) if left == right => false,
            _ => {
                assert!(
                    self.covers(&self.before.origins, own(one)),
                    "{} moves {path}, and is not among its origins",
                    self.leaf()
                );
                true
            }
        }
    }

    fn maps(&self, path: &str, left: (&[Entry], Origin), right: (&[Entry], Origin)) -> bool {
        let find = |side: (&'_ [Entry], Origin), key: &str| -> Option<usize> {
            side.0.iter().position(|entry| entry.key == key)
        };
        let mut moved = false;
        for entry in left.0 {
            let other = find(right, &entry.key).map(|index| (&right.0[index].value, right.1));
            moved |= self.node(&format!("{path}.{}", entry.key), Some((&entry.value, left.1)), other);
        }
        for entry in right.0.iter().filter(|entry| find(left, &entry.key).is_none()) {
            moved |= self.node(&format!("{path}.{}", entry.key), None, Some((&entry.value, right.1)));
        }
        moved
    }

    fn covers(&self, origins: &Origins, origin: Origin) -> bool {
        origins.causes(origin).any(|cause| cause == Cause::Leaf(self.place))
    }

    fn leaf(&self) -> String {
        self.before.sources.key_path(self.place)
    }
}
