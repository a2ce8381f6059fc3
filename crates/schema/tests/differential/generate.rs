//! Makes objects that fit a definition, from a seed.

use crate::translate::stored;
use platgen_schema::Schemas;
use serde_json::{Map, Value, json};

/// Levels below which only required fields are made; some definitions hold themselves.
const DEEP: usize = 7;

/// A stream of numbers (SplitMix64), the same on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// Draws a number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ mixed >> 31) as usize % bound.max(1)
    }
}

/// Makes an object of a definition.
pub(crate) fn object(schemas: &Schemas, name: &str, random: &mut Random) -> Value {
    value(schemas, &stored(schemas, name), random, 0)
}

fn value(schemas: &Schemas, schema: &Value, random: &mut Random, depth: usize) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        return value(schemas, &stored(schemas, name), random, depth);
    }
    if let Some(alternatives) = schema["x-alternatives"].as_array() {
        return value(schemas, &alternatives[random.below(alternatives.len())], random, depth);
    }
    if let Some(allowed) = schema["enum"].as_array() {
        return allowed[random.below(allowed.len())].clone();
    }
    let least = schema["minimum"].as_i64().unwrap_or(0);
    match schema["type"].as_str() {
        Some("object") => fields(schemas, schema, random, depth),
        Some("array") => {
            let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
            let count = if depth > DEEP { least } else { least.max(random.below(3)) };
            (0..count).map(|_| value(schemas, &schema["items"], random, depth + 1)).collect()
        }
        Some("integer") => json!(least + random.below(2) as i64),
        Some("number") => json!(0.5),
        Some("boolean") => json!(random.below(2) == 0),
        Some("string") => json!("a".repeat(1 + random.below(2))),
        _ => json!(1),
    }
}

fn fields(schemas: &Schemas, schema: &Value, random: &mut Random, depth: usize) -> Value {
    let mut made = Map::new();
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let wanted = depth <= DEEP && random.below(2 + depth) == 0;
        if wanted || required(schema).any(|other| other == name) {
            made.insert(name.clone(), value(schemas, inner, random, depth + 1));
        }
    }
    if let (Some(inner), true) = (schema.get("additionalProperties"), depth <= DEEP) {
        made.insert("a".into(), value(schemas, inner, random, depth + 1));
    }
    made.into()
}

/// Lists the fields that a schema requires.
pub(crate) fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
}
