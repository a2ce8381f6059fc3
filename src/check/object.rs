use ecow::EcoString;
use platgen_schema::Schemas;
use smallvec::SmallVec;

use crate::diagnostics::{Code, Finding, NodePath, PathStep, Spot, Subject};
use crate::lower::Resource;
use crate::node::{Cause, Node, Origin, Origins, Payload};
use crate::source::{Place, Sources, Value};

/// One object with everything that its findings are looked up in.
#[derive(Clone, Copy)]
pub struct Object<'a> {
    /// The object.
    pub resource: &'a Resource,
    /// What its origins point to.
    pub origins: &'a Origins,
    /// What its causes point to.
    pub sources: &'a Sources,
    /// What its cluster serves.
    pub schemas: &'a Schemas,
    /// What it belongs to.
    pub home: &'a Home,
}

/// What an object belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Home {
    /// The app that renders it; the file where it was read from a manifest.
    pub app: EcoString,
    /// The environment and cluster where it is; `None` where it was read from a manifest.
    pub occurrence: Option<EcoString>,
    /// The file of the output that holds it; `None` where it was read from a manifest.
    pub output: Option<EcoString>,
    /// The entry of a stack that asked for it, if one did: the instance where the object stands in a definition.
    pub asked: Option<Place>,
}

/// Where a part of an object was decided, and which part it is: what is kept of it once the object is dropped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Site {
    /// Where the user wrote it, or what decided it.
    pub spot: Spot,
    /// The part of the object.
    pub path: NodePath,
}

impl<'a> Object<'a> {
    /// Points at the whole object.
    pub fn root(&self) -> Cursor<'a> {
        Cursor { root: &self.resource.body, steps: SmallVec::new() }
    }

    /// The API group; empty for the core group.
    pub fn group(&self) -> &'a str {
        self.resource.group()
    }

    /// Whether the object is of this group and kind, in whatever version.
    pub fn is(&self, group: &str, kind: &str) -> bool {
        self.resource.kind == kind && self.group() == group
    }

    /// Where a value was decided: its own leaf, else the nearest ancestor's.
    pub fn site(&self, at: &Cursor<'_>) -> Site {
        Site { spot: self.value_spot(at), path: at.path() }
    }

    /// Where a key of a map was written; for a key that is missing, what removed it, else its map.
    pub fn key_site(&self, map: &Cursor<'_>, key: &str) -> Site {
        let path = map.path().0.iter().cloned().chain([PathStep::Key(key.into())]).collect();
        Site { spot: self.key_spot(map, key), path }
    }

    /// Starts a finding about a part of the object.
    pub fn finding(&self, code: Code, message: impl Into<String>, site: Site) -> Finding {
        let Resource { kind, name, .. } = self.resource;
        let Site { spot, path } = site;
        let mut finding = Finding::new(code, message, spot).label(label_of(kind, name, &path));
        finding.subject = Some(Box::new(self.subject(path)));
        finding
    }

    fn subject(&self, path: NodePath) -> Subject {
        let Resource { api_version, kind, namespace, name, .. } = self.resource;
        Subject {
            api_version: api_version.clone(),
            kind: kind.clone(),
            namespace: namespace.clone(),
            name: name.clone(),
            path,
            output: self.home.output.clone(),
        }
    }

    fn value_spot(&self, at: &Cursor<'_>) -> Spot {
        self.deciding(at).map_or_else(nowhere, Spot::Value)
    }

    /// Every leaf of the input that a value was made of; of its nearest ancestor that has an origin.
    pub(super) fn leaves(&self, at: &Cursor<'_>) -> Vec<Place> {
        let with_origin = at.upwards().find(|node| !node.origin.is_inherited());
        let causes = with_origin.into_iter().flat_map(|node| self.origins.causes(node.origin));
        causes.filter_map(Cause::leaf).collect()
    }

    fn deciding(&self, at: &Cursor<'_>) -> Option<Place> {
        at.upwards().find_map(|node| self.origins.first_leaf(node.origin))
    }

    fn key_spot(&self, map: &Cursor<'_>, key: &str) -> Spot {
        let written = map.node().get(key).and_then(|value| self.leaf_under(value.origin, key));
        let written = written.map(Spot::Key).or_else(|| self.removal(map, key));
        written.or_else(|| self.deciding(map).map(Spot::Key)).unwrap_or_else(nowhere)
    }

    /// What removed a key of a map that is there no more: a null under the key, or an operation whose pointer ends with it.
    fn removal(&self, map: &Cursor<'_>, key: &str) -> Option<Spot> {
        self.leaves(map).into_iter().find_map(|place| match self.sources.value(place) {
            Value::Null => self.leaf_key(place).filter(|own| *own == key).map(|_| Spot::Key(place)),
            Value::Str(text) => {
                let (_, last) = text.starts_with('/').then(|| text.rsplit_once('/')).flatten()?;
                (last.replace("~1", "/").replace("~0", "~") == key).then_some(Spot::Value(place))
            }
            _ => None,
        })
    }

    fn leaf_key(&self, place: Place) -> Option<&'a EcoString> {
        self.sources.document(place.file).key(place.node).map(|entry| &entry.key)
    }

    /// The cause of a value that stands under this very key.
    fn leaf_under(&self, origin: Origin, key: &str) -> Option<Place> {
        let mut leaves = self.origins.causes(origin).filter_map(Cause::leaf);
        leaves.find(|place| self.leaf_key(*place).is_some_and(|own| own == key))
    }
}

