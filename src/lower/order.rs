use smallvec::SmallVec;

use crate::node::{Entry, Node, Payload};

/// Keys in the order that people write them, wherever they stand; a key that is not listed comes after those that are, where it
/// was. One list is enough, since no two kinds want two of these keys in opposite orders.
#[rustfmt::skip]
const CUSTOMARY: &[&str] = &[
    // Every object, and whatever has a name.
    "apiVersion", "kind", "metadata", "name", "generateName", "namespace", "alert", "expr", "for", "labels", "annotations", "type",
    // The parts of a container that say what runs.
    "image", "imagePullPolicy", "command", "args", "workingDir",
    // What stands before or in place of `spec`.
    "immutable", "spec",
    // Workloads and what scales, guards and opens them.
    "replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds", "podManagementPolicy",
    "scaleTargetRef", "minReplicas", "maxReplicas", "minAvailable", "maxSurge", "maxUnavailable",
    "namespaceSelector", "podSelector", "policyTypes", "ingress", "egress", "from", "to", "schedule", "timeZone",
    "concurrencyPolicy", "suspend", "startingDeadlineSeconds", "successfulJobsHistoryLimit",
    "failedJobsHistoryLimit", "parallelism", "completions", "backoffLimit", "activeDeadlineSeconds",
    "ttlSecondsAfterFinished", "podFailurePolicy", "serviceName",
    // Pods.
    "serviceAccountName", "automountServiceAccountToken", "enableServiceLinks", "priorityClassName",
    "restartPolicy", "terminationGracePeriodSeconds", "hostNetwork", "hostPID", "dnsPolicy",
    // Hosts and ports.
    "ingressClassName", "host", "path", "pathType", "backend", "tls", "hosts", "secretName", "rules", "http",
    "containerPort", "protocol", "port", "targetPort", "ports", "selector", "strategy",
    "updateStrategy", "jobTemplate", "template", "volumeClaimTemplates",
    // The rest of a container.
    "clusterIP", "envFrom", "env", "resources", "accessModes", "storageClassName", "requests", "limits", "mountPath", "subPath", "readOnly", "volumeMounts",
    "startupProbe", "livenessProbe", "readinessProbe", "httpGet", "tcpSocket", "exec", "initialDelaySeconds",
    "periodSeconds", "timeoutSeconds", "successThreshold", "failureThreshold", "lifecycle",
    // Security, and the rest of a pod.
    "runAsNonRoot", "runAsUser", "runAsGroup", "fsGroup", "allowPrivilegeEscalation", "readOnlyRootFilesystem",
    "capabilities", "seccompProfile", "securityContext", "imagePullSecrets", "initContainers", "containers", "volumes",
    "nodeSelector", "tolerations", "affinity",
    "maxSkew", "topologyKey", "whenUnsatisfiable", "labelSelector", "topologySpreadConstraints",
    // Tolerations and expressions of selectors.
    "key", "operator", "value", "values", "effect", "tolerationSeconds",
    // Custom resources and bindings.
    "refreshInterval", "secretStoreRef", "secretKey", "remoteRef", "target", "metrics", "endpoints", "subjects",
    "roleRef",
];

/// Maps whose keys are names of the user's, so that their order is the user's too.
const NAMES: [&str; 14] = [
    "annotations",
    "binaryData",
    "data",
    "default",
    "defaultRequest",
    "hard",
    "labels",
    "limits",
    "matchLabels",
    "max",
    "min",
    "nodeSelector",
    "properties",
    "requests",
];

/// The listed keys with their ranks, sorted by length.
static RANKS: [(&str, u8); CUSTOMARY.len()] = RANKED;
const RANKED: [(&str, u8); CUSTOMARY.len()] = ranked();

/// Where the keys of each length begin in [`RANKS`]; the last entry is its end.
static BY_LENGTH: [u8; LONGEST + 2] = lengths();

/// The length of the longest key that is listed.
const LONGEST: usize = RANKED[RANKED.len() - 1].0.len();

