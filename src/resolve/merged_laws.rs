//! The laws of merging, over random layers of every shape that merges.

use ecow::EcoString;
use platgen_yaml::{Dialect, Limits};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value as Json, json};

use super::{Evaluator, Merged, merge, merge_layers, merged::REMOVE};
use crate::diagnostics::Sink;
use crate::expression::Templates;
use crate::model::{Alternative, FieldShape, RecordShape, Shape, TextRule};
use crate::node::Origins;
use crate::source::{ContentId, File, Place, Sources};

const fn field(key: &'static str, shape: Shape) -> FieldShape {
    FieldShape { key, doc: "", shape, required: false, lowered: true }
}

static ANY: &TextRule = &TextRule::ALL[TextRule::ANY];
static TEXT: Shape = Shape::Text(ANY);
/// Fields of which a layer that sets one takes the others away.
const EXCLUSIVE: [&str; 3] = ["data", "either", "c"];
static INNER: RecordShape = RecordShape {
    name: "Inner",
    doc: "",
    fields: &[
        field("a", TEXT),
        field("value", Shape::Value),
        field("data", Shape::Data),
        field("either", TEXT),
        field("c", Shape::Bool),
    ],
    rest: Some(&Shape::Value),
    exclusive: &[&EXCLUSIVE],
};
static INNER_SHAPE: Shape = Shape::Record(&INNER);
static EITHER: &[Alternative] = &[Alternative { shape: Shape::Int(0, 9) }, Alternative { shape: INNER_SHAPE }];
static OUTER: RecordShape = RecordShape {
    name: "Outer",
    doc: "",
    fields: &[
        field("a", TEXT),
        field("b", Shape::List(&INNER_SHAPE)),
        field("named", Shape::Named(ANY, &INNER_SHAPE)),
        field("open", Shape::Open(ANY, &TEXT)),
        field("value", Shape::Value),
        field("data", Shape::Data),
        field("either", Shape::Either(EITHER)),
        field("literal", Shape::Literal),
        field("layer", Shape::Layer(&INNER_SHAPE)),
        field("switch", Shape::Either(SWITCH)),
    ],
    rest: None,
    exclusive: &[],
};
static SWITCH: &[Alternative] = &[Alternative { shape: Shape::Bool }, Alternative { shape: INNER_SHAPE }];
const SHAPE: Shape = Shape::Record(&OUTER);
const KEYS: [&str; 11] = ["a", "b", "named", "open", "value", "data", "either", "literal", "layer", "switch", "c"];

fn any_key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&KEYS[..])
}

