//! CPU seconds of judging 10,000 manifests on one thread, and of judging one: `cargo bench --bench manifests`.
//!
//! The manifests are 2,000 services of five objects each, sound and all different; what is printed is the least of several runs.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a measurement meets the machine, and may fail where it stands"
)]

use std::time::Instant;

use platgen::check::Standard;
use platgen::manifests::{ManifestFile, ManifestRequest, check_manifests};
use platgen_schema::Catalog;

const RUNS: usize = 7;
const SERVICES: usize = 2000;
/// Deployment, Service, ConfigMap, ServiceAccount, PodDisruptionBudget.
const OBJECTS: usize = 5;

fn main() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let many: String = (0..SERVICES).map(service).collect();
    let one = service(0);
    for (what, text, objects) in
        [("10,000 objects", &many, SERVICES * OBJECTS), ("five objects, schemas unpacked for them", &one, OBJECTS)]
    {
        let least = (0..RUNS).map(|_| pool.install(|| judge(text, objects))).fold(f64::INFINITY, f64::min);
        println!("{what:<45} {least:>8.4} s");
    }
}

/// Reads and judges a text on this thread alone, so that the clock tells what it cost.
fn judge(text: &str, objects: usize) -> f64 {
    let start = Instant::now();
    let file = ManifestFile { path: "all.yaml".into(), bytes: text.as_bytes().into(), is_named: true };
    let schemas = Catalog::embedded().kubernetes(34).unwrap();
    let request = ManifestRequest { pod_security: Some(Standard::Restricted), ..ManifestRequest::new(schemas) };
    let check = check_manifests(&[file], &request);
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!((check.coverage.checked, check.report.diagnostics.len()), (objects, 0), "the manifests are sound");
    seconds
}

fn service(number: usize) -> String {
    format!(
        "---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: service-{number}, namespace: shop}}
spec:
  replicas: 2
  selector: {{matchLabels: {{app: service-{number}}}}}
  template:
    metadata: {{labels: {{app: service-{number}}}}}
    spec:
      serviceAccountName: service-{number}
      securityContext: {{runAsNonRoot: true, seccompProfile: {{type: RuntimeDefault}}}}
      containers:
        - name: app
          image: registry.example.com/service-{number}:1.0.0
          ports: [{{name: http, containerPort: 8080}}]
          envFrom: [{{configMapRef: {{name: service-{number}}}}}]
          resources: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 128Mi}}}}
          readinessProbe: {{httpGet: {{path: /ready, port: http}}}}
          securityContext: {{allowPrivilegeEscalation: false, capabilities: {{drop: [ALL]}}}}
---
apiVersion: v1
kind: Service
metadata: {{name: service-{number}, namespace: shop}}
spec: {{selector: {{app: service-{number}}}, ports: [{{name: http, port: 80, targetPort: http}}]}}
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: service-{number}, namespace: shop}}
data: {{LOG_LEVEL: info, REGION: eu-central-1}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {{name: service-{number}, namespace: shop}}
automountServiceAccountToken: false
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: service-{number}, namespace: shop}}
spec: {{maxUnavailable: 1, selector: {{matchLabels: {{app: service-{number}}}}}}}
"
    )
}
