//! CustomResourceDefinitions as objects: what the API server refuses, one change at a time.
//!
//! The server's own validation (apiextensions-apiserver 0.34) accepts the sound definition and refuses every changed one, and at the same
//! place, but for what is said in other words.
#![allow(clippy::unwrap_used, reason = "in a test, what cannot be unwrapped fails it")]

use platgen_schema::{Catalog, validate};
use serde_json::{Value, json};

fn sound() -> Value {
    serde_json::from_str(
        r#"{
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.example.com"},
        "spec": {
            "group": "example.com",
            "scope": "Namespaced",
            "names": {"kind": "Widget", "plural": "widgets", "singular": "widget", "shortNames": ["wi"]},
            "versions": [
                {"name": "v1", "served": true, "storage": true, "subresources": {"status": {}}, "schema": {"openAPIV3Schema": {
                    "type": "object",
                    "required": ["spec"],
                    "properties": {
                        "metadata": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 20}}},
                        "spec": {
                            "type": "object",
                            "properties": {
                                "size": {"type": "string", "enum": ["small", "large"], "default": "small"},
                                "port": {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]},
                                "amount": {"x-kubernetes-int-or-string": true,
                                    "allOf": [{"anyOf": [{"type": "integer"}, {"type": "string"}]}, {"pattern": "^[0-9]"}]},
                                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                                "free": {"x-kubernetes-preserve-unknown-fields": true},
                                "parts": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name", "kind"],
                                    "items": {"type": "object", "required": ["name"], "properties": {
                                        "name": {"type": "string"}, "kind": {"type": "string", "default": "x"}, "more": {"type": "object"}}}}
                            },
                            "oneOf": [{"required": ["size"]}, {"properties": {"port": {"minLength": 1}}, "required": ["port"]}],
                            "not": {"properties": {"labels": {"minProperties": 4}}}
                        },
                        "status": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}
                    }
                }}},
                {"name": "v1beta1", "served": false, "storage": false, "deprecated": true, "deprecationWarning": "use v1",
                    "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}}
            ]
        }
    }"#,
    )
    .unwrap()
}

