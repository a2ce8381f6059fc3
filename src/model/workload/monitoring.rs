//! How a workload is watched: what Prometheus reads, when somebody is called, and what a dashboard shows.

use super::ports::PortReference;
use crate::diagnostics::Poison;
use crate::model::scalars::{Duration, MetricName, RoutePath, Text, choice};
use crate::model::{Alternative, AsWritten, Named, Open, Reading, Shape, Shaped, Sourced, TextRule, record};
use crate::node::{Node, Payload};

record! {
    /// Where Prometheus reads metrics, and what those of requests are called.
    Metrics {
        /// The port's name; the first port where it is not set.
        port "port": PortReference,
        /// The path.
        path "path": Option<Sourced<RoutePath>>,
        /// How often.
        interval "interval": Option<Sourced<Duration>>,
        /// The counter of requests, for alerts and the dashboard.
        requests "requests": Option<Sourced<MetricName>>,
        /// What matches the requests that failed among them, as PromQL has it: `status=~"5.."`.
        errors "errors": Option<Sourced<Text>>,
        /// The histogram of how many seconds requests take, without `_bucket`.
        duration "duration": Option<Sourced<MetricName>>,
    }
}

record! {
    /// When somebody is called, and what they are told.
    Alert {
        /// What is watched, in PromQL: a condition, or a value that `above` or `below` bounds. `workload.namespace` and
        /// `workload.pods` find the workload's own series.
        query "query": Sourced<Text>,
        /// The number that the query's value may not exceed.
        above "above": Option<Sourced<AsWritten>>,
        /// The number that the query's value may not fall below.
        below "below": Option<Sourced<AsWritten>>,
        /// How long it must last before anybody is called.
        for_ "for": Option<Sourced<Duration>>,
        /// How bad it is.
        severity "severity": Sourced<Severity>,
        /// What is wrong, in one sentence; `{{ $value }}` and `{{ $labels.pod }}` are Prometheus' own.
        summary "summary": Sourced<Text>,
        /// What it means and what to look at first.
        description "description": Option<Sourced<Text>>,
        /// The runbook's URL, where it is not the environment's `runbooks` and the alert's name.
        runbook "runbook": Option<Sourced<Text>>,
        /// Whether there is such an alert; an expression says for which workloads.
        enabled "enabled": Option<Sourced<bool>>,
        /// Labels of the alert beside platgen's own, for Alertmanager's routes.
        labels "labels": Open<Sourced<AsWritten>, { TextRule::VARIABLE }>,
        /// Says that this layer adds the alert.
        add "add": Option<Sourced<bool>>,
    }
    one of ["above", "below"]
}

choice! {
    /// How bad what an alert says is.
    Severity {
        /// Users notice: somebody is called at night.
        Critical "critical",
        /// Users will notice if nothing is done: somebody looks today.
        Warning "warning",
        /// Worth knowing.
        Info "info",
    }
}

/// The workload's dashboard, or `false` for none.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum DashboardSetting {
    /// `false`: no dashboard. `true`: that of the layers below.
    Switch(Sourced<bool>),
    /// The dashboard.
    Dashboard(Box<Dashboard>),
}

impl Shaped for DashboardSetting {
    const SHAPE: Shape = Shape::Either(&[Alternative { shape: bool::SHAPE }, Alternative { shape: Dashboard::SHAPE }]);

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        match node.payload {
            Payload::Map(_) => Dashboard::read(node, reading).map(|dashboard| Self::Dashboard(Box::new(dashboard))),
            _ => Sourced::read(node, reading).map(Self::Switch),
        }
    }
}

record! {
    /// What the workload's dashboard has beside requests, pods and saturation.
    Dashboard {
        /// Grafana's folder.
        folder "folder": Option<Sourced<Text>>,
        /// Panels for what the workload does for the business.
        panels "panels": Named<Panel>,
    }
}

record! {
    /// A graph of a metric of one's own.
    Panel {
        /// Its title; the panel's name where it is not set.
        title "title": Option<Sourced<Text>>,
        /// What it shows, in PromQL.
        query "query": Sourced<Text>,
        /// The unit, as Grafana calls it, such as `reqps`, `s`, `bytes` or `currencyEUR`.
        unit "unit": Option<Sourced<Text>>,
        /// What each line is called, such as `{{status}}`.
        legend "legend": Option<Sourced<Text>>,
        /// Says that this layer adds the panel.
        add "add": Option<Sourced<bool>>,
    }
}
