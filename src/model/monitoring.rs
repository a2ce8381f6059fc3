//! What watches the workloads of an environment.

use super::scalars::Text;
use super::{AsWritten, Open, Sourced, TextRule, record};

record! {
    /// What watches the workloads of an environment: Prometheus' operator, and a Grafana that reads dashboards from ConfigMaps.
    Monitoring {
        /// The URL before every alert's name that leads to its runbook.
        runbooks "runbooks": Option<Sourced<Text>>,
        /// Whether anybody is called here; `true` unless it says otherwise.
        alerts "alerts": Option<Sourced<bool>>,
        /// Whether workloads have dashboards here; `true` unless it says otherwise.
        dashboards "dashboards": Option<Sourced<bool>>,
        /// Labels by which Prometheus' operator selects monitors and rules, where it does not take all.
        labels "labels": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// Labels by which Grafana's sidecar selects dashboards; `grafana_dashboard: "1"` where there are none.
        dashboard_labels "dashboardLabels": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
    }
}

impl Monitoring {
    /// Whether alerts are rendered.
    pub fn has_alerts(&self) -> bool {
        self.alerts.as_ref().is_none_or(|alerts| alerts.value)
    }

    /// Whether dashboards are rendered.
    pub fn has_dashboards(&self) -> bool {
        self.dashboards.as_ref().is_none_or(|dashboards| dashboards.value)
    }
}
