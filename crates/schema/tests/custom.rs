//! Custom resources: structural schemas from data, with Kubernetes' own keywords.
#![allow(clippy::unwrap_used, reason = "in a test, what cannot be unwrapped fails it")]

use platgen_schema::{
    Catalog, CustomDeprecation, Definition, FaultKind, Known, Limits, Schemas, Scope, validate, validate_within,
};
use serde_json::{Value, json};
use std::sync::Arc;

fn release() -> Schemas {
    Catalog::embedded().kubernetes(34).unwrap()
}

fn read(definition: &Value) -> Definition {
    Definition::read(Arc::new(definition.clone())).unwrap()
}

fn with(spec: &Value) -> Schemas {
    let crd = json!({"metadata": {"name": "things.example.org"}, "spec": {
    "group": "example.org", "scope": "Cluster", "names": {"kind": "Thing"},
    "versions": [
        {"name": "v1", "served": true, "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec, "status": {"type": "object"}}}}},
        {"name": "v1beta1", "served": false}
    ]}});
    release().with_definitions([read(&crd)])
}

fn faults(spec: &Value, value: &Value) -> Vec<String> {
    let object = json!({"apiVersion": "example.org/v1", "kind": "Thing", "metadata": {"name": "a"}, "spec": value});
    validate(&with(spec), "example.org/v1", "Thing", &object).iter().map(ToString::to_string).collect()
}

#[test]
fn keywords_hold() {
    let cases: &[(Value, Value, &[&str])] = &[
        (json!({"type": "object"}), json!({}), &[]),
        (json!({"type": "object"}), json!({"a": 1}), &["spec.a: unknown field `a`"]),
        (json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true}), json!({"a": 1}), &[]),
        (
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            json!({"a": 1}),
            &["spec.a: `a` must be a string, not an integer (write it in quotes)"],
        ),
        (
            json!({"type": "string"}),
            json!(null),
            // The server drops it before it looks at it.
            &[],
        ),
        (json!({"type": "string", "nullable": true}), json!(null), &[]),
        (
            json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}),
            json!({"a": null}),
            &["spec.a: missing field `a`"],
        ),
        (
            json!({"type": "array", "items": {"type": "string"}}),
            json!([null]),
            &["spec[0]: item 0 of `spec` must be a string, not null (remove the key or give it a value)"],
        ),
        (json!({"type": "string", "default": "x"}), json!(null), &[]),
        (json!({"type": "string", "pattern": "^a+$"}), json!("b"), &["spec: `spec` must match `^a+$`"]),
        (
            json!({"type": "string", "pattern": "(("}),
            json!("b"),
            &["spec: `spec` is left unchecked: the schema's pattern `((` cannot be used"],
        ),
        (json!({"type": "string", "pattern": r"^[\p{L}\p{N}]+$"}), json!("größe7"), &[]),
        (json!({"type": "string", "maxLength": 2}), json!("äöü"), &["spec: `spec` must have at most 2 characters"]),
        (
            json!({"type": "integer", "minimum": 1, "exclusiveMinimum": true}),
            json!(1),
            &["spec: `spec` must be above 1, not 1"],
        ),
        (json!({"type": "number", "multipleOf": 0.1}), json!(0.3), &[]),
        (
            json!({"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]}),
            json!("1"),
            &[],
        ),
        (
            json!({"x-kubernetes-int-or-string": true}),
            json!(1.5),
            &["spec: `spec` must be an integer or a string, not a number"],
        ),
        (
            json!({"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"}),
            json!(["a", "b", "a"]),
            &["spec[2]: `a` is given twice in `spec`: items 0 and 2 (remove or rename one of them)"],
        ),
        (
            json!({"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["n", "p"], "items": {"type": "object", "properties": {"n": {"type": "integer"}, "p": {"type": "string", "default": "x"}}}}),
            json!([{"n": 1}, {"n": 1, "p": "x"}, {"n": 1, "p": "y"}]),
            &["spec[1]: n `1`, p `x` is given twice in `spec`: items 0 and 1 (remove or rename one of them)"],
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
            json!({}),
            &["spec: one of `a` or `b` must be set"],
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
            json!({"a": "", "b": ""}),
            &["spec: only one of `a` or `b` may be set"],
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "string"}}, "not": {"required": ["a"]}}),
            json!({"a": ""}),
            &["spec: `a` must not be set"],
        ),
        (
            json!({"type": "string", "anyOf": [{"maxLength": 1}, {"pattern": "^b"}]}),
            json!("aa"),
            &[
                "spec: `spec` fits none of the 2 forms that it may have (nearest form: `spec` must have at most 1 characters)",
            ],
        ),
        (
            json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "default": "x"}}}),
            json!({}),
            &[],
        ),
        (
            json!({"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true}),
            json!({"kind": "A", "metadata": {"labels": {"a": 1}}}),
            &[
                "spec.metadata.labels.a: `a` must be a string, not an integer (write it in quotes)",
                "spec.apiVersion: missing field `apiVersion`",
            ],
        ),
        (json!({"type": "string", "enum": ["a", "b"]}), json!("c"), &["spec: `spec` cannot be `c` (use `a` or `b`)"]),
        (json!({"type": "string", "format": "ipv4"}), json!("c"), &["spec: `spec` must be an IPv4 address, not `c`"]),
    ];
    for (schema, value, sentences) in cases {
        assert_eq!(faults(schema, value), *sentences, "{schema} {value}");
    }
}

