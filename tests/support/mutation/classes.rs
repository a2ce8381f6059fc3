//! Classes of faults in Kubernetes objects: for each, every place of a file where it can be made.

use platgen::source::Value;

use super::source::{At, Mutant, Source};

/// A class of faults.
pub struct Class {
    pub name: &'static str,
    /// Every place of a file where it can be made.
    pub make: fn(&Source) -> Vec<Mutant>,
}

const fn class(name: &'static str, make: fn(&Source) -> Vec<Mutant>) -> Class {
    Class { name, make }
}

/// Every class.
pub const CLASSES: &[Class] = &[
    class("bad cron schedule", |s| set(s, &["CronJob"], &["spec.schedule"], &["every day", "15 3 * *", "61 * * * *"])),
    class("bad enum value", |s| set(s, &[], ENUMS, &["Sometimes"])),
    class("bad image reference", |s| {
        set(s, &[], &["**.containers.#.image", "**.initContainers.#.image"], &["Registry/{}:a b"])
    }),
    class("bad label value", |s| {
        set(s, &[], &["metadata.labels.*", "spec.template.metadata.labels.*"], &["has spaces", "-{}-"])
    }),
    class("bad name", |s| set(s, STRICT, &["metadata.name"], &["Bad_Name", "{}."])),
    class("bad port number", |s| set(s, &[], PORTS, &["0", "70000"])),
    class("bad quantity", |s| set(s, &[], QUANTITIES, &["12 MB", "1,5Gi", "100mm"])),
    class("config map not found", |s| {
        set(s, &[], &["**.configMapRef.name", "**.configMapKeyRef.name", "**.configMap.name"], &["{}-x"])
    }),
    class("config map without the key", |s| set(s, &[], &["**.configMapKeyRef.key"], &["color", "{}s", "nothing"])),
    class("disruption budget selects nothing", |s| {
        set_in_map(s, &["PodDisruptionBudget"], MATCH_LABELS, &["{}x", "old-{}", "nobody"])
    }),
    class("duplicate container, port or volume", duplicate_items),
    class("duplicate host and path", duplicate_paths),
    class("duplicate object", |s| each(s, WORKLOADS, &["kind"], |s, at| Some(s.double_object(at)))),
    class("duplicate variable", |s| each(s, &[], &["**.env.#"], |s, at| Some(s.double_item(at, "", "")))),
    class("duplicate YAML key", |s| each(s, &[], &["spec.*", "metadata.*", "**.containers.#.*"], Source::double_entry)),
    class("external store not found", |s| {
        set(s, &["ExternalSecret"], &["spec.secretStoreRef.name"], &["{}x", "vault", "gcp"])
    }),
    class("ingress class not found", |s| set(s, &["Ingress"], &["spec.ingressClassName"], &["{}x", "traefik"])),
    class("ingress port not found", |s| {
        let mut made = set(s, &["Ingress"], &["**.port.name"], &["{}x", "grpc"]);
        made.extend(set(s, &["Ingress"], &["**.port.number"], &["9191"]));
        made
    }),
    class("ingress service not found", |s| set(s, &["Ingress"], &["**.service.name"], &["{}x", "old-{}"])),
    class("key at the wrong level", wrong_levels),
    class("latest image", |s| {
        set(
            s,
            &[],
            &["**.containers.#.image"],
            &["registry.example.com/shop/web:latest", "registry.example.com/shop/web"],
        )
    }),
    class("maximum below minimum", |s| {
        set(s, &["HorizontalPodAutoscaler"], &["spec.minReplicas"], &["20", "11", "100"])
    }),
    class("memory limit missing", |s| each(s, &[], &["**.containers.#.resources.limits"], Source::remove)),
    class("missing required field", |s| {
        let mut made =
            each(s, &["Deployment", "StatefulSet", "DaemonSet"], &["spec.selector", "spec.template"], Source::remove);
        made.extend(each(s, &[], REQUIRED, Source::remove));
        made
    }),
    class("mount without volume", |s| set(s, &[], &["**.volumeMounts.#.name"], &["{}-x", "cache"])),
    class("namespace not found", |s| set(s, WORKLOADS, &["metadata.namespace"], &["{}x", "elsewhere"])),
    class("network policy selects nothing", |s| {
        set_in_map(s, &["NetworkPolicy"], &["spec.podSelector.matchLabels.*"], &["{}x", "nobody"])
    }),
    class("password in a URL", |s| set(s, &[], VALUES, &["postgres://shop:m4ple-syrup@db.example.com/shop"])),
    class("Pod Security violation", pod_security),
    class("private key", private_keys),
    class("removed API version", removed_versions),
    class("request above limit", |s| set(s, &[], &["**.containers.#.resources.requests.memory"], &["64Gi", "2Ti"])),
    class("role not found", |s| set(s, &["RoleBinding"], &["roleRef.name"], &["{}x", "nothing"])),
    class("scaling target not found", |s| {
        set(s, &["HorizontalPodAutoscaler"], &["spec.scaleTargetRef.name"], &["{}x", "old-{}", "nothing"])
    }),
    class("Secret in plain text", plain_secrets),
    class("secret not found", |s| set(s, &[], &["**.secretRef.name", "**.secretKeyRef.name"], &["{}-x", "nothing"])),
    class("selector and template differ", |s| {
        each_value(s, &["Deployment", "StatefulSet", "DaemonSet"], MATCH_LABELS, &["{}x", "nobody"], |at, mutant| {
            s.or_at(at, "spec.template.metadata.labels", s.anywhere_in_map(at, mutant))
        })
    }),
    class("service account not found", |s| set(s, &[], &["**.serviceAccountName"], &["{}x", "nobody"])),
    class("service of a stateful set not found", |s| {
        set(s, &["StatefulSet"], &["spec.serviceName"], &["{}x", "{}-headless", "db"])
    }),
    class("service port not found", |s| {
        let mut made = set(s, &["Service"], &["spec.ports.#.targetPort"], &["htpp", "grpc"]);
        made.extend(set(s, &[], &["**.httpGet.port", "**.tcpSocket.port"], &["htpp"]));
        made
    }),
    class("service selects nothing", |s| set_in_map(s, &["Service"], &["spec.selector.*"], &["{}x", "old-{}"])),
    class("storage class not found", |s| {
        set(s, &[], &["**.storageClassName"], &["gp33", "fast", "standard-rwo", "nvme", "io2"])
    }),
    class("subject not found", |s| {
        let values = ["{}x", "nobody", "old-{}"];
        let made = values.iter().flat_map(|value| {
            each(s, &["RoleBinding"], &["subjects.#.name"], |s, at| {
                (s.beside(at, "kind") == Some("ServiceAccount")).then(|| s.set(at, value))
            })
        });
        made.collect()
    }),
    class("token", |s| set(s, &[], VALUES, &TOKENS)),
    class("typo of a key", typos),
    class("unknown kind", |s| set(s, NAMED, &["kind"], &["{}s", "My{}"])),
    class("volume claim not found", |s| set(s, &[], &["**.claimName"], &["{}x", "nothing", "data", "old-{}", "{}-0"])),
    class("wildcard permissions", wildcards),
    class("wrong type", wrong_types),
];

