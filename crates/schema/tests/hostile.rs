//! Objects and schemas that mean no good: a fault, quickly, and never a crash.
#![allow(clippy::unwrap_used, reason = "in a test, what cannot be unwrapped fails it")]
#![allow(clippy::disallowed_methods, reason = "a test that bounds time reads the clock")]

use platgen_schema::{Catalog, Definition, Fault, FaultKind, Limits, Schemas, validate};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What even an unoptimised build on a busy machine needs for ten megabytes.
const LONG: Duration = Duration::from_secs(20);

/// A generator of numbers without a state elsewhere, so that each run makes the same objects.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

/// Sound objects of the kinds with the most rules.
fn seeds() -> Vec<Value> {
    let cases = include_str!("relations/cases.txt").lines();
    cases
        .filter_map(|line| line.strip_prefix("= ")?.split_once(' '))
        .map(|(_, object)| serde_json::from_str(object).unwrap())
        .collect()
}

/// Changes one node: to another kind of value, to a part of another object, or away.
fn mutate(value: &mut Value, others: &[Value], random: &mut Random) {
    let descend = random.below(8) != 0;
    match value {
        Value::Object(fields) if descend && !fields.is_empty() => {
            let key = fields.keys().nth(random.below(fields.len())).unwrap().clone();
            if random.below(12) == 0 {
                let taken = fields.shift_remove(&key).unwrap();
                fields.insert(format!("{key}{}", ["", "s", "/", "\u{0}", "é"][random.below(5)]), taken);
            } else {
                mutate(&mut fields[&key], others, random);
            }
        }
        Value::Array(items) if descend && !items.is_empty() => {
            let place = random.below(items.len());
            if random.below(4) == 0 {
                items.push(items[place].clone());
            }
            mutate(&mut items[place], others, random);
        }
        other => *other = strange(others, random),
    }
}

fn strange(others: &[Value], random: &mut Random) -> Value {
    match random.below(14) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(i64::MIN),
        3 => json!(u64::MAX),
        4 => json!(f64::MIN_POSITIVE),
        5 => json!(""),
        6 => json!("\u{0}é\n%"),
        7 => json!("a".repeat(300)),
        8 => json!([]),
        9 => json!({}),
        10 => json!(["a", "a", null, [], {}]),
        11 => json!("9".repeat(60)),
        12 => json!({"": {"": ""}, "a.b/c": -1}),
        _ => others[random.below(others.len())].clone(),
    }
}

/// Judges an object as its own kind and as others, and words every fault.
fn judge(schemas: &Schemas, object: &Value) -> usize {
    let text = |key: &str| object[key].as_str().unwrap_or_default();
    let kinds = [(text("apiVersion"), text("kind")), ("v1", "Pod"), ("example.org/v1", "Thing")];
    let mut count = 0;
    for (api_version, kind) in kinds {
        let faults = validate(schemas, api_version, kind, object);
        assert!(faults.len() <= Limits::default().faults + 2);
        count += faults.iter().map(ToString::to_string).filter(|sentence| !sentence.is_empty()).count();
        let _ = schemas.defaulted(api_version, kind, object);
    }
    let _ = schemas.items_of(object).map(Iterator::count);
    count
}

fn definition(schema: Value) -> Value {
    json!({"spec": {"group": "example.org", "names": {"kind": "Thing"}, "versions": [{"name": "v1", "served": true, "schema": {"openAPIV3Schema": schema}}]}})
}

#[test]
fn mutated_objects_never_break_the_validator() {
    let catalog = Catalog::embedded();
    let seeds = seeds();
    let schema = json!({"type": "object", "properties": {"spec": {"type": "object", "x-kubernetes-preserve-unknown-fields": true,
        "properties": {"replicas": {"type": "integer", "minimum": 0, "default": 1}, "template": {"type": "object", "nullable": true}},
        "oneOf": [{"required": ["replicas"]}, {"required": ["template"]}], "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string", "pattern": "^a"}}]}}}});
    let mut random = Random(7);
    let mut faults = 0;
    for round in 0..3000u32 {
        let mut crd = definition(schema.clone());
        if round % 3 == 0 {
            mutate(&mut crd["spec"]["versions"][0]["schema"], &seeds, &mut random);
        }
        let minor = 25 + round % 13;
        let schemas = catalog.kubernetes(minor).unwrap().with_definitions(Definition::read(Arc::new(crd)));
        let mut object = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(4) {
            mutate(&mut object, &seeds, &mut random);
        }
        faults += judge(&schemas, &object);
    }
    assert!(faults > 3000, "{faults}");
}

