//! NetworkPolicies.

use super::place::{Place, as_integer, as_text};
use super::selector;
use crate::fault::FaultKind;
use crate::grammar::Block;
use crate::tree::Tree;
use crate::walk::Walker;

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    check_selectors(walker, &spec, &["podSelector"]);
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
        let Some(rules) = spec.field(direction) else { continue };
        for rule in rules.items() {
            for port in rule.field("ports").iter().flat_map(|ports| ports.items()) {
                check_port(walker, &port);
            }
            for peer in rule.field(peers).iter().flat_map(|peers| peers.items()) {
                check_selectors(walker, &peer, &["podSelector", "namespaceSelector"]);
                if let Some(block) = peer.field("ipBlock") {
                    check_block(walker, &block);
                }
            }
        }
    }
}

fn check_selectors<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, place: &Place<'_, 't, N>, keys: &[&'static str]) {
    for key in keys {
        if let Some(selector) = place.field(key) {
            selector::check_requirements(walker, &selector);
        }
    }
}

fn check_port<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, place: &Place<'_, 't, N>) {
    // Other kinds take zero for none.
    if let Some(port) = place.field("port").filter(|port| as_integer(port.node) == Some(0)) {
        port.fault(walker, FaultKind::OutOfBounds, format_args!("`port` must be at least 1, not `0`"));
    }
    let Some(end) = place.integer("endPort") else { return };
    let message = match place.field("port").map(|port| (as_integer(port.node), as_text(port.node).is_some())) {
        None => "`endPort` needs a `port` to begin with",
        Some((_, true)) => "`endPort` needs a `port` by number",
        Some((Some(start), _)) if end < start => "`endPort` must not be below `port`",
        _ => return,
    };
    place.fault(walker, FaultKind::Conflict, format_args!("{message}")).key("endPort");
}

/// Checks that what is excepted lies within the block and is smaller.
fn check_block<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, place: &Place<'_, 't, N>) {
    let Some(block) = place.text("cidr").and_then(Block::read) else { return };
    let Some(exceptions) = place.field("except") else { return };
    for exception in exceptions.items() {
        let inner = as_text(exception.node).and_then(Block::read);
        if inner.is_some_and(|inner| !block.holds(inner)) {
            exception.fault(walker, FaultKind::Conflict, format_args!("an exception must be a part of `cidr`"));
        }
    }
}