/// Kinds of Kubernetes itself: custom resources have no schema here.
const NAMED: &[&str] = &[
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "CronJob",
    "Service",
    "Ingress",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "NetworkPolicy",
    "ConfigMap",
    "PersistentVolumeClaim",
    "ServiceAccount",
];
/// Those whose names the API server holds to a grammar: of others any part of a path will do.
const STRICT: &[&str] = &[
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "CronJob",
    "Service",
    "Ingress",
    "HorizontalPodAutoscaler",
    "NetworkPolicy",
    "ConfigMap",
    "PersistentVolumeClaim",
    "ServiceAccount",
];
const WORKLOADS: &[&str] = &["Deployment", "StatefulSet", "DaemonSet", "CronJob"];
const CUSTOM: &[&str] = &["ExternalSecret", "ServiceMonitor"];
const MATCH_LABELS: &[&str] = &["spec.selector.matchLabels.*"];
const VALUES: &[&str] = &["data.colour", "data.LOG_LEVEL", "data.title", "**.env.#.value"];
/// Values that the stacks of the projects give to variables and parameters.
const TEXTS: &[&str] = &["**.workloads.*.variables.*", "**.components.*.vars.*"];
/// Tokens of nobody.
const TOKENS: [&str; 2] =
    [concat!("AK", "IAQ5TZ7WM3K2NHX4PB"), concat!("gh", "p_Wq83jKs02LmQx7Gq2Lw9rTz4mKb5Nc6Vd1Fs")];
