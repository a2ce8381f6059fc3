//! What objects need of one another: manifests that real clusters hold, and what rules say of them.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::collections::BTreeSet;

use platgen::diagnostics::Report;
use platgen::manifests::{ManifestFile, ManifestRequest, check_manifests};
use platgen_schema::Catalog;

fn judged(text: &str) -> Report {
    let file = ManifestFile { path: "example.yaml".into(), bytes: text.as_bytes().into(), is_named: true };
    let request = ManifestRequest::new(Catalog::embedded().kubernetes(34).unwrap());
    check_manifests(&[file], &request).report
}

/// The codes about references, order and namespaces that are found in manifests.
fn found(text: &str) -> BTreeSet<&'static str> {
    let report = judged(text);
    let is_about_needs = |code: &str| ["not-found", "-after-", "namespace"].iter().any(|part| code.contains(part));
    report.diagnostics.iter().map(|diagnostic| diagnostic.code.name()).filter(|code| is_about_needs(code)).collect()
}

/// A Deployment whose container and pod hold what is given.
fn deployment(annotations: &str, in_container: &str, in_pod: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{name: api, namespace: shop, annotations: {{{annotations}}}}}
spec:
  selector: {{matchLabels: {{app: api}}}}
  template:
    metadata: {{labels: {{app: api}}}}
    spec: {{containers: [{{name: api, image: 'api:1.4.0'{in_container}}}]{in_pod}}}
---
"
    )
}

fn reads_secret(key: &str) -> String {
    deployment("", &format!(", env: [{{name: A, valueFrom: {{secretKeyRef: {{name: wanted, key: {key}}}}}}}]"), "")
}

#[test]
fn what_operators_make_counts_as_there_with_the_keys_that_are_known() {
    let makers = [
        (
            "{apiVersion: external-secrets.io/v1beta1, kind: ExternalSecret, metadata: {name: wanted, namespace: shop}, spec: {data: [{secretKey: a, remoteRef: {key: x}}]}}",
            true,
        ),
        (
            "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: other, namespace: shop}, spec: {target: {name: wanted, template: {data: {a: '{{ .b }}'}}}, dataFrom: [{extract: {key: x}}]}}",
            true,
        ),
        (
            "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: wanted, namespace: shop}, spec: {target: {template: {mergePolicy: Merge, data: {b: c}}}, data: [{secretKey: a, remoteRef: {key: x}}]}}",
            true,
        ),
        (
            "{apiVersion: external-secrets.io/v1, kind: ClusterExternalSecret, metadata: {name: wanted}, spec: {externalSecretSpec: {data: [{secretKey: a, remoteRef: {key: x}}]}}}",
            true,
        ),
        (
            "{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: wanted, namespace: shop}, spec: {encryptedData: {a: AgB}}}",
            true,
        ),
        (
            "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: wanted, namespace: shop}, spec: {dataFrom: [{extract: {key: x}}]}}",
            false,
        ),
        (
            "{apiVersion: secrets.hashicorp.com/v1beta1, kind: VaultStaticSecret, metadata: {name: x, namespace: shop}, spec: {destination: {name: wanted, create: true}}}",
            false,
        ),
        (
            "{apiVersion: v1, kind: Secret, metadata: {name: wanted, namespace: vault, annotations: {reflector.v1.k8s.emberstack.com/reflection-auto-enabled: 'true'}}}",
            false,
        ),
        ("{apiVersion: v1, kind: Secret, metadata: {name: wanted, namespace: shop}}", false),
        (
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r, namespace: shop}, rules: [{apiGroups: [''], resources: [secrets], resourceNames: [wanted], verbs: [get]}, {apiGroups: [''], resources: [secrets], verbs: [create]}]}",
            false,
        ),
    ];
    for (maker, are_keys_known) in makers {
        assert_eq!(found(&format!("{}{maker}", reads_secret("a"))), BTreeSet::new(), "{maker}");
        let lacking: BTreeSet<&str> = if are_keys_known { ["key-not-found"].into() } else { BTreeSet::new() };
        assert_eq!(found(&format!("{}{maker}", reads_secret("z"))), lacking, "{maker}");
    }
    assert_eq!(found(&reads_secret("a")), ["secret-not-found"].into());
}

