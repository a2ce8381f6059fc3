//! Workloads: what a team runs in a cluster, one file per part of it.

mod batch;
mod container;
mod identity;
mod monitoring;
mod network;
mod ports;
mod probes;
mod scaling;
mod scheduling;
pub mod since;
mod volumes;

pub use batch::ConcurrencyPolicy;
pub use container::{
    ExtraContainer, Handler, HostAccess, Lifecycle, PullPolicy, SecretSource, Security, Variable, VariableRecord,
};
pub use identity::{AccessRule, ServiceAccount};
pub use monitoring::{Alert, Dashboard, DashboardSetting, Metrics, Panel, Severity};
pub use network::{Call, EgressRule, RateKey, RateLimit, Route, Use};
pub use ports::{Port, PortRecord, Ports, Protocol, ServiceSettings, ServiceType, SessionAffinity, TrafficPolicy};
pub use probes::{Probe, ProbeSetting, Probes, Scheme};
pub use scaling::{
    Amounts, Disruption, MetricSource, Resources, Rollout, Scale, ScaleMetric, VerticalMode, VerticalScale,
};
pub use scheduling::{NodeGroup, Nodes, Spread, Spreading, Taint, TaintEffect, Toleration};
pub use volumes::{AccessMode, Claim, FileContent, FileRecord, Volume};

use super::scalars::{Bytes, Count, DnsName, FilePath, ImageName, Label, Period, Seconds, Text, choice};
use super::{AsWritten, List, Named, Open, Sourced, TextRule, record};

