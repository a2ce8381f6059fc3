//! What templates learn of the cluster where there is none: `.Capabilities`.

use crate::{Compat, KubeVersion};

/// What a cluster can do.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Capabilities {
    /// The version of Kubernetes.
    pub kube_version: KubeVersion,
    /// Group versions, and `group/version/Kind` where a caller says so.
    pub api_versions: Vec<String>,
}

impl Capabilities {
    /// Gives what a release of Helm assumes.
    #[must_use]
    pub fn built_in(compat: Compat) -> Self {
        let known = API_VERSIONS.iter().filter(|(_, levels)| levels.contains(compat));
        Self {
            kube_version: KubeVersion::built_in(compat),
            api_versions: known.map(|(version, _)| (*version).to_owned()).collect(),
        }
    }
}

/// The releases of Helm that know a version.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Levels {
    All,
    /// Up to this one.
    Until(Compat),
    /// From this one on.
    Since(Compat),
}

impl Levels {
    fn contains(self, compat: Compat) -> bool {
        match self {
            Self::All => true,
            Self::Until(last) => compat <= last,
            Self::Since(first) => compat >= first,
        }
    }
}

use Levels::{All, Since, Until};

/// The versions that were built into Helm, in the order in which it tells them; recorded from its own answers.
const API_VERSIONS: [(&str, Levels); 60] = [
    ("v1", All),
    ("admissionregistration.k8s.io/v1", All),
    ("admissionregistration.k8s.io/v1alpha1", All),
    ("admissionregistration.k8s.io/v1beta1", All),
    ("internal.apiserver.k8s.io/v1alpha1", All),
    ("apps/v1", All),
    ("apps/v1beta1", All),
    ("apps/v1beta2", All),
    ("authentication.k8s.io/v1", All),
    ("authentication.k8s.io/v1alpha1", All),
    ("authentication.k8s.io/v1beta1", All),
    ("authorization.k8s.io/v1", All),
    ("authorization.k8s.io/v1beta1", All),
    ("autoscaling/v1", All),
    ("autoscaling/v2", All),
    ("autoscaling/v2beta1", Until(Compat::V4_1)),
    ("autoscaling/v2beta2", Until(Compat::V4_1)),
    ("batch/v1", All),
    ("batch/v1beta1", All),
    ("certificates.k8s.io/v1", All),
    ("certificates.k8s.io/v1beta1", All),
    ("certificates.k8s.io/v1alpha1", All),
    ("coordination.k8s.io/v1alpha2", All),
    ("coordination.k8s.io/v1beta1", All),
    ("coordination.k8s.io/v1", All),
    ("discovery.k8s.io/v1", All),
    ("discovery.k8s.io/v1beta1", All),
    ("events.k8s.io/v1", All),
    ("events.k8s.io/v1beta1", All),
    ("extensions/v1beta1", All),
    ("flowcontrol.apiserver.k8s.io/v1", All),
    ("flowcontrol.apiserver.k8s.io/v1beta1", All),
    ("flowcontrol.apiserver.k8s.io/v1beta2", All),
    ("flowcontrol.apiserver.k8s.io/v1beta3", All),
    ("networking.k8s.io/v1", All),
    ("networking.k8s.io/v1alpha1", Until(Compat::V3_17)),
    ("networking.k8s.io/v1beta1", All),
    ("node.k8s.io/v1", All),
    ("node.k8s.io/v1alpha1", All),
    ("node.k8s.io/v1beta1", All),
    ("policy/v1", All),
    ("policy/v1beta1", All),
    ("rbac.authorization.k8s.io/v1", All),
    ("rbac.authorization.k8s.io/v1beta1", All),
    ("rbac.authorization.k8s.io/v1alpha1", All),
    ("resource.k8s.io/v1", Since(Compat::V4_1)),
    ("resource.k8s.io/v1beta2", Since(Compat::V4_1)),
    ("resource.k8s.io/v1beta1", All),
    ("resource.k8s.io/v1alpha3", All),
    ("scheduling.k8s.io/v1alpha1", Until(Compat::V4_1)),
    ("scheduling.k8s.io/v1alpha2", Since(Compat::V4_2)),
    ("scheduling.k8s.io/v1beta1", All),
    ("scheduling.k8s.io/v1", All),
    ("storage.k8s.io/v1beta1", All),
    ("storage.k8s.io/v1", All),
    ("storage.k8s.io/v1alpha1", All),
    ("storagemigration.k8s.io/v1beta1", Since(Compat::V4_1)),
    ("storagemigration.k8s.io/v1alpha1", Until(Compat::V3_17)),
    ("apiextensions.k8s.io/v1beta1", All),
    ("apiextensions.k8s.io/v1", All),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_helm_tells() {
        let count = |compat| Capabilities::built_in(compat).api_versions.len();
        assert_eq!(Compat::ALL.map(count), [56, 57, 55]);
    }
}
