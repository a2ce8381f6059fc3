//! One object per sort of fault, with the sentence that a person reads, beside valid objects that others refuse.
#![allow(clippy::unwrap_used, reason = "in a test, what cannot be unwrapped fails it")]

use platgen_schema::{Catalog, FaultKind, Known, Schemas, Scope, validate};
use serde_json::{Value, json};

fn release(minor: u32) -> Schemas {
    Catalog::embedded().kubernetes(minor).unwrap()
}

/// Validates an object that tells its own API version and kind, and writes its faults.
fn faults(schemas: &Schemas, object: &Value) -> Vec<String> {
    let text = |key: &str| object[key].as_str().unwrap();
    validate(schemas, text("apiVersion"), text("kind"), object).iter().map(ToString::to_string).collect()
}

fn kinds(schemas: &Schemas, object: &Value) -> Vec<FaultKind> {
    let text = |key: &str| object[key].as_str().unwrap();
    validate(schemas, text("apiVersion"), text("kind"), object).iter().map(|fault| fault.kind).collect()
}

fn deployment(change: impl FnOnce(&mut Value)) -> Value {
    let mut object = json!({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "api", "namespace": "shop", "labels": {"app": "api"}, "creationTimestamp": null},
        "spec": {
            "replicas": 2, "selector": {"matchLabels": {"app": "api"}},
            "template": {
                "metadata": {"labels": {"app": "api"}},
                "spec": {"containers": [{
                    "name": "api", "image": "ghcr.io/shop/api:1.2", "imagePullPolicy": "Always",
                    "ports": [{"name": "http", "containerPort": 8080}, {"containerPort": 53, "protocol": "UDP"}, {"containerPort": 53}],
                    "env": [{"name": "A", "value": "b"}, {"name": "B", "value": null}],
                    "resources": {"limits": {"cpu": 1, "memory": "1Gi"}, "requests": {"cpu": "500m"}},
                    "livenessProbe": {"httpGet": {"path": "/", "port": "http"}}
                }]}
            }
        },
        "status": {}
    });
    change(&mut object);
    object
}

fn container(change: impl FnOnce(&mut Value)) -> Value {
    deployment(|object| change(&mut object["spec"]["template"]["spec"]["containers"][0]))
}

#[test]
fn a_sound_object_passes_in_every_release() {
    let catalog = Catalog::embedded();
    for minor in catalog.minors() {
        let schemas = catalog.kubernetes(minor).unwrap();
        assert_eq!(faults(&schemas, &deployment(|_| {})), Vec::<String>::new(), "1.{minor}");
    }
}