/// No key of anybody: a text about maple syrup in base64.
const KEY: &str = "\"-----BEGIN PRIVATE KEY-----\\nbWFwbGUgc3lydXAgaXMgYm9pbGVkIGZyb20gdGhlIHNhcCBvZiB0cmVlcywgNDAgbGl0\\n-----END PRIVATE KEY-----\"";
const ENUMS: &[&str] = &[
    "**.imagePullPolicy",
    "**.ports.#.protocol",
    "**.pathType",
    "spec.type",
    "spec.strategy.type",
    "spec.policyTypes.#",
    "spec.concurrencyPolicy",
    "spec.podManagementPolicy",
    "**.restartPolicy",
    "**.seccompProfile.type",
    "**.whenUnsatisfiable",
    "spec.metrics.#.type",
    "spec.accessModes.#",
];
const PORTS: &[&str] =
    &["**.containerPort", "spec.ports.#.port", "spec.ingress.#.ports.#.port", "spec.egress.#.ports.#.port"];
const QUANTITIES: &[&str] =
    &["**.resources.requests.*", "**.resources.limits.*", "**.emptyDir.sizeLimit", "spec.hard.*"];
const REQUIRED: &[&str] = &[
    "spec.jobTemplate",
    "spec.schedule",
    "spec.maxReplicas",
    "spec.scaleTargetRef",
    "spec.scaleTargetRef.name",
    "spec.scaleTargetRef.kind",
    "spec.ports.#.port",
    "**.containers.#.name",
    "**.containers.#.image",
    "**.ports.#.containerPort",
    "**.volumes.#.name",
    "**.volumeMounts.#.mountPath",
    "**.volumeMounts.#.name",
    "**.env.#.name",
    "**.paths.#.pathType",
    "**.paths.#.backend",
    "roleRef.name",
    "roleRef.kind",
    "subjects.#.kind",
    "rules.#.verbs",
    "metadata.name",
];

/// Whether an object is of Kubernetes itself, in a group whose fields are known here.
fn is_known(at: &At) -> bool {
    !CUSTOM.contains(&at.kind.as_str())
}

fn each(
    source: &Source,
    kinds: &[&str],
    patterns: &[&str],
    make: impl Fn(&Source, &At) -> Option<Mutant>,
) -> Vec<Mutant> {
    let found = patterns.iter().flat_map(|pattern| source.find(kinds, pattern));
    found.filter(|at| is_known(at) || !kinds.is_empty()).filter_map(|at| make(source, &at)).collect()
}

/// A selector is judged as a whole.
fn set_in_map(source: &Source, kinds: &[&str], patterns: &[&str], values: &[&str]) -> Vec<Mutant> {
    each_value(source, kinds, patterns, values, |at, mutant| source.anywhere_in_map(at, mutant))
}

fn set(source: &Source, kinds: &[&str], patterns: &[&str], values: &[&str]) -> Vec<Mutant> {
    each_value(source, kinds, patterns, values, |_, mutant| mutant)
}

fn each_value(
    source: &Source,
    kinds: &[&str],
    patterns: &[&str],
    values: &[&str],
    and: impl Fn(&At, Mutant) -> Mutant,
) -> Vec<Mutant> {
    let set = |value: &&str| {
        each(source, kinds, patterns, |source, at| {
            let is_scalar = !matches!(source.value(at), Value::Seq(_) | Value::Map(_));
            is_scalar.then(|| and(at, source.set(at, value)))
        })
    };
    values.iter().flat_map(set).collect()
}

/// Keys below which the user chooses the names.
const OPEN: [&str; 13] = [
    "labels",
    "annotations",
    "matchLabels",
    "data",
    "stringData",
    "nodeSelector",
    "requests",
    "limits",
    "hard",
    "apiVersion",
    "kind",
    "metadata",
    "status",
];

