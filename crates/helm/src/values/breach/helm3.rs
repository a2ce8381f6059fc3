//! Breaches in the order and the words of Helm 3's validator, gojsonschema 1.2, with drafts 6 and 7.
//!
//! It goes through a schema keyword by keyword. Of alternatives none of which fits it tells the breaches of the one that fits
//! best: what passes a group of keywords gains a point, and a breach loses two. It comes to the properties of a map in random
//! order; here it is the order in which the schema has them.

use super::super::json::plain;
use crate::Breach;
use crate::number::shortest_float;
use platgen_gotmpl::json::{Style, encode};
use platgen_gotmpl::regex::Regex;
use platgen_gotmpl::{Context, Functions, Program};
use serde_json::{Map, Value};

/// Finds the breaches; none where it takes too long.
pub(super) fn breaches(schema: &Value, values: &Value) -> Vec<Breach> {
    let mut found = Found::default();
    let mut walk = Walk { root: schema, levels: 0, steps_left: MOST_STEPS, path: Vec::new() };
    walk.value(schema, values, &mut found);
    if walk.steps_left == 0 { Vec::new() } else { found.breaches }
}

/// Names a value as a field of the values.
pub(super) fn field(path: &[String]) -> String {
    if path.is_empty() { "(root)".to_owned() } else { path.join(".") }
}

#[derive(Default)]
struct Found {
    breaches: Vec<Breach>,
    score: i64,
}

impl Found {
    fn gain(&mut self) {
        self.score += 1;
    }

    fn merge(&mut self, other: Self) {
        self.breaches.extend(other.breaches);
        self.score += other.score;
    }

    fn is_valid(&self) -> bool {
        self.breaches.is_empty()
    }

    /// Keeps the better of two; the first of equal ones.
    fn best(best: Option<Self>, other: Self) -> Option<Self> {
        match best {
            Some(best) if best.score >= other.score => Some(best),
            _ => Some(other),
        }
    }
}

type Fields = Map<String, Value>;

/// Where the walk is.
struct Walk<'s> {
    root: &'s Value,
    /// Schemas inside each other, of which references could make a ring.
    levels: usize,
    steps_left: usize,
    path: Vec<String>,
}

/// Schemas inside each other that are looked into.
const DEEPEST: usize = 300;

/// Values that are held against a schema.
const MOST_STEPS: usize = 200_000;

impl<'s> Walk<'s> {
    fn breach(&self, found: &mut Found, message: impl Into<String>) {
        found.breaches.push(Breach { path: self.path.clone(), message: message.into() });
        found.score -= 2;
    }

    fn sub(&mut self, schema: &'s Value, value: &Value) -> Found {
        let mut found = Found::default();
        self.value(schema, value, &mut found);
        found
    }

    fn sub_at(&mut self, step: &str, schema: &'s Value, value: &Value) -> Found {
        self.path.push(step.to_owned());
        let found = self.sub(schema, value);
        self.path.pop();
        found
    }

    fn value(&mut self, schema: &'s Value, value: &Value, found: &mut Found) {
        self.levels += 1;
        self.steps_left = self.steps_left.saturating_sub(1);
        if self.levels <= DEEPEST && self.steps_left > 0 {
            match schema {
                Value::Bool(false) => self.breach(found, "False always fails validation"),
                Value::Object(keywords) => self.keywords(keywords, value, found),
                _ => {}
            }
        }
        self.levels -= 1;
    }