#[test]
fn each_sort_of_fault_has_its_sentence() {
    let schemas = release(34);
    let cases: &[(FaultKind, Value, &str)] = &[
        (
            FaultKind::UnknownField,
            container(|container| container["resorces"] = json!({})),
            "spec.template.spec.containers[0].resorces: unknown field `resorces` (did you mean `resources`?)",
        ),
        (
            FaultKind::WrongType,
            deployment(|object| object["spec"]["replicas"] = json!("2")),
            "spec.replicas: `replicas` must be an integer, not a string (remove the quotes)",
        ),
        (
            FaultKind::WrongType,
            container(|container| container["env"][0]["value"] = json!(8080)),
            "spec.template.spec.containers[0].env[0].value: `value` must be a string, not an integer (write it in quotes)",
        ),
        (
            FaultKind::MissingField,
            deployment(|object| object["spec"]["selector"] = json!(null)),
            "spec.selector: missing field `selector`",
        ),
        (
            FaultKind::MissingField,
            deployment(|object| object["metadata"] = json!({})),
            "metadata.name: missing field `name`",
        ),
        (
            FaultKind::NotInEnum,
            container(|container| container["imagePullPolicy"] = json!("always")),
            "spec.template.spec.containers[0].imagePullPolicy: `imagePullPolicy` cannot be `always` (did you mean `Always`?)",
        ),
        (
            FaultKind::BadFormat,
            container(|container| container["resources"]["limits"]["memory"] = json!("1GB")),
            "spec.template.spec.containers[0].resources.limits.memory: `memory` must be a quantity such as `500m`, `2` or `1Gi`, not `1GB`",
        ),
        (
            FaultKind::BadFormat,
            deployment(|object| object["metadata"]["labels"]["a b"] = json!("c")),
            "metadata.labels.a b: the key `a b` in `labels` must be a name of at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends, after an optional domain and `/`",
        ),
        (
            FaultKind::BadFormat,
            deployment(|object| object["metadata"]["name"] = json!("Api")),
            "metadata.name: the name of a `Deployment` must be at most 253 lower-case letters, digits, `-` and `.`, with a letter or digit at both ends and beside every `.`, not `Api`",
        ),
        (
            FaultKind::OutOfBounds,
            container(|container| container["ports"][0]["containerPort"] = json!(70000)),
            "spec.template.spec.containers[0].ports[0].containerPort: `containerPort` must be at most 65535, not 70000",
        ),
        (
            FaultKind::OutOfBounds,
            deployment(|object| object["spec"]["replicas"] = json!(3_000_000_000u32)),
            "spec.replicas: `replicas` must be an integer of 32 bits, not 3000000000",
        ),
        (
            FaultKind::DuplicateListKey,
            container(|container| container["env"][1]["name"] = json!("A")),
            "spec.template.spec.containers[0].env[1]: name `A` is given twice in `env`: items 0 and 1 (remove or rename one of them)",
        ),
        (
            FaultKind::DuplicateItem,
            deployment(|object| object["metadata"]["finalizers"] = json!(["a.b/c", "a.b/c"])),
            "metadata.finalizers[1]: `a.b/c` is given twice in `finalizers`: items 0 and 1 (remove or rename one of them)",
        ),
        (
            FaultKind::UnionMismatch,
            container(|container| container["livenessProbe"] = json!({"periodSeconds": 1})),
            "spec.template.spec.containers[0].livenessProbe: one of `exec`, `grpc`, `httpGet` or `tcpSocket` must be set",
        ),
        (
            FaultKind::UnionMismatch,
            deployment(|object| {
                object["spec"]["template"]["spec"]["volumes"] =
                    json!([{"name": "v", "emptyDir": {}, "secret": {"secretName": "s"}}]);
            }),
            "spec.template.spec.volumes[0].secret: `emptyDir` and `secret` exclude each other (keep one of them)",
        ),
    ];
    for (kind, object, sentence) in cases {
        assert_eq!(faults(&schemas, object), [*sentence]);
        assert_eq!(kinds(&schemas, object), [*kind]);
    }
}

#[test]
fn fields_depend_on_the_release() {
    let object = deployment(|object| object["spec"]["template"]["spec"]["hostUsers"] = json!(false));
    assert_eq!(kinds(&release(25), &object), []);
    let object = container(|container| {
        container["resizePolicy"] = json!([{"resourceName": "cpu", "restartPolicy": "NotRequired"}])
    });
    assert_eq!(kinds(&release(26), &object), [FaultKind::UnknownField]);
    assert_eq!(kinds(&release(27), &object), []);
}

#[test]
fn removed_and_future_kinds_are_told_apart() {
    let schemas = release(26);
    let known = |api_version, kind| schemas.known(api_version, kind);
    assert_eq!(known("apps/v1", "Deployment"), Known::Yes);
    assert_eq!(
        known("policy/v1beta1", "PodDisruptionBudget"),
        Known::Removed { minor: 25, replacement: Some("policy/v1".into()) }
    );
    assert_eq!(
        known("autoscaling/v2beta2", "HorizontalPodAutoscaler"),
        Known::Removed { minor: 26, replacement: Some("autoscaling/v2".into()) }
    );
    assert_eq!(known("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"), Known::NotYet { since: 30 });
    assert_eq!(known("apps/v2", "Deployment"), Known::UnknownVersion { served: vec!["apps/v1".into()] });
    assert_eq!(
        known("apps/v1", "Deploymnt"),
        Known::UnknownKind { nearest: Some("Deployment".into()), elsewhere: vec![] }
    );
    assert_eq!(known("v1", "Deployment"), Known::UnknownKind { nearest: None, elsewhere: vec!["apps/v1".into()] });
    assert!(matches!(known("example.org/v1", "Thing"), Known::UnknownGroup { .. }));
    assert_eq!(schemas.known_at("storage.k8s.io/v1beta1", "CSIStorageCapacity", 26), Known::Yes);
    assert!(matches!(
        schemas.known_at("storage.k8s.io/v1beta1", "CSIStorageCapacity", 27),
        Known::Removed { minor: 27, .. }
    ));
    assert_eq!(release(33).deprecation("v1", "Endpoints").unwrap().since, 33);
    // What an API version was to be replaced by is named only where it is served.
    let replaced = |minor| match release(minor).known("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema") {
        Known::Removed { replacement, .. } => replacement.unwrap(),
        known => panic!("{known:?}"),
    };
    assert_eq!(
        [replaced(26), replaced(29), replaced(32)],
        ["v1beta3", "v1beta3", "v1"].map(|version| format!("flowcontrol.apiserver.k8s.io/{version}"))
    );
    assert_eq!(schemas.known("policy/v1beta1", "PodSecurityPolicy"), Known::Removed { minor: 25, replacement: None });
    // A kind can go earlier than planned.
    assert!(matches!(
        release(35).known("certificates.k8s.io/v1alpha1", "PodCertificateRequest"),
        Known::Removed { minor: 35, .. }
    ));
    let object = json!({"apiVersion": "batch/v1beta1", "kind": "CronJob"});
    assert_eq!(
        faults(&schemas, &object),
        ["kind: `CronJob` of `batch/v1beta1` was removed in 1.25, as Kubernetes 1.26 sees it (use `batch/v1`)"]
    );
}

