use ecow::EcoString;
use std::sync::Arc;

use crate::model::{RecordShape, Shape};
use crate::source::{Place, Sources, Value};

/// A value as its layers make it: a subtree of one file where one layer alone speaks, else a map of merged values.
///
/// Laws, for layers `a` below `b` below `c` of one shape:
/// - an empty layer changes nothing;
/// - what the highest layer that speaks of a scalar or list says, counts;
/// - maps merge key by key, so that the order of keys is that of the lowest layer that has them;
/// - fields of which one excludes the others give way to the layer that sets one of them, and `true` keeps a map that it
///   switches on;
/// - a null removes what the layers below it say; a layer above may set it again; inside data a null is a value, and
///   `$remove` removes what the layers below it say;
/// - merging is associative: `(a + b) + c = a + (b + c)` for what is read, except where `b` cuts off what `a` says and `b + c`
///   forgets it: by a null or scalar under a map or `true` of `c`, or by a field that excludes another, of which both speak (so
///   layers are folded from below).
#[derive(Clone, Debug)]
pub enum Merged {
    /// What one layer says, whole.
    Source(Place),
    /// A map to which several layers contribute.
    Map(Arc<MergedMap>),
}

/// A map to which several layers contribute.
#[derive(Clone, Debug)]
pub struct MergedMap {
    /// The highest layer's map.
    pub place: Place,
    /// The entries, those of the lowest layer first.
    pub entries: Vec<MergedEntry>,
}

/// A key with its merged value.
#[derive(Clone, Debug)]
pub struct MergedEntry {
    /// The key.
    pub key: EcoString,
    /// The value.
    pub value: Merged,
}

/// One level of a merged value.
pub enum MergedView<'a> {
    /// A scalar or null of one layer.
    Scalar(Place, Value<'a>),
    /// A list of one layer.
    Seq(Place, Vec<Merged>),
    /// A map.
    Map(Place, Vec<(EcoString, Merged)>),
}

/// The key that removes keys of data: `$remove: [a, b]`.
pub const REMOVE: &str = "$remove";

impl Merged {
    /// The place that decides: of a map the highest layer's.
    pub fn place(&self) -> Place {
        match self {
            Merged::Source(place) => *place,
            Merged::Map(map) => map.place,
        }
    }

