//! Fields that people write in the wrong record, or by the name that Kubernetes and its charts have for them.

/// A field that a record does not have, and what to write.
type Row = (&'static str, &'static str);

/// What to write in place of a field that is known under another name or in another place; `None` where nobody can tell.
pub(super) fn meant(record: &str, key: &str) -> Option<&'static str> {
    let rows: &[Row] = match record {
        "Workload" => WORKLOAD,
        "ExtraContainer" => CONTAINER,
        "Resources" => RESOURCES,
        "Probes" => PROBES,
        "Probe" => PROBE,
        "PortRecord" => PORT,
        "Security" => SECURITY,
        "Scale" => SCALE,
        "Nodes" => NODES,
        "NamespaceDeclaration" => NAMESPACE,
        "ChartRelease" => CHART,
        "StackSpec" => STACK,
        "StackEntry" => ENTRY,
        "EnvironmentSpec" => ENVIRONMENT,
        "Cluster" => CLUSTER,
        _ => return None,
    };
    rows.iter().find(|(field, _)| *field == key).map(|(_, help)| *help)
}

const CHART: &[Row] = &[
    ("createNamespace", "the stack declares it: `namespaces: {NAME: {}}`"),
    ("includeCRDs", "definitions are rendered unless the release says `crds: false`"),
    ("name", "the key is the release's name, or `release`"),
    ("path", "write `chart: charts/NAME`"),
    ("releaseName", "write `release`"),
    ("repository", "platgen.yaml names it: `charts: {NAME: {repository: …, version: …}}`; write `chart: NAME`"),
    ("set", "write it under `values`"),
    ("skipCrds", "write `crds: false`"),
    ("targetRevision", "platgen.yaml names it: `charts: {NAME: {repository: …, version: …}}`"),
    ("valueFiles", "write the values under `values`; environments change them in their `stacks` entries"),
    ("valuesFiles", "write the values under `values`; environments change them in their `stacks` entries"),
    ("valuesObject", "write `values`"),
    ("version", "platgen.yaml names it: `charts: {NAME: {repository: …, version: …}}`"),
];

const WORKLOAD: &[Row] = &[
    ("affinity", "write `nodes: {affinity: …}`"),
    ("autoscaling", "write `scale: {min: 2, max: 6, cpu: 70}`"),
    ("config", "write `variables: {NAME: text}`, or `files: {/etc/app.yaml: text}`"),
    ("configMaps", "write `volumes: {NAME: {configMap: …, path: …}}`"),
    ("containerPort", "write `ports: {http: 8080}`"),
    ("containers", "a workload is its first container; others stand under `sidecars` and `init`"),
    ("cpu", "write `resources: {requests: {cpu: 250m}}`"),
    ("dependsOn", "a job that runs first says `when: before`; a workload that is called stands under `calls`"),
    ("deployment", "a workload's `kind` says which controller makes its pods"),
    ("env", "write `variables: {NAME: text}`, and `secrets: {NAME: SECRET}` for what comes from the store"),
    ("envFrom", "write `variables: {NAME: {configMap: …, key: …}}`"),
    ("environment", "write `variables: {NAME: text}`"),
    ("fsGroup", "write `security: {group: 1000}`"),
    ("hostNetwork", "write `host: {network: true}`"),
    ("hostPID", "write `host: {processes: true}`"),
    ("hpa", "write `scale: {min: 2, max: 6, cpu: 70}`"),
    ("imagePullSecrets", "an environment says it for all: `images: {pullSecret: NAME}`"),
    ("ingress", "write `routes: {NAME: {host: api.example.com}}`"),
    ("initContainers", "write `init: {NAME: {image: …}}`"),
    ("limits", "write `resources: {limits: {memory: 256Mi}}`"),
    ("livenessProbe", "write `probes: {liveness: {path: /healthz}}`"),
    ("memory", "write `resources: {requests: {memory: 256Mi}, limits: {memory: 256Mi}}`"),
    ("monitoring", "write `metrics: {port: http}`"),
    ("name", "the key is the workload's name"),
    ("networkPolicy", "it follows from `calls`, `egress`, `routes` and `metrics`"),
    ("nodeSelector", "write `nodes: {selector: {LABEL: value}}`, or `nodes: {group: NAME}`"),
    ("pdb", "write `disruption: {maxUnavailable: 1}`"),
    ("persistence", "write `claims: {data: {path: /data, size: 10Gi}}` in a workload of `kind: stateful`"),
    ("podAnnotations", "write `annotations: {…}`"),
    ("podDisruptionBudget", "write `disruption: {maxUnavailable: 1}`"),
    ("podLabels", "write `labels: {…}`"),
    ("podSecurityContext", "write `security: {user: 1000, group: 1000}`"),
    ("port", "write `ports: {http: 8080}`"),
    ("priorityClass", "write `priorityClassName: …`"),
    ("pullPolicy", "write `imagePullPolicy: …`"),
    ("readinessProbe", "write `probes: {readiness: {path: /readyz}}`"),
    ("replicaCount", "write `replicas: 2`"),
    ("requests", "write `resources: {requests: {cpu: 250m, memory: 256Mi}}`"),
    ("securityContext", "write `security: {user: 1000, writableRoot: false}`"),
    ("serviceAccountName", "each workload has a ServiceAccount of its own: `serviceAccount: {…}` says what it may do"),
    ("serviceMonitor", "write `metrics: {port: http}`"),
    ("startupProbe", "write `probes: {startup: {path: /healthz}}`"),
    ("storage", "write `claims: {data: {path: /data, size: 10Gi}}` in a workload of `kind: stateful`"),
    ("strategy", "write `rollout: {maxSurge: 1}`"),
    ("tag", "an environment pins it: `images: {pins: {IMAGE: \"1.0.0\"}}`"),
    ("tolerations", "write `nodes: {tolerations: {TAINT: {}}}`, or `nodes: {group: NAME}`"),
    ("topologySpreadConstraints", "write `spread: {zones: preferred, nodes: preferred}`"),
    ("updateStrategy", "write `rollout: {maxUnavailable: 1}`"),
    ("volumeClaimTemplates", "write `claims: {data: {path: /data, size: 10Gi}}` in a workload of `kind: stateful`"),
    ("volumeMounts", "each volume says its own `path`: `volumes: {NAME: {configMap: …, path: /etc/app}}`"),
];