fn is_closed(at: &At) -> bool {
    let (Some(last), Some(above)) = (at.path.last(), at.path.len().checked_sub(1)) else { return false };
    let open = |key: &String| OPEN.contains(&key.as_str());
    let selector_of_service = at.kind == "Service" && at.path.iter().take(above).any(|key| key == "selector");
    is_known(at)
        && last != "#"
        && last.len() >= 4
        && !at.path.iter().take(above).any(open)
        && !open(last)
        && !selector_of_service
}

fn typos(source: &Source) -> Vec<Mutant> {
    let closed = source.parts().into_iter().filter(is_closed);
    closed.filter_map(|at| source.rename(&at, &misspelt(at.path.last()?))).collect()
}

/// Two neighbours change places; where they are alike, one is left out.
fn misspelt(key: &str) -> String {
    let mut letters: Vec<char> = key.chars().collect();
    let middle = letters.len() / 2;
    if letters[middle] == letters[middle - 1] {
        letters.remove(middle);
    } else {
        letters.swap(middle, middle - 1);
    }
    letters.into_iter().collect()
}

fn wrong_types(source: &Source) -> Vec<Mutant> {
    // Numbers that may be names or shares of a hundred, and amounts.
    const EITHER: [&str; 8] =
        ["port", "targetPort", "maxSurge", "maxUnavailable", "minAvailable", "cpu", "memory", "storage"];
    let made = source.parts().into_iter().filter(is_closed).filter_map(|at| {
        let last = at.path.last()?.as_str();
        match source.value(&at) {
            Value::Int(_) if !EITHER.contains(&last) => Some(source.set(&at, "many")),
            Value::Bool(_) => Some(source.set(&at, "\"yes\"")),
            Value::Str(_) if !EITHER.contains(&last) => Some(source.set(&at, "[a]")),
            _ => None,
        }
    });
    made.collect()
}

fn wrong_levels(source: &Source) -> Vec<Mutant> {
    const MOVED: [(&str, &str); 8] = [
        ("spec.template.spec", "replicas: 2"),
        ("spec.template", "containers: []"),
        ("spec.template.spec", "image: registry.example.com/shop/web:1.4.0"),
        ("metadata", "replicas: 2"),
        ("**.containers.#", "volumes: []"),
        ("spec", "labels: {app: shop}"),
        ("**.containers.#", "requests: {cpu: 100m}"),
        ("**.containers.#.resources", "cpu: 100m"),
    ];
    let workloads = ["Deployment", "StatefulSet", "DaemonSet"];
    let made =
        MOVED.iter().flat_map(|(pattern, lines)| each(source, &workloads, &[pattern], |s, at| s.insert(at, lines)));
    made.collect()
}

fn duplicate_items(source: &Source) -> Vec<Mutant> {
    let lists = ["**.containers.#", "**.ports.#", "**.volumes.#", "**.volumeMounts.#"];
    each(source, &["Deployment", "StatefulSet", "DaemonSet", "CronJob", "Service"], &lists, |s, at| {
        Some(s.double_item(at, "", ""))
    })
}

fn duplicate_paths(source: &Source) -> Vec<Mutant> {
    let mut made = each(source, &["Ingress"], &["**.paths.#"], |s, at| Some(s.double_item(at, "", "")));
    made.extend(each(source, &["Ingress"], &["spec.rules.#"], |s, at| Some(s.double_item(at, "", ""))));
    made
}

fn removed_versions(source: &Source) -> Vec<Mutant> {
    const REMOVED: [(&str, &str); 12] = [
        ("Deployment", "extensions/v1beta1"),
        ("Deployment", "apps/v1beta2"),
        ("StatefulSet", "apps/v1beta1"),
        ("DaemonSet", "extensions/v1beta1"),
        ("Ingress", "networking.k8s.io/v1beta1"),
        ("Ingress", "extensions/v1beta1"),
        ("CronJob", "batch/v1beta1"),
        ("PodDisruptionBudget", "policy/v1beta1"),
        ("HorizontalPodAutoscaler", "autoscaling/v2beta2"),
        ("NetworkPolicy", "extensions/v1beta1"),
        ("RoleBinding", "rbac.authorization.k8s.io/v1beta1"),
        ("Role", "rbac.authorization.k8s.io/v1beta1"),
    ];
    REMOVED.iter().flat_map(|(kind, version)| set(source, &[kind], &["apiVersion"], &[version])).collect()
}