    /// Looks at one level.
    pub fn view<'a>(&self, sources: &'a Sources) -> MergedView<'a> {
        match self {
            Merged::Source(place) => {
                let at = |node| Merged::Source(Place::new(place.file, node));
                match sources.value(*place) {
                    Value::Seq(items) => MergedView::Seq(*place, items.iter().map(|item| at(*item)).collect()),
                    Value::Map(entries) => MergedView::Map(
                        *place,
                        entries.iter().map(|entry| (entry.key.clone(), at(entry.value))).collect(),
                    ),
                    scalar => MergedView::Scalar(*place, scalar),
                }
            }
            Merged::Map(map) => MergedView::Map(
                map.place,
                map.entries.iter().map(|entry| (entry.key.clone(), entry.value.clone())).collect(),
            ),
        }
    }

    /// The value of a key; `None` where there is none, or null.
    pub fn member(&self, key: &str, sources: &Sources) -> Option<Merged> {
        let found = match self {
            Merged::Source(place) => {
                let node = sources.document(place.file).get(place.node, key)?;
                Merged::Source(Place::new(place.file, node))
            }
            Merged::Map(map) => map.entries.iter().find(|entry| entry.key == key)?.value.clone(),
        };
        (!found.is_null(sources)).then_some(found)
    }

    /// The keys whose values are not null; empty for what is no map.
    pub fn keys(&self, sources: &Sources) -> Vec<EcoString> {
        match self.view(sources) {
            MergedView::Map(_, entries) => {
                entries.into_iter().filter(|(_, value)| !value.is_null(sources)).map(|(key, _)| key).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether it is null.
    pub fn is_null(&self, sources: &Sources) -> bool {
        matches!(self, Merged::Source(place) if matches!(sources.value(*place), Value::Null))
    }

    /// Whether it is this boolean, written literally.
    fn is_bool(&self, wanted: bool, sources: &Sources) -> bool {
        matches!(self, Merged::Source(place) if matches!(sources.value(*place), Value::Bool(value) if value == wanted))
    }

    /// Whether it is a map.
    pub fn is_map(&self, sources: &Sources) -> bool {
        match self {
            Merged::Source(place) => matches!(sources.value(*place), Value::Map(_)),
            Merged::Map(_) => true,
        }
    }

    /// The same map as a layer at `place` has it that only says that it stays.
    fn held_by(&self, place: Place, sources: &Sources) -> Merged {
        match self.without(&[], sources) {
            Merged::Map(map) => Merged::Map(Arc::new(MergedMap { place, entries: map.entries.clone() })),
            source => source,
        }
    }

    /// The same map with another value under a key that it has.
    pub(super) fn replacing(&self, key: &str, value: Merged, sources: &Sources) -> Merged {
        let MergedView::Map(place, mut entries) = self.view(sources) else { return self.clone() };
        for entry in entries.iter_mut().filter(|(known, _)| known == key) {
            entry.1 = value.clone();
        }
        let entries = entries.into_iter().map(|(key, value)| MergedEntry { key, value }).collect();
        Merged::Map(Arc::new(MergedMap { place, entries }))
    }

    /// The same map without some keys.
    pub fn without(&self, keys: &[&str], sources: &Sources) -> Merged {
        match self.view(sources) {
            MergedView::Map(place, entries) => Merged::Map(Arc::new(MergedMap {
                place,
                entries: entries
                    .into_iter()
                    .filter(|(key, _)| !keys.contains(&key.as_str()))
                    .map(|(key, value)| MergedEntry { key, value })
                    .collect(),
            })),
            _ => self.clone(),
        }
    }
}

/// Merges layers, the lowest first; `None` where no layer says anything.
pub fn merge_layers(layers: impl IntoIterator<Item = Merged>, shape: &Shape, sources: &Sources) -> Option<Merged> {
    layers.into_iter().reduce(|low, high| merge(&low, &high, shape, sources))
}

/// Puts one layer over what is below it.
pub fn merge(low: &Merged, high: &Merged, shape: &Shape, sources: &Sources) -> Merged {
    if shape.is_switch() && low.is_map(sources) && high.is_bool(true, sources) {
        return low.held_by(high.place(), sources);
    }
    let shape = shape.for_kind(true, false);
    if !low.is_map(sources) || !high.is_map(sources) || !merges(&shape) {
        return high.clone();
    }
    let mut entries: Vec<MergedEntry> = match low {
        Merged::Map(map) => map.entries.clone(),
        Merged::Source(place) => match sources.value(*place) {
            Value::Map(entries) => entries
                .iter()
                .map(|entry| MergedEntry {
                    key: entry.key.clone(),
                    value: Merged::Source(Place::new(place.file, entry.value)),
                })
                .collect(),
            _ => Vec::new(),
        },
    };
    let is_data = shape.null_is_data();
    let MergedView::Map(place, overlay) = high.view(sources) else { return high.clone() };
    let (removals, overlay): (Vec<_>, Vec<_>) = overlay.into_iter().partition(|(key, _)| is_data && key == REMOVE);
    for (key, value) in removals {
        let removed = removed_keys(&value, sources);
        entries.retain(|entry| !removed.contains(&entry.key));
        // It stays beside earlier ones, so that it removes from a further layer below too.
        entries.push(MergedEntry { key, value });
    }
    if let Some(record) = shape.record() {
        give_way(&mut entries, &overlay, record, sources);
    }
    for (key, value) in overlay {
        let position = entries.iter().position(|entry| entry.key == key);
        match position {
            // The null stays where it removes something, so that a further layer below stays removed too.
            Some(index) if value.is_null(sources) && !is_data => entries[index].value = value,
            Some(index) => {
                let member = shape.member(&key).unwrap_or(Shape::Value);
                entries[index].value = merge(&entries[index].value, &value, &member, sources);
            }
            None => entries.push(MergedEntry { key, value }),
        }
    }
    Merged::Map(Arc::new(MergedMap { place, entries }))
}

/// Takes from the layers below what a field of this layer excludes: `scale` over `replicas` leaves no `replicas`.
fn give_way(entries: &mut Vec<MergedEntry>, overlay: &[(EcoString, Merged)], record: &RecordShape, sources: &Sources) {
    let is_set = |name: &str| {
        overlay.iter().any(|(key, value)| key == name && !value.is_null(sources) && !value.is_bool(false, sources))
    };
    for group in record.exclusive.iter().filter(|group| group.iter().any(|name| is_set(name))) {
        entries.retain(|entry| !group.contains(&entry.key.as_str()) || is_set(&entry.key));
    }
}

fn merges(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Record(_) | Shape::Named(..) | Shape::Open(..) | Shape::Layer(_) | Shape::Value | Shape::Data
    )
}

fn removed_keys(value: &Merged, sources: &Sources) -> Vec<EcoString> {
    match value.view(sources) {
        MergedView::Seq(_, items) => items.iter().map(|item| sources.text(item.place())).collect(),
        _ => Vec::new(),
    }
}
