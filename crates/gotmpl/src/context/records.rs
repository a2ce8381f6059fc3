//! What a run noted down.

use crate::value::{Map, Text, Value};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What a run noted down; empty where nothing was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Records {
    /// The values that templates read, in the order in which they were read.
    pub reads: Vec<Read>,
    /// Which part of the outermost text comes from which line, in order and without overlaps.
    pub ranges: Vec<Written>,
    /// Calls of functions whose answers differ between runs, in order. These are always noted.
    pub chances: Vec<Chanced>,
    /// Calls of functions that go through a map in the order of its keys, where Go has another order in every run. These are
    /// always noted, once for each place.
    pub unordered: Vec<Chanced>,
}

/// A value was read: a field of a map, or an entry that was ranged over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Read {
    /// The keys that lead to it from the traced root; items of lists have their index.
    pub path: Arc<[Text]>,
}

/// A part of a text was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The bytes in the text.
    pub bytes: Range<usize>,
    /// The name of the text with the action or the literal text that wrote it.
    pub file: Arc<str>,
    /// Its line, counted from 1: the one on which the literal text or the action begins.
    pub line: u32,
    /// Which of [`Records::reads`] were made to write it; none for literal text.
    pub reads: Range<usize>,
}

/// A function was called whose answer differs between runs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chanced {
    /// The function.
    pub function: String,
    /// The name of the text in which the call stands.
    pub file: Arc<str>,
    /// Its line, counted from 1.
    pub line: u32,
}

impl Chanced {
    fn new(function: &str, place: Option<(Arc<str>, u32)>) -> Self {
        let (file, line) = place.unwrap_or_else(|| ("".into(), 0));
        Self { function: function.to_owned(), file, line }
    }
}

/// Notes down what is asked for.
#[derive(Default)]
pub(crate) struct Recorder {
    traced: Option<Traced>,
    wants_ranges: bool,
    /// Texts that are being written inside each other.
    texts: usize,
    records: Records,
}

/// The maps that are traced, by identity, with their paths. The handles keep the identities from being used again.
#[derive(Default)]
struct Traced {
    maps: BTreeMap<usize, (Map, Arc<[Text]>)>,
}

/// Levels of lists and maps that are traced.
const DEEPEST: usize = 200;

impl Recorder {
    pub(super) fn trace(&mut self, root: &Value) -> u64 {
        let traced = self.traced.get_or_insert_default();
        let mut waiting = vec![(root.clone(), Vec::<Text>::new())];
        let mut nodes = 0;
        while let Some((value, path)) = waiting.pop() {
            nodes += 1;
            let below = |key: Text| [path.as_slice(), &[key]].concat();
            match &value {
                _ if path.len() > DEEPEST => {}
                Value::Map(map) if traced.maps.contains_key(&map.identity()) => {}
                Value::Map(map) => {
                    traced.maps.insert(map.identity(), (map.clone(), path.as_slice().into()));
                    waiting.extend(map.entries().into_iter().map(|(key, value)| (value, below(key))));
                }
                Value::List(list) => {
                    let items = list.iter().enumerate();
                    waiting.extend(items.map(|(index, item)| (item.clone(), below(index.to_string().into()))));
                }
                _ => {}
            }
        }
        nodes
    }

    pub(super) fn begin_ranges(&mut self) {
        self.wants_ranges = true;
    }

    pub(super) fn take(&mut self) -> Records {
        std::mem::take(&mut self.records)
    }

    /// A text begins inside the one that is being written; gives what [`end_text`](Self::end_text) wants.
    pub(super) fn begin_text(&mut self) -> usize {
        self.texts += 1;
        self.texts - 1
    }

    pub(super) fn end_text(&mut self, outer: usize) {
        self.texts = outer;
    }

    pub(crate) fn wants_reads(&self) -> bool {
        self.traced.is_some()
    }

    pub(crate) fn wants_ranges(&self) -> bool {
        self.wants_ranges && self.texts == 1
    }

    /// Counts the reads, where ranges want to know which were theirs.
    pub(crate) fn reads_so_far(&self) -> Option<usize> {
        self.wants_ranges().then_some(self.records.reads.len())
    }

    pub(crate) fn read(&mut self, map: &Map, key: &Text) {
        let Some(traced) = &self.traced else { return };
        if let Some((_, path)) = traced.maps.get(&map.identity()) {
            let path = [path, std::slice::from_ref(key)].concat().into();
            self.records.reads.push(Read { path });
        }
    }

    pub(crate) fn wrote(&mut self, bytes: Range<usize>, file: &Arc<str>, line: u32, first_read: Option<usize>) {
        let reads = self.records.reads.len();
        let reads = first_read.unwrap_or(reads)..reads;
        self.records.ranges.push(Written { bytes, file: file.clone(), line, reads });
    }

    pub(super) fn chance(&mut self, function: &str, place: Option<(Arc<str>, u32)>) {
        self.records.chances.push(Chanced::new(function, place));
    }

    pub(super) fn unordered(&mut self, function: &str, place: Option<(Arc<str>, u32)>) {
        let call = Chanced::new(function, place);
        if !self.records.unordered.contains(&call) {
            self.records.unordered.push(call);
        }
    }
}