    fn keywords(&mut self, schema: &'s Fields, value: &Value, found: &mut Found) {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
            if let Some(target) = target {
                self.value(target, value, found);
            }
            return;
        }
        let types = types(schema);
        if !types.is_empty() && !types.iter().any(|wanted| is_of(wanted, value)) {
            let expected = match types.as_slice() {
                [one] => (*one).to_owned(),
                several => format!("[{}]", several.join(",")),
            };
            return self.breach(found, format!("Invalid type. Expected: {expected}, given: {}", type_of(value)));
        }
        self.combined(schema, value, found);
        match value {
            Value::Number(_) => self.number(schema, value, found),
            Value::Array(items) => self.items(schema, items, found),
            _ => {}
        }
        self.common(schema, value, found);
        match value {
            Value::String(text) => self.text(schema, text, found),
            Value::Object(fields) => self.map(schema, fields, found),
            _ => {}
        }
        found.gain();
    }

    /// What asks for other schemas.
    fn combined(&mut self, schema: &'s Fields, value: &Value, found: &mut Found) {
        if let Some(any) = array(schema, "anyOf") {
            self.one_or_more(any, value, found, "Must validate at least one schema (anyOf)", |fitting| fitting > 0);
        }
        if let Some(one) = array(schema, "oneOf") {
            let words = "Must validate one and only one schema (oneOf)";
            self.one_or_more(one, value, found, words, |fitting| fitting == 1);
        }
        if let Some(all) = array(schema, "allOf") {
            let outcomes: Vec<Found> = all.iter().map(|one| self.sub(one, value)).collect();
            let is_met = outcomes.iter().all(Found::is_valid);
            outcomes.into_iter().filter(|outcome| !outcome.is_valid()).for_each(|outcome| found.merge(outcome));
            if !is_met {
                self.breach(found, "Must validate all the schemas (allOf)");
            }
        }
        if let Some(not) = schema.get("not")
            && self.sub(not, value).is_valid()
        {
            self.breach(found, "Must not validate the schema (not)");
        }
        self.dependencies(schema, value, found);
        if let Some(condition) = schema.get("if") {
            let (keyword, words) = match self.sub(condition, value).is_valid() {
                true => ("then", "Must validate \"then\" as \"if\" was valid"),
                false => ("else", "Must validate \"else\" as \"if\" was not valid"),
            };
            let outcome = schema.get(keyword).map(|then| self.sub(then, value));
            if let Some(outcome) = outcome.filter(|outcome| !outcome.is_valid()) {
                self.breach(found, words);
                found.merge(outcome);
            }
        }
        found.gain();
    }

    /// `anyOf` and `oneOf`: where nothing fits, what fits best is told.
    fn one_or_more(
        &mut self,
        schemas: &'s [Value],
        value: &Value,
        found: &mut Found,
        words: &str,
        is_met: fn(usize) -> bool,
    ) {
        let (mut fitting, mut best) = (0, None);
        for schema in schemas {
            let outcome = self.sub(schema, value);
            match outcome.is_valid() {
                true => fitting += 1,
                false => best = Found::best(best, outcome),
            }
        }
        if !is_met(fitting) {
            self.breach(found, words);
            if let Some(best) = best.filter(|_| fitting == 0) {
                found.merge(best);
            }
        }
    }

    fn dependencies(&mut self, schema: &'s Fields, value: &Value, found: &mut Found) {
        let (Some(wanted), Value::Object(fields)) = (object(schema, "dependencies"), value) else { return };
        for (_, wanted) in wanted.iter().filter(|(name, _)| fields.contains_key(*name)) {
            let Value::Array(names) = wanted else {
                self.value(wanted, value, found);
                continue;
            };
            for name in names.iter().filter_map(Value::as_str).filter(|name| !fields.contains_key(*name)) {
                self.breach(found, format!("Has a dependency on {name}"));
            }
        }
    }

    fn common(&self, schema: &Fields, value: &Value, found: &mut Found) {
        let name = field(&self.path);
        if let Some(wanted) = schema.get("const").filter(|wanted| written(wanted) != written(value)) {
            self.breach(found, format!("{name} does not match: {}", written(wanted)));
        }
        if let Some(options) = array(schema, "enum") {
            let options: Vec<String> = options.iter().map(written).collect();
            if !options.is_empty() && !options.contains(&written(value)) {
                self.breach(found, format!("{name} must be one of the following: {}", options.join(", ")));
            }
        }
        found.gain();
    }

    fn number(&self, schema: &Fields, value: &Value, found: &mut Found) {
        let given = value.as_f64().unwrap_or_default();
        let fails = |name: &str, is_met: fn(f64, f64) -> bool| {
            schema.get(name).and_then(Value::as_f64).filter(|limit| !is_met(given, *limit)).map(shortest_float)
        };
        for (limit, words) in [
            (fails("multipleOf", is_multiple), "Must be a multiple of"),
            (fails("maximum", |given, limit| given <= limit), "Must be less than or equal to"),
            (fails("exclusiveMaximum", |given, limit| given < limit), "Must be less than"),
            (fails("minimum", |given, limit| given >= limit), "Must be greater than or equal to"),
            (fails("exclusiveMinimum", |given, limit| given > limit), "Must be greater than"),
        ] {
            if let Some(limit) = limit {
                self.breach(found, format!("{words} {limit}"));
            }
        }
        found.gain();
    }

    fn text(&self, schema: &Fields, text: &str, found: &mut Found) {
        let length = text.chars().count() as u64;
        if let Some(least) = count(schema, "minLength").filter(|least| length < *least) {
            self.breach(found, format!("String length must be greater than or equal to {least}"));
        }
        if let Some(most) = count(schema, "maxLength").filter(|most| length > *most) {
            self.breach(found, format!("String length must be less than or equal to {most}"));
        }
        if let Some(pattern) = string(schema, "pattern").filter(|pattern| !is_match(pattern, text)) {
            self.breach(found, format!("Does not match pattern '{pattern}'"));
        }
        if let Some(format) = string(schema, "format").filter(|format| !is_of_format(format, text)) {
            self.breach(found, format!("Does not match format '{format}'"));
        }
        found.gain();
    }

    fn items(&mut self, schema: &'s Fields, items: &[Value], found: &mut Found) {
        match schema.get("items") {
            Some(Value::Array(schemas)) => {
                for (at, (schema, item)) in schemas.iter().zip(items).enumerate() {
                    found.merge(self.sub_at(&at.to_string(), schema, item));
                }
                self.additional_items(schema, items, schemas.len(), found);
            }
            Some(schema) => {
                for (at, item) in items.iter().enumerate() {
                    found.merge(self.sub_at(&at.to_string(), schema, item));
                }
            }
            None => {}
        }
        let length = items.len() as u64;
        if let Some(least) = count(schema, "minItems").filter(|least| length < *least) {
            self.breach(found, format!("Array must have at least {least} items"));
        }
        if let Some(most) = count(schema, "maxItems").filter(|most| length > *most) {
            self.breach(found, format!("Array must have at most {most} items"));
        }
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) {
            let items: Vec<String> = items.iter().map(written).collect();
            for (at, item) in items.iter().enumerate() {
                if let Some(before) = items[..at].iter().rposition(|other| other == item) {
                    self.breach(found, format!("array items[{before},{at}] must be unique"));
                }
            }
        }
        if let Some(wanted) = schema.get("contains") {
            self.contains(wanted, items, found);
        }
        found.gain();
    }

    fn additional_items(&mut self, schema: &'s Fields, items: &[Value], from: usize, found: &mut Found) {
        match schema.get("additionalItems") {
            Some(Value::Bool(false)) if items.len() > from => {
                self.breach(found, "No additional items allowed on array");
            }
            Some(schema @ Value::Object(_)) => {
                for (at, item) in items.iter().enumerate().skip(from) {
                    found.merge(self.sub_at(&at.to_string(), schema, item));
                }
            }
            _ => {}
        }
    }

    fn contains(&mut self, wanted: &'s Value, items: &[Value], found: &mut Found) {
        let mut best = None;
        for (at, item) in items.iter().enumerate() {
            let outcome = self.sub_at(&at.to_string(), wanted, item);
            if outcome.is_valid() {
                return;
            }
            best = Found::best(best, outcome);
        }
        self.breach(found, "At least one of the items must match");
        if let Some(best) = best {
            found.merge(best);
        }
    }

    fn map(&mut self, schema: &'s Fields, fields: &Fields, found: &mut Found) {
        let length = fields.len() as u64;
        if let Some(least) = count(schema, "minProperties").filter(|least| length < *least) {
            self.breach(found, format!("Must have at least {least} properties"));
        }
        if let Some(most) = count(schema, "maxProperties").filter(|most| length > *most) {
            self.breach(found, format!("Must have at most {most} properties"));
        }
        for name in array(schema, "required").unwrap_or_default().iter().filter_map(Value::as_str) {
            match fields.contains_key(name) {
                true => found.gain(),
                false => self.breach(found, format!("{name} is required")),
            }
        }
        let properties = object(schema, "properties");
        for (name, value) in fields {
            let has_pattern = self.pattern_properties(schema, name, value, found);
            if !has_pattern && properties.is_none_or(|properties| !properties.contains_key(name)) {
                self.additional_property(schema, name, value, found);
            }
        }
        for name in fields.keys() {
            let Some(names) = schema.get("propertyNames") else { break };
            let outcome = self.sub(names, &Value::from(name.as_str()));
            if !outcome.is_valid() {
                self.breach(found, format!("Property name of \"{name}\" does not match"));
                found.merge(outcome);
            }
        }
        found.gain();
        for (name, schema) in properties.into_iter().flatten() {
            if let Some(value) = fields.get(name) {
                found.merge(self.sub_at(name, schema, value));
            }
        }
    }

    /// Holds a property against the schemas whose patterns its name matches, and tells whether there are any.
    fn pattern_properties(&mut self, schema: &'s Fields, name: &str, value: &Value, found: &mut Found) -> bool {
        let patterns = object(schema, "patternProperties").into_iter().flatten();
        let mut is_known = false;
        for (_, schema) in patterns.filter(|(pattern, _)| is_match(pattern, name)) {
            is_known = true;
            found.merge(self.sub_at(name, schema, value));
        }
        if is_known {
            found.gain();
        }
        is_known
    }

    fn additional_property(&mut self, schema: &'s Fields, name: &str, value: &Value, found: &mut Found) {
        match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => self.breach(found, format!("Additional property {name} is not allowed")),
            Some(schema @ Value::Object(_)) => found.merge(self.sub_at(name, schema, value)),
            _ => {}
        }
    }
}

