use std::fmt;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::LocationSegment;
use serde_json::Value as Json;

use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::node::{Entry, Node, Origins, Payload};
use crate::source::{Document, NodeId, Place, Sources, Value, to_json};

/// The schema of a definition's parameters, compiled; none accepts nothing but an empty map.
pub struct ParameterSchema {
    schema: Option<(Place, jsonschema::Validator)>,
    /// Whether any property, at any depth, has a default.
    has_defaults: bool,
}

impl fmt::Debug for ParameterSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParameterSchema({:?})", self.schema.as_ref().map(|(place, _)| place))
    }
}

impl ParameterSchema {
    /// Compiles the schema at a place. Patterns run in linear time; nothing is fetched.
    ///
    /// # Errors
    /// Poison when it is no JSON Schema.
    pub fn compile(place: Option<Place>, sources: &Sources, sink: &mut Sink) -> Result<Self, Poison> {
        let Some(place) = place else { return Ok(Self { schema: None, has_defaults: false }) };
        let document = sources.document(place.file);
        let schema = schema_json(sources, place);
        let has_defaults = contains_key(&schema, "default");
        let validator = jsonschema::options()
            .with_pattern_options(jsonschema::PatternOptions::regex())
            .build(&schema)
            .map_err(|error| {
                let path: Vec<String> = error.instance_path().iter().map(segment).collect();
                let at = descend(document, place.node, path.iter().cloned());
                let spot = Spot::Value(Place::new(place.file, at));
                sink.report(schema_fault(&error, &path, document.text(at), spot))
            })?;
        Ok(Self { schema: Some((place, validator)), has_defaults })
    }

    /// Adds the defaults of properties that are not set, each with the schema's line as origin.
    pub fn apply_defaults(&self, parameters: &mut Node, sources: &Sources, origins: &mut Origins) {
        if let (Some((place, _)), true) = (&self.schema, self.has_defaults) {
            apply_defaults(parameters, *place, sources, origins);
        }
    }

    /// Checks parameters; every fault is reported where the user wrote the value.
    ///
    /// # Errors
    /// Poison when they do not fit.
    pub fn check(
        &self,
        parameters: &Node,
        definition: &str,
        sources: &Sources,
        origins: &Origins,
        sink: &mut Sink,
    ) -> Result<(), Poison> {
        let Some((place, validator)) = &self.schema else {
            return match parameters.entries().first() {
                None => Ok(()),
                Some(entry) => {
                    let message = format!("definition `{definition}` has no parameters");
                    let spot = spot_of(&entry.value, parameters, origins, true);
                    Err(sink.report(Finding::new(Code::INVALID_PARAMETER, message, spot)))
                }
            };
        };
        let json = parameters.to_json();
        if validator.is_valid(&json) {
            return Ok(());
        }
        let document = sources.document(place.file);
        for error in validator.iter_errors(&json) {
            let segments: Vec<String> = error.instance_path().iter().map(segment).collect();
            let (node, parent) = find(parameters, &segments);
            let at = spot_of(node, parent, origins, false);
            let schema = schema_of(&error, document, place.node);
            let finding = describe(&error, definition, &segments, node, at, document, schema);
            let finding = match &error.kind() {
                ValidationErrorKind::AdditionalProperties { unexpected } => {
                    // Each unknown name is a finding of its own, at its key.
                    for name in unexpected {
                        let value = node.get(name).unwrap_or(node);
                        let spot = spot_of(value, node, origins, true);
                        sink.report(unknown_parameter(name, &segments, definition, spot, document, schema));
                    }
                    continue;
                }
                _ => finding,
            };
            sink.report(finding);
        }
        Err(Poison)
    }
}

const JSON_TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];

/// The finding for a schema that is none.
fn schema_fault(error: &jsonschema::ValidationError<'_>, path: &[String], text: &str, spot: Spot) -> Finding {
    if path.last().is_some_and(|last| last == "type") && !text.is_empty() {
        let message = format!("`{text}` is not a type of JSON Schema");
        return Finding::new(Code::INVALID_DEFINITION, message, spot).suggest(text, JSON_TYPES);
    }
    let message = match error.kind() {
        ValidationErrorKind::Type { kind: TypeKind::Single(kind) } if !path.is_empty() => {
            format!("`{}` of a JSON Schema is {}", path.join("."), words(&kind.to_string()))
        }
        _ => format!("the parameters' schema is not valid: {}", one_phrase(&error.to_string())),
    };
    Finding::new(Code::INVALID_DEFINITION, message, spot)
}

/// The schema that holds the keyword at fault: the parameters' own, or one below it.
fn schema_of(error: &jsonschema::ValidationError<'_>, document: &Document, root: NodeId) -> NodeId {
    let mut path: Vec<String> = error.schema_path().iter().map(segment).collect();
    path.pop();
    descend(document, root, path.into_iter())
}

/// A parameter's name with those of the parameters that it stands below.
fn full_name(name: &str, below: &[String]) -> String {
    let names: Vec<&str> = below.iter().map(String::as_str).chain([name]).collect();
    names.join(".")
}

