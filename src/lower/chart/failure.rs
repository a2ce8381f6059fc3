use super::spot;
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::inflate::{Breach, Inflated, RenderError, Step, TemplatePlace};
use crate::node::{Node, Origin, Origins};
use crate::resolve::ChartPlan;

/// How many places of a long chain are shown: the outermost, and the last ones before the fault.
const SHOWN: usize = 4;

/// Reports why a chart cannot be rendered: values that break its schema each at their line, anything else at the release.
pub(super) fn report(plan: &ChartPlan, error: &RenderError, origins: &Origins, sink: &mut Sink) {
    if error.step == Step::Schema && !error.detail.breaches.is_empty() {
        for breach in &error.detail.breaches {
            sink.report(breach_finding(plan, breach, origins));
        }
        return;
    }
    let folder = &plan.chart.folder;
    let message = format!("chart `{folder}` cannot be rendered: {}", error.detail.reason.trim());
    let finding = Finding::new(Code::CHART_FAILS, message, spot::key(origins, plan.origin));
    sink.report(along(finding, plan, &error.detail.places));
}

/// Points at the templates that a fault went through, the innermost as where it was raised.
fn along(mut finding: Finding, plan: &ChartPlan, places: &[TemplatePlace]) -> Finding {
    let Some((last, on_the_way)) = places.split_last() else { return finding };
    let shown = on_the_way.iter().take(1).chain(on_the_way.iter().skip(1).rev().take(SHOWN - 2).rev());
    for (place, words) in shown.map(|place| (place, "on the way")).chain([(last, "raised here")]) {
        let Some((at, length)) = plan.chart.line_with_length(&place.file, place.line) else { continue };
        let spot = place.column.map_or(Spot::Value(at), |column| Spot::Within(at, column, length));
        finding = finding.with(spot, words);
    }
    finding
}

fn breach_finding(plan: &ChartPlan, breach: &Breach, origins: &Origins) -> Finding {
    let mut at = &plan.values;
    let mut origin = if at.origin.is_inherited() { plan.origin } else { at.origin };
    let mut missing = false;
    for key in &breach.path {
        match child(at, key) {
            Some(inner) => (at, origin) = (inner, if inner.origin.is_inherited() { origin } else { inner.origin }),
            None => missing = true,
        }
    }
    let steps = breach.path.iter().map(|step| match step.parse::<usize>() {
        Ok(index) => format!("[{index}]"),
        Err(_) => format!(".{step}"),
    });
    let shown = ["values".to_owned()].into_iter().chain(steps).collect::<String>();
    let message = format!("`{shown}` is not what chart `{}` takes: {}", plan.chart.folder, breach.message);
    let spot = if missing || at.entries().is_empty() && at.items().is_empty() {
        point(missing, origin, plan, origins)
    } else {
        spot::key(origins, origin)
    };
    Finding::new(Code::INVALID_CHART_VALUE, message, spot)
}

/// A value that nobody wrote is the doing of what holds it.
fn point(missing: bool, origin: Origin, plan: &ChartPlan, origins: &Origins) -> Spot {
    match (missing, origins.first_leaf(origin)) {
        (_, None) => spot::key(origins, plan.origin),
        (true, Some(place)) => Spot::Key(place),
        (false, Some(place)) => Spot::Value(place),
    }
}

fn child<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    node.get(key).or_else(|| node.items().get(key.parse::<usize>().ok()?))
}

/// Reports documents that are no YAML.
pub(super) fn report_unreadable(plan: &ChartPlan, inflated: &Inflated, origins: &Origins, sink: &mut Sink) {
    for (at, why) in &inflated.unreadable {
        let message = format!("chart `{}` renders what is no YAML: {why}", plan.chart.folder);
        let finding = Finding::new(Code::CHART_FAILS, message, spot::key(origins, plan.origin));
        sink.report(match at {
            Some(at) => finding.with(Spot::Value(*at), "by this line"),
            None => finding,
        });
    }
}