const CONTAINER: &[Row] = &[
    ("env", "write `variables: {NAME: text}`"),
    ("files", "the workload has files; `mounts: {/etc/app.yaml: /etc/app.yaml}` shows one of them to this container"),
    ("securityContext", "write `security: {user: 1000}`"),
    ("volumeMounts", "write `mounts: {/data: NAME}`"),
    ("volumes", "the workload has volumes; `mounts: {/data: NAME}` shows one of them to this container"),
];

const RESOURCES: &[Row] = &[
    ("cpu", "write `requests: {cpu: 250m}`"),
    ("memory", "write `requests: {memory: 256Mi}, limits: {memory: 256Mi}`"),
];

const PROBES: &[Row] = &[
    ("path", "say which probe: `readiness: {path: /readyz}`"),
    ("livenessProbe", "write `liveness: {path: /healthz}`"),
    ("readinessProbe", "write `readiness: {path: /readyz}`"),
    ("startupProbe", "write `startup: {path: /healthz}`"),
];

const PROBE: &[Row] = &[
    ("exec", "write `command: [check]`"),
    ("httpGet", "write `path: /healthz`, and `port: NAME` where it is not the first"),
    ("httpHeaders", "write `headers: {NAME: text}`"),
    ("tcpSocket", "write `tcp: true`"),
];

const PORT: &[Row] = &[
    ("containerPort", "write `container: 8080`"),
    ("name", "the key is the port's name"),
    ("nodePort", "write `service: {type: NodePort, nodePorts: {NAME: 30080}}` in the workload"),
    ("port", "write `service: 80`"),
    ("servicePort", "write `service: 80`"),
    ("targetPort", "write `container: 8080`"),
];

const SECURITY: &[Row] = &[
    ("allowPrivilegeEscalation", "no container may, unless it says `privileged: true`"),
    ("fsGroup", "write `group: 1000`"),
    ("readOnlyRootFilesystem", "write `writableRoot: false`"),
    ("runAsGroup", "write `group: 1000`"),
    ("runAsNonRoot", "no container runs as root, unless it says `root: true`"),
    ("runAsUser", "write `user: 1000`"),
    ("seccompProfile", "every container has `RuntimeDefault`"),
];

const SCALE: &[Row] = &[
    (
        "enabled",
        "a workload that is not to scale has no `scale`: write `scale: null` to remove what a layer below says",
    ),
    ("maxReplicas", "write `max: 6`"),
    ("minReplicas", "write `min: 2`"),
    ("targetCPUUtilizationPercentage", "write `cpu: 70`"),
    ("targetMemoryUtilizationPercentage", "write `memory: 80`"),
];

const NODES: &[Row] = &[
    ("nodeAffinity", "write `affinity: {nodeAffinity: …}`"),
    ("nodeSelector", "write `selector: {LABEL: value}`"),
    ("podAntiAffinity", "write `affinity: {podAntiAffinity: …}`"),
];

