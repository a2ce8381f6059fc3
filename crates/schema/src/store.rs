//! The embedded definitions of all releases: unpacked once, each read when first asked for.

use crate::read::{Reading, read};
use crate::schema::Schema;
use rustc_hash::{FxHashMap, FxHasher};
use serde_json::Value;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

/// Size in little endian, then a zlib stream of lines; made by `generate/generate.py`, which describes it.
static PACKED: &[u8] = include_bytes!("../data/kubernetes.bin");

/// The definitions of all releases.
pub(crate) struct Store {
    pub(crate) first: u32,
    pub(crate) last: u32,
    text: String,
    pub(crate) definitions: Vec<Definition>,
    /// Sorted by group, version and kind.
    pub(crate) kinds: Vec<StoredKind>,
    pub(crate) lifecycle: Vec<Lifecycle>,
    /// Places of kinds by the hash of group, version and kind; no two have one hash, which a test holds.
    kind_places: FxHashMap<u64, u32>,
    /// Places of lifecycles, likewise.
    lifecycle_places: FxHashMap<u64, u32>,
}

/// One definition, shared by the releases whose bits its mask has.
pub(crate) struct Definition {
    pub(crate) name: Box<str>,
    pub(crate) mask: u32,
    line: std::ops::Range<usize>,
    schema: OnceLock<Schema>,
}

/// One kind of one API version.
pub(crate) struct StoredKind {
    pub(crate) group: Box<str>,
    pub(crate) version: Box<str>,
    pub(crate) kind: Box<str>,
    pub(crate) scope: crate::Scope,
    pub(crate) mask: u32,
    pub(crate) definition: Box<str>,
}

/// When one kind of one API version was deprecated and removed, by minor releases.
pub(crate) struct Lifecycle {
    pub(crate) group: Box<str>,
    pub(crate) version: Box<str>,
    pub(crate) kind: Box<str>,
    pub(crate) deprecated: u32,
    pub(crate) removed: Option<u32>,
    pub(crate) instead: Option<Box<str>>,
}

impl Store {
    /// Unpacks the embedded store.
    pub(crate) fn embedded() -> Self {
        let text = unpack(PACKED);
        let (index, _) = text.split_once('\n').expect("the store has an index line");
        let index: Value = serde_json::from_str(index).expect("the store's index is JSON");
        let mut start = index_length(&text) + 1;
        let definitions = rows(&index["definitions"])
            .map(|row| {
                let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
                let line = start..end;
                start = end + 1;
                Definition { name: word(&row[0]), mask: small(&row[1]), line, schema: OnceLock::new() }
            })
            .collect();
        let (first, last) = (small(&index["first"]), small(&index["last"]));
        let kinds: Vec<StoredKind> = rows(&index["kinds"]).map(StoredKind::read).collect();
        let lifecycle: Vec<Lifecycle> = rows(&index["lifecycle"]).map(Lifecycle::read).collect();
        let kind_places = places(kinds.iter().map(StoredKind::identity));
        let lifecycle_places = places(lifecycle.iter().map(Lifecycle::identity));
        Self { first, last, text, definitions, kinds, lifecycle, kind_places, lifecycle_places }
    }

    /// Finds a kind that some release serves.
    pub(crate) fn kind(&self, group: &str, version: &str, kind: &str) -> Option<&StoredKind> {
        let place = *self.kind_places.get(&hash_of((group, version, kind)))?;
        self.kinds.get(place as usize).filter(|known| known.identity() == (group, version, kind))
    }

    /// Finds when a kind was deprecated and removed.
    pub(crate) fn lifecycle(&self, group: &str, version: &str, kind: &str) -> Option<&Lifecycle> {
        let place = *self.lifecycle_places.get(&hash_of((group, version, kind)))?;
        self.lifecycle.get(place as usize).filter(|known| known.identity() == (group, version, kind))
    }

    /// Finds a definition's text, a schema in JSON.
    pub(crate) fn line(&self, place: usize) -> &str {
        &self.text[self.definitions[place].line.clone()]
    }

