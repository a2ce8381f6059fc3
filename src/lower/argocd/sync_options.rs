use ecow::eco_format;

use crate::lower::Resource;
use crate::lower::annotations::SYNC_OPTIONS;
use crate::lower::order::order_head;
use crate::lower::scope::scope_in_kubernetes;
use crate::node::{Node, Origin, Origins};
use crate::resolve::{AppBody, AppPlan};

/// Of a custom resource whose definition comes with another app, which may be synced later: the sync waits for it and is tried again.
const DEFINED_ELSEWHERE: &str = "SkipDryRunOnMissingResource=true";

/// Of what everything in a namespace rests on: whoever removes it says so.
const ON_CONFIRMATION: [&str; 2] = ["Prune=confirm", "Delete=confirm"];

/// Says on single objects of an app how Argo CD applies them.
pub(in crate::lower) fn annotate(plan: &AppPlan, resources: &mut [Resource], origins: &mut Origins) {
    let Some(delivery) = &plan.delivery else { return };
    for resource in resources {
        if scope_in_kubernetes(resource.group(), &resource.kind).is_none() {
            add(resource, DEFINED_ELSEWHERE, delivery.argocd, origins);
        }
        if matches!(plan.body, AppBody::Namespaces(_)) {
            ON_CONFIRMATION.iter().for_each(|option| add(resource, option, delivery.argocd, origins));
        }
    }
}

/// Adds an option to those that the object has, unless it says something of the same itself.
fn add(resource: &mut Resource, option: &str, because: Origin, origins: &mut Origins) {
    let name = option.split('=').next().unwrap_or(option);
    let whole = resource.body.origin;
    let Some(metadata) = resource.body.get_mut("metadata") else { return };
    if metadata.get("annotations").is_none_or(|annotations| annotations.entries().is_empty()) {
        metadata.set("annotations", Node::map(Origin::INHERITED));
    }
    let Some(annotations) = metadata.get_mut("annotations") else { return };
    let (known, known_origin) = match annotations.get(SYNC_OPTIONS) {
        Some(node) => (node.as_str().unwrap_or_default(), node.origin),
        None => ("", Origin::INHERITED),
    };
    if known.split(',').any(|known| known.trim().split('=').next() == Some(name)) {
        return;
    }
    let text = if known.is_empty() { option.into() } else { eco_format!("{known},{option}") };
    let origin = origins.join(&[known_origin, because, whole]);
    annotations.set(SYNC_OPTIONS, Node::text(text, origin));
    order_head(&mut resource.body);
}
