//! Reads a schema out of a tree: the structural form that custom resources have and the store uses for Kubernetes' own definitions.
//!
//! Beside OpenAPI's keywords the store writes `$ref`, `x-rule`, `x-quantity`, `x-alternatives`, `x-union`, `maxBytes` and `x-immutable`.

use crate::grammar::Grammar;
use crate::json::Copying;
use crate::literal::Literal;
use crate::schema::{Combined, ListKey, ListKind, Patching, Pattern, Rule, Schema, Union, ValueKind};
use crate::tree::{Tree, View, field, flag, text};

/// Levels of schemas inside each other; values of deeper ones are told to be unchecked.
const DEEPEST: usize = 64;

/// What reading found besides the schema.
#[derive(Default)]
pub(crate) struct Reading {
    /// CEL rules, which nothing here evaluates.
    pub(crate) cel_rules: usize,
}

/// Reads one schema.
pub(crate) fn read<N: Tree>(node: &N, reading: &mut Reading) -> Schema {
    read_at(node, DEEPEST, reading)
}

fn read_at<N: Tree>(node: &N, depth: usize, reading: &mut Reading) -> Schema {
    let Some(depth) = depth.checked_sub(1) else {
        return Schema { cut: true, ..Schema::default() };
    };
    let mut schema = Schema::default();
    let View::Map(keywords) = node.view() else {
        schema.open = true;
        return schema;
    };
    for (keyword, value) in keywords {
        match keyword {
            "$ref" => schema.reference = as_text(value).map(Into::into),
            "type" => schema.kind = schema.kind.or(as_text(value).and_then(kind)),
            "x-kubernetes-int-or-string" if is_true(value) => schema.kind = Some(ValueKind::IntOrString),
            "x-quantity" => schema.kind = Some(ValueKind::Quantity),
            "nullable" => schema.nullable = is_true(value),
            "default" if !matches!(value.view(), View::Null) => {
                schema.default = Copying::default().copy(value, depth).map(Box::new);
            }
            "properties" => schema.fields = read_fields(value, depth, reading),
            "required" => schema.required = texts(value),
            "additionalProperties" => match value.view() {
                View::Bool(open) => schema.open |= open,
                _ => schema.additional = Some(Box::new(read_at(value, depth, reading))),
            },
            "items" => schema.items = Some(Box::new(read_at(value, depth, reading))),
            "x-kubernetes-preserve-unknown-fields" => schema.open |= is_true(value),
            "x-kubernetes-embedded-resource" if is_true(value) => {
                schema.required.extend(["apiVersion".into(), "kind".into()])
            }
            "x-kubernetes-validations" => reading.cel_rules += items(value).len(),
            "x-alternatives" => schema.alternatives = read_all(value, depth, reading),
            "x-immutable" => schema.immutable = is_true(value),
            "x-union" => schema.union = Some(Box::new(read_union(value))),
            "allOf" | "anyOf" | "oneOf" | "not" => read_combined(keyword, value, &mut schema, depth, reading),
            _ => schema.rules.extend(read_rule(keyword, value, node)),
        }
    }
    schema.list = read_list(node);
    schema.patching = read_patching(node);
    if flag(node, "x-kubernetes-embedded-resource") {
        schema.add_resource_fields();
    }
    schema
}

impl Schema {
    /// Adds the fields that every resource has. Of its metadata the schema may say more, such as how long a name may be.
    pub(crate) fn add_resource_fields(&mut self) {
        let string = || Schema { kind: Some(ValueKind::Text), ..Schema::default() };
        let metadata =
            Schema { reference: Some("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta".into()), ..Schema::default() };
        for (name, mut schema) in [("apiVersion", string()), ("kind", string()), ("metadata", metadata)] {
            match self.fields.binary_search_by(|(known, _)| (**known).cmp(name)) {
                Ok(place) => {
                    let mut own = std::mem::take(&mut self.fields[place].1);
                    // Of what type they are the fields of every resource say.
                    own.kind = None;
                    own.fields.iter_mut().for_each(|(_, field)| field.kind = None);
                    if !own.fields.is_empty() {
                        schema.combined = Some(Box::new(Combined { all: vec![own], ..Combined::default() }));
                    }
                    self.fields[place].1 = schema;
                }
                Err(place) => self.fields.insert(place, (name.into(), schema)),
            }
        }
    }
}

fn read_fields<N: Tree>(node: &N, depth: usize, reading: &mut Reading) -> Vec<(Box<str>, Schema)> {
    let View::Map(fields) = node.view() else { return Vec::new() };
    let mut read: Vec<(Box<str>, Schema)> =
        fields.map(|(name, schema)| (name.into(), read_at(schema, depth, reading))).collect();
    read.sort_by(|one, other| one.0.cmp(&other.0));
    read
}

fn read_all<N: Tree>(node: &N, depth: usize, reading: &mut Reading) -> Vec<Schema> {
    items(node).into_iter().map(|schema| read_at(schema, depth, reading)).collect()
}

