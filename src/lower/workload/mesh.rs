//! What a service mesh needs of the pods that it serves.

use k8s_openapi::api::networking::v1 as networking;

use super::Fragment;
use super::network_policy_rules::{PolicyPort, from_platform, in_namespace, lower_ports, rule};
use crate::model::MeshKind;
use crate::node::{Origin, Origins};
use crate::resolve::ClusterFacts;

/// The ports of a control plane that proxies connect to.
///
/// Istio: discovery and certificates over mutual TLS. Linkerd: identity, destination and policy. As both projects list them in the
/// pages about their ports.
fn control_plane_ports(kind: MeshKind) -> &'static [i32] {
    match kind {
        MeshKind::Istio => &[15012],
        MeshKind::Linkerd => &[8080, 8086, 8090],
    }
}

/// The ports where Prometheus reads the proxies' own metrics: Istio's merged and Envoy's own, Linkerd's administration.
fn metrics_ports(kind: MeshKind) -> &'static [i32] {
    match kind {
        MeshKind::Istio => &[15020, 15090],
        MeshKind::Linkerd => &[4191],
    }
}

/// The port of a proxy that the other end's proxy connects to, beside the pod's own: Istio's tunnel (HBONE), Linkerd's inbound
/// port for what it must not look into.
pub(super) fn data_plane_port(cluster: &ClusterFacts) -> Option<PolicyPort> {
    let mesh = cluster.mesh.as_ref()?;
    let number = match mesh.kind.value {
        MeshKind::Istio => 15008,
        MeshKind::Linkerd => 4143,
    };
    Some(PolicyPort { number, protocol: "TCP", origin: mesh.kind.origin })
}

/// Lets the proxies of the pods reach their control plane.
pub(super) fn control_plane_rule(cluster: &ClusterFacts, origins: &mut Origins) -> Option<Fragment> {
    let mesh = cluster.mesh.as_ref()?;
    let peer = Fragment::of(&networking::NetworkPolicyPeer::default())
        .with("namespaceSelector", in_namespace(&mesh.namespace.value, mesh.namespace.origin));
    let ports = lower_ports(ports(control_plane_ports(mesh.kind.value), mesh.kind.origin));
    let origin = origins.join(&[mesh.kind.origin, mesh.namespace.origin]);
    Some(rule("to", [peer]).with("ports", ports).because(&[], origin))
}

/// Lets Prometheus read the metrics of the pods' proxies.
pub(super) fn metrics_rule(cluster: &ClusterFacts, origins: &mut Origins) -> Option<Fragment> {
    let mesh = cluster.mesh.as_ref()?;
    let monitoring = cluster.monitoring_namespace.as_ref()?;
    let ports = ports(metrics_ports(mesh.kind.value), mesh.kind.origin).collect();
    let origin = origins.join(&[mesh.kind.origin, monitoring.origin]);
    from_platform(Some(monitoring), &[], ports).map(|rule| rule.because(&[], origin))
}

fn ports(numbers: &'static [i32], origin: Origin) -> impl Iterator<Item = PolicyPort> {
    numbers.iter().map(move |number| PolicyPort { number: *number, protocol: "TCP", origin })
}
