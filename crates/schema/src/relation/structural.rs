//! Structural schemas: what a CustomResourceDefinition may say of its objects, and where.
//!
//! Follows `ValidateStructural` and `ValidateCustomResourceDefinitionOpenAPISchema` of the API server. Not judged are what the server
//! works out with CEL, and whether defaults fit their own schemas.

use super::place::{Place, as_text};
use crate::fault::FaultKind;
use crate::nearest::excerpt;
use crate::tree::{Tree, View, text};
use crate::walk::Walker;

/// Levels of schemas inside each other that are judged.
const DEEPEST: usize = 64;

/// Keywords of JSON Schema that no schema of a definition may have.
const REFUSED: [&str; 6] = ["$ref", "additionalItems", "definitions", "dependencies", "id", "patternProperties"];

/// Keywords that describe values, and so may not stand where values are only narrowed.
const DESCRIBING: [&str; 9] = [
    "default",
    "description",
    "title",
    "type",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-validations",
    "additionalProperties",
];

/// Flags that describe values, likewise.
const DESCRIBING_FLAGS: [&str; 4] = [
    "nullable",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
];

/// The ways to narrow values by other schemas.
const COMBINING: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// What a schema describes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Object,
    Item,
    Field,
}

/// Reports where the schema of a version is not structural.
pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, schema: &Place<'_, 't, N>) {
    if schema.flag("nullable") == Some(true) {
        schema.fault(walker, FaultKind::Conflict, format_args!("an object as a whole is never null")).key("nullable");
    }
    if schema.has("additionalProperties") {
        let message = format_args!("an object as a whole has no `additionalProperties`");
        schema.fault(walker, FaultKind::Conflict, message).key("additionalProperties");
    }
    check_metadata(walker, schema);
    check_schema(walker, schema, Level::Object, DEEPEST);
}

/// Of an object's metadata a schema may narrow the name alone.
fn check_metadata<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, schema: &Place<'_, 't, N>) {
    let fields = schema.field("properties");
    let metadata = fields.as_ref().and_then(|fields| fields.any_field("metadata"));
    let names = metadata.as_ref().and_then(|metadata| metadata.field("properties"));
    for (name, _) in names.iter().flat_map(Place::fields).filter(|(name, _)| !matches!(*name, "name" | "generateName"))
    {
        if let Some(names) = &names {
            let message = format_args!("of `metadata` only `name` and `generateName` can be described, not `{name}`");
            names.fault(walker, FaultKind::Conflict, message).key(name);
        }
    }
}

fn check_schema<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, schema: &Place<'_, 't, N>, level: Level, depth: usize) {
    let Some(depth) = depth.checked_sub(1).filter(|_| !walker.is_full()) else { return };
    check_type(walker, schema, level);
    check_keywords(walker, schema);
    check_list(walker, schema);
    let fields = schema.field("properties").filter(|fields| fields.len() > 0);
    let others = schema.field("additionalProperties");
    let narrows = |others: &Place<'_, 't, N>| !matches!(others.node.view(), View::Bool(true));
    if fields.is_some() && others.as_ref().is_some_and(narrows) {
        let message = format_args!("`properties` and `additionalProperties` exclude each other");
        schema.fault(walker, FaultKind::Conflict, message).key("additionalProperties");
    }
    for (_, field) in fields.iter().flat_map(Place::fields) {
        check_schema(walker, &field, Level::Field, depth);
    }
    if let Some(others) = others.filter(is_map) {
        check_schema(walker, &others, Level::Field, depth);
    }
    if let Some(items) = schema.field("items").filter(is_map) {
        check_schema(walker, &items, Level::Item, depth);
    }
    // The server asks it of the schema of a whole object alone.
    let outside = (level == Level::Object).then_some(schema);
    each_combined(walker, schema, outside, is_number_or_text(schema), depth);
}

