//! Random inputs of modules from a seed, sound and broken.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use platgen_terraform::hcl::{Entry, Number, Value};
use platgen_terraform::{Attribute, Module, Modules, Type, Variable};

use super::Random;

/// Names of object attributes and keys of maps.
const NAMES: [&str; 8] = ["name", "size", "enabled", "rules", "min_size", "cidr_blocks", "tags", "kms_key_id"];

/// What is asked: modules that are built in, and modules of random types; a name and inputs for each.
pub fn cases() -> Vec<(String, Module, Value)> {
    let modules = Modules::built_in();
    let mut cases = Vec::new();
    for source in modules.sources() {
        let version = modules.versions(source).next().expect("it has a version");
        let module = modules.get(source, Some(version)).expect("it is built in");
        for seed in 0..5 {
            cases.push((format!("{source}#{seed}"), module.clone(), inputs(module, seed)));
        }
    }
    for seed in 0..60 {
        let module = random_module(seed);
        let inputs = inputs(&module, seed);
        cases.push((format!("random#{seed}"), module, inputs));
    }
    cases
}

/// Draws a module of random types.
fn random_module(seed: u64) -> Module {
    let mut random = Random(seed ^ 0x7E57);
    let variables: BTreeMap<Box<str>, Variable> = (0..40)
        .map(|place| {
            let variable = Variable {
                ty: Arc::new(ty(&mut random, 3)),
                required: random.once_in(3),
                nullable: !random.once_in(3),
                sensitive: random.once_in(20),
            };
            (format!("v{place}").into(), variable)
        })
        .collect();
    Module::new(&format!("random/{seed}"), None, variables, BTreeSet::new())
}

/// Draws a type.
fn ty(random: &mut Random, depth: usize) -> Type {
    match random.below(if depth == 0 { 4 } else { 11 }) {
        0 => Type::Any,
        1 => Type::String,
        2 => Type::Number,
        3 => Type::Bool,
        4 | 5 => Type::List(Box::new(ty(random, depth - 1))),
        6 => Type::Set(Box::new(ty(random, depth - 1))),
        7 | 8 => Type::Map(Box::new(ty(random, depth - 1))),
        9 => Type::Tuple((0..random.below(4)).map(|_| ty(random, depth - 1)).collect()),
        _ => Type::Object(attributes(random, depth - 1)),
    }
}

fn attributes(random: &mut Random, depth: usize) -> Vec<Attribute> {
    let mut names: Vec<&str> = (0..random.below(5)).map(|_| random.pick(&NAMES)).collect();
    names.sort_unstable();
    names.dedup();
    let attribute = |name: &str| {
        let ty = ty(random, depth);
        let optional = random.once_in(2);
        let default = (optional && random.once_in(3) && !ty.has_any()).then(|| sound(random, &ty));
        Attribute { name: name.into(), ty, optional, default }
    };
    names.into_iter().map(attribute).collect()
}

/// Draws inputs: all that must be given and most others, one in four broken, and now and then null.
pub fn inputs(module: &Module, seed: u64) -> Value {
    let mut random = Random(seed ^ 0x1D0F);
    let mut entries = Vec::new();
    for (name, variable) in module.variables() {
        let value = match random.below(12) {
            // Where one is missing, Terraform says nothing of the others.
            0 if !variable.required => continue,
            1 => Value::Null,
            2..=4 => broken(&mut random, &variable.ty),
            _ => sound(&mut random, &variable.ty),
        };
        entries.push(Entry::new(name, value));
    }
    Value::Object(entries)
}

