use k8s_openapi::api::networking::v1 as networking;

use super::{Fragment, Lowering, ObjectKind, Resource, fixed};
use crate::node::Origin;

pub(super) const KIND: ObjectKind = ObjectKind::of::<networking::NetworkPolicy>("namespaces/default-deny");

/// Lowers the policy that refuses all traffic of every pod that no other policy selects.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let typed = networking::NetworkPolicySpec {
        pod_selector: Some(Default::default()),
        policy_types: Some(vec!["Ingress".to_owned(), "Egress".to_owned()]),
        ..networking::NetworkPolicySpec::default()
    };
    lowering.header(KIND, fixed("default-deny"), Origin::INHERITED).object([("spec", Fragment::of(&typed))])
}
