use k8s_openapi::api::core::v1 as core;

use super::{Fragment, Lowering, ObjectKind, Resource, fixed};
use crate::lower::amounts::{Bounds, lower_amounts};

pub(super) const KIND: ObjectKind = ObjectKind::of::<core::LimitRange>("namespaces/limit-range");

/// Lowers requests and limits of containers that state none, if anything says so.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let limits = lowering.plan.spec.limits.as_ref()?;
    let requests = ("the default request", limits.default_requests.as_ref());
    let defaults = ("the default limit", limits.default_limits.as_ref());
    let max = ("the most that a container may ask for", limits.max.as_ref());
    for (low, high) in [(requests, defaults), (requests, max), (defaults, max)] {
        Bounds { low, high }.check(lowering.origins, lowering.sink);
    }
    let parts = [("default", defaults), ("defaultRequest", requests), ("max", max)];
    let parts = parts.map(|(key, (_, amounts))| (key, lower_amounts(amounts)));
    if parts.iter().all(|(_, part)| part.is_none()) {
        return None;
    }
    let typed = core::LimitRangeItem { type_: "Container".to_owned(), ..core::LimitRangeItem::default() };
    let item = parts.into_iter().fold(Fragment::of(&typed), |item, (key, part)| item.with(key, part));
    let spec = Fragment::of(&core::LimitRangeSpec::default()).with("limits", Fragment::list([item]));
    Some(lowering.header(KIND, fixed("limits"), limits.origin).object([("spec", spec)]))
}
