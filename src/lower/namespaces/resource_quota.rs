use k8s_openapi::api::core::v1 as core;

use super::{Fragment, Lowering, ObjectKind, Resource, fixed};
use crate::node::Origin;

pub(super) const KIND: ObjectKind = ObjectKind::of::<core::ResourceQuota>("namespaces/resource-quota");

/// Lowers the namespace's part of its team's quota, if there is any.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let quota = &lowering.plan.quota;
    let hard = quota.iter().map(|(name, amount)| (name.clone(), amount.value.clone(), amount.origin));
    let spec = Fragment::of(&core::ResourceQuotaSpec::default()).with("hard", Some(Fragment::texts(hard)?));
    let amounts: Vec<Origin> = quota.iter().map(|(_, amount)| amount.origin).collect();
    let presence = lowering.origins.join(&amounts);
    Some(lowering.header(KIND, fixed("quota"), presence).object([("spec", spec)]))
}