const fn ranked() -> [(&'static str, u8); CUSTOMARY.len()] {
    let mut ranks = [("", 0); CUSTOMARY.len()];
    let mut count = 0;
    while count < CUSTOMARY.len() {
        let mut at = count;
        while at > 0 && CUSTOMARY[count].len() < ranks[at - 1].0.len() {
            ranks[at] = ranks[at - 1];
            at -= 1;
        }
        ranks[at] = (CUSTOMARY[count], count as u8);
        count += 1;
    }
    ranks
}

const fn lengths() -> [u8; LONGEST + 2] {
    let mut begins = [0; LONGEST + 2];
    let mut length = 0;
    while length <= LONGEST {
        let mut end = begins[length] as usize;
        while end < RANKED.len() && RANKED[end].0.len() == length {
            end += 1;
        }
        length += 1;
        begins[length] = end as u8;
    }
    begins
}

fn rank(key: &str) -> u8 {
    let Some([begin, end]) = BY_LENGTH.get(key.len()..key.len() + 2) else { return u8::MAX };
    let same_length = &RANKS[usize::from(*begin)..usize::from(*end)];
    same_length.iter().find(|(known, _)| *known == key).map_or(u8::MAX, |(_, rank)| *rank)
}

/// Puts the keys of every map of an object into their customary order.
pub(super) fn order_keys(node: &mut Node) {
    match &mut node.payload {
        Payload::Seq(items) => items.iter_mut().for_each(order_keys),
        Payload::Map(entries) => {
            sort(entries);
            for entry in entries {
                order_below(entry);
            }
        }
        _ => {}
    }
}

/// Puts the keys of an object itself and of its metadata into their customary order, and leaves what a person wrote below them.
pub(super) fn order_head(body: &mut Node) {
    let Payload::Map(entries) = &mut body.payload else { return };
    sort(entries);
    let metadata = entries.iter_mut().find(|entry| entry.key == "metadata");
    if let Some(Payload::Map(entries)) = metadata.map(|entry| &mut entry.value.payload) {
        sort(entries);
    }
}

fn order_below(entry: &mut Entry) {
    match &mut entry.value.payload {
        Payload::Map(entries) if NAMES.contains(&entry.key.as_str()) => entries.iter_mut().for_each(order_below),
        Payload::Map(_) | Payload::Seq(_) => order_keys(&mut entry.value),
        _ => {}
    }
}

/// Sorts stably; by insertion, since maps are short and mostly in order, and each key's rank is looked up once.
fn sort(entries: &mut [Entry]) {
    if entries.len() < 2 {
        return;
    }
    let mut ranks: SmallVec<[u8; 32]> = entries.iter().map(|entry| rank(&entry.key)).collect();
    for next in 1..ranks.len() {
        let mut at = next;
        while at > 0 && ranks[at - 1] > ranks[at] {
            ranks.swap(at - 1, at);
            entries.swap(at - 1, at);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::Origin;

    fn map(keys: &[&str]) -> Node {
        let mut node = Node::map(Origin::INHERITED);
        for key in keys {
            node.set(*key, Node::text("", Origin::INHERITED));
        }
        node
    }

    fn keys(node: &Node) -> Vec<&str> {
        node.entries().iter().map(|entry| entry.key.as_str()).collect()
    }

    #[test]
    fn every_listed_key_has_its_own_rank() {
        for (expected, key) in CUSTOMARY.iter().enumerate() {
            assert_eq!(usize::from(rank(key)), expected, "{key}");
        }
        assert_eq!(rank("somethingElse"), u8::MAX);
    }

    #[test]
    fn sorts_a_container_and_keeps_unlisted_keys_behind_in_their_order() {
        let mut node = map(&["zeta", "alpha", "securityContext", "ports", "image", "name"]);
        order_keys(&mut node);
        assert_eq!(keys(&node), ["name", "image", "ports", "securityContext", "zeta", "alpha"]);
    }

    #[test]
    fn sorts_the_head_of_an_object_alone() {
        let mut node = map(&["spec", "kind", "apiVersion"]);
        node.set("metadata", map(&["labels", "name", "namespace"]));
        node.set("spec", map(&["zeta", "name", "image"]));
        order_head(&mut node);
        assert_eq!(keys(&node), ["apiVersion", "kind", "metadata", "spec"]);
        assert_eq!(keys(node.get("metadata").expect("metadata")), ["name", "namespace", "labels"]);
        assert_eq!(keys(node.get("spec").expect("spec")), ["zeta", "name", "image"]);
    }

    #[test]
    fn leaves_the_keys_of_users_alone() {
        let mut node = map(&["spec", "kind"]);
        node.set("data", map(&["spec", "name"]));
        order_keys(&mut node);
        assert_eq!(keys(&node), ["kind", "spec", "data"]);
        assert_eq!(keys(node.get("data").expect("data")), ["spec", "name"]);
    }
}