#[test]
fn what_makes_nothing_does_not_count() {
    for maker in [
        "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: wanted, namespace: shop}, spec: {target: {creationPolicy: None}}}",
        "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: wanted, namespace: other}, spec: {data: []}}",
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r, namespace: shop}, rules: [{apiGroups: [''], resources: [secrets], resourceNames: [wanted], verbs: [get]}]}",
        "{apiVersion: secrets.hashicorp.com/v1beta1, kind: VaultStaticSecret, metadata: {name: x, namespace: shop}, spec: {destination: {name: wanted}}}",
    ] {
        assert_eq!(found(&format!("{}{maker}", reads_secret("a"))), ["secret-not-found"].into(), "{maker}");
    }
}

#[test]
fn every_place_where_pods_name_secrets_is_read_and_optional_ones_are_not_needed() {
    let pods = [
        ", volumes: [{name: v, secret: {secretName: gone}}]",
        ", volumes: [{name: v, projected: {sources: [{secret: {name: gone}}]}}]",
        ", volumes: [{name: v, csi: {driver: d, nodePublishSecretRef: {name: gone}}}]",
        ", volumes: [{name: v, azureFile: {shareName: s, secretName: gone}}]",
        ", volumes: [{name: v, cephfs: {monitors: [m], secretRef: {name: gone}}}]",
        ", imagePullSecrets: [{name: gone}]",
        ", initContainers: [{name: i, image: 'i:1', envFrom: [{secretRef: {name: gone}}]}]",
    ];
    for pod in pods {
        assert_eq!(found(&deployment("", "", pod)), ["secret-not-found"].into(), "{pod}");
    }
    let optional = [
        ", volumes: [{name: v, secret: {secretName: gone, optional: true}}]",
        ", volumes: [{name: v, projected: {sources: [{secret: {name: gone, optional: true}}]}}]",
        ", initContainers: [{name: i, image: 'i:1', envFrom: [{secretRef: {name: gone, optional: true}}]}]",
        ", volumes: [{name: v, configMap: {name: kube-root-ca.crt}}]",
        ", volumes: [{name: v, emptyDir: {}}]",
    ];
    for pod in optional {
        assert_eq!(found(&deployment("", "", pod)), BTreeSet::new(), "{pod}");
    }
}

#[test]
fn each_key_of_a_volume_is_looked_for() {
    let volume = ", volumes: [{name: v, configMap: {name: files, items: [{key: a, path: a}, {key: b, path: b}]}}]";
    let files =
        |data: &str| format!("{{apiVersion: v1, kind: ConfigMap, metadata: {{name: files, namespace: shop}}, {data}}}");
    let with = |data: &str| found(&format!("{}{}", deployment("", "", volume), files(data)));
    assert_eq!(with("data: {a: x}, binaryData: {b: eA==}"), BTreeSet::new());
    assert_eq!(with("data: {a: x}"), ["key-not-found"].into());
}

#[test]
fn an_unsaid_namespace_may_be_any() {
    let settings = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: b}}";
    let reads = deployment("", ", envFrom: [{configMapRef: {name: settings}}]", "");
    assert_eq!(found(&format!("{reads}{settings}")), ["missing-namespace"].into());
    let unsaid = reads.replace("namespace: shop, ", "");
    assert_eq!(found(&format!("{unsaid}{settings}")), BTreeSet::new());
    let of_another = settings.replace("name: settings", "name: settings, namespace: other");
    assert_eq!(found(&format!("{unsaid}{of_another}")), ["missing-namespace"].into());
    let of_default = settings.replace("name: settings", "name: settings, namespace: default");
    assert_eq!(found(&format!("{reads}{of_default}")), ["config-map-not-found"].into());
}