#[test]
fn kinds_join_the_release() {
    let schemas = with(&json!({"type": "object", "x-kubernetes-validations": [{"rule": "true"}]}));
    assert_eq!(
        schemas.kind("example.org/v1", "Thing").map(|kind| (kind.scope, kind.custom)),
        Some((Scope::Cluster, true))
    );
    assert_eq!(schemas.known("example.org/v1", "Thing"), Known::Yes);
    assert_eq!(
        schemas.known("example.org/v1beta1", "Thing"),
        Known::UnknownVersion { served: vec!["example.org/v1".into()] }
    );
    assert_eq!(
        schemas.known("example.org/v1", "Thin"),
        Known::UnknownKind { nearest: Some("Thing".into()), elsewhere: vec![] }
    );
    assert_eq!(schemas.unchecked_rules("example.org/v1", "Thing"), 1);
    assert_eq!(schemas.kind("apps/v1", "Deployment").map(|kind| kind.scope), Some(Scope::Namespaced));
}

#[test]
fn versions_are_served_deprecated_or_neither() {
    let version = |name: &str, served: bool, deprecated: bool| json!({"name": name, "served": served, "deprecated": deprecated, "schema": {"openAPIV3Schema": {"type": "object"}}});
    let mut warned = version("v1beta1", true, true);
    warned["deprecationWarning"] = json!("move on");
    let crd = json!({"spec": {"group": "example.org", "names": {"kind": "Thing"}, "versions": [
        version("v1alpha1", false, false), warned, version("v1", true, false), version("v2alpha1", true, true)]}});
    let schemas = release().with_definitions([read(&crd)]);
    assert!(schemas.has_custom_group("example.org") && !schemas.has_custom_group("example.com"));
    let served = vec!["example.org/v1".to_owned(), "example.org/v1beta1".into(), "example.org/v2alpha1".into()];
    assert_eq!(schemas.known("example.org/v1alpha1", "Thing"), Known::UnknownVersion { served });
    let deprecation = |version: &str| schemas.custom_deprecation(&format!("example.org/{version}"), "Thing");
    let replacement = Some("example.org/v1".to_owned());
    assert_eq!(
        deprecation("v1beta1"),
        Some(CustomDeprecation { warning: Some("move on"), replacement: replacement.clone() })
    );
    assert_eq!(deprecation("v2alpha1"), Some(CustomDeprecation { warning: None, replacement }));
    assert_eq!((deprecation("v1"), deprecation("v1alpha1")), (None, None));
    let none = json!({"spec": {"group": "example.org", "names": {"kind": "Thing"}, "versions": [version("v1", false, false)]}});
    let schemas = release().with_definitions([read(&none)]);
    assert_eq!(schemas.known("example.org/v1", "Thing"), Known::UnknownVersion { served: vec![] });
    assert_eq!(schemas.kinds().filter(|kind| kind.custom).count(), 0);
}

#[test]
fn the_later_definition_counts_and_the_earlier_stay() {
    let crd = |kind: &str, field: &str| {
        read(
            &json!({"spec": {"group": "example.org", "names": {"kind": kind}, "versions": [{"name": "v1", "served": true,
            "schema": {"openAPIV3Schema": {"type": "object", "properties": {field: {"type": "string"}}}}}]}}),
        )
    };
    let schemas = release().with_definitions([crd("One", "a"), crd("Two", "a")]).with_definitions([crd("Two", "b")]);
    let sound = |kind: &str, field: &str| {
        validate(&schemas, "example.org/v1", kind, &json!({"metadata": {"name": "a"}, field: "x"})).is_empty()
    };
    assert_eq!([sound("One", "a"), sound("Two", "a"), sound("Two", "b")], [true, false, true]);
}

