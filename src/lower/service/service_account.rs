use k8s_openapi::api::core::v1 as core;

use super::{Fragment, Header, Lowering, ObjectKind, Resource, labels};
use crate::node::Origin;

const KIND: ObjectKind = ObjectKind::of::<core::ServiceAccount>("service/service-account");

/// Lowers the identity of the pods, which no other workload shares.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let account = lowering.plan.spec.service_account.as_ref();
    let annotations = account.and_then(|account| {
        labels::join_annotations([], &account.annotations, lowering.origins, lowering.sink)
            .map(|annotations| annotations.because(&[], account.annotations.origin))
    });
    let header = Header { annotations, ..lowering.header(KIND, None) };
    let (token, origin) = mounts_token(lowering);
    header.object([("automountServiceAccountToken", Fragment::of(&token).because(&[], origin))])
}

/// Whether the pods get a token for the API server: only where users ask for it.
pub(super) fn mounts_token(lowering: &Lowering<'_>) -> (bool, Option<Origin>) {
    let token = lowering.plan.spec.service_account.as_ref().and_then(|account| account.token.as_ref());
    (token.is_some_and(|token| token.value), token.map(|token| token.origin))
}