/// The pointer of a value, what takes its place (null: nothing), and the faults.
fn changes() -> Vec<(&'static str, Value, &'static [&'static str])> {
    vec![
        (
            "/metadata/name",
            json!("widget.example.com"),
            &["metadata.name: the name must be plural and group, `widgets.example.com`, not `widget.example.com`"],
        ),
        (
            "/spec/group",
            json!("example"),
            &[
                "spec.group: `group` must be a domain with at least one dot, not `example`",
                "metadata.name: the name must be plural and group, `widgets.example`, not `widgets.example.com`",
            ],
        ),
        (
            "/spec/names/plural",
            json!("Widgets"),
            &[
                "metadata.name: the name must be plural and group, `Widgets.example.com`, not `widgets.example.com`",
                "spec.names.plural: `plural` must be at most 63 lower-case letters, digits and `-`, with a letter first and a letter or digit last, not `Widgets`",
            ],
        ),
        ("/spec/names/listKind", json!("Widget"), &["spec.names.listKind: `kind` and `listKind` must differ"]),
        (
            "/spec/names/shortNames/0",
            json!("w i"),
            &[
                "spec.names.shortNames[0]: an item of `shortNames` must be at most 63 lower-case letters, digits and `-`, with a letter first and a letter or digit last",
            ],
        ),
        ("/spec/scope", json!("Global"), &["spec.scope: `scope` cannot be `Global` (use `Cluster` or `Namespaced`)"]),
        (
            "/spec/preserveUnknownFields",
            json!(true),
            &[
                "spec.preserveUnknownFields: `preserveUnknownFields` must be false in `apiextensions.k8s.io/v1` (set `x-kubernetes-preserve-unknown-fields: true` in the schemas instead)",
            ],
        ),
        (
            "/spec/versions/1/storage",
            json!(true),
            &["spec.versions: exactly one version must have `storage: true`, not 2"],
        ),
        (
            "/spec/versions/0/storage",
            json!(false),
            &["spec.versions: exactly one version must have `storage: true`, not 0"],
        ),
        ("/spec/versions/1/name", json!("v1"), &["spec.versions[1].name: two versions have the name `v1`"]),
        (
            "/spec/versions/1/name",
            json!("v1.1"),
            &[
                "spec.versions[1].name: `name` must be at most 63 lower-case letters, digits and `-`, with a letter first and a letter or digit last, not `v1.1`",
            ],
        ),
        (
            "/spec/versions/1/schema",
            json!(null),
            &["spec.versions[1].schema: missing field `schema`: every version has an `openAPIV3Schema`"],
        ),
        (
            "/spec/versions/1/deprecated",
            json!(false),
            &["spec.versions[1].deprecationWarning: `deprecationWarning` is for versions with `deprecated: true`"],
        ),
        (
            "/spec/versions/1/deprecationWarning",
            json!("a\nb"),
            &["spec.versions[1].deprecationWarning: `deprecationWarning` must be one line of 1 to 256 bytes"],
        ),
        (
            "/spec/conversion",
            json!({"strategy": "Webhook"}),
            &["spec.conversion.webhook: missing field `webhook`: the strategy is `Webhook`"],
        ),
        (
            "/spec/conversion",
            json!({"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v2"], "clientConfig": {}}}),
            &[
                "spec.conversion.webhook.clientConfig: one of `service` or `url` must be set",
                "spec.conversion.webhook.conversionReviewVersions: `v1` or `v1beta1` must be among the versions",
            ],
        ),
        (
            "/spec/versions/1/schema/openAPIV3Schema/type",
            json!("string"),
            &["spec.versions[1].schema.openAPIV3Schema.type: `type` must be `object`, not `string`"],
        ),
        (
            "/spec/versions/1/schema/openAPIV3Schema/nullable",
            json!(true),
            &["spec.versions[1].schema.openAPIV3Schema.nullable: an object as a whole is never null"],
        ),
        (
            "/spec/versions/1/schema/openAPIV3Schema/additionalProperties",
            json!({"type": "string"}),
            &[
                "spec.versions[1].schema.openAPIV3Schema.additionalProperties: an object as a whole has no `additionalProperties`",
            ],
        ),
        (
            "S/properties/metadata/properties/labels",
            json!({"type": "object"}),
            &[
                "S.properties.metadata.properties.labels: of `metadata` only `name` and `generateName` can be described, not `labels`",
            ],
        ),
        (
            "S/properties/spec/properties/size/type",
            json!(null),
            &["S.properties.spec.properties.size.type: missing field `type`: the schema is that of a field"],
        ),
        (
            "S/properties/spec/properties/size/type",
            json!("null"),
            &[
                "S.properties.spec.properties.size.type: `type` cannot be `null` (use `array`, `boolean`, `integer`, `number`, `object` or `string`)",
            ],
        ),
        (
            "S/properties/spec/properties/size/type",
            json!("text"),
            &[
                "S.properties.spec.properties.size.type: `type` cannot be `text` (use `array`, `boolean`, `integer`, `number`, `object` or `string`)",
            ],
        ),
        (
            "S/properties/spec/properties/size/uniqueItems",
            json!(true),
            &[
                "S.properties.spec.properties.size.uniqueItems: schemas of custom resources have no `uniqueItems` (write `x-kubernetes-list-type: set`)",
            ],
        ),
        (
            "S/properties/spec/properties/size/$ref",
            json!("#/a"),
            &["S.properties.spec.properties.size.$ref: schemas of custom resources have no `$ref`"],
        ),
        (
            "S/properties/spec/properties/size/pattern",
            json!("^(?!a)b"),
            &[
                "S.properties.spec.properties.size.pattern: the server's patterns cannot look ahead or behind: `^(?!a)b`",
            ],
        ),
        (
            "S/properties/spec/properties/labels/properties",
            json!({"a": {"type": "string"}}),
            &[
                "S.properties.spec.properties.labels.additionalProperties: `properties` and `additionalProperties` exclude each other",
            ],
        ),
        (
            "S/properties/spec/properties/free/x-kubernetes-preserve-unknown-fields",
            json!(false),
            &[
                "S.properties.spec.properties.free.x-kubernetes-preserve-unknown-fields: `x-kubernetes-preserve-unknown-fields` is either true or left out",
            ],
        ),
        (
            "S/properties/spec/properties/parts/items",
            json!(null),
            &[
                "S.properties.spec.properties.parts.items: missing field `items`: a list has items of some type",
                "S.properties.spec.properties.parts.items: the items of a list with keys are of type `object`",
            ],
        ),
        (
            "S/properties/spec/properties/parts/items/type",
            json!(null),
            &[
                "S.properties.spec.properties.parts.items: the items of a list with keys are of type `object`",
                "S.properties.spec.properties.parts.items.type: missing field `type`: the schema is that of the items of a list",
            ],
        ),
        (
            "S/properties/spec/properties/parts/x-kubernetes-list-type",
            json!("bag"),
            &[
                "S.properties.spec.properties.parts.x-kubernetes-list-type: `x-kubernetes-list-type` cannot be `bag` (use `atomic`, `set` or `map`)",
                "S.properties.spec.properties.parts.x-kubernetes-list-map-keys: `x-kubernetes-list-map-keys` is for `x-kubernetes-list-type: map`",
            ],
        ),
        (
            "S/properties/spec/properties/parts/x-kubernetes-list-map-keys",
            json!(null),
            &[
                "S.properties.spec.properties.parts.x-kubernetes-list-map-keys: missing field `x-kubernetes-list-map-keys`: they tell the list's items apart",
            ],
        ),
        (
            "S/properties/spec/properties/parts/x-kubernetes-list-map-keys/1",
            json!("nothing"),
            &["S.properties.spec.properties.parts.x-kubernetes-list-map-keys[1]: the items have no field `nothing`"],
        ),
        (
            "S/properties/spec/properties/parts/x-kubernetes-list-map-keys/1",
            json!("more"),
            &[
                "S.properties.spec.properties.parts.x-kubernetes-list-map-keys[1]: `more` is no scalar, so it can be no key",
            ],
        ),
        (
            "S/properties/spec/properties/parts/items/required",
            json!(null),
            &[
                "S.properties.spec.properties.parts.x-kubernetes-list-map-keys[0]: the key `name` must be required of the items, or have a default",
            ],
        ),
        (
            "S/properties/spec/properties/size/x-kubernetes-list-type",
            json!("set"),
            &[
                "S.properties.spec.properties.size.x-kubernetes-list-type: `x-kubernetes-list-type` is for the type `array`",
            ],
        ),
        (
            "S/properties/spec/oneOf/0/type",
            json!("object"),
            &[
                "S.properties.spec.oneOf[0].type: `type` may not stand inside `allOf`, `anyOf`, `oneOf` or `not` (write it outside)",
            ],
        ),
        (
            "S/oneOf",
            json!([{"required": ["spec"]}]),
            &["S.oneOf: the schema of a whole object has no `oneOf` where `subresources` has `status`"],
        ),
        (
            "/spec/versions/1/schema/openAPIV3Schema/oneOf",
            json!([{"properties": {"spec": {"minProperties": 1}}}]),
            &[
                "spec.versions[1].schema.openAPIV3Schema.oneOf[0].properties.spec: `spec` must be among the `properties` outside, too",
            ],
        ),
        (
            "/spec/versions/1/schema/openAPIV3Schema/not",
            json!({"items": {"minLength": 1}}),
            &["spec.versions[1].schema.openAPIV3Schema.not.items: `items` must stand outside, too"],
        ),
        (
            "S/properties/spec/not/nullable",
            json!(true),
            &[
                "S.properties.spec.not.nullable: `nullable` may not stand inside `allOf`, `anyOf`, `oneOf` or `not` (write it outside)",
            ],
        ),
        (
            "S/properties/spec/properties/port/anyOf/1/type",
            json!("boolean"),
            &[
                "S.properties.spec.properties.port.anyOf[0].type: `type` may not stand inside `allOf`, `anyOf`, `oneOf` or `not` (write it outside)",
                "S.properties.spec.properties.port.anyOf[1].type: `type` may not stand inside `allOf`, `anyOf`, `oneOf` or `not` (write it outside)",
            ],
        ),
    ]
}

