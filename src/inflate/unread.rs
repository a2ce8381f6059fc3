use ecow::EcoString;

use super::files::ChartSource;
use super::release::{ReleaseInput, fingerprint, render};
use super::{Inflated, LoadedChart};
use crate::node::{Node, Origin, Payload};
use crate::source::{NodeId, Value};

/// A value of the user's that changes nothing of what a release renders, and that the chart does not know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnreadValue {
    /// The keys that lead to it.
    pub path: Vec<EcoString>,
    /// Where it was written.
    pub origin: Origin,
    /// The keys that the chart has in its place.
    pub known: Vec<EcoString>,
}

/// How many values that nothing seems to read are tried one by one.
const TRIALS: usize = 20;

/// A value without its origin: the keys that lead to it, and those that the chart has in its place.
#[derive(Clone, Debug)]
pub(super) struct UnreadPath {
    path: Vec<EcoString>,
    known: Vec<EcoString>,
}

/// Finds the values that no template reads.
///
/// A key is suspect that the chart's default values do not have, nor its schema, and that no template spells. Whether it is read all
/// the same, as a part of something, is tried: without a value that is not read the very same is rendered.
pub fn unread_values(input: ReleaseInput<'_>, inflated: &Inflated) -> Vec<UnreadValue> {
    let Some(rendering) = &inflated.rendering else { return Vec::new() };
    let found = rendering.unread.get_or_init(|| search(input, rendering.fingerprint));
    let unread = |UnreadPath { path, known }: &UnreadPath| {
        let keys: Vec<&str> = path.iter().map(EcoString::as_str).collect();
        let origin = input.values.at(&keys)?.origin;
        Some(UnreadValue { path: path.clone(), origin, known: known.clone() })
    };
    found.iter().filter_map(unread).collect()
}

fn search(input: ReleaseInput<'_>, expected: u128) -> Vec<UnreadPath> {
    let mut search = Search { chart: input.chart, path: Vec::new(), found: Vec::new() };
    search.below(input.values, &Shelf::of(input.chart, ""));
    let suspects = search.found;
    let changes_nothing = |paths: &[&UnreadPath]| {
        let values = paths.iter().fold(input.values.clone(), |values, suspect| without(values, &suspect.path));
        render(input, &values).is_ok_and(|rendered| fingerprint(&rendered) == expected)
    };
    if suspects.is_empty() || changes_nothing(&suspects.iter().collect::<Vec<_>>()) {
        return suspects;
    }
    suspects.into_iter().take(TRIALS).filter(|suspect| changes_nothing(&[suspect])).collect()
}

/// The same values without one.
fn without(mut values: Node, path: &[EcoString]) -> Node {
    let Some((last, above)) = path.split_last() else { return values };
    let holder = above.iter().try_fold(&mut values, |node, key| node.get_mut(key));
    if let Some(Payload::Map(entries)) = holder.map(|holder| &mut holder.payload) {
        entries.retain(|entry| entry.key != *last);
    }
    values
}

/// Where the default values of a map of values stand: in the chart's own, and in those of a chart in it.
#[derive(Clone, Default)]
struct Shelf<'a> {
    defaults: Vec<(&'a ChartSource, NodeId)>,
    /// The folder of the chart whose values these are, with `/` at its end; `None` further below.
    chart: Option<EcoString>,
}

impl<'a> Shelf<'a> {
    fn of(chart: &'a LoadedChart, folder: &str) -> Self {
        let path = ecow::eco_format!("{folder}values.yaml");
        let source = chart.sources.get(&path);
        let root = source.and_then(|source| Some((source, source.file.document.as_ref()?.root())));
        Self { defaults: root.into_iter().collect(), chart: Some(folder.into()) }
    }

    /// What stands under a key; nothing where the chart does not know it.
    fn under(&self, key: &str, chart: &'a LoadedChart) -> Option<Self> {
        let member =
            |(source, at): &(&'a ChartSource, NodeId)| Some((*source, source.file.document.as_ref()?.get(*at, key)?));
        let mut found = Self { defaults: self.defaults.iter().filter_map(member).collect(), chart: None };
        let nested = self.chart.as_ref().and_then(|folder| chart.nested(folder, key));
        let is_known = !found.defaults.is_empty() || nested.is_some();
        if let Some(folder) = nested {
            let inner = Self::of(chart, &folder);
            found.defaults.extend(inner.defaults);
            found.chart = inner.chart;
        }
        is_known.then_some(found)
    }

    /// Whether any key may stand here: the default is no map, or an empty one.
    fn is_open(&self) -> bool {
        self.chart.is_none() && self.keys().is_empty()
    }

    fn keys(&self) -> Vec<EcoString> {
        let keys = |(source, at): &(&ChartSource, NodeId)| -> Vec<EcoString> {
            match source.file.document.as_ref().map(|document| document.value(*at)) {
                Some(Value::Map(entries)) => entries.iter().map(|entry| entry.key.clone()).collect(),
                _ => Vec::new(),
            }
        };
        self.defaults.iter().flat_map(keys).collect()
    }
}

struct Search<'a> {
    chart: &'a LoadedChart,
    path: Vec<EcoString>,
    found: Vec<UnreadPath>,
}

impl<'a> Search<'a> {
    fn below(&mut self, values: &Node, shelf: &Shelf<'a>) {
        for entry in values.entries() {
            // What is global goes to every chart, and charts share it under names of their own.
            if entry.key == "global" && shelf.chart.is_some() {
                continue;
            }
            self.path.push(entry.key.clone());
            match shelf.under(&entry.key, self.chart) {
                Some(inner) if !inner.is_open() => self.below(&entry.value, &inner),
                Some(_) => {}
                None if self.chart.spells(&entry.key) => {}
                None => self.found.push(UnreadPath { path: self.path.clone(), known: shelf.keys() }),
            }
            self.path.pop();
        }
    }
}

impl LoadedChart {
    /// Whether a template or a schema has a word in its text.
    fn spells(&self, word: &str) -> bool {
        let texts = self.sources.iter().filter(|(path, _)| !path.ends_with("values.yaml"));
        texts.map(|(_, source)| &source.file.bytes).any(|bytes| {
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            text.contains(word)
        })
    }
}