fn pod_security(source: &Source) -> Vec<Mutant> {
    const ADDED: [(&str, &str); 7] = [
        ("spec.template.spec", "hostNetwork: true"),
        ("spec.template.spec", "hostPID: true"),
        ("spec.template.spec.containers.#.securityContext", "privileged: true"),
        ("spec.template.spec.containers.#.securityContext", "runAsUser: 0"),
        ("spec.template.spec.containers.#.securityContext", "procMount: Unmasked"),
        ("spec.template.spec.containers.#.securityContext.capabilities", "add:\n- SYS_ADMIN"),
        ("spec.template.spec.securityContext", "sysctls:\n- name: kernel.msgmax\n  value: \"1\""),
    ];
    let mut made: Vec<Mutant> = ADDED
        .iter()
        .flat_map(|(pattern, lines)| each(source, WORKLOADS, &[pattern], |s, at| s.insert(at, lines)))
        .collect();
    made.extend(set(source, WORKLOADS, &["**.runAsNonRoot"], &["false"]));
    made.extend(set(source, WORKLOADS, &["**.allowPrivilegeEscalation"], &["true"]));
    made.extend(each(
        source,
        WORKLOADS,
        &["**.securityContext.seccompProfile", "**.capabilities.drop"],
        Source::remove,
    ));
    made
}

fn plain_secrets(source: &Source) -> Vec<Mutant> {
    let objects =
        ["stringData: {password: correct-horse}", "data: {password: Y29ycmVjdC1ob3JzZQ==}", "data:\n  a: Yg=="];
    let has_config = !source.find(&["Deployment", "StatefulSet", "ServiceAccount"], "kind").is_empty();
    let namespace = source.find(&[], "metadata.namespace").first().map(|at| source.old(at).to_owned());
    let Some(namespace) = namespace.filter(|_| has_config) else { return Vec::new() };
    let object =
        |data| format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: extra, namespace: {namespace}}}\n{data}\n");
    objects.iter().map(|data| source.add_object(&object(data))).collect()
}

fn private_keys(source: &Source) -> Vec<Mutant> {
    set(source, &[], VALUES, &[KEY])
}