#[test]
fn what_is_made_is_looked_for_as_what_is_rendered() {
    let made = |namespace: &str| {
        format!(
            "{{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {{name: wanted{namespace}}}, spec: {{data: [{{secretKey: a, remoteRef: {{key: x}}}}]}}}}"
        )
    };
    let missed =
        |reads: &str, namespace: &str| found(&format!("{reads}{}", made(namespace))).contains("secret-not-found");
    let reads = reads_secret("a");
    assert!(!missed(&reads, ""));
    assert!(missed(&reads, ", namespace: default"));
    let unsaid = reads.replace("namespace: shop, ", "");
    for namespace in ["", ", namespace: default", ", namespace: other"] {
        assert!(!missed(&unsaid, namespace), "{namespace}");
    }
}

#[test]
fn what_comes_later_is_missed_by_what_waits_for_it() {
    let settings = |annotations: &str| {
        format!(
            "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: settings, namespace: shop, annotations: {{{annotations}}}}}, data: {{a: b}}}}"
        )
    };
    let reads = |annotations: &str| deployment(annotations, ", envFrom: [{configMapRef: {name: settings}}]", "");
    let wave = |wave: &str| format!("argocd.argoproj.io/sync-wave: '{wave}'");
    let hook = |hook: &str| format!("argocd.argoproj.io/hook: {hook}");
    let late = [
        (wave("0"), wave("1")),
        (wave("-2"), wave("-1")),
        (hook("PreSync"), wave("-5")),
        ("helm.sh/hook: pre-install".to_owned(), String::new()),
    ];
    for (consumer, supplier) in late {
        let codes = found(&format!("{}{}", reads(&consumer), settings(&supplier)));
        assert_eq!(codes, ["dependency-after-its-consumer"].into(), "{consumer} {supplier}");
    }
    let in_time = [
        (wave("1"), wave("1")),
        (wave("1"), wave("0")),
        (hook("PostSync"), wave("7")),
        (hook("SyncFail"), wave("7")),
        ("helm.sh/hook: pre-upgrade".to_owned(), String::new()),
        ("helm.sh/hook: test".to_owned(), String::new()),
        (String::new(), "helm.sh/hook: 'pre-install,pre-upgrade'".to_owned()),
    ];
    for (consumer, supplier) in in_time {
        let codes = found(&format!("{}{}", reads(&consumer), settings(&supplier)));
        assert_eq!(codes, BTreeSet::new(), "{consumer} {supplier}");
    }
}

#[test]
fn bindings_to_what_every_cluster_has_are_sound() {
    let binding = |role: &str, subject: &str| {
        format!(
            "{{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {{name: b, namespace: kube-system}}, \
             roleRef: {{apiGroup: rbac.authorization.k8s.io, {role}}}, subjects: [{subject}]}}\n---\n\
             {{apiVersion: v1, kind: ServiceAccount, metadata: {{name: metrics, namespace: monitoring}}}}"
        )
    };
    let account = "{kind: ServiceAccount, name: metrics, namespace: monitoring}";
    for role in [
        "kind: Role, name: extension-apiserver-authentication-reader",
        "kind: ClusterRole, name: 'system:auth-delegator'",
    ] {
        assert_eq!(found(&binding(role, account)), BTreeSet::new(), "{role}");
    }
    let mistyped = "{kind: ServiceAccount, name: metric, namespace: monitoring}";
    let default = "{kind: ServiceAccount, name: default, namespace: monitoring}";
    assert_eq!(found(&binding("kind: ClusterRole, name: view", mistyped)), ["subject-not-found"].into());
    assert_eq!(found(&binding("kind: ClusterRole, name: view", default)), BTreeSet::new());
    assert_eq!(found(&binding("kind: ClusterRole, name: viewer", account)), ["role-not-found"].into());
}

#[test]
fn what_is_missing_is_said_once_for_each_namespace() {
    let accounts = ["one", "two"].map(|namespace| {
        format!("{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: there, namespace: {namespace}}}}}\n---\n")
    });
    let subject = |namespace: &str| format!("{{kind: ServiceAccount, name: gone, namespace: {namespace}}}");
    let binding = format!(
        "apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {{name: readers}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}}
subjects: [{}, {}, {}]
",
        subject("one"),
        subject("two"),
        subject("one")
    );
    let report = judged(&format!("{}{binding}", accounts.concat()));
    let missing = report.diagnostics.iter().filter(|diagnostic| diagnostic.code.name() == "subject-not-found");
    assert_eq!(missing.count(), 2);
}