const NAMESPACE: &[Row] = &[
    ("limitRange", "write `limits: {defaultRequests: {cpu: 100m}}`"),
    ("resourceQuota", "write `quota: {cpu: \"10\", memory: 20Gi}`"),
];

const IN_ENVIRONMENT: &str = "an environment says it, and stacks read it: `${env.…}`";

const STACK: &[Row] = &[
    ("account", IN_ENVIRONMENT),
    ("clusters", "an environment has clusters; `stacks: {STACK: {on: […]}}` there says which of them run the stack"),
    ("defaults", "environments and platgen.yaml have `defaults: {workloads: {KIND: …}}`"),
    ("domain", IN_ENVIRONMENT),
    ("environments", "an environment says which stacks run in it: `stacks: {STACK: {}}`"),
    ("images", "an environment pins images: `images: {pins: {IMAGE: \"1.0.0\"}}`"),
    ("on", "an environment says it: `stacks: {STACK: {on: […]}}`"),
    ("revision", "an environment says it: `stacks: {STACK: {revision: …}}`"),
    ("stacks", "an environment says which stacks run in it, and what is different for them there"),
    ("team", "write `metadata: {name: …, team: …}`"),
    ("values", IN_ENVIRONMENT),
];

const ENTRY: &[Row] = &[
    ("cluster", "say which clusters run the stack with `on: […]`"),
    ("clusters", "what differs on one cluster stands in its entry: `clusters: {CLUSTER: {stacks: {STACK: …}}}`"),
    ("defaults", "they hold for all stacks of an environment: `defaults` stands beside `stacks`"),
    ("images", "they hold for all stacks of an environment: `images` stands beside `stacks`"),
    ("stacks", "this is one stack's entry already: write `workloads: …` here"),
];

const ENVIRONMENT: &[Row] = &[
    ("components", "write `stacks: {STACK: {components: …}}`, or `defaults: {components: …}` for all stacks"),
    ("kubernetes", "each cluster says it: `clusters: {CLUSTER: {kubernetes: \"1.34\"}}`"),
    ("namespaces", "write `stacks: {STACK: {namespaces: …}}`"),
    ("region", "each cluster says it: `clusters: {CLUSTER: {region: …}}`"),
    ("workloads", "write `stacks: {STACK: {workloads: …}}`, or `defaults: {workloads: {KIND: …}}` for all of a kind"),
];

const CLUSTER: &[Row] = &[
    ("account", "the environment says it for all its clusters"),
    ("domain", "the environment says it for all its clusters"),
    ("images", "the environment says it for all its clusters"),
    ("namespaces", "what stands in the cluster is `external: {namespaces: …}`; a stack's own stand in the stack"),
    ("version", "write `kubernetes: \"1.34\"`"),
    ("workloads", "write `stacks: {STACK: {workloads: …}}`"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, RecordShape, Shape};

    /// Every record below a shape, once.
    fn records(shape: &Shape, found: &mut Vec<&'static RecordShape>) {
        match shape {
            Shape::Record(record) if found.iter().all(|known| known.name != record.name) => {
                found.push(record);
                record.fields.iter().for_each(|field| records(&field.shape, found));
            }
            Shape::Named(_, shape) | Shape::Open(_, shape) | Shape::Layer(shape) | Shape::List(shape) => {
                records(shape, found);
            }
            Shape::Either(alternatives) => alternatives.iter().for_each(|one| records(&one.shape, found)),
            _ => {}
        }
    }

    #[test]
    fn no_row_is_about_a_field_that_there_is() {
        let mut known = Vec::new();
        Kind::ALL.iter().for_each(|kind| records(&kind.spec(), &mut known));
        let tables = [
            ("Workload", WORKLOAD),
            ("ExtraContainer", CONTAINER),
            ("Resources", RESOURCES),
            ("Probes", PROBES),
            ("Probe", PROBE),
            ("PortRecord", PORT),
            ("Security", SECURITY),
            ("Scale", SCALE),
            ("Nodes", NODES),
            ("NamespaceDeclaration", NAMESPACE),
            ("ChartRelease", CHART),
            ("StackSpec", STACK),
            ("StackEntry", ENTRY),
            ("EnvironmentSpec", ENVIRONMENT),
            ("Cluster", CLUSTER),
        ];
        for (name, rows) in tables {
            let record = known.iter().find(|record| record.name == name).expect(name);
            for (field, help) in rows {
                assert!(record.field(field).is_none(), "{name} has `{field}`");
                assert_eq!(meant(name, field), Some(*help));
            }
        }
    }
}
