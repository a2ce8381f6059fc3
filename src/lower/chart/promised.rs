use super::{is_definition, spot};
use crate::diagnostics::{Code, Finding, Sink};
use crate::inflate::Inflated;
use crate::node::{Node, Origins};
use crate::resolve::ChartPlan;

/// Reports definitions of custom resources that a component is said to bring, and that its chart does not render: other charts
/// were rendered as if they stood in the cluster.
pub(super) fn check(plan: &ChartPlan, inflated: &Inflated, origins: &Origins, sink: &mut Sink) {
    let definitions = inflated.objects.iter().map(|object| &object.body).filter(|body| is_definition(body));
    let rendered: Vec<&str> =
        definitions.filter_map(|body| body.at(&["metadata", "name"]).and_then(Node::as_str)).collect();
    for promised in plan.templated.iter().filter(|promised| !rendered.contains(&promised.value.as_str())) {
        let (name, folder) = (&promised.value, &plan.chart.folder);
        let message = format!("chart `{folder}` does not define `{name}`, which the definition provides");
        let finding = Finding::new(Code::INVALID_DEFINITION, message, spot::value(origins, promised.origin));
        let finding = finding.with(spot::key(origins, plan.origin), "for this component");
        sink.report(finding.suggest(name, rendered.iter().copied()));
    }
}
