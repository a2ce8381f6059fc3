use k8s_openapi::api::core::v1 as core;

use super::{Fragment, Header, Lowering, ObjectKind, Resource};
use crate::node::Origin;

pub(super) const KIND: ObjectKind = ObjectKind::of::<core::ServiceAccount>("workload/service-account");

/// Lowers the identity of the pods, which no other workload shares.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let account = lowering.plan.spec.service_account.as_ref();
    let header = lowering.header(KIND, None);
    let annotations = account.map_or(header.annotations.clone(), |account| lowering.annotations(&account.annotations));
    let header = Header { annotations, ..header };
    let (token, origin) = mounts_token(lowering);
    header.object([("automountServiceAccountToken", Fragment::of(&token).because(&[], origin))])
}

/// Whether the pods get a token for the API server: only where users ask for it, or say what it is for.
pub(super) fn mounts_token(lowering: &Lowering<'_>) -> (bool, Option<Origin>) {
    let Some(account) = lowering.plan.spec.service_account.as_ref() else { return (false, None) };
    if !account.rules.is_empty() {
        return (true, Some(account.rules.origin));
    }
    let token = account.token.as_ref();
    (token.is_some_and(|token| token.value), token.map(|token| token.origin))
}
