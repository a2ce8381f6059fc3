use ecow::EcoString;

use crate::lower::Resource;

/// API groups of Kubernetes itself; their kinds need no group in file names.
const OWN_GROUPS: [&str; 21] = [
    "",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "flowcontrol.apiserver.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
];

/// Where a resource lies below its app's folder: `<namespace|_cluster>/<kind>[.<group>]-<name>.yaml`.
///
/// Everything but `[a-z0-9.-]` in a name is written `%XX`, so that two names never differ by case alone and no name is a path.
pub fn manifest_path(resource: &Resource) -> EcoString {
    let mut path = EcoString::with_capacity(64);
    match &resource.namespace {
        Some(namespace) => encode(namespace, &mut path),
        None => path.push_str("_cluster"),
    }
    path.push('/');
    for c in resource.kind.chars() {
        if c.is_ascii_alphanumeric() {
            path.push(c.to_ascii_lowercase());
        } else {
            encode(c.encode_utf8(&mut [0; 4]), &mut path);
        }
    }
    let group = resource.group();
    if OWN_GROUPS.binary_search(&group).is_err() {
        path.push('.');
        encode(group, &mut path);
    }
    path.push('-');
    encode(&resource.name, &mut path);
    path.push_str(".yaml");
    path
}

fn encode(text: &str, out: &mut EcoString) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::{Node, Origin};

    fn path(api_version: &str, kind: &str, namespace: Option<&str>, name: &str) -> String {
        manifest_path(&Resource {
            api_version: api_version.into(),
            kind: kind.into(),
            namespace: namespace.map(EcoString::from),
            name: name.into(),
            body: Node::map(Origin::INHERITED),
        })
        .to_string()
    }

    #[test]
    fn own_groups_are_left_out_and_others_named() {
        assert_eq!(path("apps/v1", "Deployment", Some("apps"), "api"), "apps/deployment-api.yaml");
        assert_eq!(path("v1", "Namespace", None, "apps"), "_cluster/namespace-apps.yaml");
        assert_eq!(
            path("monitoring.coreos.com/v1", "ServiceMonitor", Some("apps"), "api"),
            "apps/servicemonitor.monitoring.coreos.com-api.yaml"
        );
    }

    #[test]
    fn names_never_differ_by_case_alone_nor_lead_elsewhere() {
        let role = |name| path("rbac.authorization.k8s.io/v1", "ClusterRole", None, name);
        assert_eq!(role("system:Node"), "_cluster/clusterrole-system%3A%4Eode.yaml");
        assert_ne!(role("a").to_lowercase(), role("A").to_lowercase());
        assert_eq!(role("../../x"), "_cluster/clusterrole-..%2F..%2Fx.yaml");
    }

    #[test]
    fn own_groups_are_sorted_for_the_search() {
        assert!(OWN_GROUPS.is_sorted());
    }
}