fn read_combined<N: Tree>(keyword: &str, value: &N, schema: &mut Schema, depth: usize, reading: &mut Reading) {
    let combined: &mut Combined = schema.combined.get_or_insert_default();
    match keyword {
        "allOf" => combined.all = read_all(value, depth, reading),
        "anyOf" => combined.any = read_all(value, depth, reading),
        "oneOf" => combined.one = read_all(value, depth, reading),
        _ => combined.not = Some(read_at(value, depth, reading)),
    }
}

fn read_rule<N: Tree>(keyword: &str, value: &N, schema: &N) -> Option<Rule> {
    Some(match keyword {
        "enum" => Rule::Enum(items(value).into_iter().map(Literal::read).collect()),
        "minimum" => Rule::Minimum { bound: number(value)?, exclusive: flag(schema, "exclusiveMinimum") },
        "maximum" => Rule::Maximum { bound: number(value)?, exclusive: flag(schema, "exclusiveMaximum") },
        "multipleOf" => Rule::MultipleOf(number(value)?),
        "minLength" => Rule::MinLength(count(value)?),
        "maxLength" => Rule::MaxLength(count(value)?),
        "maxBytes" => Rule::MaxBytes(count(value)?),
        "minItems" => Rule::MinItems(count(value)?),
        "maxItems" => Rule::MaxItems(count(value)?),
        "minProperties" => Rule::MinProperties(count(value)?),
        "maxProperties" => Rule::MaxProperties(count(value)?),
        "pattern" => Rule::Pattern(Pattern::new(as_text(value)?)),
        "format" => read_format(as_text(value)?)?,
        "x-rule" => match as_text(value)? {
            "labels" => Rule::Labels,
            "annotations" => Rule::Annotations,
            "config-keys" => Rule::ConfigKeys,
            "resources" => Rule::Amounts,
            "port-or-name" => Rule::Port,
            "int-or-percent" => Rule::Count,
            rule => Rule::Grammar(Grammar::of_rule(rule)?),
        },
        _ => return None,
    })
}

fn read_format(format: &str) -> Option<Rule> {
    match format {
        "int32" => Some(Rule::Integer { bits: 32 }),
        "int64" => Some(Rule::Integer { bits: 64 }),
        _ => Grammar::of_format(format).map(Rule::Grammar),
    }
}

fn read_list<N: Tree>(node: &N) -> ListKind {
    match text(node, "x-kubernetes-list-type") {
        Some("set") => ListKind::Set,
        Some("map") => {
            let of_items = |key: &str| {
                field(field(field(field(node, "items")?, "properties")?, key)?, "default").map(Literal::read)
            };
            // The one default that Kubernetes' own list keys have; the published definitions leave defaults out.
            let own = |key: &str| (key == "protocol").then(|| Literal::Text("TCP".into()));
            let keys = field(node, "x-kubernetes-list-map-keys").map(texts).unwrap_or_default();
            ListKind::Map(
                keys.into_iter()
                    .map(|name| ListKey { default: of_items(&name).or_else(|| own(&name)), name })
                    .collect(),
            )
        }
        _ => ListKind::Atomic,
    }
}

fn read_patching<N: Tree>(node: &N) -> Patching {
    match text(node, "x-kubernetes-patch-strategy") {
        Some("replace") => Patching::Replace,
        Some("merge") => Patching::Merge { key: text(node, "x-kubernetes-patch-merge-key").map(Into::into) },
        _ => Patching::Usual,
    }
}

fn read_union<N: Tree>(node: &N) -> Union {
    let groups = field(node, "groups").map(items).unwrap_or_default();
    Union { groups: groups.into_iter().map(texts).collect(), required: flag(node, "required") }
}

fn kind(name: &str) -> Option<ValueKind> {
    Some(match name {
        "object" => ValueKind::Object,
        "array" => ValueKind::List,
        "string" => ValueKind::Text,
        "integer" => ValueKind::Integer,
        "number" => ValueKind::Number,
        "boolean" => ValueKind::Boolean,
        _ => return None,
    })
}

fn as_text<N: Tree>(node: &N) -> Option<&str> {
    match node.view() {
        View::Str(text) => Some(text),
        _ => None,
    }
}

fn is_true<N: Tree>(node: &N) -> bool {
    matches!(node.view(), View::Bool(true))
}

fn items<N: Tree>(node: &N) -> Vec<&N> {
    match node.view() {
        View::Seq(items) => items.collect(),
        _ => Vec::new(),
    }
}

fn texts<N: Tree>(node: &N) -> Vec<Box<str>> {
    items(node).into_iter().filter_map(as_text).map(Into::into).collect()
}

fn number<N: Tree>(node: &N) -> Option<f64> {
    match Literal::read(node) {
        Literal::Number(number) => Some(number),
        _ => None,
    }
}

fn count<N: Tree>(node: &N) -> Option<usize> {
    match node.view() {
        View::Int(value) => usize::try_from(value).ok(),
        View::UInt(value) => usize::try_from(value).ok(),
        _ => None,
    }
}
