//! ResourceQuotas.

use super::place::{Place, as_text};
use crate::fault::FaultKind;
use crate::tree::Tree;
use crate::walk::Walker;

/// Scopes that no pod is in at once.
const OPPOSITES: &[(&str, &str)] = &[("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")];

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    if let Some(scopes) = spec.field("scopes") {
        let given: Vec<&str> = scopes.items().filter_map(|scope| as_text(scope.node)).collect();
        check_scopes(walker, &spec, &scopes, &given);
    }
    let Some(selector) = spec.field("scopeSelector") else { return };
    let Some(expressions) = selector.field("matchExpressions") else { return };
    let given: Vec<&str> = expressions.items().filter_map(|expression| expression.text("scopeName")).collect();
    check_scopes(walker, &spec, &expressions, &given);
    for expression in expressions.items() {
        check_expression(walker, &expression);
    }
}

fn check_scopes<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    spec: &Place<'_, 't, N>,
    place: &Place<'_, 't, N>,
    given: &[&str],
) {
    for (one, other) in OPPOSITES {
        if given.contains(one) && given.contains(other) {
            place.fault(walker, FaultKind::Conflict, format_args!("`{one}` and `{other}` exclude each other"));
        }
    }
    let Some(hard) = spec.field("hard") else { return };
    let best_effort = given.contains(&"BestEffort");
    let bounded = ["limits.cpu", "limits.memory", "requests.cpu", "requests.memory", "cpu", "memory"];
    for (name, amount) in hard.fields() {
        if best_effort && bounded.contains(&name) {
            let message = format_args!("pods in the scope `BestEffort` have no `{name}` to count");
            amount.fault(walker, FaultKind::Conflict, message);
        }
    }
}

fn check_expression<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, expression: &Place<'_, 't, N>) {
    let operator = expression.text("operator");
    let scope = expression.text("scopeName");
    let plain = matches!(
        scope,
        Some("BestEffort" | "NotBestEffort" | "Terminating" | "NotTerminating" | "CrossNamespacePodAffinity")
    );
    if let (true, Some(scope), Some(operator)) = (plain, scope, operator)
        && operator != "Exists"
    {
        let message = format_args!("the scope `{scope}` needs the operator `Exists`, not `{operator}`");
        expression.fault(walker, FaultKind::Conflict, message).key("operator");
    }
    match (operator, expression.has_some("values")) {
        (Some("In" | "NotIn"), false) => expression.missing(walker, "values", "the operator compares with them"),
        (Some(operator @ ("Exists" | "DoesNotExist")), true) => {
            let message = format_args!("`{operator}` takes no `values`");
            expression.fault(walker, FaultKind::Conflict, message).key("values");
        }
        _ => {}
    }
}