const POINTER: &str = "/spec/versions/0/schema/openAPIV3Schema";
const PLACE: &str = "spec.versions[0].schema.openAPIV3Schema";

/// Puts a value in the place of another, or adds it; null takes it away.
fn change(object: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match object.pointer_mut(parent).unwrap() {
        Value::Object(fields) if value.is_null() => drop(fields.shift_remove(key).unwrap()),
        Value::Object(fields) => drop(fields.insert(key.to_owned(), value)),
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        other => panic!("{pointer} leads into {other}"),
    }
}

fn faults(object: &Value) -> Vec<String> {
    let schemas = Catalog::embedded().kubernetes(34).unwrap();
    let found = validate(&schemas, "apiextensions.k8s.io/v1", "CustomResourceDefinition", object);
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn a_sound_definition_has_no_faults() {
    assert_eq!(faults(&sound()), [""; 0]);
}

#[test]
fn each_change_is_refused_where_it_is() {
    for (pointer, value, expected) in changes() {
        let mut object = sound();
        change(&mut object, &pointer.replacen('S', POINTER, usize::from(pointer.starts_with('S'))), value.clone());
        let expected: Vec<String> = expected
            .iter()
            .map(|fault| fault.replacen("S.", &format!("{PLACE}."), usize::from(fault.starts_with("S."))))
            .collect();
        assert_eq!(faults(&object), expected, "{pointer} {value}");
    }
}

#[test]
fn groups_of_kubernetes_own_need_an_approval() {
    let mut object = sound();
    change(&mut object, "/spec/group", json!("widgets.k8s.io"));
    change(&mut object, "/metadata/name", json!("widgets.widgets.k8s.io"));
    let message = "spec.group: a group below `k8s.io` or `kubernetes.io` needs the annotation `api-approved.kubernetes.io`, as `widgets.k8s.io`";
    assert_eq!(faults(&object), [message]);
    change(&mut object, "/metadata/annotations", json!({"api-approved.kubernetes.io": "https://example.com/1"}));
    assert_eq!(faults(&object), [""; 0]);
}

/// Prints every change as the server's validation reads them, to ask it again: `cargo test -p platgen-schema --test definitions -- --ignored --nocapture`.
#[test]
#[ignore = "prints the definitions for the server's own validation"]
fn print_definitions() {
    println!("{}", json!({"crd": sound()}));
    for (pointer, value, _) in changes() {
        let mut object = sound();
        change(&mut object, &pointer.replacen('S', POINTER, usize::from(pointer.starts_with('S'))), value);
        println!("{}", json!({"crd": object}));
    }
}