    /// Reads a definition, once.
    pub(crate) fn schema(&self, place: usize) -> &Schema {
        self.definitions[place].schema.get_or_init(|| {
            let value: Value = serde_json::from_str(self.line(place)).expect("the store's definitions are JSON");
            read(&value, &mut Reading::default())
        })
    }

    /// Gives the bit that masks have for a release.
    pub(crate) fn bit(&self, minor: u32) -> u32 {
        if (self.first..=self.last).contains(&minor) { 1 << (minor - self.first) } else { 0 }
    }
}

fn places<'a>(identities: impl Iterator<Item = (&'a str, &'a str, &'a str)>) -> FxHashMap<u64, u32> {
    identities.zip(0..).map(|(identity, place)| (hash_of(identity), place)).collect()
}

fn hash_of(identity: (&str, &str, &str)) -> u64 {
    let mut hasher = FxHasher::default();
    identity.hash(&mut hasher);
    hasher.finish()
}

impl Lifecycle {
    /// What an entry is found by.
    fn identity(&self) -> (&str, &str, &str) {
        (&self.group, &self.version, &self.kind)
    }
}

impl StoredKind {
    /// What a kind is found by.
    fn identity(&self) -> (&str, &str, &str) {
        (&self.group, &self.version, &self.kind)
    }

    fn read(row: &Value) -> Self {
        let scope = match row[3].as_str() {
            Some("c") => crate::Scope::Cluster,
            Some("u") => crate::Scope::Unstored,
            _ => crate::Scope::Namespaced,
        };
        let [group, version, kind] = [word(&row[0]), word(&row[1]), word(&row[2])];
        Self { group, version, kind, scope, mask: small(&row[4]), definition: word(&row[5]) }
    }
}

impl Lifecycle {
    fn read(row: &Value) -> Self {
        Self {
            group: word(&row[0]),
            version: word(&row[1]),
            kind: word(&row[2]),
            deprecated: small(&row[3]),
            removed: row[4].as_u64().map(|minor| minor as u32),
            instead: Some(word(&row[5])).filter(|text| !text.is_empty()),
        }
    }
}

fn index_length(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

fn unpack(packed: &[u8]) -> String {
    let (size, stream) = packed.split_first_chunk::<4>().expect("the store begins with its size");
    let size = u32::from_le_bytes(*size) as usize;
    let bytes =
        miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(stream, size).expect("the store is one zlib stream");
    String::from_utf8(bytes).expect("the store is text")
}

fn rows(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn word(value: &Value) -> Box<str> {
    value.as_str().unwrap_or_default().into()
}

fn small(value: &Value) -> u32 {
    value.as_u64().unwrap_or_default() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_kinds_have_one_hash() {
        let store = Store::embedded();
        assert_eq!(store.kind_places.len(), store.kinds.len());
        assert_eq!(store.lifecycle_places.len(), store.lifecycle.len());
    }

    #[test]
    fn every_definition_reads_and_every_reference_leads_somewhere() {
        let store = Store::embedded();
        assert!(PACKED.len() <= 300_000);
        for place in 0..store.definitions.len() {
            let schema = store.schema(place);
            each_reference(schema, &mut |name| {
                let mask = store
                    .definitions
                    .iter()
                    .filter(|other| *other.name == *name)
                    .fold(0, |mask, other| mask | other.mask);
                assert_eq!(store.definitions[place].mask & !mask, 0, "{} -> {name}", store.definitions[place].name);
            });
        }
    }

    fn each_reference(schema: &Schema, seen: &mut impl FnMut(&str)) {
        schema.reference.iter().for_each(|name| seen(name));
        schema.fields.iter().for_each(|(_, field)| each_reference(field, seen));
        schema.additional.iter().chain(&schema.items).for_each(|inner| each_reference(inner, seen));
        schema.alternatives.iter().for_each(|inner| each_reference(inner, seen));
    }
}