/// Draws a value that should convert, often by way of another type.
fn sound(random: &mut Random, ty: &Type) -> Value {
    match ty {
        Type::Any => scalar_or_collection(random, 2),
        Type::String => scalar(random),
        Type::Number if random.once_in(4) => Value::from(random.pick(&["1", "-2.5", "1e3", "007", "+4", "0.50"])),
        Type::Number => Value::Number(number(random)),
        Type::Bool if random.once_in(4) => Value::from(random.pick(&["true", "false", "1", "0"])),
        Type::Bool => Value::from(random.once_in(2)),
        Type::List(item) | Type::Set(item) => {
            Value::List((0..random.below(4)).map(|_| item_of(random, item)).collect())
        }
        Type::Map(item) => {
            let mut names = NAMES.to_vec();
            let keys = (0..random.below(4)).map(|_| names.swap_remove(random.below(names.len()))).collect::<Vec<_>>();
            Value::Object(keys.into_iter().map(|key| Entry::new(key, item_of(random, item))).collect())
        }
        Type::Tuple(items) => Value::List(items.iter().map(|item| item_of(random, item)).collect()),
        Type::Object(attributes) => {
            let mut entries = Vec::new();
            for attribute in attributes {
                if !attribute.optional || random.once_in(3) {
                    entries.push(Entry::new(&*attribute.name, item_of(random, &attribute.ty)));
                }
            }
            Value::Object(entries)
        }
    }
}

fn item_of(random: &mut Random, ty: &Type) -> Value {
    if random.once_in(15) { Value::Null } else { sound(random, ty) }
}

fn number(random: &mut Random) -> Number {
    Number::parse(random.pick(&["0", "1", "-7", "443", "0.25", "12345678901234567890"])).expect("these are numbers")
}

fn scalar(random: &mut Random) -> Value {
    match random.below(6) {
        0 => Value::Number(number(random)),
        1 => Value::from(random.once_in(2)),
        _ => Value::from(random.pick(&["", "a", "10.0.0.0/16", "1", "true", "é", "a\"b\\c"])),
    }
}

fn scalar_or_collection(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 4 } else { 7 }) {
        0 if random.once_in(3) => Value::Null,
        0..=3 => scalar(random),
        4 | 5 => {
            let mut names = NAMES.to_vec();
            let keys = (0..random.below(4)).map(|_| names.swap_remove(random.below(3))).collect::<Vec<_>>();
            Value::Object(
                keys.into_iter().map(|key| Entry::new(key, scalar_or_collection(random, depth - 1))).collect(),
            )
        }
        _ => Value::List((0..random.below(4)).map(|_| scalar_or_collection(random, depth - 1)).collect()),
    }
}

/// Draws a value that is sound but for one place, which most often does not convert.
fn broken(random: &mut Random, ty: &Type) -> Value {
    let mut value = sound(random, ty);
    spoil(random, &mut value);
    value
}

fn spoil(random: &mut Random, value: &mut Value) {
    match value {
        Value::List(items) if !items.is_empty() && !random.once_in(4) => {
            let place = random.below(items.len());
            if random.once_in(6) { drop(items.remove(place)) } else { spoil(random, &mut items[place]) }
        }
        Value::Object(entries) if !entries.is_empty() && !random.once_in(4) => {
            let place = random.below(entries.len());
            match random.below(6) {
                0 => drop(entries.remove(place)),
                1 => entries.push(Entry::new("zone", "a")),
                2 => entries[place].key = format!("{}x", entries[place].key),
                _ => spoil(random, &mut entries[place].value),
            }
        }
        other => {
            *other = match random.below(8) {
                0 => Value::from("True"),
                1 => Value::from("ten"),
                2 => Value::from(true),
                3 => Value::from(1),
                4 => Value::List(vec![Value::from("a")]),
                5 => Value::object([("a", "b")]),
                6 => Value::Object(Vec::new()),
                _ => Value::List(Vec::new()),
            }
        }
    }
}

/// A value without expressions as JSON.
pub fn json(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(bool) => bool.to_string(),
        Value::Number(number) => number.as_str().to_owned(),
        Value::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(",")),
        Value::Object(entries) => {
            let field =
                |entry: &Entry| format!("{}:{}", serde_json::Value::from(entry.key.as_str()), json(&entry.value));
            format!("{{{}}}", entries.iter().map(field).collect::<Vec<_>>().join(","))
        }
        Value::Expression(_) | Value::Template(_) => panic!("expressions are no JSON"),
    }
}
