//! The Grafana dashboard of a workload.
//!
//! Takes the plan; gives a ConfigMap with the dashboard as JSON, which Grafana's sidecar finds by a label.
//!
//! Law: the JSON is written from typed values in one order, and its one leaf has the origins of everything that was read for it.

mod grafana;
mod graphs;

use ecow::{EcoString, eco_format};
use k8s_openapi::api::core::v1 as core;
use sha2::{Digest, Sha256};

use super::{Fragment, Header, Lowering, ObjectKind, Resource, made_by, query};
use crate::lower::labels;
use crate::model::{AsWritten, Dashboard, DashboardSetting, Open, Panel, Sourced, Workload};
use crate::node::Origin;
use crate::resolve::{MonitoringPlan, WorkloadPlan};
use grafana::{Board, DashboardModel, DatasourceVariable, Graph, SCHEMA_VERSION, Templating, TimeRange};
use graphs::Series;

pub(super) const KIND: ObjectKind = ObjectKind::of::<core::ConfigMap>("workload/dashboard");

/// The suffix of the ConfigMap.
const DASHBOARD: &str = "dashboard";
/// The label by which Grafana's sidecar finds dashboards unless it is told otherwise.
const FOUND_BY: (&str, &str) = ("grafana_dashboard", "1");
/// The annotation that the sidecar is told to read folders from.
const FOLDER: &str = "grafana_folder";

/// Lowers the dashboard, unless there is to be none.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let plan = lowering.plan;
    let monitoring = plan.monitoring.as_ref().filter(|monitoring| monitoring.spec.has_dashboards())?;
    let (own, asked) = match &plan.spec.dashboard {
        Some(DashboardSetting::Switch(switch)) if !switch.value => return None,
        Some(DashboardSetting::Switch(switch)) => (None, switch.origin),
        Some(DashboardSetting::Dashboard(own)) => (Some(&**own), own.origin),
        None => (None, Origin::INHERITED),
    };
    let board = board_of(lowering, own);
    let (text, made) = (json_of(plan, board), read_of(lowering, own));
    // The sidecar writes all dashboards into one folder, by their keys.
    let key = eco_format!("{}.{}.json", plan.namespace.value, plan.name);
    let data = Fragment::texts([(key, text, made)]);
    let wanted = made_by(&monitoring.spec.dashboards).unwrap_or(monitoring.spec.origin);
    let presence = lowering.origins.join(&[wanted, asked]);
    let folder = own.and_then(|own| own.folder.as_ref());
    let header = Header {
        name: lowering.name_with(DASHBOARD, Origin::INHERITED),
        labels: found_by_sidecar(lowering, monitoring),
        annotations: folder.and_then(|folder| Fragment::texts([(FOLDER, folder.value.0.clone(), folder.origin)])),
        ..lowering.header(KIND, Some(presence))
    };
    Some(header.object(data.map(|data| ("data", data))))
}

/// The labels of every object, and those by which the sidecar finds dashboards.
fn found_by_sidecar(lowering: &mut Lowering<'_>, monitoring: &MonitoringPlan) -> Fragment {
    let written = &monitoring.spec.dashboard_labels;
    let labels = lowering.labels.clone();
    if !written.is_empty() {
        return labels::add_labels(labels, written, lowering.origins, lowering.sink);
    }
    let text = Sourced { value: AsWritten(FOUND_BY.1.into()), origin: monitoring.spec.origin };
    let label = Open { entries: vec![(FOUND_BY.0.into(), text)], origin: Origin::INHERITED };
    labels::add_labels(labels, &label, lowering.origins, lowering.sink)
}

fn board_of(lowering: &mut Lowering<'_>, own: Option<&Dashboard>) -> Board {
    let panels = own.map_or(&[][..], |own| &own.panels.entries);
    let business = panels.iter().filter_map(|(name, panel)| graph_of(lowering, name, panel)).collect();
    let series = Series::of(lowering.plan);
    let mut board = Board::default();
    board.row("Requests", series.requests());
    board.row("Business", business);
    board.row("Runs", series.runs());
    board.row("Pods", series.pods());
    board.row("Saturation", series.saturation());
    board
}

/// A panel of the user's own; `None` where its query cannot be one, which is reported.
fn graph_of(lowering: &mut Lowering<'_>, name: &EcoString, panel: &Panel) -> Option<Graph> {
    query::check(&panel.query, lowering.origins, lowering.sink).then(|| Graph {
        title: panel.title.as_ref().map_or(name, |title| &title.value.0).to_string(),
        unit: panel.unit.as_ref().map_or("short", |unit| &unit.value.0).to_owned(),
        lines: vec![(
            panel.query.value.0.trim().into(),
            panel.legend.as_ref().map(|legend| legend.value.0.to_string()),
        )],
    })
}

fn json_of(plan: &WorkloadPlan, board: Board) -> EcoString {
    let title = eco_format!("{} ({}, {})", plan.name, plan.stack.value, plan.environment.value);
    let uid = uid_of(plan);
    let about = [("team", &plan.team), ("stack", &plan.stack), ("environment", &plan.environment)];
    let tags = about.map(|(what, name)| format!("{what}:{}", name.value));
    let model = DashboardModel {
        uid: &uid,
        title: &title,
        tags: ["platgen".to_owned()].into_iter().chain(tags).collect(),
        editable: false,
        graph_tooltip: 1,
        refresh: "1m",
        schema_version: SCHEMA_VERSION,
        time: TimeRange { from: "now-6h", to: "now" },
        timezone: "browser",
        templating: Templating {
            list: [DatasourceVariable {
                name: "datasource",
                label: "Prometheus",
                of_type: "datasource",
                query: "prometheus",
            }],
        },
        panels: board.into_panels(),
    };
    let mut text = serde_json::to_string_pretty(&model).expect("the model holds nothing that JSON cannot");
    text.push('\n');
    text.into()
}

/// What names the dashboard in links: the same for as long as the workload keeps namespace and name, which no other of its cluster
/// has, nor so of its Grafana.
fn uid_of(plan: &WorkloadPlan) -> EcoString {
    let digest = Sha256::digest(format!("{}/{}", plan.namespace.value, plan.name));
    let mut uid = EcoString::from("platgen-");
    for byte in digest.iter().take(8) {
        uid.push_str(&eco_format!("{byte:02x}"));
    }
    uid
}

/// What made the text: everything that was read for it.
fn read_of(lowering: &mut Lowering<'_>, own: Option<&Dashboard>) -> Origin {
    let plan = lowering.plan;
    let mut read = vec![lowering.base, plan.pods.origin, plan.stack.origin, plan.team.origin, plan.environment.origin];
    read.extend(read_of_spec(&plan.spec));
    for (_, panel) in own.iter().flat_map(|own| own.panels.iter()) {
        let texts = [&panel.title, &panel.unit, &panel.legend];
        read.extend([panel.origin, panel.query.origin]);
        read.extend(texts.into_iter().filter_map(made_by));
    }
    read.push(lowering.origins.of(crate::node::Cause::Recipe(KIND.recipe)));
    lowering.origins.join(&read)
}

fn read_of_spec(spec: &Workload) -> Vec<Origin> {
    let metrics = spec.metrics.iter().flat_map(|metrics| {
        let names = [made_by(&metrics.requests), made_by(&metrics.errors), made_by(&metrics.duration)];
        [Some(metrics.origin)].into_iter().chain(names).flatten()
    });
    let scale = spec.scale.iter().map(|scale| scale.origin);
    let claims = (!spec.claims.is_empty()).then_some(spec.claims.origin);
    metrics.chain(scale).chain(claims).collect()
}