#[test]
fn every_version_of_a_kind_has_its_scope() {
    let cases = [
        (37, "resource.k8s.io/v1", "DeviceClass", Scope::Cluster),
        (37, "resource.k8s.io/v1beta1", "DeviceClass", Scope::Cluster),
        (37, "storagemigration.k8s.io/v1beta1", "StorageVersionMigration", Scope::Cluster),
        (25, "flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", Scope::Cluster),
        (37, "resource.k8s.io/v1beta1", "ResourceClaim", Scope::Namespaced),
    ];
    for (minor, api_version, kind, scope) in cases {
        assert_eq!(release(minor).kind(api_version, kind).map(|kind| kind.scope), Some(scope), "{api_version} {kind}");
    }
}

#[test]
fn what_the_server_accepts_passes() {
    let schemas = release(34);
    let sound = [
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"clusterIP": "None", "ports": [{"port": 80, "targetPort": "http", "protocol": ""}]}}),
        json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a"}, "spec": {"policyTypes": ["Ingress"]}}),
        json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "system:a"}, "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]}),
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "data": {"k": "YQ==", "n": null}, "stringData": {"x": "y"}}),
        json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "a"}, "spec": {"schedule": "*/5 * * * *", "jobTemplate": {"spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "b"}]}}}}}}),
        json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "as.b.c"}, "spec": {
            "group": "b.c", "scope": "Namespaced", "names": {"kind": "A", "plural": "as"},
            "versions": [{"name": "v1", "served": true, "storage": true, "subresources": {"status": {}}, "schema": {"openAPIV3Schema": {
                "type": "object", "properties": {"x": {"type": "array", "items": {"type": "string", "default": "y"}}, "y": {"type": "object", "additionalProperties": true}}}}}]},
            "status": {"conditions": null, "acceptedNames": {"kind": "", "plural": ""}, "storedVersions": null}}),
    ];
    for object in sound {
        assert_eq!(faults(&schemas, &object), Vec::<String>::new(), "{object}");
    }
}

#[test]
fn pods_and_templates_need_images() {
    let object =
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "a"}]}});
    assert_eq!(faults(&release(34), &object), ["spec.containers[0].image: missing field `image`"]);
    let object = container(|container| container["image"] = json!(null));
    assert_eq!(kinds(&release(34), &object), [FaultKind::MissingField]);
    let object = container(|container| container["image"] = json!(1));
    assert_eq!(kinds(&release(34), &object), [FaultKind::WrongType]);
}

#[test]
fn what_stands_in_a_templates_metadata_is_not_kept() {
    let object = deployment(|object| object["spec"]["template"]["metadata"]["namespace"] = json!("A_b"));
    assert_eq!(kinds(&release(34), &object), []);
    let object = deployment(|object| object["metadata"]["namespace"] = json!("A_b"));
    assert_eq!(kinds(&release(34), &object), [FaultKind::BadFormat]);
}

#[test]
fn secrets_are_never_shown() {
    let object = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "data": {"k": "hunter2!"}});
    assert_eq!(faults(&release(34), &object), ["data.k: `k` must be base64 with padding"]);
}

#[test]
fn deep_and_endless_objects_end() {
    let schemas = release(34);
    let mut props = json!({"type": "object"});
    for _ in 0..400 {
        props = json!({"type": "object", "properties": {"a": props}});
    }
    let object = json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "as.b.c"}, "spec": {
        "group": "b.c", "scope": "Namespaced", "names": {"kind": "A", "plural": "as"},
        "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": props}}]}});
    assert_eq!(kinds(&schemas, &object), [FaultKind::TooDeep]);
    let many: serde_json::Map<String, Value> = (0..1000).map(|place| (format!("k{place}"), json!(1))).collect();
    let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": many});
    assert_eq!(kinds(&schemas, &object).len(), 100);
}