fn unknown_parameter(
    name: &str,
    below: &[String],
    definition: &str,
    spot: Spot,
    document: &Document,
    schema: NodeId,
) -> Finding {
    let known: Vec<&str> = match document.get(schema, "properties").map(|node| document.value(node)) {
        Some(Value::Map(entries)) => entries.iter().map(|entry| entry.key.as_str()).collect(),
        _ => Vec::new(),
    };
    let message = format!("definition `{definition}` has no parameter `{}`", full_name(name, below));
    Finding::new(Code::INVALID_PARAMETER, message, spot).suggest(name, known)
}

fn describe(
    error: &jsonschema::ValidationError<'_>,
    definition: &str,
    segments: &[String],
    node: &Node,
    spot: Spot,
    document: &Document,
    schema: NodeId,
) -> Finding {
    let path = segments.join(".");
    let invalid = |message: String, spot: Spot| Finding::new(Code::INVALID_PARAMETER, message, spot);
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            missing(property.as_str().unwrap_or_default(), segments, definition, spot, document, schema)
        }
        ValidationErrorKind::Type { kind } => {
            let kinds: Vec<String> = match kind {
                TypeKind::Single(kind) => vec![kind.to_string()],
                TypeKind::Multiple(kinds) => kinds.iter().map(|kind| kind.to_string()).collect(),
            };
            let expected: Vec<&str> = kinds.iter().map(|kind| words(kind)).collect();
            let found = node.payload.kind();
            let mut finding = invalid(format!("parameter `{path}` is {}, found {found}", expected.join(" or ")), spot);
            finding.help = requote(&kinds, &node.payload);
            finding
        }
        ValidationErrorKind::Minimum { limit } => bound(&path, node, "least", limit, spot),
        ValidationErrorKind::Maximum { limit } => bound(&path, node, "most", limit, spot),
        ValidationErrorKind::Pattern { pattern } => {
            let found = node.as_str().unwrap_or_default();
            invalid(format!("parameter `{path}`: `{}` does not match `{pattern}`", one_phrase(found)), spot)
        }
        ValidationErrorKind::Enum { options } => {
            let found = as_text(&node.payload);
            let options: Vec<String> = options.as_array().into_iter().flatten().map(plain).collect();
            invalid(format!("parameter `{path}`: `{}` is not one of its values", one_phrase(&found)), spot)
                .suggest(&found, options.iter().map(String::as_str))
        }
        _ if path.is_empty() => invalid(one_phrase(&error.to_string()), spot),
        _ => invalid(format!("parameter `{path}`: {}", one_phrase(&error.to_string())), spot),
    }
}

/// A needed parameter is not set: the help is what its schema says of it.
fn missing(name: &str, below: &[String], definition: &str, spot: Spot, document: &Document, schema: NodeId) -> Finding {
    let at = match spot {
        Spot::Value(place) => Spot::Key(place),
        other => other,
    };
    let schema_says = document
        .get(schema, "properties")
        .and_then(|properties| document.get(properties, name))
        .and_then(|property| document.get(property, "description"))
        .map(|description| document.text(description).to_owned());
    let message = format!("definition `{definition}` needs the parameter `{}`", full_name(name, below));
    let mut finding = Finding::new(Code::INVALID_PARAMETER, message, at);
    finding.help = schema_says.map(|says| format!("`{name}`: {}", one_phrase(&says)));
    finding
}

fn bound(path: &str, node: &Node, which: &str, limit: &Json, spot: Spot) -> Finding {
    let found = as_text(&node.payload);
    let message = format!("parameter `{path}` is {found}, at {which} {limit} is allowed");
    Finding::new(Code::INVALID_PARAMETER, message, spot)
}

/// A type of JSON Schema in the words of the other messages.
fn words(kind: &str) -> &str {
    match kind {
        "string" => "a string",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        "object" => "a map",
        other => other,
    }
}

/// The help for a scalar that only its quotes keep from fitting.
fn requote(expected: &[String], found: &Payload) -> Option<String> {
    let expects = |kind: &str| expected.iter().any(|expected| expected == kind);
    match found {
        Payload::Bool(_) | Payload::Int(_) | Payload::Float(_) if expects("string") => {
            Some(format!("quote it: \"{}\"", as_text(found)))
        }
        Payload::Str(text)
            if (expects("integer") && text.parse::<i64>().is_ok())
                || (expects("number") && text.parse::<f64>().is_ok_and(f64::is_finite))
                || (expects("boolean") && matches!(text.as_str(), "true" | "false")) =>
        {
            Some(format!("write it without quotes: {text}"))
        }
        _ => None,
    }
}

fn as_text(scalar: &Payload) -> String {
    match scalar {
        Payload::Str(text) => text.to_string(),
        Payload::Int(value) => value.to_string(),
        Payload::Float(value) => value.to_string(),
        Payload::Bool(value) => value.to_string(),
        other => other.kind().to_owned(),
    }
}

