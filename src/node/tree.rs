use std::hash::{Hash, Hasher};

use ecow::EcoString;

use super::Origin;

/// One value of a rendered tree with what made it. Thirty-two bytes.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub payload: Payload,
    /// What made it.
    pub origin: Origin,
}

/// A value as Kubernetes' YAML knows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction; finite.
    Float(f64),
    /// Text.
    Str(EcoString),
    /// A list.
    Seq(Vec<Node>),
    /// A map in its written order, each key once.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: EcoString,
    /// The value.
    pub value: Node,
}

/// Equality looks at values, never at origins.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.payload == other.payload
    }
}

impl Payload {
    /// What kind of value it is, in the words of messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Payload::Null => "null",
            Payload::Bool(_) => "a boolean",
            Payload::Int(_) => "a whole number",
            Payload::Float(_) => "a number",
            Payload::Str(_) => "a string",
            Payload::Seq(_) => "a list",
            Payload::Map(_) => "a map",
        }
    }
}

impl Node {
    /// A value made by `origin`.
    pub fn new(payload: Payload, origin: Origin) -> Self {
        Self { payload, origin }
    }

    /// Text made by `origin`.
    pub fn text(text: impl Into<EcoString>, origin: Origin) -> Self {
        Self::new(Payload::Str(text.into()), origin)
    }

    /// An empty map.
    pub fn map(origin: Origin) -> Self {
        Self::new(Payload::Map(Vec::new()), origin)
    }

    /// The entries of a map; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.payload {
            Payload::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        match &self.payload {
            Payload::Seq(items) => items,
            _ => &[],
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        match &mut self.payload {
            Payload::Map(entries) => entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.value),
            _ => None,
        }
    }

    /// The value at a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.payload {
            Payload::Str(text) => Some(text),
            _ => None,
        }
    }

    /// Sets a key of a map, in its place if it is there, else at the end. A node that is no map becomes one.
    pub fn set(&mut self, key: impl Into<EcoString>, value: Node) {
        let key = key.into();
        if let Some(slot) = self.get_mut(&key) {
            *slot = value;
            return;
        }
        if !matches!(self.payload, Payload::Map(_)) {
            self.payload = Payload::Map(Vec::new());
        }
        if let Payload::Map(entries) = &mut self.payload {
            entries.push(Entry { key, value });
        }
    }

    /// How many nodes the tree has.
    pub fn count(&self) -> usize {
        1 + match &self.payload {
            Payload::Seq(items) => items.iter().map(Node::count).sum(),
            Payload::Map(entries) => entries.iter().map(|entry| entry.value.count()).sum::<usize>(),
            _ => 0,
        }
    }

    /// The same tree with other origins.
    pub fn map_origins(&self, map: &impl Fn(Origin) -> Origin) -> Self {
        let entry = |entry: &Entry| Entry { key: entry.key.clone(), value: entry.value.map_origins(map) };
        let payload = match &self.payload {
            Payload::Seq(items) => Payload::Seq(items.iter().map(|item| item.map_origins(map)).collect()),
            Payload::Map(entries) => Payload::Map(entries.iter().map(entry).collect()),
            scalar => scalar.clone(),
        };
        Self::new(payload, map(self.origin))
    }

    /// Feeds values and origins to a hasher; equal trees made by the same causes give the same hash.
    pub fn hash_with_origins<H: Hasher>(&self, state: &mut H) {
        self.hash_each(state, &|node, state| node.origin.hash(state));
    }

    /// Feeds values alone to a hasher: what the tree says, wherever it comes from.
    pub fn hash_values<H: Hasher>(&self, state: &mut H) {
        self.hash_each(state, &|_, _| {});
    }

    /// Feeds values to a hasher, before each what `own` feeds of its node.
    fn hash_each<H: Hasher>(&self, state: &mut H, own: &impl Fn(&Node, &mut H)) {
        own(self, state);
        std::mem::discriminant(&self.payload).hash(state);
        match &self.payload {
            Payload::Null => {}
            Payload::Bool(value) => value.hash(state),
            Payload::Int(value) => value.hash(state),
            Payload::Float(value) => value.to_bits().hash(state),
            Payload::Str(text) => text.hash(state),
            Payload::Seq(items) => {
                items.len().hash(state);
                items.iter().for_each(|item| item.hash_each(state, own));
            }
            Payload::Map(entries) => {
                entries.len().hash(state);
                for entry in entries {
                    entry.key.hash(state);
                    entry.value.hash_each(state, own);
                }
            }
        }
    }

    /// Turns the tree into JSON, for libraries that read it.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.payload {
            Payload::Null => Json::Null,
            Payload::Bool(value) => Json::Bool(*value),
            Payload::Int(value) => Json::from(*value),
            Payload::Float(value) => Json::from(*value),
            Payload::Str(text) => Json::String(text.to_string()),
            Payload::Seq(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            Payload::Map(entries) => {
                Json::Object(entries.iter().map(|entry| (entry.key.to_string(), entry.value.to_json())).collect())
            }
        }
    }
}