fn any_value() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![
        3 => (0..4_u8).prop_map(|digit| Json::from(format!("t{digit}"))),
        1 => any::<bool>().prop_map(Json::from),
        1 => (0..4_i64).prop_map(Json::from),
        2 => Just(Json::Null),
    ];
    scalar.prop_recursive(4, 24, 4, |inner| {
        let entry = prop_oneof![
            8 => (any_key(), inner.clone()).prop_map(|(key, value)| (key.to_owned(), value)),
            1 => prop::collection::vec(any_key(), 0..3).prop_map(|keys| (REMOVE.to_owned(), json!(keys))),
        ];
        prop_oneof![
            1 => prop::collection::vec(inner, 0..3).prop_map(Json::from),
            4 => prop::collection::vec(entry, 0..5).prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

fn any_layer() -> impl Strategy<Value = Json> {
    prop::collection::vec((any_key(), any_value()), 0..6)
        .prop_map(|entries| Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()))
}

/// Layers as files of their own.
struct Layers {
    sources: Sources,
    layers: Vec<Merged>,
}

impl Layers {
    fn new(layers: &[Json]) -> Self {
        let mut sources = Sources::default();
        let layers = layers.iter().enumerate().map(|(index, layer)| {
            let text = layer.to_string();
            let documents =
                platgen_yaml::read(text.as_bytes(), &Dialect::PLATGEN, &Limits::default()).expect("JSON is YAML");
            let document = documents.into_iter().next().expect("a document");
            let root = document.root();
            let path = ecow::eco_format!("{index}.yaml");
            let bytes = text.as_bytes();
            let file = sources.add(File::new(path, ContentId::of(bytes), bytes.into(), Some(document)));
            Merged::Source(Place::new(file, root))
        });
        let layers = layers.collect();
        Self { sources, layers }
    }

    /// What is read of a merged value, with its order of keys.
    fn read(&self, merged: &Merged) -> String {
        let (templates, mut origins, mut sink) = (Templates::default(), Origins::default(), Sink::default());
        let tree = Evaluator::new(&self.sources, &templates, &mut origins, &mut sink).evaluate(merged, &SHAPE);
        tree.expect("plain values evaluate").to_json().to_string()
    }

    fn merge(&self, low: &Merged, high: &Merged) -> Merged {
        merge(low, high, &SHAPE, &self.sources)
    }
}

/// What layers mean, key by key: the layers above the last that is no map count, and of those each key's own layers.
fn expected(layers: &[&Json], shape: Shape, null_is_data: bool) -> Option<Json> {
    let layers = &without_switches(layers, &shape)[..];
    match layers.last()? {
        Json::Null => null_is_data.then_some(Json::Null),
        Json::Array(items) => {
            let item = shape.for_kind(false, true).item();
            Some(items.iter().filter_map(|value| expected(&[value], item, true)).collect())
        }
        Json::Object(_) => {
            let shape = shape.for_kind(true, false);
            let replaces = matches!(shape, Shape::Literal | Shape::Text(_) | Shape::List(_));
            let from = if replaces {
                layers.len() - 1
            } else {
                layers.iter().rposition(|layer| !layer.is_object()).map_or(0, |index| index + 1)
            };
            let maps: Vec<&Map<String, Json>> = layers[from..].iter().filter_map(|layer| layer.as_object()).collect();
            Some(Json::Object(expected_map(&maps, shape)))
        }
        scalar => Some((*scalar).clone()),
    }
}

fn expected_map(maps: &[&Map<String, Json>], shape: Shape) -> Map<String, Json> {
    let is_data = shape.null_is_data();
    let removes = |layer: usize, key: &str| {
        let by_word = is_data && maps[layer].get(REMOVE).is_some_and(|keys| has(keys, key));
        by_word || excludes(maps[layer], key, &shape)
    };
    let mut positions: Vec<(usize, usize, &str)> = Vec::new();
    for (layer, map) in maps.iter().enumerate() {
        for (position, key) in map.keys().enumerate() {
            let first = (0..maps.len()).rev().find(|layer| removes(*layer, key)).unwrap_or(0);
            if layer >= first && !positions.iter().any(|(_, _, known)| known == key) && !(is_data && key == REMOVE) {
                positions.push((layer, position, key));
            }
        }
    }
    positions.sort_unstable();
    let values = positions.into_iter().filter_map(|(first, _, key)| {
        let values: Vec<&Json> = maps[first..].iter().filter_map(|map| map.get(key)).collect();
        let value = expected(&values, shape.member(key).unwrap_or(Shape::Value), is_data)?;
        Some((key.to_owned(), value))
    });
    values.collect()
}

fn has(keys: &Json, key: &str) -> bool {
    keys.as_array().is_some_and(|keys| keys.iter().any(|known| known == key))
}

/// The layers without each `true` that only says of the map below it that it stays.
fn without_switches<'a>(layers: &[&'a Json], shape: &Shape) -> Vec<&'a Json> {
    let mut kept: Vec<&Json> = Vec::new();
    for layer in layers {
        let is_switched_on = shape.is_switch() && **layer == json!(true);
        if !(is_switched_on && kept.last().is_some_and(|below| below.is_object())) {
            kept.push(layer);
        }
    }
    kept
}

/// Whether a layer sets a field that excludes `key`, and not `key` itself.
fn excludes(layer: &Map<String, Json>, key: &str, shape: &Shape) -> bool {
    let Some(record) = shape.record() else { return false };
    let sets = |key: &str| layer.get(key).is_some_and(|value| !value.is_null() && *value != json!(false));
    record.exclusive.iter().any(|group| group.contains(&key) && !sets(key) && group.iter().any(|other| sets(other)))
}

/// Whether `high` says something that lets what lies below `low` shine through again where `low` cuts it off.
fn cuts(low: &Json, high: &Json) -> bool {
    match (low, high) {
        (Json::Object(low), Json::Object(high)) => {
            let speaks = |layer: &Map<String, Json>| EXCLUSIVE.iter().any(|key| layer.contains_key(*key));
            let shared = |(key, value): (&String, &Json)| low.get(key).is_some_and(|below| cuts(below, value));
            (speaks(low) && speaks(high)) || high.iter().any(shared)
        }
        (_, Json::Object(_) | Json::Bool(true)) => true,
        _ => false,
    }
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(24), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn layers_mean_what_the_reference_says(layers in prop::collection::vec(any_layer(), 1..5)) {
        let values: Vec<&Json> = layers.iter().collect();
        let files = Layers::new(&layers);
        let merged = merge_layers(files.layers.iter().cloned(), &SHAPE, &files.sources).expect("a layer");
        let expected = expected(&values, SHAPE, false).expect("a map");
        prop_assert_eq!(files.read(&merged), expected.to_string());
    }

    #[test]
    fn an_empty_layer_changes_nothing(layer in any_layer()) {
        let files = Layers::new(&[json!({}), layer]);
        let [empty, layer] = &files.layers[..] else { unreachable!("two layers") };
        let alone = files.read(layer);
        prop_assert_eq!(files.read(&files.merge(empty, layer)), alone.as_str());
        prop_assert_eq!(files.read(&files.merge(layer, empty)), alone);
    }

    #[test]
    fn merging_is_associative(a in any_layer(), b in any_layer(), c in any_layer()) {
        prop_assume!(!cuts(&b, &c));
        let files = Layers::new(&[a, b, c]);
        let [a, b, c] = &files.layers[..] else { unreachable!("three layers") };
        let left = files.merge(&files.merge(a, b), c);
        let right = files.merge(a, &files.merge(b, c));
        prop_assert_eq!(files.read(&left), files.read(&right));
    }
}