fn plain(option: &Json) -> String {
    option.as_str().map_or_else(|| option.to_string(), str::to_owned)
}

fn one_phrase(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end_matches('.').chars().take(200).collect()
}

fn segment(segment: LocationSegment<'_>) -> String {
    match segment {
        LocationSegment::Property(name) => name.to_string(),
        LocationSegment::Index(index) => index.to_string(),
    }
}

/// The node at a path and the map or list that holds it; the nearest that exists.
fn find<'a>(root: &'a Node, segments: &[String]) -> (&'a Node, &'a Node) {
    let mut at = (root, root);
    for segment in segments {
        let next = match &at.0.payload {
            Payload::Seq(items) => segment.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => at.0.get(segment),
        };
        match next {
            Some(next) => at = (next, at.0),
            None => break,
        }
    }
    at
}

fn spot_of(node: &Node, parent: &Node, origins: &Origins, key: bool) -> Spot {
    let place = origins.first_leaf(node.origin).or_else(|| origins.first_leaf(parent.origin));
    match place {
        Some(place) if key => Spot::Key(place),
        Some(place) => Spot::Value(place),
        None => Spot::File("platgen.yaml".into()),
    }
}

fn descend(document: &Document, from: NodeId, segments: impl Iterator<Item = String>) -> NodeId {
    let mut at = from;
    for segment in segments {
        let next = match document.value(at) {
            Value::Seq(items) => segment.parse::<usize>().ok().and_then(|index| items.get(index).copied()),
            _ => document.get(at, &segment),
        };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// Adds the defaults of properties that are not set, of maps with named and with any properties, and of the items of lists.
fn apply_defaults(node: &mut Node, schema: Place, sources: &Sources, origins: &mut Origins) {
    let document = sources.document(schema.file);
    let below = |keyword| document.get(schema.node, keyword).map(|node| Place::new(schema.file, node));
    let properties = below("properties").map(|properties| document.value(properties.node));
    let entries = match (properties, &node.payload) {
        (Some(Value::Map(entries)), Payload::Map(_)) => entries,
        _ => &[],
    };
    match (&mut node.payload, below("items"), below("additionalProperties")) {
        (Payload::Seq(items), Some(schema), _) => {
            items.iter_mut().for_each(|item| apply_defaults(item, schema, sources, origins));
        }
        (Payload::Map(others), _, Some(schema)) => {
            let is_other = |other: &&mut Entry| !entries.iter().any(|entry| entry.key == other.key);
            let others = others.iter_mut().filter(is_other);
            others.for_each(|other| apply_defaults(&mut other.value, schema, sources, origins));
        }
        _ => {}
    }
    for entry in entries {
        let property = Place::new(schema.file, entry.value);
        if node.get(&entry.key).is_none()
            && let Some(default) = document.get(entry.value, "default")
        {
            let value = from_document(document, Place::new(schema.file, default), origins);
            node.set(entry.key.clone(), value);
        }
        if let Some(value) = node.get_mut(&entry.key) {
            apply_defaults(value, property, sources, origins);
        }
    }
}

fn from_document(document: &Document, place: Place, origins: &mut Origins) -> Node {
    let at = |node| Place::new(place.file, node);
    let payload = match document.value(place.node) {
        Value::Null => Payload::Null,
        Value::Bool(value) => Payload::Bool(value),
        Value::Int(value) => Payload::Int(value),
        Value::UInt(value) => Payload::Float(value as f64),
        Value::Float(value) => Payload::Float(value),
        Value::Str(_) => Payload::Str(document.text_shared(place.node)),
        Value::Seq(items) => {
            Payload::Seq(items.iter().map(|item| from_document(document, at(*item), origins)).collect())
        }
        Value::Map(entries) => Payload::Map(
            entries
                .iter()
                .map(|entry| Entry { key: entry.key.clone(), value: from_document(document, at(entry.value), origins) })
                .collect(),
        ),
    };
    Node::new(payload, origins.leaf(place))
}

/// Keywords with which a schema says itself what other properties there may be.
const OPENING: [&str; 9] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "else",
    "if",
    "oneOf",
    "patternProperties",
    "unevaluatedProperties",
];

/// The JSON of the schema of a definition's parameters: as written, and closed where it lists properties and says no more,
/// so that a misspelt parameter is found.
pub fn schema_json(sources: &Sources, place: Place) -> Json {
    let mut schema = to_json(sources.document(place.file), place.node);
    if let Json::Object(map) = &mut schema
        && map.contains_key("properties")
        && !OPENING.iter().any(|keyword| map.contains_key(*keyword))
    {
        map.insert("additionalProperties".to_owned(), Json::Bool(false));
    }
    schema
}

fn contains_key(schema: &Json, key: &str) -> bool {
    match schema {
        Json::Object(map) => map.contains_key(key) || map.values().any(|value| contains_key(value, key)),
        Json::Array(items) => items.iter().any(|item| contains_key(item, key)),
        _ => false,
    }
}
