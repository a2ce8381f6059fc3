use ecow::eco_format;
use k8s_openapi::api::batch::v1 as batch;
use sha2::{Digest, Sha256};

use super::{Header, Lowering, ObjectKind, Resource, made_by, pod, sync_order};
use crate::lower::Fragment;
use crate::model::{JobTime, Sourced};
use crate::node::{Node, Origin, Origins, Payload};

pub(super) const KIND: ObjectKind = ObjectKind::of::<batch::Job>("workload/job");

/// The minor version of Kubernetes from which a Job may leave failures uncounted that a drain of its node caused.
const FAILURE_POLICY_SINCE: u8 = 26;

/// Lowers a task. One that runs once is called after what it consists of, since Kubernetes lets nobody change a Job: a changed
/// task is another one, and runs.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let spec = job_spec(lowering);
    let when = lowering.plan.spec.when.as_ref();
    let header = lowering.header(KIND, when.map(|when| when.origin));
    match when.map_or(JobTime::Once, |when| when.value) {
        JobTime::Once => named_after_content(header, spec, lowering.origins),
        JobTime::Before | JobTime::After => {
            let annotations = when.and_then(sync_order::of_job);
            Header { annotations, ..header }.object([("spec", spec)])
        }
    }
}

fn named_after_content(header: Header, spec: Fragment, origins: &mut Origins) -> Resource {
    let node = spec.into_node();
    let mut hasher = Sha256::new();
    hasher.update(node.to_json().to_string().as_bytes());
    let digest = hasher.finalize();
    let [a, b, c, d, ..] = digest.as_slice() else { unreachable!("SHA-256 has 32 bytes") };
    let mut all = vec![header.name.origin, header.origin];
    collect_origins(&node, &mut all);
    let origin = origins.join(&all);
    let name = Sourced { value: eco_format!("{}-{a:02x}{b:02x}{c:02x}{d:02x}", header.name.value), origin };
    Header { name, origin, ..header }.object([("spec", Fragment::from_node(node))])
}

fn collect_origins(node: &Node, all: &mut Vec<Origin>) {
    if !all.contains(&node.origin) {
        all.push(node.origin);
    }
    match &node.payload {
        Payload::Seq(items) => items.iter().for_each(|item| collect_origins(item, all)),
        Payload::Map(entries) => entries.iter().for_each(|entry| collect_origins(&entry.value, all)),
        _ => {}
    }
}

/// What a Job and the runs of a CronJob have in common.
pub(super) fn job_spec(lowering: &mut Lowering<'_>) -> Fragment {
    let spec = &lowering.plan.spec;
    let typed = batch::JobSpec {
        parallelism: spec.parallelism.as_ref().map(|count| count.value.0),
        completions: spec.completions.as_ref().map(|count| count.value.0),
        backoff_limit: spec.backoff_limit.as_ref().map(|count| count.value.0),
        active_deadline_seconds: spec.active_deadline_seconds.as_ref().map(|seconds| i64::from(seconds.value.0)),
        ttl_seconds_after_finished: spec.ttl_seconds_after_finished.as_ref().map(|seconds| seconds.value.0),
        ..batch::JobSpec::default()
    };
    Fragment::of(&typed)
        .because(&["parallelism"], made_by(&spec.parallelism))
        .because(&["completions"], made_by(&spec.completions))
        .because(&["backoffLimit"], made_by(&spec.backoff_limit))
        .because(&["activeDeadlineSeconds"], made_by(&spec.active_deadline_seconds))
        .because(&["ttlSecondsAfterFinished"], made_by(&spec.ttl_seconds_after_finished))
        .with("podFailurePolicy", leave_drains_uncounted(lowering))
        .with("template", pod::template(lowering))
}

/// A pod that a drain or a preemption ended has not failed.
fn leave_drains_uncounted(lowering: &Lowering<'_>) -> Option<Fragment> {
    if lowering.cluster.kubernetes_minor < FAILURE_POLICY_SINCE {
        return None;
    }
    let typed = batch::PodFailurePolicy {
        rules: vec![batch::PodFailurePolicyRule {
            action: "Ignore".to_owned(),
            on_pod_conditions: Some(vec![batch::PodFailurePolicyOnPodConditionsPattern {
                type_: "DisruptionTarget".to_owned(),
                status: Some("True".to_owned()),
            }]),
            ..batch::PodFailurePolicyRule::default()
        }],
    };
    Some(Fragment::of(&typed).because(&[], lowering.cluster.kubernetes_origin))
}
