//! What a run noted down.

use crate::value::{Map, Text, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// What a run noted down; empty where nothing was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Records {
    /// The values that templates read, in the order in which they were read.
    pub reads: Vec<Read>,
    /// Which part of the outermost text comes from which line, in order and without overlaps. What read values and wrote
    /// nothing has an empty range: other values would have written something there.
    pub ranges: Vec<Written>,
    /// The control structures and calls of templates that wrote the outermost text.
    pub blocks: Vec<Entered>,
    /// Calls of functions whose answers differ between runs, in order. These are always noted.
    pub chances: Vec<Chanced>,
    /// Calls of functions that go through a map in the order of its keys, where Go has another order in every run. These are
    /// always noted, once for each place.
    pub unordered: Vec<Chanced>,
}

/// A value was read: a field of a map, an entry that was ranged over, or a traced map as a whole by a way that is not traced.
///
/// A variable stands for what was read to make its value, each time that it is used; and so does what decided whether a
/// control structure sets it, or would have set it. What a function has put into a map does not.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Read {
    /// The keys that lead to it from the traced root, none for the root itself; items of lists have their index.
    pub path: Arc<[Text]>,
}

/// A part of a text was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The bytes in the text.
    pub bytes: Range<usize>,
    /// The name of the text with the action or the literal text that wrote it.
    pub file: Arc<str>,
    /// Its line, counted from 1; of an action the one on which it begins. Literal text of several lines has a range for each.
    pub line: u32,
    /// Which of [`Records::reads`] were made to write it; none for literal text.
    pub reads: Range<usize>,
    /// The innermost of [`Records::blocks`] that it stands in.
    pub within: Option<usize>,
}

/// A control structure was entered or a template was called: what decides whether the text in it is written, how often, and of
/// what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entered {
    /// The name of the text with the structure or the call.
    pub file: Arc<str>,
    /// Its line, counted from 1.
    pub line: u32,
    /// Which of [`Records::reads`] were made to decide.
    pub reads: Range<usize>,
    /// The next of [`Records::blocks`] outwards.
    pub within: Option<usize>,
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

/// What was read to make a value.
pub(crate) type Causes = BTreeSet<Read>;

/// Notes down what is asked for.
#[derive(Default)]
pub(crate) struct Recorder {
    traced: Option<Traced>,
    wants_ranges: bool,
    /// Texts that are being written inside each other.
    texts: usize,
    /// The innermost block that the outermost text is in.
    within: Option<usize>,
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
        if self.texts == 0 {
            self.within = None;
        }
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

    /// Notes a traced map that was come upon through one that is not.
    pub(crate) fn read_whole(&mut self, through: &Map, found: &Value) {
        let (Some(traced), Value::Map(found)) = (&self.traced, found) else { return };
        if let (false, Some((_, path))) =
            (traced.maps.contains_key(&through.identity()), traced.maps.get(&found.identity()))
        {
            self.records.reads.push(Read { path: path.clone() });
        }
    }

    /// Counts what was read, where anything is recorded.
    pub(crate) fn read_count(&self) -> Option<usize> {
        (self.wants_ranges || self.wants_reads()).then_some(self.records.reads.len())
    }

    /// Gives what was read since then, each once.
    pub(crate) fn causes_since(&self, first: usize) -> Causes {
        self.records.reads.get(first..).unwrap_or_default().iter().cloned().collect()
    }

    /// Notes that what was read once decides once more.
    pub(crate) fn read_again(&mut self, causes: &Causes) {
        self.records.reads.extend(causes.iter().cloned());
    }

    /// Goes into a block of the outermost text; gives what [`leave_block`](Self::leave_block) wants.
    pub(crate) fn enter_block(&mut self, file: &Arc<str>, line: u32, reads: Range<usize>) -> Option<usize> {
        let within = self.within.replace(self.records.blocks.len());
        self.records.blocks.push(Entered { file: file.clone(), line, reads, within });
        within
    }

    pub(crate) fn leave_block(&mut self, outer: Option<usize>) {
        self.within = outer;
    }

    pub(crate) fn wrote(&mut self, bytes: Range<usize>, file: &Arc<str>, line: u32, first_read: Option<usize>) {
        let reads = self.records.reads.len();
        let reads = first_read.unwrap_or(reads)..reads;
        self.records.ranges.push(Written { bytes, file: file.clone(), line, reads, within: self.within });
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
