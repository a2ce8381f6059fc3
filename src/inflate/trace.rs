use std::ops::Range;
use std::sync::Arc;

use ecow::EcoString;
use platgen_gotmpl::Text;
use platgen_gotmpl::context::Read;
use platgen_helm::{Piece, Sources};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::LoadedChart;
use super::documents::Written;
use super::reasons::{Numbers, Reason, ReasonSet, Reasons, user_value};
use crate::node::{Node, Origin};
use crate::source::Place;

/// Finds what made the documents of a rendering: the values that their templates' lines read and the lines themselves, then what
/// decided that they are written.
pub(super) struct Tracer<'a> {
    chart: &'a LoadedChart,
    /// The values of the user's.
    values: &'a Node,
    pub(super) reasons: Reasons,
    /// The reason that a value stands for: none where neither the user nor a chart says it.
    paths: FxHashMap<Arc<[Text]>, Option<u32>>,
    /// What is known of each template, by its path.
    files: FxHashMap<String, FileTrace>,
}

/// What is known of one template's records: many nodes come from one line, and stand in the same structures.
#[derive(Default)]
struct FileTrace {
    /// What each part reads.
    pieces: FxHashMap<usize, Numbers>,
    /// What each structure reads, and its line.
    blocks: FxHashMap<usize, Numbers>,
    /// Reasons by the parts that a node stands in.
    sets: FxHashMap<SmallVec<[usize; 8]>, ReasonSet>,
}

/// Traces one document.
pub(super) struct DocumentTrace<'a, 't> {
    tracer: &'t mut Tracer<'a>,
    /// The template, as Helm calls it.
    template: &'a str,
    /// What is known of the bytes of the document; nothing of a file that no template wrote.
    sources: Option<Sources<'a>>,
    file: FileTrace,
}

impl<'a> Tracer<'a> {
    pub(super) fn new(chart: &'a LoadedChart, values: &'a Node) -> Self {
        Self { chart, values, reasons: Reasons::default(), paths: FxHashMap::default(), files: FxHashMap::default() }
    }

    /// Makes trees of a document with what traces it.
    pub(super) fn trace<T>(
        &mut self,
        template: &'a str,
        sources: Option<Sources<'a>>,
        read: impl FnOnce(&mut DocumentTrace<'a, '_>) -> T,
    ) -> T {
        let file = self.files.remove(template).unwrap_or_default();
        let mut trace = DocumentTrace { tracer: self, template, sources, file };
        let made = read(&mut trace);
        let file = trace.file;
        self.files.insert(template.to_owned(), file);
        made
    }

    fn reads(&mut self, reads: &[Read]) -> Numbers {
        let mut numbers = Numbers::new();
        for (index, read) in reads.iter().enumerate() {
            // On the way to a value every map that holds it is read, too.
            let leads_on = reads
                .get(index + 1)
                .is_some_and(|next| next.path.len() == read.path.len() + 1 && next.path.starts_with(&read.path));
            if !leads_on {
                add(self.value(&read.path), &mut numbers);
            }
        }
        numbers
    }

    fn value(&mut self, path: &Arc<[Text]>) -> Option<u32> {
        if let Some(known) = self.paths.get(path) {
            return *known;
        }
        let keys: SmallVec<[EcoString; 6]> = path.iter().map(|key| EcoString::from(&*key.to_str_lossy())).collect();
        let reason = match user_value(self.values, &keys) {
            Some(_) => Some(Reason::Value(keys.as_slice().into())),
            None => self.chart.default_value(&keys).map(Reason::Place),
        };
        let number = reason.map(|reason| self.reasons.number(reason));
        self.paths.insert(path.clone(), number);
        number
    }

    fn line(&mut self, template: &str, line: u32) -> Option<u32> {
        let place: Option<Place> = self.chart.line(template, line);
        place.map(|place| self.reasons.number(Reason::Place(place)))
    }
}

impl Written for DocumentTrace<'_, '_> {
    fn origin(&mut self, value: Range<usize>, key: Option<Range<usize>>) -> Origin {
        let Some(sources) = self.sources else {
            let line = self.tracer.line(self.template, 1);
            return self.tracer.reasons.set(&line.into_iter().collect()).as_origin();
        };
        let key = key.unwrap_or(value.start..value.start);
        let pieces: SmallVec<[Piece<'_>; 8]> = sources.within(value).chain(sources.within(key)).collect();
        let numbers: SmallVec<[usize; 8]> = pieces.iter().map(Piece::number).collect();
        if let Some(known) = self.file.sets.get(&numbers) {
            return known.as_origin();
        }
        let set = self.set_of(&pieces);
        self.file.sets.insert(numbers, set);
        set.as_origin()
    }
}

impl DocumentTrace<'_, '_> {
    fn set_of(&mut self, pieces: &[Piece<'_>]) -> ReasonSet {
        let Self { tracer, file, .. } = self;
        let mut numbers = Numbers::new();
        for piece in pieces {
            let reads = file.pieces.entry(piece.number()).or_insert_with(|| tracer.reads(piece.reads()));
            add(reads.iter().copied(), &mut numbers);
        }
        for piece in pieces {
            add(tracer.line(piece.template(), piece.line()), &mut numbers);
        }
        for block in pieces.iter().flat_map(Piece::enclosing) {
            let made = || {
                let mut numbers = tracer.reads(block.reads());
                add(tracer.line(block.template(), block.line()), &mut numbers);
                numbers
            };
            let reads = file.blocks.entry(block.number()).or_insert_with(made);
            add(reads.iter().copied(), &mut numbers);
        }
        tracer.reasons.set(&numbers)
    }
}

/// Adds what is not there yet.
fn add(more: impl IntoIterator<Item = u32>, numbers: &mut Numbers) {
    for number in more {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
}