/// Reads layers, the lowest first.
fn read(layers: &[Json]) -> Json {
    let files = Layers::new(layers);
    let merged = merge_layers(files.layers.iter().cloned(), &SHAPE, &files.sources).expect("a layer");
    serde_json::from_str(&files.read(&merged)).expect("JSON")
}

#[test]
fn a_null_removes_and_a_layer_above_sets_again() {
    let below = json!({"named": {"x": {"a": "1", "value": {"k": 1}}}});
    assert_eq!(read(&[below.clone(), json!({"named": {"x": null}})]), json!({"named": {}}));
    let again = json!({"named": {"x": {"data": null}}});
    assert_eq!(read(&[below, json!({"named": {"x": null}}), again]), json!({"named": {"x": {}}}));
}

#[test]
fn inside_data_a_null_is_a_value_and_a_word_removes() {
    let below = json!({"data": {"k": 1, "l": 2, "m": 3}});
    let above = json!({"data": {"l": 4, "$remove": ["k", "l"], "m": null}});
    assert_eq!(read(&[below, above]), json!({"data": {"l": 4, "m": null}}), "the word removes what lies below alone");
}

#[test]
fn the_highest_layer_decides_where_a_map_stands() {
    let files = Layers::new(&[json!({"a": "1", "value": {"x": 1}}), json!({"value": {"y": 2}})]);
    let merged = merge_layers(files.layers.iter().cloned(), &SHAPE, &files.sources).expect("a layer");
    let path = |merged: &Merged| files.sources.file(merged.place().file).path.clone();
    let value = merged.member("value", &files.sources).expect("set");
    let places: Vec<EcoString> =
        ["x", "y"].iter().map(|key| path(&value.member(key, &files.sources).expect("set"))).collect();
    assert_eq!((path(&value).as_str(), places), ("1.yaml", vec!["0.yaml".into(), "1.yaml".into()]));
}

/// What the shape of a real record makes of two layers.
fn merged_as(shape: Shape, low: Json, high: Json) -> String {
    let files = Layers::new(&[low, high]);
    let merged = merge(&files.layers[0], &files.layers[1], &shape, &files.sources);
    let (templates, mut origins, mut sink) = (Templates::default(), Origins::default(), Sink::default());
    let tree = Evaluator::new(&files.sources, &templates, &mut origins, &mut sink).evaluate(&merged, &shape);
    tree.expect("plain values evaluate").to_json().to_string()
}

#[test]
fn a_field_that_excludes_others_takes_them_from_below() {
    let workload = |low, high| merged_as(<crate::model::Workload as crate::model::Shaped>::SHAPE, low, high);
    let scale = json!({"scale": {"min": 2, "max": 4}});
    assert_eq!(workload(json!({"replicas": 2}), scale.clone()), scale.to_string());
    assert_eq!(workload(scale.clone(), json!({"replicas": 2})), r#"{"replicas":2}"#);
    assert_eq!(workload(scale.clone(), json!({"image": "a"})), r#"{"scale":{"min":2,"max":4},"image":"a"}"#);
    // Both in one layer is a contradiction of that layer, which is said later.
    let both = json!({"replicas": 1, "scale": {"min": 2}});
    assert_eq!(workload(json!({}), both.clone()), both.to_string());
    let disruption = |high| workload(json!({"disruption": {"maxUnavailable": 1}}), json!({"disruption": high}));
    assert_eq!(disruption(json!({"minAvailable": "50%"})), r#"{"disruption":{"minAvailable":"50%"}}"#);
    assert_eq!(disruption(json!({"minAvailable": null})), r#"{"disruption":{"maxUnavailable":1}}"#);
}

#[test]
fn a_switch_keeps_or_replaces_the_probe_below() {
    let probe = json!({"path": "/healthz", "periodSeconds": 5});
    let probes = |high| {
        let low = json!({"probes": {"liveness": probe.clone()}});
        merged_as(<crate::model::Workload as crate::model::Shaped>::SHAPE, low, json!({"probes": {"liveness": high}}))
    };
    assert_eq!(probes(json!(true)), json!({"probes": {"liveness": probe}}).to_string());
    assert_eq!(probes(json!(false)), r#"{"probes":{"liveness":false}}"#);
    assert_eq!(probes(json!({"tcp": true})), r#"{"probes":{"liveness":{"periodSeconds":5,"tcp":true}}}"#);
    assert_eq!(
        probes(json!({"tcp": false})),
        r#"{"probes":{"liveness":{"path":"/healthz","periodSeconds":5,"tcp":false}}}"#
    );
}