#[test]
fn a_schema_may_narrow_the_name() {
    let crd = json!({"spec": {"group": "example.org", "names": {"kind": "Thing"}, "versions": [{"name": "v1", "served": true,
        "schema": {"openAPIV3Schema": {"type": "object", "properties": {
            "metadata": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 3}}}}}}}]}});
    let schemas = release().with_definitions([read(&crd)]);
    let faults = |metadata: Value| -> Vec<String> {
        validate(&schemas, "example.org/v1", "Thing", &json!({"metadata": metadata}))
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    assert_eq!(faults(json!({"name": "abc", "labels": {"a": "b"}})), [""; 0]);
    assert_eq!(faults(json!({"name": "abcd"})), ["metadata.name: `name` must have at most 3 characters"]);
    assert_eq!(faults(json!({"name": 1})).len(), 1);
}

#[test]
fn broken_and_hostile_definitions_are_told_of() {
    for (definition, message) in [
        (json!({}), "the definition has no `spec`"),
        (json!([]), "the definition has no `spec`"),
        (json!({"spec": {"names": {"kind": "A"}}}), "the definition has no `spec.group`"),
        (json!({"spec": {"group": "a.b"}}), "the definition has no `spec.names.kind`"),
        (json!({"spec": {"group": "a.b", "names": {"kind": "A"}}}), "the definition has no `spec.versions`"),
    ] {
        assert_eq!(Definition::read(Arc::new(definition)).unwrap_err().message, message);
    }
    let mut deep = json!({"type": "object"});
    let mut wide = json!({"type": "string", "pattern": "(a{1,1000}){1,1000}"});
    for _ in 0..300 {
        deep = json!({"type": "object", "properties": {"a": deep}});
    }
    for _ in 0..6 {
        wide = json!({"anyOf": [wide, wide, wide, wide]});
    }
    let crd = |schema: Value| json!({"spec": {"group": "a.b", "names": {"kind": "A"}, "versions": [{"name": "v1", "served": true, "schema": {"openAPIV3Schema": schema}}]}});
    let mut value = json!({"a": 1});
    for _ in 0..70 {
        value = json!({"a": value});
    }
    let schemas = release().with_definitions([read(&crd(json!({"type": "object", "properties": {"spec": deep}})))]);
    let object = json!({"metadata": {"name": "a"}, "spec": value});
    let kinds: Vec<FaultKind> = validate(&schemas, "a.b/v1", "A", &object).iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [FaultKind::Uncheckable]);
    let schemas = release().with_definitions([read(&crd(json!({"type": "object", "properties": {"spec": wide}})))]);
    let object = json!({"metadata": {"name": "a"}, "spec": "a"});
    let limits = Limits { visits: 100, ..Limits::default() };
    let kinds: Vec<FaultKind> =
        validate_within(&schemas, "a.b/v1", "A", &object, limits).iter().map(|fault| fault.kind).collect();
    assert!(kinds.contains(&FaultKind::TooMuchWork), "{kinds:?}");
}

