//! What validating costs; prints the numbers with `--nocapture`.
#![allow(clippy::unwrap_used, reason = "in a test, what cannot be unwrapped fails it")]
#![allow(clippy::disallowed_methods, reason = "a test that measures time reads the clock")]

use platgen_schema::{Catalog, validate};
use serde_json::json;
use std::time::{Duration, Instant};

#[test]
fn objects_cost_microseconds() {
    let start = Instant::now();
    let schemas = Catalog::embedded().kubernetes(34).unwrap();
    let unpacked = start.elapsed();
    let object = json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "api", "labels": {"app": "api", "app.kubernetes.io/name": "api"}},
        "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "api"}}, "template": {"metadata": {"labels": {"app": "api"}}, "spec": {
            "serviceAccountName": "api", "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
            "volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "config", "configMap": {"name": "api"}}],
            "containers": [{"name": "api", "image": "ghcr.io/shop/api:1.2", "imagePullPolicy": "Always",
                "ports": [{"name": "http", "containerPort": 8080}], "env": [{"name": "A", "value": "b"}, {"name": "B", "value": "c"}, {"name": "C", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}],
                "resources": {"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "500m", "memory": "1Gi"}},
                "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}, {"name": "config", "mountPath": "/config"}],
                "livenessProbe": {"httpGet": {"path": "/", "port": "http"}}, "readinessProbe": {"httpGet": {"path": "/", "port": "http"}}}]}}}});
    let start = Instant::now();
    assert!(validate(&schemas, "apps/v1", "Deployment", &object).is_empty());
    let first = start.elapsed();
    let count = 1000;
    let start = Instant::now();
    for _ in 0..count {
        assert!(validate(&schemas, "apps/v1", "Deployment", &object).is_empty());
    }
    let each = start.elapsed() / count;
    println!("unpacking {unpacked:?}, first object {first:?}, each further {each:?}");
    // An unoptimised build on a busy machine stays far below; a release build takes a twentieth.
    assert!(each < Duration::from_millis(5));
}