fn check_type<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, schema: &Place<'_, 't, N>, level: Level) {
    let is_set = |key: &'t str| schema.flag(key) == Some(true);
    let is_embedded = is_set("x-kubernetes-embedded-resource");
    let is_free = is_set("x-kubernetes-int-or-string") || schema.has("x-kubernetes-preserve-unknown-fields");
    let (kind, what) = (
        schema.text("type"),
        match level {
            Level::Object => "an object as a whole",
            Level::Item => "the items of a list",
            Level::Field => "a field",
        },
    );
    match kind {
        Some("object") => {}
        None if !is_free && !is_embedded => schema.missing(walker, "type", &format!("the schema is that of {what}")),
        None if is_embedded => schema.missing(walker, "type", "an embedded resource is of type `object`"),
        Some(other) if level == Level::Object || is_embedded => {
            let message = format_args!("`type` must be `object`, not `{}`", excerpt(other));
            schema.fault(walker, FaultKind::Conflict, message).key("type");
        }
        Some("array") if !schema.has("items") => schema.missing(walker, "items", "a list has items of some type"),
        // Which types there are the walk says.
        Some(_) | None => {}
    }
}

fn check_keywords<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, schema: &Place<'_, 't, N>) {
    for keyword in REFUSED.into_iter().filter(|keyword| schema.has(keyword)) {
        let message = format_args!("schemas of custom resources have no `{keyword}`");
        schema.fault(walker, FaultKind::Conflict, message).key(keyword);
    }
    if schema.flag("uniqueItems") == Some(true) {
        let message = format_args!("schemas of custom resources have no `uniqueItems`");
        let help = format_args!("write `x-kubernetes-list-type: set`");
        schema.fault(walker, FaultKind::Conflict, message).key("uniqueItems").help(help);
    }
    if schema.flag("x-kubernetes-preserve-unknown-fields") == Some(false) {
        let message = format_args!("`x-kubernetes-preserve-unknown-fields` is either true or left out");
        schema.fault(walker, FaultKind::Conflict, message).key("x-kubernetes-preserve-unknown-fields");
    }
    let looks_around = |pattern: &&str| ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|look| pattern.contains(look));
    if let Some(pattern) = schema.text("pattern").filter(looks_around).filter(|text| regex::Regex::new(text).is_err()) {
        let message = format_args!("the server's patterns cannot look ahead or behind: `{}`", excerpt(pattern));
        schema.fault(walker, FaultKind::BadPattern, message).key("pattern");
    }
}

fn check_list<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, schema: &Place<'_, 't, N>) {
    let (sort, keys) = (schema.text("x-kubernetes-list-type"), schema.field("x-kubernetes-list-map-keys"));
    if sort.is_some() && schema.text("type") != Some("array") {
        let message = format_args!("`x-kubernetes-list-type` is for the type `array`");
        schema.fault(walker, FaultKind::Conflict, message).key("x-kubernetes-list-type");
    }
    if let Some(other) = sort.filter(|sort| !matches!(*sort, "atomic" | "set" | "map")) {
        let message = format_args!("`x-kubernetes-list-type` cannot be `{}`", excerpt(other));
        let help = format_args!("use `atomic`, `set` or `map`");
        schema.fault(walker, FaultKind::NotInEnum, message).key("x-kubernetes-list-type").help(help);
    }
    match (sort, keys.filter(|keys| keys.len() > 0)) {
        (Some("map"), None) => schema.missing(walker, "x-kubernetes-list-map-keys", "they tell the list's items apart"),
        (Some("map"), Some(keys)) => check_list_keys(walker, schema, &keys),
        (_, Some(keys)) => {
            let message = format_args!("`x-kubernetes-list-map-keys` is for `x-kubernetes-list-type: map`");
            keys.fault(walker, FaultKind::Conflict, message);
        }
        (_, None) => {}
    }
}