/// Judges an object in time, and gives the sorts of its faults.
fn in_time(api_version: &str, kind: &str, object: &Value) -> Vec<FaultKind> {
    let schemas = Catalog::embedded().kubernetes(37).unwrap();
    let start = Instant::now();
    let faults = validate(&schemas, api_version, kind, object);
    println!("{kind} took {:?}", start.elapsed());
    assert!(start.elapsed() < LONG, "{kind} took {:?}", start.elapsed());
    let kinds = |fault: &Fault<'_, Value>| fault.kind;
    faults.iter().map(kinds).collect()
}

#[test]
fn ten_megabytes_end_quickly() {
    let pod = |spec: Value| {
        let mut object = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "a", "image": "b"}]}});
        spec.as_object().unwrap().iter().for_each(|(key, value)| object["spec"][key] = value.clone());
        object
    };
    let many = 100_000;
    let volumes: Vec<Value> = (0..many).map(|place| json!({"name": format!("v{place}"), "emptyDir": {}})).collect();
    let mounts: Vec<Value> =
        (0..many).map(|place| json!({"name": format!("v{place}"), "mountPath": format!("/{place}")})).collect();
    let sound = pod(json!({"volumes": volumes, "containers": [{"name": "a", "image": "b", "volumeMounts": mounts}]}));
    assert_eq!(in_time("v1", "Pod", &sound), []);
    let dangling: Vec<Value> =
        (0..many).map(|place| json!({"name": format!("w{place}"), "mountPath": format!("/{place}")})).collect();
    let object = pod(
        json!({"volumes": sound["spec"]["volumes"], "containers": [{"name": "a", "image": "b", "volumeMounts": dangling}]}),
    );
    assert_eq!(in_time("v1", "Pod", &object), vec![FaultKind::DanglingName; 100]);
    let labels: Map<String, Value> = (0..many).map(|place| (format!("k{place}"), json!("v"))).collect();
    let object = json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": {"selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "a", "image": "b"}]}}}});
    assert_eq!(in_time("apps/v1", "Deployment", &object), []);
    let amounts: Map<String, Value> = (0..2000).map(|place| (format!("a.b/k{place}"), json!(1))).collect();
    let object = pod(
        json!({"containers": [{"name": "a", "image": "b", "resources": {"limits": amounts, "requests": amounts}}]}),
    );
    assert_eq!(in_time("v1", "Pod", &object), []);
    let data: Map<String, Value> = (0..10).map(|place| (format!("k{place}"), json!("YWFh".repeat(250_000)))).collect();
    let object = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "data": data});
    assert_eq!(in_time("v1", "Secret", &object), [FaultKind::BadLength]);
}

#[test]
fn a_pattern_that_backtracks_elsewhere_ends_here() {
    let schema = json!({"type": "object", "properties": {"spec": {"type": "string", "pattern": "^(a+)+$"}}});
    let release = Catalog::embedded().kubernetes(37).unwrap();
    let schemas = release.with_definitions(Definition::read(Arc::new(definition(schema))));
    let object = json!({"metadata": {"name": "a"}, "spec": format!("{}b", "a".repeat(1_000_000))});
    let start = Instant::now();
    let kinds: Vec<FaultKind> =
        validate(&schemas, "example.org/v1", "Thing", &object).iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [FaultKind::BadPattern]);
    assert!(start.elapsed() < LONG);
}

#[test]
fn schemas_of_any_shape_are_read() {
    let release = Catalog::embedded().kubernetes(37).unwrap();
    let object = json!({"metadata": {"name": "a"}, "spec": {"a": [1]}});
    for value in [json!(null), json!(1), json!("a"), json!([]), json!({}), json!(true), json!([{"type": "object"}])] {
        for key in [
            "type",
            "properties",
            "items",
            "additionalProperties",
            "required",
            "enum",
            "default",
            "oneOf",
            "not",
            "pattern",
            "minimum",
            "x-kubernetes-list-map-keys",
            "x-kubernetes-list-type",
            "x-kubernetes-validations",
            "$ref",
            "x-union",
            "x-rule",
        ] {
            let schema = json!({"type": "object", "properties": {"spec": {key: value, "nullable": value}}, key: value});
            let schemas = release.with_definitions(Definition::read(Arc::new(definition(schema))));
            judge(&schemas, &object);
        }
    }
    // A reference of a custom resource leads to the release's own definitions only, which may hold themselves.
    let schema = json!({"type": "object", "properties": {"spec": {"$ref": "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps"}}});
    let schemas = release.with_definitions(Definition::read(Arc::new(definition(schema))));
    let mut deep = json!({});
    for _ in 0..300 {
        deep = json!({"properties": {"a": deep}});
    }
    let kinds: Vec<FaultKind> =
        validate(&schemas, "example.org/v1", "Thing", &json!({"metadata": {"name": "a"}, "spec": deep}))
            .iter()
            .map(|fault| fault.kind)
            .collect();
    assert_eq!(kinds, [FaultKind::TooDeep]);
}
