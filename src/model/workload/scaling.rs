//! How much of a workload runs: resources, scaling, disruption, and how pods are replaced.

use crate::model::scalars::{AtLeastOne, Bytes, Count, Percentage, Period, Quantity, Seconds, Text, choice};
use crate::model::{AsWritten, IntOrPercent, Named, Open, Sourced, TextRule, Value, record};

record! {
    /// Amounts of compute.
    Amounts {
        /// CPU, such as `250m` or `"1"`.
        cpu "cpu": Option<Sourced<Quantity>>,
        /// Memory, such as `512Mi`.
        memory "memory": Option<Sourced<Bytes>>,
        /// Local storage, such as `1Gi`.
        ephemeral_storage "ephemeral-storage": Option<Sourced<Bytes>>,
    }
}

record! {
    /// What a pod requests, and where it is stopped.
    Resources {
        /// What the scheduler reserves.
        requests "requests": Option<Amounts>,
        /// What the pod may not exceed.
        limits "limits": Option<Amounts>,
    }
}

record! {
    /// Bounds and targets of a HorizontalPodAutoscaler.
    Scale {
        /// The fewest pods.
        min "min": Sourced<AtLeastOne>,
        /// The most pods.
        max "max": Sourced<AtLeastOne>,
        /// The CPU use, in percent of the request, that scaling aims at.
        cpu "cpu": Option<Sourced<Percentage>>,
        /// The memory use, in percent of the request, that scaling aims at.
        memory "memory": Option<Sourced<Percentage>>,
        /// Further metrics.
        metrics "metrics": Named<ScaleMetric>,
        /// How fast it goes, as Kubernetes has it: `scaleUp` and `scaleDown` with policies and stabilisation windows.
        behavior "behavior": Option<Value>,
    }
}

record! {
    /// A metric that scaling aims at.
    ScaleMetric {
        /// The metric's name in the metrics API.
        query "query": Sourced<Text>,
        /// The value per pod that scaling aims at.
        target "target": Sourced<AsWritten>,
        /// Whether the pods themselves have it, or something outside the cluster such as a queue.
        source "source": Option<Sourced<MetricSource>>,
        /// Labels that the metric must have.
        selector "selector": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// Says that this layer adds the metric.
        add "add": Option<Sourced<bool>>,
    }
}

choice! {
    /// Where a metric comes from.
    MetricSource {
        /// Each pod has its own value; the custom metrics API serves it.
        Pods "pods",
        /// One value from outside, shared among the pods; the external metrics API serves it.
        External "external",
    }
}

record! {
    /// How many pods a node drain leaves; one of the two.
    Disruption {
        /// At least so many pods stay.
        min_available "minAvailable": Option<Sourced<IntOrPercent>>,
        /// At most so many pods go.
        max_unavailable "maxUnavailable": Option<Sourced<IntOrPercent>>,
    }
    one of ["minAvailable", "maxUnavailable"]
}

record! {
    /// How pods are replaced.
    Rollout {
        /// How many pods there may be beyond what is asked for, while they are replaced.
        max_surge "maxSurge": Option<Sourced<IntOrPercent>>,
        /// How many pods may be missing while they are replaced; of a service or worker none unless this says so.
        max_unavailable "maxUnavailable": Option<Sourced<IntOrPercent>>,
        /// Whether all pods stop before new ones start, for what cannot run twice; Kubernetes' strategy `Recreate`.
        recreate "recreate": Option<Sourced<bool>>,
        /// How long a new pod must be ready before it counts.
        min_ready_seconds "minReadySeconds": Option<Sourced<Seconds>>,
        /// After how many seconds without progress a rollout counts as failed.
        progress_deadline_seconds "progressDeadlineSeconds": Option<Sourced<Period>>,
        /// How many old revisions are kept for a rollback.
        revision_history_limit "revisionHistoryLimit": Option<Sourced<Count>>,
        /// From which ordinal on the pods of a stateful workload are replaced.
        partition "partition": Option<Sourced<Count>>,
        /// Traffic that a new version gets step by step.
        canary "canary" later: Option<Value>,
    }
}

record! {
    /// What a VerticalPodAutoscaler does with what it learns of the pods' use.
    VerticalScale {
        /// Whether it only recommends, or sets requests too.
        mode "mode": Option<Sourced<VerticalMode>>,
        /// The least that it recommends.
        min "min": Option<Amounts>,
        /// The most that it recommends.
        max "max": Option<Amounts>,
    }
}

choice! {
    /// What a VerticalPodAutoscaler does.
    VerticalMode {
        /// It recommends requests and changes none.
        Recommend "recommend",
        /// It sets requests of pods when they start.
        Initial "initial",
        /// It replaces pods whose requests are far off.
        Auto "auto",
    }
}