/// Schemas, values and what the server makes of them: its own functions gave the results.
#[test]
fn defaults_are_filled_in_as_the_server_does() {
    let cases = [
        (
            json!({"type": "object", "properties": {"a": {"type": "string", "default": "x"}, "b": {"type": "string"}}}),
            json!({}),
            json!({"a": "x"}),
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "string", "default": "x"}}}),
            json!({"a": "y"}),
            json!({"a": "y"}),
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "string", "default": "x"}}}),
            json!({"a": null}),
            json!({"a": "x"}),
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "string", "default": "x", "nullable": true}}}),
            json!({"a": null}),
            json!({"a": null}),
        ),
        (json!({"type": "object", "properties": {"a": {"type": "string"}}}), json!({"a": null}), json!({})),
        (
            json!({"type": "object", "properties": {"p": {"type": "object", "properties": {"a": {"type": "string", "default": "x"}}}}}),
            json!({}),
            json!({}),
        ),
        (
            json!({"type": "object", "properties": {"p": {"type": "object", "properties": {"a": {"type": "string", "default": "x"}}}}}),
            json!({"p": {}}),
            json!({"p": {"a": "x"}}),
        ),
        (
            json!({"type": "object", "properties": {"p": {"type": "object", "properties": {"a": {"type": "string", "default": "x"}, "b": {"type": "string", "default": "y"}}, "default": {"b": "z"}}}}),
            json!({}),
            json!({"p": {"a": "x", "b": "z"}}),
        ),
        (
            json!({"type": "object", "properties": {"p": {"type": "object", "properties": {"a": {"type": "string", "default": "x"}}, "default": {}}}}),
            json!({"p": null}),
            json!({"p": {"a": "x"}}),
        ),
        (
            json!({"type": "object", "properties": {"l": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string", "default": "x"}}}}}}),
            json!({"l": [{}, {"a": "y"}, {"a": null}]}),
            json!({"l": [{"a": "x"}, {"a": "y"}, {"a": "x"}]}),
        ),
        (
            json!({"type": "object", "properties": {"l": {"type": "array", "items": {"type": "string", "default": "x"}}}}),
            json!({"l": [null, "y"]}),
            json!({"l": ["x", "y"]}),
        ),
        (
            json!({"type": "object", "additionalProperties": {"type": "object", "properties": {"a": {"type": "string", "default": "x"}}}}),
            json!({"k": {}, "n": null}),
            json!({"k": {"a": "x"}}),
        ),
        (
            json!({"type": "object", "additionalProperties": {"type": "string", "default": "x"}}),
            json!({"k": null}),
            json!({"k": "x"}),
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "integer", "default": 0}, "l": {"type": "array", "items": {"type": "string"}, "default": ["u", "v"]}}}),
            json!({}),
            json!({"a": 0, "l": ["u", "v"]}),
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "string", "default": "x"}}, "x-kubernetes-preserve-unknown-fields": true}),
            json!({"other": {"k": null}}),
            json!({"a": "x", "other": {"k": null}}),
        ),
    ];
    for (schema, value, expected) in cases {
        let object = json!({"apiVersion": "example.org/v1", "kind": "Thing", "metadata": {"name": "a"}, "spec": value});
        let copy = with(&schema).defaulted("example.org/v1", "Thing", &object).unwrap();
        assert_eq!(copy["spec"], expected, "{schema} {value}");
        assert_eq!(copy["metadata"], object["metadata"]);
    }
}

#[test]
fn defaulting_is_bounded() {
    let schemas = with(
        &json!({"type": "array", "items": {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "integer"}, "default": vec![0; 1000]}}}}),
    );
    let defaulted = |spec: Value| schemas.defaulted("example.org/v1", "Thing", &json!({"spec": spec}));
    assert!(defaulted(json!(vec![json!({}); 1000])).is_some());
    assert_eq!(defaulted(json!(vec![json!({}); 3000])), None);
    let mut deep = json!([]);
    for _ in 0..200 {
        deep = json!([deep]);
    }
    assert_eq!(defaulted(deep), None);
    assert_eq!(schemas.defaulted("v1", "Pod", &json!({})), None);
}

#[test]
fn lists_give_their_objects() {
    let schemas = with(&json!({"type": "object"}));
    let items = |object: &Value| -> Option<Vec<(String, String)>> {
        let items = schemas.items_of(object)?;
        Some(items.map(|item| (item.api_version.to_owned(), item.kind.to_owned())).collect())
    };
    let said = |api_version: &str, kind: &str| Some(vec![(api_version.to_owned(), kind.to_owned())]);
    let cases = [
        (
            json!({"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "apps/v1", "kind": "Deployment"}]}),
            said("apps/v1", "Deployment"),
        ),
        (json!({"apiVersion": "v1", "kind": "List", "items": [{}]}), said("", "")),
        (json!({"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [{}]}), said("apps/v1", "Deployment")),
        (json!({"apiVersion": "example.org/v1", "kind": "ThingList", "items": [{}]}), said("example.org/v1", "Thing")),
        (json!({"apiVersion": "example.org/v1", "kind": "OtherList", "items": [{}]}), None),
        (json!({"apiVersion": "v1", "kind": "ConfigMap", "items": [{}]}), None),
        (json!({"apiVersion": "v1", "kind": "List", "items": {}}), None),
    ];
    for (object, expected) in cases {
        assert_eq!(items(&object), expected, "{object}");
    }
    let list = json!({"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1"}]});
    assert_eq!(validate(&schemas, "v1", "List", &list).len(), 0);
    assert_eq!(schemas.known("v1", "List"), Known::Yes);
    assert_eq!(schemas.known("example.org/v1", "ThingList"), Known::Yes);
}
