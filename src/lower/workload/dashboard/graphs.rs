//! What a dashboard shows of every workload: requests, pods or runs, and saturation.

use super::grafana::Graph;
use crate::model::{Metrics, Workload, WorkloadKind};
use crate::resolve::WorkloadPlan;

/// The span over which Grafana takes rates: several scrapes, whatever their interval.
const RATE: &str = "$__rate_interval";

/// How the series of a workload are found.
pub(super) struct Series<'a> {
    name: &'a str,
    namespace: &'a str,
    spec: &'a Workload,
    /// Matches the workload's pods.
    pods: String,
    /// Matches the workload's containers.
    containers: String,
}

impl<'a> Series<'a> {
    pub(super) fn of(plan: &'a WorkloadPlan) -> Self {
        let namespace = plan.namespace.value.as_str();
        let pods = format!(r#"namespace="{namespace}", pod=~"{}""#, plan.pods.value);
        let containers = format!(r#"{pods}, container!="""#);
        Self { name: &plan.name, namespace, spec: &plan.spec, pods, containers }
    }

    /// A series about the object that makes the pods.
    fn of_object(&self, metric: &str, label: &str) -> String {
        format!(r#"{metric}{{namespace="{}", {label}="{}"}}"#, self.namespace, self.name)
    }

    fn of_jobs(&self, metric: &str) -> String {
        let runs = match self.spec.kind.value {
            WorkloadKind::CronJob => "-[0-9]+",
            _ => "(-[0-9a-f]{8})?",
        };
        format!(r#"{metric}{{namespace="{}", job_name=~"{}{runs}"}}"#, self.namespace, self.name)
    }

    fn rate_by_pod(&self, metric: &str, matching: &str) -> String {
        format!("sum by (pod) (rate({metric}{{{matching}}}[{RATE}]))")
    }

    /// Requests, errors and latency, as far as there are metrics of them.
    pub(super) fn requests(&self) -> Vec<Graph> {
        let Some(metrics) = &self.spec.metrics else { return Vec::new() };
        let pods = &self.pods;
        let mut graphs = Vec::new();
        if let Some(requests) = &metrics.requests {
            let requests = &requests.value.0;
            let all = format!("sum(rate({requests}{{{pods}}}[{RATE}]))");
            graphs.push(Graph::new("Requests", "reqps", [(all.clone(), "all")]));
            if let Some(errors) = &metrics.errors {
                let errors = errors.value.0.trim();
                let failed = format!("sum(rate({requests}{{{pods}, {errors}}}[{RATE}]))");
                graphs.push(Graph::new("Errors", "percentunit", [(format!("{failed} / {all}"), "share of requests")]));
            }
        }
        graphs.extend(self.latency(metrics));
        graphs
    }

    fn latency(&self, metrics: &Metrics) -> Option<Graph> {
        let duration = &metrics.duration.as_ref()?.value.0;
        let quantile = |share: &str| {
            let pods = &self.pods;
            format!("histogram_quantile({share}, sum by (le) (rate({duration}_bucket{{{pods}}}[{RATE}])))")
        };
        let lines = [(quantile("0.5"), "p50"), (quantile("0.95"), "p95"), (quantile("0.99"), "p99")];
        Some(Graph::new("Latency", "s", lines))
    }

    /// How many pods there are and should be, and how they are.
    pub(super) fn pods(&self) -> Vec<Graph> {
        let status = format!("sum by (phase) (kube_pod_status_phase{{{}}}) > 0", self.pods);
        let restarts =
            format!("sum by (pod) (increase(kube_pod_container_status_restarts_total{{{}}}[{RATE}]))", self.pods);
        let mut graphs: Vec<Graph> = self.replicas().into_iter().collect();
        graphs.push(Graph::new("Status", "short", [(status, "{{phase}}")]));
        graphs.push(Graph::new("Restarts", "short", [(restarts, "{{pod}}")]));
        graphs.extend(self.autoscaler());
        graphs
    }

    fn replicas(&self) -> Option<Graph> {
        let (label, ready, wanted) = match self.spec.kind.value {
            WorkloadKind::Service | WorkloadKind::Worker => {
                ("deployment", "kube_deployment_status_replicas_ready", "kube_deployment_spec_replicas")
            }
            WorkloadKind::Stateful => {
                ("statefulset", "kube_statefulset_status_replicas_ready", "kube_statefulset_replicas")
            }
            WorkloadKind::Daemon => {
                ("daemonset", "kube_daemonset_status_number_ready", "kube_daemonset_status_desired_number_scheduled")
            }
            WorkloadKind::CronJob | WorkloadKind::Job => return None,
        };
        let lines = [(self.of_object(ready, label), "ready"), (self.of_object(wanted, label), "wanted")];
        Some(Graph::new("Pods", "short", lines))
    }

    fn autoscaler(&self) -> Option<Graph> {
        self.spec.scale.as_ref()?;
        let line = |metric: &str, legend| {
            let metric = format!("kube_horizontalpodautoscaler_{metric}");
            (self.of_object(&metric, "horizontalpodautoscaler"), legend)
        };
        let lines = [
            line("status_current_replicas", "current"),
            line("status_desired_replicas", "desired"),
            line("spec_min_replicas", "min"),
            line("spec_max_replicas", "max"),
        ];
        Some(Graph::new("Autoscaler", "short", lines))
    }

    /// How the runs of a job or cron job went.
    pub(super) fn runs(&self) -> Vec<Graph> {
        let kind = self.spec.kind.value;
        if !matches!(kind, WorkloadKind::CronJob | WorkloadKind::Job) {
            return Vec::new();
        }
        let duration = format!(
            "{} - {}",
            self.of_jobs("kube_job_status_completion_time"),
            self.of_jobs("kube_job_status_start_time")
        );
        let count = |metric: &str| format!("sum({})", self.of_jobs(metric));
        let outcomes = [
            (count("kube_job_status_active"), "running"),
            (count("kube_job_status_succeeded"), "succeeded"),
            (count("kube_job_status_failed"), "failed"),
        ];
        let mut graphs = vec![
            Graph::new("Pods of runs", "short", outcomes),
            Graph::new("Duration", "s", [(duration, "{{job_name}}")]),
        ];
        if kind == WorkloadKind::CronJob {
            let last = self.of_object("kube_cronjob_status_last_successful_time", "cronjob");
            let since = format!("time() - max({last})");
            graphs.push(Graph::new("Since the last success", "s", [(since, "last success")]));
        }
        graphs
    }

    /// What the pods use, against what they request and may.
    pub(super) fn saturation(&self) -> Vec<Graph> {
        let containers = &self.containers;
        let memory = format!("sum by (pod) (container_memory_working_set_bytes{{{containers}}})");
        let throttled = self.rate_by_pod("container_cpu_cfs_throttled_periods_total", containers);
        let periods = self.rate_by_pod("container_cpu_cfs_periods_total", containers);
        let cpu = self.rate_by_pod("container_cpu_usage_seconds_total", containers);
        let traffic = |title, [(into, into_legend), (out, out_legend)]: [(&str, &'static str); 2], matching| {
            let lines =
                [(self.rate_by_pod(into, matching), into_legend), (self.rate_by_pod(out, matching), out_legend)];
            Graph::new(title, "Bps", lines)
        };
        let network = [
            ("container_network_receive_bytes_total", "{{pod}} receives"),
            ("container_network_transmit_bytes_total", "{{pod}} sends"),
        ];
        let disk = [
            ("container_fs_reads_bytes_total", "{{pod}} reads"),
            ("container_fs_writes_bytes_total", "{{pod}} writes"),
        ];
        let mut graphs = vec![
            Graph::new("CPU", "short", self.with_bounds(cpu, "cpu")),
            Graph::new("Memory", "bytes", self.with_bounds(memory, "memory")),
            Graph::new("CPU throttling", "percentunit", [(format!("{throttled} / {periods}"), "{{pod}}")]),
            traffic("Network", network, &self.pods),
            traffic("Disk", disk, containers),
        ];
        graphs.extend(self.volumes());
        graphs
    }

    /// The use of each pod, beside what one requests and where it is stopped.
    fn with_bounds(&self, used: String, resource: &str) -> [(String, &'static str); 3] {
        let bound = |metric: &str| {
            let pods = &self.pods;
            format!(r#"max(sum by (pod) (kube_pod_container_resource_{metric}{{{pods}, resource="{resource}"}}))"#)
        };
        [(used, "{{pod}}"), (bound("requests"), "request"), (bound("limits"), "limit")]
    }

    fn volumes(&self) -> Option<Graph> {
        if self.spec.claims.is_empty() {
            return None;
        }
        let claims: Vec<&str> = self.spec.claims.keys().collect();
        let series = |metric: &str| {
            let (namespace, name, claims) = (self.namespace, self.name, claims.join("|"));
            let claim = format!(r#"persistentvolumeclaim=~"({claims})-{name}-[0-9]+""#);
            format!(r#"kubelet_volume_stats_{metric}_bytes{{namespace="{namespace}", {claim}}}"#)
        };
        let used = format!("1 - {} / {}", series("available"), series("capacity"));
        Some(Graph::new("Volumes", "percentunit", [(used, "{{persistentvolumeclaim}}")]))
    }
}
