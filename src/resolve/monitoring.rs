//! What watches workloads, and which of their alerts apply.

use std::sync::Arc;

use ecow::EcoString;

use super::stacks::StackInstance;
use super::teams::Team;
use super::{Evaluator, Merged, MergedEntry, MergedMap, MergedView, MonitoringPlan};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::model::{Monitoring, Reading, Shaped, Sourced};
use crate::node::{Node, Origin, Origins, Payload};
use crate::source::Sources;

/// The fields of workloads that nothing renders in an environment.
pub(super) fn unrendered(monitoring: Option<&Monitoring>) -> Vec<&'static str> {
    let rendered = [
        ("alerts", monitoring.is_some_and(Monitoring::has_alerts)),
        ("dashboard", monitoring.is_some_and(Monitoring::has_dashboards)),
    ];
    rendered.into_iter().filter(|(_, is_rendered)| !is_rendered).map(|(field, _)| field).collect()
}

/// Takes from a workload what nothing renders here, before anybody evaluates it.
///
/// Where the environment does not say that it wants none, what the stack itself says of it is reported; `entry` is that part.
pub(super) fn without_unrendered(
    instance: &StackInstance<'_>,
    name: &EcoString,
    entry: &Merged,
    merged: Merged,
    sources: &Sources,
    sink: &mut Sink,
) -> Merged {
    let monitoring = instance.environment.spec.monitoring.as_ref();
    let own: Vec<(&str, Merged)> =
        unrendered(monitoring).into_iter().filter_map(|field| Some((field, entry.member(field, sources)?))).collect();
    if own.is_empty() {
        return merged;
    }
    for (field, said) in own.iter().filter(|(_, said)| monitoring.is_none() && !said.keys(sources).is_empty()) {
        let message = format!("`{field}` of workload `{name}` is for an environment with `monitoring`");
        let help = "write `monitoring: {runbooks: https://…}` in the environment; with `alerts: false` or \
                    `dashboards: false` where it wants none";
        sink.report(Finding::new(Code::NO_MONITORING, message, Spot::Key(said.place())).help(help));
    }
    let fields: Vec<&str> = own.into_iter().map(|(field, _)| field).collect();
    merged.without(&fields, sources)
}

/// A workload with the alerts that apply to it, so that no query is evaluated that would read what it has not; and the conditions
/// that decided it, as [`WorkloadPlan::alert_conditions`](super::WorkloadPlan) has them.
pub(super) fn with_applying_alerts(
    merged: &Merged,
    name: &EcoString,
    stack: &EcoString,
    evaluator: &mut Evaluator<'_>,
) -> (Merged, Vec<Origin>) {
    let sources = evaluator.sources;
    let mut conditions = Conditions::default();
    let Some(alerts) = merged.member("alerts", sources) else { return (merged.clone(), conditions.finish()) };
    let MergedView::Map(place, entries) = alerts.view(sources) else { return (merged.clone(), conditions.finish()) };
    let known: Vec<EcoString> =
        entries.iter().filter(|(_, alert)| says_what(alert, sources)).map(|(name, _)| name.clone()).collect();
    let mut applying = Vec::with_capacity(entries.len());
    for (key, value) in entries.into_iter().filter(|(_, alert)| !alert.is_null(sources)) {
        if value.is_map(sources) && !says_what(&value, sources) {
            let message = format!("workload `{name}` of stack `{stack}` has no alert `{key}` that this could change");
            let mut finding = Finding::new(Code::OVERRIDE_LANDS_NOWHERE, message, Spot::Key(value.place()))
                .suggest(&key, known.iter().map(EcoString::as_str));
            finding.help.get_or_insert_with(|| "to add an alert, write its `query`".to_owned());
            evaluator.sink.report(finding);
        } else if conditions.hold(&value, evaluator) {
            applying.push(MergedEntry { key, value });
        }
    }
    let alerts = Merged::Map(Arc::new(MergedMap { place, entries: applying }));
    (merged.replacing("alerts", alerts, sources), conditions.finish())
}

/// What decided which alerts apply, so far.
#[derive(Default)]
struct Conditions {
    of_alerts: Vec<Origin>,
    so_far: Origin,
}

impl Conditions {
    /// Whether an alert's condition holds; one that fails was reported, and keeps the app from being planned.
    fn hold(&mut self, alert: &Merged, evaluator: &mut Evaluator<'_>) -> bool {
        let mut holds = true;
        if let Some(enabled) = alert.member("enabled", evaluator.sources) {
            let Ok(node) = evaluator.evaluate(&enabled, &bool::SHAPE) else { return false };
            self.so_far = evaluator.origins.join(&[self.so_far, node.origin]);
            holds = !matches!(&node.payload, Payload::Bool(false)) && node.as_str() != Some("false");
        }
        if holds {
            self.of_alerts.push(self.so_far);
        }
        holds
    }

    fn finish(mut self) -> Vec<Origin> {
        self.of_alerts.push(self.so_far);
        self.of_alerts
    }
}

fn says_what(alert: &Merged, sources: &Sources) -> bool {
    alert.member("query", sources).is_some()
}

/// What watches the workloads of one stack.
pub(super) fn plan_monitoring(
    instance: &StackInstance<'_>,
    team: &Team,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Option<MonitoringPlan> {
    let context = &instance.environment.context;
    let node = context.export(context.tree.get("monitoring")?, origins);
    let spec = Monitoring::read(&node, &mut Reading { origins, sink }).ok()?;
    let cluster = instance.cluster.context.export(instance.cluster.context.tree.get("name")?, origins);
    let receiver = team.spec.alerts.as_ref().map(|alerts| Sourced {
        value: alerts.receiver.value.0.clone(),
        origin: team.context.export_origin(alerts.receiver.origin, origins),
    });
    if receiver.is_none() && spec.has_alerts() {
        let name = &instance.team().0;
        let message = format!("alerts of team `{name}` have no receiver");
        let finding = Finding::new(Code::MISSING_ALERT_RECEIVER, message, Spot::Value(team.place));
        sink.report(finding.help(format!("write `alerts: {{receiver: {name}-oncall}}` in the team's file")));
    }
    Some(MonitoringPlan { spec, cluster: text_of(&cluster), receiver })
}

fn text_of(node: &Node) -> Sourced<EcoString> {
    Sourced { value: node.as_str().unwrap_or_default().into(), origin: node.origin }
}