/// Classes of faults in the input language: typos, types, values and names.
pub const INPUT: &[Class] = &[
    class("typo of a key", |s| {
        let known = s.parts().into_iter().filter(|at| at.path.last().is_some_and(|key| WORDS.contains(&key.as_str())));
        known.filter_map(|at| s.rename(&at, &misspelt(at.path.last()?))).collect()
    }),
    class("wrong type", |s| {
        let known = s.parts().into_iter().filter(|at| at.path.last().is_some_and(|key| WORDS.contains(&key.as_str())));
        known
            .filter(|at| matches!(s.value(at), Value::Int(_) | Value::Bool(_)))
            .map(|at| s.set(&at, "{a: b}"))
            .collect()
    }),
    class("duplicate YAML key", |s| {
        let is_scalar = |at: &At| !matches!(s.value(at), Value::Seq(_) | Value::Map(_));
        let outside = |at: &At| at.path.len() > 1 && at.path.len() < 5 && is_scalar(at);
        let keys = s.parts().into_iter().filter(|at| outside(at) && s.is_alone_on_its_line(at));
        keys.filter_map(|at| s.double_entry(&at)).collect()
    }),
    class("bad quantity", |s| {
        set(
            s,
            &["Stack", "Override", "Team"],
            &["**.requests.*", "**.limits.*", "**.quota.*", "**.scratch.*"],
            &["12 MB", "1,5Gi"],
        )
    }),
    class("bad enum value", |s| {
        set(s, &["Stack"], &["**.podSecurity", "**.workloads.*.kind"], &["Sometimes", "strict", "none"])
    }),
    class("bad port number", |s| set(s, &["Stack"], &["**.ports.*"], &["0", "70000", "-1"])),
    class("unknown name", |s| {
        let mut made =
            set(s, &["Stack"], &["**.workloads.*.namespace", "**.components.*.namespace"], &["{}x", "nothing"]);
        made.extend(set(s, &["Stack"], &["**.components.*.kind", "metadata.team"], &["{}x", "nothing"]));
        made.extend(set(s, &["Environment"], &["spec.extends", "**.clusters.*.from"], &["{}x", "nothing"]));
        made
    }),
    class("bad expression", |s| {
        set(s, &["Stack"], TEXTS, &["${env.nothing}", "${stack.name", "${1 +}", "${nothing()}"])
    }),
    class("bad name", |s| {
        let mut made = set(s, &["Stack", "Team", "Environment"], &["metadata.name"], &["Bad_Name", "Bad name", "-{}"]);
        made.extend(each(s, &["Stack"], &["**.workloads.*", "**.components.*"], |s, at| s.rename(at, "Bad_Name")));
        made
    }),
    class("key at the wrong level", |s| {
        let mut made = each(s, &["Stack"], &["spec"], |s, at| s.insert(at, "replicas: 2"));
        made.extend(each(s, &["Stack"], &["**.workloads.*"], |s, at| s.insert(at, "requests: {cpu: 100m}")));
        made.extend(each(s, &["Stack"], &["**.resources"], |s, at| s.insert(at, "memory: 64Mi")));
        made.extend(each(s, &["Environment"], &["spec"], |s, at| s.insert(at, "replicas: 2")));
        made.extend(each(s, &["Environment"], &["spec.clusters.*"], |s, at| s.insert(at, "domain: example.com")));
        made.extend(each(s, &["Team"], &["spec"], |s, at| s.insert(at, "memory: 64Mi")));
        made
    }),
    class("missing required field", |s| {
        let required = ["metadata", "metadata.name", "metadata.team", "spec", "kind", "apiVersion"];
        let mut made = each(s, &[], &required, Source::remove);
        made.extend(each(s, &["Stack"], &["**.workloads.*.image", "**.workloads.*.kind"], Source::remove));
        made
    }),
    class("password in a URL", |s| set(s, &["Stack"], TEXTS, &["postgres://shop:m4ple-syrup@db.example.com/shop"])),
    class("private key", |s| set(s, &["Stack"], TEXTS, &[KEY])),
    class("token", |s| set(s, &["Stack"], TEXTS, &TOKENS)),
    class("unknown kind", |s| set(s, &[], &["kind"], &["{}s", "Deployment"])),
    class("unknown version", |s| set(s, &[], &["apiVersion"], &["platgen.dev/v2", "v1"])),
];

/// Keys of the input language whose names nobody chooses.
const WORDS: [&str; 36] = [
    "workloads",
    "components",
    "namespaces",
    "namespace",
    "image",
    "ports",
    "resources",
    "requests",
    "limits",
    "variables",
    "secrets",
    "files",
    "scratch",
    "routes",
    "host",
    "metrics",
    "probes",
    "liveness",
    "readiness",
    "replicas",
    "scale",
    "disruption",
    "maxUnavailable",
    "podSecurity",
    "groups",
    "quota",
    "clusters",
    "region",
    "kubernetes",
    "external",
    "images",
    "registry",
    "pins",
    "stacks",
    "extends",
    "account",
];

fn wildcards(source: &Source) -> Vec<Mutant> {
    let everything = ["[\"*\"]", "[\"\"]", "[\"\", apps]"]
        .map(|groups| format!("apiGroups: {groups}\nresources: [\"*\"]\nverbs: [\"*\"]"));
    let Some(at) = source.find(&["Role"], "metadata.namespace").into_iter().next() else { return Vec::new() };
    let namespace = source.old(&at);
    let role = |rule: &String| {
        let rule = rule.replace('\n', "\n  ");
        let head = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n";
        source.add_object(&format!("{head}metadata: {{name: extra, namespace: {namespace}}}\nrules:\n- {rule}\n"))
    };
    everything.iter().map(role).collect()
}
