//! Requests and limits.

use super::place::Place;
use crate::fault::FaultKind;
use crate::quantity::Quantity;
use crate::tree::Tree;
use crate::walk::Walker;

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, resources: &Place<'_, 't, N>) {
    let (requests, limits) = (resources.field("requests"), resources.field("limits"));
    for map in requests.iter().chain(&limits) {
        check_whole(walker, map);
    }
    check_huge_pages(walker, resources, requests.as_ref(), limits.as_ref());
    let Some(requests) = requests else { return };
    for (name, request) in requests.fields() {
        let limit = limits.as_ref().and_then(|limits| limits.field(name));
        compare(walker, name, &request, limit.as_ref());
    }
}

fn compare<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    name: &str,
    request: &Place<'_, 't, N>,
    limit: Option<&Place<'_, 't, N>>,
) {
    let Some(limit) = limit else {
        if !may_overcommit(name) {
            let message = format_args!("a request of `{name}` needs the same limit");
            request.fault(walker, FaultKind::Conflict, message);
        }
        return;
    };
    let (Some(requested), Some(limited)) = (Quantity::read(request.node), Quantity::read(limit.node)) else { return };
    if requested != limited && !may_overcommit(name) {
        request.fault(
            walker,
            FaultKind::Conflict,
            format_args!("the request of `{name}` must be the same as its limit"),
        );
    } else if requested > limited {
        request.fault(walker, FaultKind::Conflict, format_args!("the request of `{name}` is above its limit"));
    }
}

/// Checks that resources which are counted come in whole numbers.
fn check_whole<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, map: &Place<'_, 't, N>) {
    for (name, amount) in map.fields() {
        if is_extended(name) && Quantity::read(amount.node).is_some_and(|amount| !amount.is_whole()) {
            amount.fault(walker, FaultKind::BadFormat, format_args!("`{name}` must be a whole number"));
        }
    }
}

/// Checks that huge pages come with processor or memory, and in whole pages.
fn check_huge_pages<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    resources: &Place<'_, 't, N>,
    requests: Option<&Place<'_, 't, N>>,
    limits: Option<&Place<'_, 't, N>>,
) {
    let maps = || requests.into_iter().chain(limits);
    let mut pages = false;
    for (name, amount) in maps().flat_map(|map| map.fields()) {
        let Some(size) = name.strip_prefix(HUGE_PAGES) else { continue };
        pages = true;
        let (Some(size), Some(given)) = (Quantity::parse(size), Quantity::read(amount.node)) else { continue };
        if !given.is_multiple_of(size) {
            amount.fault(walker, FaultKind::BadFormat, format_args!("`{name}` must be a multiple of its size"));
        }
    }
    if pages && !maps().any(|map| map.has("cpu") || map.has("memory")) {
        resources.fault(walker, FaultKind::Conflict, format_args!("huge pages need `cpu` or `memory` beside them"));
    }
}

const HUGE_PAGES: &str = "hugepages-";

/// Whether a container may use more of a resource than it requests.
pub(super) fn may_overcommit(name: &str) -> bool {
    is_native(name) && !name.starts_with(HUGE_PAGES)
}

fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

fn is_extended(name: &str) -> bool {
    !is_native(name) && !name.starts_with("requests.")
}
