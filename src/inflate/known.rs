use super::DefinedKind;
use crate::source::Place;

/// Custom resources that stand in many clusters, by the names of their definitions: the versions that are served today, the kind, and
/// whether its objects belong to the cluster. What a project knows itself, in `schemas/crds/`, counts before these.
const KNOWN: [(&str, &[&str], &str, bool); 24] = [
    ("alertmanagers.monitoring.coreos.com", &["v1"], "Alertmanager", false),
    ("certificates.cert-manager.io", &["v1"], "Certificate", false),
    ("clusterissuers.cert-manager.io", &["v1"], "ClusterIssuer", true),
    ("clustersecretstores.external-secrets.io", &["v1"], "ClusterSecretStore", true),
    ("ec2nodeclasses.karpenter.k8s.aws", &["v1"], "EC2NodeClass", true),
    ("externalsecrets.external-secrets.io", &["v1"], "ExternalSecret", false),
    ("gatewayclasses.gateway.networking.k8s.io", &["v1"], "GatewayClass", true),
    ("gateways.gateway.networking.k8s.io", &["v1"], "Gateway", false),
    ("grpcroutes.gateway.networking.k8s.io", &["v1"], "GRPCRoute", false),
    ("httproutes.gateway.networking.k8s.io", &["v1"], "HTTPRoute", false),
    ("issuers.cert-manager.io", &["v1"], "Issuer", false),
    ("kongplugins.configuration.konghq.com", &["v1"], "KongPlugin", false),
    ("nodepools.karpenter.sh", &["v1"], "NodePool", true),
    ("podmonitors.monitoring.coreos.com", &["v1"], "PodMonitor", false),
    ("probes.monitoring.coreos.com", &["v1"], "Probe", false),
    ("prometheuses.monitoring.coreos.com", &["v1"], "Prometheus", false),
    ("prometheusrules.monitoring.coreos.com", &["v1"], "PrometheusRule", false),
    ("rollouts.argoproj.io", &["v1alpha1"], "Rollout", false),
    ("scaledobjects.keda.sh", &["v1alpha1"], "ScaledObject", false),
    ("secretstores.external-secrets.io", &["v1"], "SecretStore", false),
    ("servicemonitors.monitoring.coreos.com", &["v1"], "ServiceMonitor", false),
    ("targetgroupbindings.elbv2.k8s.aws", &["v1beta1"], "TargetGroupBinding", false),
    ("verticalpodautoscalers.autoscaling.k8s.io", &["v1"], "VerticalPodAutoscaler", false),
    ("volumesnapshots.snapshot.storage.k8s.io", &["v1"], "VolumeSnapshot", false),
];

/// What a definition of this name gives to a cluster, where that is commonly known; `place` says that it is there.
pub fn known_kinds(name: &str, place: Place) -> Vec<DefinedKind> {
    let Some((name, versions, kind, is_cluster_scoped)) = KNOWN.iter().find(|known| known.0 == name) else {
        return Vec::new();
    };
    let group = name.split_once('.').map_or("", |(_, group)| group);
    let defined = |version: &&str| DefinedKind {
        name: (*name).into(),
        group: group.into(),
        version: (*version).into(),
        kind: (*kind).into(),
        is_cluster_scoped: *is_cluster_scoped,
        place,
    };
    versions.iter().map(defined).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_in_lower_case() {
        assert!(KNOWN.is_sorted_by_key(|known| known.0));
        for (name, versions, kind, _) in KNOWN {
            assert!(!versions.is_empty() && name.starts_with(&kind.to_lowercase()), "{name} is the plural of {kind}");
        }
    }
}