fn check_list_keys<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, schema: &Place<'_, 't, N>, keys: &Place<'_, 't, N>) {
    let items = schema.field("items");
    let Some(items) = items.filter(|items| items.text("type") == Some("object")) else {
        let message = format_args!("the items of a list with keys are of type `object`");
        schema.fault(walker, FaultKind::Conflict, message).key("items");
        return;
    };
    let required = items.field("required");
    let is_required = |key: &str| {
        let mut names = required.iter().flat_map(Place::items).filter_map(|name| as_text(name.node));
        names.any(|name| name == key)
    };
    for (item, key) in keys.items().filter_map(|item| as_text(item.node).map(|key| (item, key))) {
        let fields = items.field("properties");
        match fields.as_ref().and_then(|fields| fields.any_field(key)) {
            None => {
                item.fault(walker, FaultKind::DanglingName, format_args!("the items have no field `{key}`"));
            }
            Some(field) if matches!(field.text("type"), Some("array" | "object")) => {
                item.fault(walker, FaultKind::Conflict, format_args!("`{key}` is no scalar, so it can be no key"));
            }
            Some(field) if !field.has("default") && !is_required(key) => {
                let message = format_args!("the key `{key}` must be required of the items, or have a default");
                item.fault(walker, FaultKind::Conflict, message);
            }
            Some(_) => {}
        }
    }
}

/// Goes through the schemas that narrow a value; what they speak of must be described outside them, where `outside` is given.
fn each_combined<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    schema: &Place<'_, 't, N>,
    outside: Option<&Place<'_, 't, N>>,
    is_number_or_text: bool,
    depth: usize,
) {
    for keyword in COMBINING.into_iter().filter(|keyword| !(is_number_or_text && *keyword == "anyOf")) {
        let list = schema.field(keyword);
        for (index, nested) in list.iter().flat_map(Place::items).enumerate() {
            let may_be_both = keyword == "allOf" && index == 0;
            check_nested(walker, &nested, outside, may_be_both && self::is_number_or_text(&nested), depth);
        }
    }
    if let Some(nested) = schema.field("not") {
        check_nested(walker, &nested, outside, false, depth);
    }
}

fn check_nested<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    nested: &Place<'_, 't, N>,
    outside: Option<&Place<'_, 't, N>>,
    is_number_or_text: bool,
    depth: usize,
) {
    let Some(depth) = depth.checked_sub(1).filter(|_| !walker.is_full()) else { return };
    let given = DESCRIBING.into_iter().filter(|keyword| nested.has(keyword));
    let flags = DESCRIBING_FLAGS.into_iter().filter(|keyword| nested.flag(keyword) == Some(true));
    for keyword in given.chain(flags) {
        let message = format_args!("`{keyword}` may not stand inside `allOf`, `anyOf`, `oneOf` or `not`");
        nested.fault(walker, FaultKind::Conflict, message).key(keyword).help(format_args!("write it outside"));
    }
    let (fields, described) = (nested.field("properties"), outside.and_then(|schema| schema.field("properties")));
    for (name, field) in fields.iter().flat_map(Place::fields) {
        let described = described.as_ref().and_then(|described| described.any_field(name));
        if outside.is_some() && described.is_none() {
            let message = format_args!("`{name}` must be among the `properties` outside, too");
            field.fault(walker, FaultKind::MissingCompanion, message);
        }
        check_nested(walker, &field, described.as_ref(), false, depth);
    }
    if let Some(items) = nested.field("items").filter(is_map) {
        let described = outside.and_then(|schema| schema.field("items"));
        if outside.is_some() && described.is_none() {
            items.fault(walker, FaultKind::MissingCompanion, format_args!("`items` must stand outside, too"));
        }
        check_nested(walker, &items, described.as_ref(), false, depth);
    }
    each_combined(walker, nested, outside, is_number_or_text, depth);
}

/// Whether the alternatives of a schema are those that the server allows to have types: a number, or a text.
fn is_number_or_text<N: Tree>(schema: &Place<'_, '_, N>) -> bool {
    let alternatives = schema.field("anyOf");
    let mut kinds = alternatives.iter().flat_map(Place::items).map(|item| match item.len() {
        1 => text(item.node, "type"),
        _ => None,
    });
    kinds.next() == Some(Some("integer")) && kinds.next() == Some(Some("string")) && kinds.next().is_none()
}

fn is_map<N: Tree>(place: &Place<'_, '_, N>) -> bool {
    matches!(place.node.view(), View::Map(_))
}
