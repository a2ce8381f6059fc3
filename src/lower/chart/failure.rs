use super::spot;
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::inflate::{Breach, Inflated, RenderError, Step, TemplatePlace};
use crate::node::{Node, Origin, Origins};
use crate::resolve::ChartPlan;

/// How many places of a long chain are shown: the outermost, and the last ones before the fault.
const SHOWN: usize = 4;

/// Reports why a chart cannot be rendered: values that break its schema each at their line, anything else at the release.
pub(super) fn report(plan: &ChartPlan, error: &RenderError, origins: &Origins, sink: &mut Sink) {
    if error.step == Step::Schema && !error.breaches.is_empty() {
        for breach in &error.breaches {
            sink.report(breach_finding(plan, breach, origins));
        }
        return;
    }
    let folder = &plan.chart.folder;
    let message = format!("chart `{folder}` cannot be rendered: {}", reason(&error.message));
    let finding = Finding::new(Code::CHART_FAILS, message, spot::key(origins, plan.origin));
    sink.report(along(finding, plan, &error.places));
}

/// Points at the templates that a fault went through, the innermost last.
fn along(mut finding: Finding, plan: &ChartPlan, places: &[TemplatePlace]) -> Finding {
    let hidden = places.len().saturating_sub(SHOWN).max(1)..places.len();
    let shown = places.iter().take(1).chain(&places[hidden.start.min(hidden.end)..]);
    let count = places.len();
    for (index, place) in shown.enumerate() {
        let Some(at) = plan.chart.line(&place.file, place.line) else { continue };
        let is_last = index + 1 == count.min(SHOWN);
        let column = place.column.map_or_else(String::new, |column| format!(", column {}", column + 1));
        let words = if is_last { "raised here" } else { "on the way" };
        finding = finding.with(Spot::Value(at), format!("{words}{column}"));
    }
    finding
}

/// What is wrong, without the places that are shown beside it.
fn reason(message: &str) -> String {
    for before in ["execution error at (", "parse error at ("] {
        if let Some((_, reason)) = message.strip_prefix(before).and_then(|rest| rest.split_once("): ")) {
            return reason.trim().to_owned();
        }
    }
    message.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default().to_owned()
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
    let shown = if breach.path.is_empty() { "values".to_owned() } else { format!("values.{}", breach.path.join(".")) };
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
    for (template, why) in &inflated.unreadable {
        let message = format!("chart `{}` renders what is no YAML: {why}", plan.chart.folder);
        let finding = Finding::new(Code::CHART_FAILS, message, spot::key(origins, plan.origin));
        let at = plan.chart.line(template, 1);
        sink.report(match at {
            Some(at) => finding.with(Spot::Key(at), "by this template"),
            None => finding,
        });
    }
}
