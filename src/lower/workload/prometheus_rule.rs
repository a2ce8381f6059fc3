use ecow::{EcoString, eco_format};
use serde::Serialize;

use super::{Fragment, Header, Lowering, ObjectKind, Resource, made_by, monitor, query};
use crate::diagnostics::{Code, Finding};
use crate::lower::labels::{self, Pair};
use crate::lower::spot;
use crate::model::{Alert, AsWritten, Sourced};
use crate::node::Origin;
use crate::resolve::MonitoringPlan;

pub(super) const KIND: ObjectKind =
    ObjectKind { api_version: "monitoring.coreos.com/v1", kind: "PrometheusRule", recipe: "workload/prometheus-rule" };

#[derive(Serialize)]
struct RuleSpec {}

#[derive(Serialize)]
struct RuleGroup<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct AlertingRule<'a> {
    alert: &'a str,
    expr: &'a str,
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    lasting: Option<&'a str>,
}

/// Lowers the alerts, where somebody is called.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let plan = lowering.plan;
    let monitoring = plan.monitoring.as_ref().filter(|monitoring| monitoring.spec.has_alerts())?;
    let alerts: Vec<Fragment> = plan
        .spec
        .alerts
        .iter()
        .zip(&plan.alert_conditions)
        .filter_map(|((name, alert), conditions)| lower_alert(lowering, monitoring, name, alert, *conditions))
        .collect();
    let rules = Fragment::list(alerts)?;
    let name = eco_format!("{}.{}", plan.stack.value, plan.name);
    let group = Fragment::of(&RuleGroup { name: &name })
        .because(&["name"], lowering.origins.join(&[plan.stack.origin, plan.spec.origin]))
        .with("rules", rules);
    let spec = Fragment::of(&RuleSpec {}).with("groups", Fragment::list([group]));
    let decided = plan.alert_conditions.last().copied().unwrap_or_default();
    let asked = made_by(&monitoring.spec.alerts).unwrap_or(monitoring.spec.origin);
    let presence = lowering.origins.join(&[asked, plan.spec.alerts.origin, decided]);
    let labels = monitor::found_by_operator(lowering);
    // Nobody waits for a rule, so that it has no turn in a sync.
    Some(Header { labels, annotations: None, ..lowering.header(KIND, Some(presence)) }.object([("spec", spec)]))
}

fn lower_alert(
    lowering: &mut Lowering<'_>,
    monitoring: &MonitoringPlan,
    name: &EcoString,
    alert: &Alert,
    conditions: Origin,
) -> Option<Fragment> {
    let expression = expression_of(lowering, alert);
    let labels = labels_of(lowering, monitoring, alert);
    let annotations = annotations_of(lowering, monitoring, name, alert);
    let (expression, made) = expression?;
    let typed = AlertingRule {
        alert: name,
        expr: &expression,
        lasting: alert.for_.as_ref().map(|lasting| lasting.value.0.as_str()),
    };
    let mut rule = Fragment::of(&typed)
        .because(&[], alert.origin)
        .because(&["alert"], alert.origin)
        .because(&["expr"], made)
        .because(&["for"], made_by(&alert.for_))
        .with("labels", labels)
        .with("annotations", annotations)
        .into_node();
    // It stands behind those before it, wherever they are there.
    lowering.origins.join_below(&mut rule, conditions);
    Some(Fragment::from_node(rule))
}

/// The query with its bound.
fn expression_of(lowering: &mut Lowering<'_>, alert: &Alert) -> Option<(EcoString, Origin)> {
    if !query::check(&alert.query, lowering.origins, lowering.sink) {
        return None;
    }
    let text = alert.query.value.0.trim();
    let (operator, bound) = match (&alert.above, &alert.below) {
        (Some(above), _) => (">", above),
        (None, Some(below)) => ("<", below),
        (None, None) => return Some((text.into(), alert.query.origin)),
    };
    let number = number(lowering, bound)?;
    // A comment in it would hide the bracket behind it.
    let expression = if text.contains(['\n', '#']) {
        eco_format!("(\n{text}\n) {operator} {number}")
    } else {
        eco_format!("({text}) {operator} {number}")
    };
    Some((expression, lowering.origins.join(&[alert.query.origin, bound.origin])))
}

fn number<'a>(lowering: &mut Lowering<'_>, bound: &'a Sourced<AsWritten>) -> Option<&'a str> {
    let text = bound.value.0.as_str();
    if text.parse::<f64>().is_ok_and(f64::is_finite) {
        return Some(text);
    }
    let finding = Finding::new(
        Code::INVALID_VALUE,
        format!("`{text}` is not a number"),
        spot::value(lowering.origins, bound.origin),
    );
    lowering
        .report(finding.help("write it in the query's own unit, such as `0.05` for 5 percent or `1.5` for seconds"));
    None
}

/// Labels by which Alertmanager knows whom to call.
fn labels_of(lowering: &mut Lowering<'_>, monitoring: &MonitoringPlan, alert: &Alert) -> Option<Fragment> {
    let plan = lowering.plan;
    let label =
        |key: &'static str, from: &Sourced<EcoString>| -> Pair { (key.into(), from.value.clone(), from.origin) };
    let mut all: Vec<Pair> = vec![
        ("severity".into(), alert.severity.value.word().into(), alert.severity.origin),
        label("team", &plan.team),
        label("environment", &plan.environment),
        label("cluster", &monitoring.cluster),
        label("namespace", &plan.namespace),
        ("workload".into(), plan.name.clone(), plan.spec.origin),
    ];
    all.extend(monitoring.receiver.as_ref().map(|receiver| label("receiver", receiver)));
    let count = all.len();
    for (key, text) in alert.labels.iter() {
        if key == "receiver" || all[..count].iter().any(|(own, ..)| own == key) {
            lowering.report(labels::overwritten("label", key, lowering.origins, text.origin));
        } else {
            all.push((key.clone(), text.value.0.clone(), text.origin));
        }
    }
    Fragment::texts(all)
}

/// What whoever is called reads.
fn annotations_of(
    lowering: &mut Lowering<'_>,
    monitoring: &MonitoringPlan,
    name: &EcoString,
    alert: &Alert,
) -> Option<Fragment> {
    let mut all: Vec<Pair> = vec![("summary".into(), alert.summary.value.0.clone(), alert.summary.origin)];
    let description = alert.description.as_ref();
    all.extend(description.map(|text| ("description".into(), text.value.0.clone(), text.origin)));
    let runbook = match (&alert.runbook, &monitoring.spec.runbooks) {
        (Some(own), _) => Some((own.value.0.clone(), own.origin)),
        (None, Some(prefix)) => {
            let url = eco_format!("{}/{name}", prefix.value.0.trim_end_matches('/'));
            Some((url, lowering.origins.join(&[prefix.origin, alert.origin])))
        }
        (None, None) => {
            let message = "alerts lead to no runbook";
            let finding =
                Finding::new(Code::MISSING_RUNBOOK, message, spot::key(lowering.origins, monitoring.spec.origin));
            lowering.report(finding.help("write `runbooks: https://…` here, or `runbook: https://…` in each alert"));
            None
        }
    };
    all.extend(runbook.map(|(url, origin)| ("runbook_url".into(), url, origin)));
    Fragment::texts(all)
}