fn array<'s>(schema: &'s Fields, keyword: &str) -> Option<&'s [Value]> {
    schema.get(keyword).and_then(Value::as_array).map(Vec::as_slice)
}

fn object<'s>(schema: &'s Fields, keyword: &str) -> Option<&'s Fields> {
    schema.get(keyword).and_then(Value::as_object)
}

fn string<'s>(schema: &'s Fields, keyword: &str) -> Option<&'s str> {
    schema.get(keyword).and_then(Value::as_str)
}

/// Reads a count, which may be written with a fraction of zero.
fn count(schema: &Fields, keyword: &str) -> Option<u64> {
    let value = schema.get(keyword)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it has no fraction and is not negative"
    )]
    let whole = |float: &f64| (float.fract() == 0.0 && *float >= 0.0).then_some(*float as u64);
    value.as_u64().or_else(|| value.as_f64().as_ref().and_then(whole))
}

fn types(schema: &Fields) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_of(wanted: &str, value: &Value) -> bool {
    type_of(value) == wanted || wanted == "number" && value.is_number()
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() == 0.0) => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Tells whether a number is a whole number of times another, but for what floats lose of decimals.
fn is_multiple(given: f64, factor: f64) -> bool {
    let times = given / factor;
    (times - times.round()).abs() < 1e-9
}

fn is_match(pattern: &str, text: &str) -> bool {
    Regex::new(pattern.as_bytes()).is_ok_and(|regex| regex.is_match(text.as_bytes()))
}

fn is_of_format(format: &str, text: &str) -> bool {
    let schema = serde_json::json!({"$schema": "http://json-schema.org/draft-07/schema#", "format": format});
    let options = jsonschema::options().should_validate_formats(true);
    options.build(&schema).is_ok_and(|validator| validator.is_valid(&Value::from(text)))
}

/// Writes a value as Go does: numbers are floats, keys sorted.
fn written(value: &Value) -> String {
    let program = Program::new("", Functions::default());
    let style = Style { is_indented: false, escapes_html: true };
    let text = encode(&mut Context::new(&program), &plain(value).to_value(), style).unwrap_or_default();
    String::from_utf8_lossy(&text).into_owned()
}
