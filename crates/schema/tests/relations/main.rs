//! Changes to sound objects, and what a person reads about each; `cases.txt` says how they are written.
#![allow(clippy::unwrap_used, reason = "in a test, what cannot be unwrapped fails it")]

use platgen_schema::{Catalog, FaultKind, Schemas, validate};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn faults(schemas: &Schemas, object: &Value) -> Vec<String> {
    let text = |key: &str| object[key].as_str().unwrap();
    validate(schemas, text("apiVersion"), text("kind"), object).iter().map(|fault| format!("{fault:?}")).collect()
}

fn kinds(minor: u32, object: &Value) -> Vec<FaultKind> {
    let schemas = Catalog::embedded().kubernetes(minor).unwrap();
    let text = |key: &str| object[key].as_str().unwrap();
    validate(&schemas, text("apiVersion"), text("kind"), object).iter().map(|fault| fault.kind).collect()
}

/// Merges maps, replaces other values, removes what is null; a key of a Secret's data can itself be null.
fn change(object: &mut Value, patch: &Value) {
    let (Value::Object(fields), Value::Object(changes)) = (&mut *object, patch) else {
        *object = patch.clone();
        return;
    };
    for (key, value) in changes {
        match (value, fields.get_mut(key)) {
            (Value::Null, _) if key != "tls.key" => {
                fields.shift_remove(key);
            }
            (_, Some(field)) => change(field, value),
            (_, None) => {
                let mut field = if value.is_object() { json!({}) } else { Value::Null };
                change(&mut field, value);
                fields.insert(key.clone(), field);
            }
        }
    }
}

#[test]
fn related_fields_are_judged_as_the_server_judges_them() {
    let schemas = Catalog::embedded().kubernetes(37).unwrap();
    let mut sound: BTreeMap<&str, Value> = BTreeMap::new();
    let (mut case, mut expected, mut count) = (String::new(), Vec::new(), 0);
    let mut found: Vec<String> = Vec::new();
    for line in include_str!("cases.txt").lines().chain(["#"]) {
        if let Some(fault) = line.strip_prefix("! ") {
            expected.push(fault);
            continue;
        }
        assert_eq!(found, expected, "{case}");
        (found, expected, case) = (Vec::new(), Vec::new(), line.to_owned());
        if let Some((kind, object)) = line.strip_prefix("= ").and_then(|line| line.split_once(' ')) {
            let object = serde_json::from_str(object).unwrap();
            found = faults(&schemas, &object);
            sound.insert(kind, object);
        } else if let Some((kind, patch)) = line.split_once(' ').filter(|_| !line.starts_with('#')) {
            let mut object = sound[kind].clone();
            change(&mut object, &serde_json::from_str(patch).unwrap());
            found = faults(&schemas, &object);
            count += 1;
        }
    }
    assert!(count > 350, "{count}");
}

fn pod(spec: Value) -> Value {
    let mut object = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "a", "image": "b"}]}});
    change(&mut object["spec"], &spec);
    object
}

#[test]
fn rules_hold_from_the_release_that_brought_them() {
    let cron = json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "a"}, "spec": {"schedule": "TZ=UTC 0 0 * * *",
        "jobTemplate": {"spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "b"}]}}}}}});
    let restarting = pod(json!({"containers": [{"name": "a", "image": "b", "restartPolicy": "Never"}]}));
    let addresses = pod(
        json!({"containers": [{"name": "a", "image": "b", "env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "status.hostIPs"}}}]}]}),
    );
    let autoscaler = json!({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "a"}, "spec": {"minReplicas": 0, "maxReplicas": 2,
        "scaleTargetRef": {"kind": "Deployment", "name": "a", "apiVersion": "apps/v1"}, "metrics": [{"type": "External", "external": {"metric": {"name": "q"}, "target": {"type": "Value", "value": "1"}}}]}});
    let apart = pod(json!({"hostUsers": false, "hostIPC": true}));
    let cases: [(u32, &Value, &[FaultKind]); 10] = [
        (32, &apart, &[]),
        (33, &apart, &[FaultKind::Conflict]),
        (28, &cron, &[]),
        (29, &cron, &[FaultKind::Conflict]),
        (34, &restarting, &[FaultKind::Conflict]),
        (35, &restarting, &[]),
        (27, &addresses, &[FaultKind::BadFormat]),
        (28, &addresses, &[]),
        (36, &autoscaler, &[FaultKind::OutOfBounds]),
        (37, &autoscaler, &[]),
    ];
    for (minor, object, expected) in cases {
        assert_eq!(kinds(minor, object), expected, "1.{minor} {object}");
    }
}

#[test]
fn values_of_a_config_map_or_a_secret_fit_a_mebibyte() {
    let object = |kind: &str, key: &str, length: usize| json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": "a"}, key: {"k": "YWFh".repeat(length / 4)}});
    let largest = 1 << 20;
    assert_eq!(kinds(37, &object("ConfigMap", "data", largest)), []);
    assert_eq!(kinds(37, &object("ConfigMap", "data", largest + 4)), [FaultKind::BadLength]);
    assert_eq!(kinds(37, &object("ConfigMap", "binaryData", largest / 3 * 4)), []);
    assert_eq!(kinds(37, &object("Secret", "data", largest / 3 * 4 + 8)), [FaultKind::BadLength]);
    assert_eq!(kinds(37, &object("Secret", "stringData", largest + 4)), [FaultKind::BadLength]);
}

#[test]
fn values_of_other_types_are_the_walks_to_report() {
    for value in [json!(1), json!("a"), json!([]), json!([1, "a", null, []]), json!({"a": 1}), json!(null), json!(true)]
    {
        for key in
            ["containers", "volumes", "tolerations", "securityContext", "ports", "env", "resources", "volumeMounts"]
        {
            kinds(37, &pod(json!({key: value})));
            kinds(37, &pod(json!({"containers": [{"name": "a", "image": "b", key: value}]})));
        }
    }
}
