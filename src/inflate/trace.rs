use std::ops::Range;

use ecow::EcoString;
use platgen_gotmpl::context::Read;
use platgen_helm::Piece;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::LoadedChart;
use super::documents::Written;
use crate::node::{Cause, Node, Origin, Origins};
use crate::source::Place;

/// Finds what made a rendered document: the values that its template's lines read and the lines themselves, what decided that they
/// are written, and at last all that the release is made of.
///
/// The last makes origins cover what records cannot see, such as a value that a function put into a map of another template's.
pub(super) struct Trace<'a> {
    pub(super) chart: &'a LoadedChart,
    /// The values of the user's.
    pub(super) values: &'a Node,
    /// The template, as Helm calls it.
    pub(super) template: &'a str,
    /// Everything that the release is made of.
    pub(super) because: Origin,
    /// What is known of the bytes of the document; nothing of a file that no template wrote.
    pub(super) sources: Option<platgen_helm::Sources<'a>>,
    pub(super) origins: &'a mut Origins,
    /// Origins by what they are made of: many nodes come from one line.
    pub(super) known: FxHashMap<SmallVec<[Cause; 8]>, Origin>,
}

impl Written for Trace<'_> {
    fn origin(&mut self, value: Range<usize>, key: Option<Range<usize>>) -> Origin {
        let mut causes: SmallVec<[Cause; 8]> = SmallVec::new();
        let Some(sources) = self.sources else {
            causes.extend(self.chart.line(self.template, 1).map(Cause::Leaf));
            return self.joined(causes);
        };
        let key = key.unwrap_or(value.start..value.start);
        let pieces: SmallVec<[Piece<'_>; 4]> = sources.within(value).chain(sources.within(key)).collect();
        for piece in &pieces {
            self.add_reads(piece.reads(), &mut causes);
        }
        for piece in &pieces {
            add(self.chart.line(piece.template(), piece.line()), &mut causes);
        }
        for block in pieces.iter().flat_map(Piece::enclosing) {
            self.add_reads(block.reads(), &mut causes);
            add(self.chart.line(block.template(), block.line()), &mut causes);
        }
        self.joined(causes)
    }
}

fn add(place: Option<Place>, causes: &mut SmallVec<[Cause; 8]>) {
    causes.extend(place.map(Cause::Leaf).filter(|cause| !causes.contains(cause)));
}

impl Trace<'_> {
    fn joined(&mut self, causes: SmallVec<[Cause; 8]>) -> Origin {
        if let Some(known) = self.known.get(&causes) {
            return *known;
        }
        let own = self.origins.of_causes(causes.iter().copied());
        let origin = self.origins.over(own, self.because);
        self.known.insert(causes, origin);
        origin
    }

    fn add_reads(&self, reads: &[Read], causes: &mut SmallVec<[Cause; 8]>) {
        for (index, read) in reads.iter().enumerate() {
            // On the way to a value every map that holds it is read, too.
            let leads_on = reads
                .get(index + 1)
                .is_some_and(|next| next.path.len() == read.path.len() + 1 && next.path.starts_with(&read.path));
            if leads_on {
                continue;
            }
            let path: SmallVec<[EcoString; 6]> =
                read.path.iter().map(|key| EcoString::from(&*key.to_str_lossy())).collect();
            match self.user_value(&path) {
                Some(node) => self.add_leaves(node, causes),
                None => add(self.chart.default_value(&path), causes),
            }
        }
    }

    /// The user's own value at a path. A chart in another one has a copy of what is global.
    fn user_value(&self, path: &[EcoString]) -> Option<&Node> {
        let find = |path: &[EcoString]| {
            path.iter().try_fold(self.values, |node, key| {
                node.get(key).or_else(|| node.items().get(key.parse::<usize>().ok()?))
            })
        };
        let global = path.iter().skip(1).position(|key| key == "global").map(|at| &path[at + 1..]);
        find(path).or_else(|| find(global?))
    }

    fn add_leaves(&self, node: &Node, causes: &mut SmallVec<[Cause; 8]>) {
        /// Of a large value it is enough to name some leaves: all are among what the release is made of.
        const ENOUGH: usize = 8;
        for cause in self.origins.causes(node.origin) {
            if causes.len() < ENOUGH && !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        node.entries().iter().for_each(|entry| self.add_leaves(&entry.value, causes));
        node.items().iter().for_each(|item| self.add_leaves(item, causes));
    }
}
