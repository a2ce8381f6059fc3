//! The facts in the binary: unpacked once, each module read when first asked for.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::{Module, Variable};
use crate::types::Type;

/// Size in little endian, then a zlib stream of lines; made by `generate/generate.py`, which describes it.
static PACKED: &[u8] = include_bytes!("../../data/modules.bin");

/// The facts of all built-in modules.
pub(super) struct Store {
    unpacked: OnceLock<Unpacked>,
}

struct Unpacked {
    text: String,
    types: Vec<(Range<usize>, OnceLock<Arc<Type>>)>,
    /// Sorted by source and version.
    modules: Vec<Stored>,
}

struct Stored {
    source: Box<str>,
    version: Box<str>,
    line: Range<usize>,
    module: OnceLock<Module>,
}

impl Store {
    pub(super) fn embedded() -> Self {
        Self { unpacked: OnceLock::new() }
    }

    fn unpacked(&self) -> &Unpacked {
        self.unpacked.get_or_init(|| Unpacked::read(unpack(PACKED)))
    }

    /// Sources and versions, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.unpacked().modules.iter().map(|stored| (&*stored.source, &*stored.version))
    }

    /// Finds a module.
    pub(super) fn module(&self, source: &str, version: &str) -> Option<&Module> {
        let unpacked = self.unpacked();
        let named = |stored: &Stored| (&*stored.source, &*stored.version).cmp(&(source, version));
        let place = unpacked.modules.binary_search_by(named).ok()?;
        let stored = &unpacked.modules[place];
        Some(stored.module.get_or_init(|| unpacked.read_module(stored)))
    }
}

impl Unpacked {
    fn read(text: String) -> Self {
        let mut start = 0;
        let mut lines = text.split('\n').map(|line| {
            let range = start..start + line.len();
            start = range.end + 1;
            range
        });
        let index = lines.next().expect("the store has an index line");
        let index: Value = serde_json::from_str(&text[index]).expect("the store's index is JSON");
        let count = index["types"].as_u64().expect("the index counts types") as usize;
        let types = lines.by_ref().take(count).map(|line| (line, OnceLock::new())).collect();
        let names = index["modules"].as_array().expect("the index lists modules");
        let modules = names.iter().zip(lines).map(|(name, line)| Stored {
            source: word(&name[0]).into(),
            version: word(&name[1]).into(),
            line,
            module: OnceLock::new(),
        });
        Self { types, modules: modules.collect(), text }
    }

    fn read_type(&self, place: usize) -> Arc<Type> {
        let (line, ty) = &self.types[place];
        Arc::clone(ty.get_or_init(|| Arc::new(self.text[line.clone()].parse().expect("the store's types are types"))))
    }

    fn read_module(&self, stored: &Stored) -> Module {
        let line: Value = serde_json::from_str(&self.text[stored.line.clone()]).expect("the store's modules are JSON");
        let rows = |place: usize| line[place].as_array().expect("a module has lists");
        let variables = rows(0).iter().map(|row| {
            let bits = row[2].as_u64().expect("a variable has bits");
            let variable = Variable {
                ty: self.read_type(row[1].as_u64().expect("a variable has a type") as usize),
                required: bits & 1 != 0,
                nullable: bits & 2 == 0,
                sensitive: bits & 4 != 0,
            };
            (word(&row[0]).into(), variable)
        });
        let outputs = rows(1).iter().map(|name| word(name).into());
        Module::new(&stored.source, Some(&stored.version), variables.collect(), outputs.collect())
    }
}

fn word(value: &Value) -> &str {
    value.as_str().expect("names in the store are texts")
}

fn unpack(packed: &[u8]) -> String {
    let (size, stream) = packed.split_first_chunk::<4>().expect("the store begins with its size");
    let size = u32::from_le_bytes(*size) as usize;
    let bytes =
        miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(stream, size).expect("the store is one zlib stream");
    String::from_utf8(bytes).expect("the store is text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_reads_and_every_type_writes_itself_back() {
        assert!(PACKED.len() <= 40_000);
        let store = Store::embedded();
        let unpacked = store.unpacked();
        for (place, (line, _)) in unpacked.types.iter().enumerate() {
            assert_eq!(unpacked.read_type(place).to_string(), unpacked.text[line.clone()]);
        }
        let names: Vec<(&str, &str)> = store.names().collect();
        assert!(names.is_sorted());
        for (source, version) in names {
            let module = store.module(source, version).expect("it is in the store");
            assert!(module.variables().count() > 0 && module.outputs().count() > 0);
            assert_eq!(Module::from_json(&module.to_json()).as_ref(), Ok(module));
        }
    }
}