record! {
    /// Something that the team runs in a cluster.
    Workload {
        /// What runs: a long-running server, a queue worker, a set with storage, a schedule, a task, or one pod per node.
        kind "kind": Sourced<WorkloadKind>,
        /// The logical namespace.
        namespace "namespace": Sourced<Label>,
        /// The image's name; registry and tag come from the environment.
        image "image": Sourced<ImageName>,
        /// When the image is pulled; Kubernetes decides by its tag where it is not set.
        image_pull_policy "imagePullPolicy": Option<Sourced<PullPolicy>>,
        /// Replaces the image's entry point.
        command "command": List<Sourced<AsWritten>>,
        /// Arguments of the entry point.
        args "args": List<Sourced<AsWritten>>,
        /// The folder in which the entry point starts.
        working_dir "workingDir": Option<Sourced<FilePath>>,
        /// Ports by name.
        ports "ports": Ports,
        /// The Service in front of the ports of a service or stateful workload.
        service "service": Option<ServiceSettings>,
        /// How many pods run, where nothing scales them.
        replicas "replicas": Option<Sourced<Count>>,
        /// What a pod requests, and where it is stopped.
        resources "resources": Option<Resources>,
        /// Bounds and targets of automatic scaling.
        scale "scale": Option<Scale>,
        /// What is learnt of the pods' use of CPU and memory, and done with it.
        vertical_scale "verticalScale": Option<VerticalScale>,
        /// Environment variables: texts, kept in a ConfigMap, and references.
        variables "variables": Open<Variable, { TextRule::VARIABLE }>,
        /// Environment variables from the secret store.
        secrets "secrets": Open<SecretSource, { TextRule::VARIABLE }>,
        /// Files that are mounted, by their path in the container.
        files "files": Open<FileContent, { TextRule::FILE_PATH }>,
        /// Folders that the container may write to, empty at its start, with their size limit.
        scratch "scratch": Open<Sourced<Bytes>, { TextRule::FILE_PATH }>,
        /// Storage that each pod of a stateful workload has for itself and keeps.
        claims "claims": Named<Claim>,
        /// What stands in the namespace or on the node and is mounted.
        volumes "volumes": Named<Volume>,
        /// Containers that run one after the other before the workload's own starts.
        init "init": Named<ExtraContainer>,
        /// Containers that run beside the workload's own.
        sidecars "sidecars": Named<ExtraContainer>,
        /// Hosts and paths that lead here.
        routes "routes": Named<Route>,
        /// Workloads that this one calls; both network policies follow from it.
        calls "calls": Named<Call>,
        /// Networks that this workload may reach, by any name.
        egress "egress": Named<EgressRule>,
        /// Units and services outside that the workload uses.
        uses "uses": Named<Use>,
        /// How the kubelet sees whether the container works.
        probes "probes": Option<Probes>,
        /// What the container does at its start and before it stops.
        lifecycle "lifecycle": Option<Lifecycle>,
        /// Where Prometheus reads metrics.
        metrics "metrics": Option<Metrics>,
        /// When somebody is called: the alerts of the workload's kind, and its own.
        alerts "alerts": Named<Alert>,
        /// The Grafana dashboard: what is shown beside requests, pods and saturation; `false` for none.
        dashboard "dashboard": Option<DashboardSetting>,
        /// How many pods a node drain leaves.
        disruption "disruption": Option<Disruption>,
        /// How pods are replaced.
        rollout "rollout": Option<Rollout>,
        /// Whether the pods of a stateful workload start and stop one after the other, or all at once.
        pod_management_policy "podManagementPolicy": Option<Sourced<PodManagementPolicy>>,
        /// Who the container runs as and what it may do.
        security "security": Option<Security>,
        /// What the pods share with their node.
        host "host": Option<HostAccess>,
        /// The identity of the pods.
        service_account "serviceAccount": Option<ServiceAccount>,
        /// Which nodes the pods run on.
        nodes "nodes": Option<Nodes>,
        /// How the pods are spread.
        spread "spread": Option<Spread>,
        /// The PriorityClass: who goes first where there is not room for all.
        priority_class_name "priorityClassName": Option<Sourced<DnsName>>,
        /// How long a pod may take to stop.
        termination_grace_period_seconds "terminationGracePeriodSeconds": Option<Sourced<Seconds>>,
        /// How long a stopping pod still answers before it is told to stop, so that no request is lost.
        drain_seconds "drainSeconds": Option<Sourced<Seconds>>,
        /// Labels of every resource and pod.
        labels "labels": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// Annotations of the pods.
        annotations "annotations": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// When a cron job runs, in cron's five fields.
        schedule "schedule": Option<Sourced<Text>>,
        /// The time zone of the schedule, by its IANA name; UTC where it is not set.
        time_zone "timeZone": Option<Sourced<Text>>,
        /// What happens when a run is due while the last one still runs.
        concurrency_policy "concurrencyPolicy": Option<Sourced<ConcurrencyPolicy>>,
        /// Whether runs are skipped until this is `false` again.
        suspend "suspend": Option<Sourced<bool>>,
        /// How late a run may start before it counts as missed.
        starting_deadline_seconds "startingDeadlineSeconds": Option<Sourced<Period>>,
        /// How many runs that succeeded are kept.
        successful_jobs_history_limit "successfulJobsHistoryLimit": Option<Sourced<Count>>,
        /// How many runs that failed are kept.
        failed_jobs_history_limit "failedJobsHistoryLimit": Option<Sourced<Count>>,
        /// When a job runs: once, or before or after each sync.
        when "when": Option<Sourced<JobTime>>,
        /// How often a pod of a job or cron job is tried again.
        backoff_limit "backoffLimit": Option<Sourced<Count>>,
        /// After how many seconds a job or a run of a cron job is stopped.
        active_deadline_seconds "activeDeadlineSeconds": Option<Sourced<Period>>,
        /// How many pods of a job run at once.
        parallelism "parallelism": Option<Sourced<Count>>,
        /// How many pods of a job must succeed.
        completions "completions": Option<Sourced<Count>>,
        /// After how many seconds a finished job or run is removed.
        ttl_seconds_after_finished "ttlSecondsAfterFinished": Option<Sourced<Seconds>>,
        /// Says that this layer adds the workload.
        add "add": Option<Sourced<bool>>,
    }
    one of ["replicas", "scale"]
}

choice! {
    /// The kinds of workloads.
    WorkloadKind {
        /// A server with ports; a Deployment with a Service.
        Service "service",
        /// A Deployment without a Service.
        Worker "worker",
        /// A StatefulSet.
        Stateful "stateful",
        /// A CronJob.
        CronJob "cronjob",
        /// A Job.
        Job "job",
        /// A DaemonSet.
        Daemon "daemon",
    }
}

choice! {
    /// When a job runs.
    JobTime {
        /// Once, when it first appears.
        Once "once",
        /// Before everything else of each sync.
        Before "before",
        /// After everything else of each sync.
        After "after",
    }
}

choice! {
    /// Whether the pods of a stateful workload start and stop one after the other.
    PodManagementPolicy {
        /// One after the other, each when the one before it is ready.
        OrderedReady "OrderedReady",
        /// All at once.
        Parallel "Parallel",
    }
}