/// Says which part of which object a finding is about.
pub(super) fn label_of(kind: &str, name: &str, path: &NodePath) -> String {
    match path.0.is_empty() {
        true => format!("in {kind} `{name}`"),
        false => format!("in {kind} `{name}`, at `{path}`"),
    }
}

/// What no file decides is platgen.yaml's.
fn nowhere() -> Spot {
    Spot::File("platgen.yaml".into())
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(u32),
}

/// A node of an object with the way that leads to it.
///
/// An explicit null is absent, as it is for the API server.
pub struct Cursor<'a> {
    root: &'a Node,
    steps: SmallVec<[(Step<'a>, &'a Node); 8]>,
}

impl Clone for Cursor<'_> {
    /// Copies the way as bytes: every step into a tree clones.
    fn clone(&self) -> Self {
        Self { root: self.root, steps: SmallVec::from_slice(&self.steps) }
    }
}

impl<'a> Cursor<'a> {
    /// The node.
    pub fn node(&self) -> &'a Node {
        self.steps.last().map_or(self.root, |(_, node)| node)
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<Cursor<'a>> {
        self.child(key).filter(|child| child.node().payload != Payload::Null)
    }

    /// The value under a key of a map, an explicit null included.
    pub(super) fn child(&self, key: &str) -> Option<Cursor<'a>> {
        let entry = self.node().entries().iter().find(|entry| entry.key == key)?;
        Some(self.step(Step::Key(&entry.key), &entry.value))
    }

    /// The value at a path of keys.
    pub fn at(&self, keys: &[&str]) -> Option<Cursor<'a>> {
        let (first, rest) = keys.split_first()?;
        rest.iter().try_fold(self.get(first)?, |at, key| at.get(key))
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> impl Iterator<Item = Cursor<'a>> + use<'a> {
        let list = self.clone();
        let items = self.node().items().iter().enumerate();
        items.map(move |(index, item)| list.step(Step::Index(index as u32), item))
    }

    /// An item of a list.
    pub(super) fn item(&self, index: usize) -> Option<Cursor<'a>> {
        let item = self.node().items().get(index)?;
        Some(self.step(Step::Index(index as u32), item))
    }

    /// The items of the list under a key.
    pub fn list(&self, key: &str) -> impl Iterator<Item = Cursor<'a>> + use<'a> {
        self.get(key).into_iter().flat_map(|list| list.items())
    }

    /// The entries of a map; none of anything else.
    pub fn entries(&self) -> impl Iterator<Item = (&'a EcoString, Cursor<'a>)> + use<'a> {
        let map = self.clone();
        let entries = self.node().entries().iter().filter(|entry| entry.value.payload != Payload::Null);
        entries.map(move |entry| (&entry.key, map.step(Step::Key(&entry.key), &entry.value)))
    }

    /// The text of a string.
    pub fn text(&self) -> Option<&'a EcoString> {
        match &self.node().payload {
            Payload::Str(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number.
    pub fn int(&self) -> Option<i64> {
        match self.node().payload {
            Payload::Int(value) => Some(value),
            _ => None,
        }
    }

    /// A boolean.
    pub fn bool(&self) -> Option<bool> {
        match self.node().payload {
            Payload::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The text under a key.
    pub fn text_at(&self, key: &str) -> Option<&'a EcoString> {
        self.get(key)?.text()
    }

    /// The way from the root.
    pub fn path(&self) -> NodePath {
        let step = |(step, _): &(Step<'a>, &Node)| match step {
            Step::Key(key) => PathStep::Key((*key).into()),
            Step::Index(index) => PathStep::Index(*index),
        };
        self.steps.iter().map(step).collect()
    }

    /// The node, the one that holds it, and so on to the root.
    fn upwards(&self) -> impl Iterator<Item = &'a Node> + '_ {
        self.steps.iter().rev().map(|(_, node)| *node).chain([self.root])
    }

    fn step(&self, step: Step<'a>, node: &'a Node) -> Cursor<'a> {
        let mut cursor = self.clone();
        cursor.steps.push((step, node));
        cursor
    }
}
