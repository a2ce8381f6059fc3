//! What pods ask of nodes and of other pods.

use super::place::Place;
use super::selector;
use crate::fault::FaultKind;
use crate::tree::Tree;
use crate::walk::Walker;

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, affinity: &Place<'_, 't, N>) {
    if let Some(nodes) = affinity.field("nodeAffinity") {
        check_nodes(walker, &nodes);
    }
    for key in ["podAffinity", "podAntiAffinity"] {
        let Some(pods) = affinity.field(key) else { continue };
        for term in pods.field(REQUIRED).iter().flat_map(|terms| terms.items()) {
            check_pods(walker, &term);
        }
        for weighted in pods.field(PREFERRED).iter().flat_map(|terms| terms.items()) {
            if let Some(term) = weighted.field("podAffinityTerm") {
                check_pods(walker, &term);
            }
        }
    }
}

fn check_nodes<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, nodes: &Place<'_, 't, N>) {
    if let Some(required) = nodes.field(REQUIRED)
        && let Some(terms) = required.field("nodeSelectorTerms")
    {
        terms.items().for_each(|term| check_term(walker, &term));
    }
    for weighted in nodes.field(PREFERRED).iter().flat_map(|terms| terms.items()) {
        if let Some(term) = weighted.field("preference") {
            check_term(walker, &term);
        }
    }
}

/// Checks that each expression about a node has as many values as its operator compares with.
fn check_term<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, term: &Place<'_, 't, N>) {
    selector::check_requirements(walker, term);
    for expression in term.field("matchExpressions").iter().flat_map(|expressions| expressions.items()) {
        let count = expression.field("values").map_or(0, |values| values.len());
        if let Some(operator @ ("Gt" | "Lt")) = expression.text("operator")
            && count != 1
        {
            let message = format_args!("`{operator}` compares with one value, not {count}");
            expression.fault(walker, FaultKind::Conflict, message).key("values");
        }
    }
}

fn check_pods<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, term: &Place<'_, 't, N>) {
    for key in ["labelSelector", "namespaceSelector"] {
        if let Some(selector) = term.field(key) {
            selector::check_requirements(walker, &selector);
        }
    }
}
