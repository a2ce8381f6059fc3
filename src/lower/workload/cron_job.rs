use k8s_openapi::api::batch::v1 as batch;

use super::{Lowering, ObjectKind, Resource, job, made_by};
use crate::lower::Fragment;

pub(super) const KIND: ObjectKind = ObjectKind::of::<batch::CronJob>("workload/cron-job");

/// Lowers a task that runs by a schedule.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let spec = &lowering.plan.spec;
    let typed = batch::CronJobSpec {
        schedule: spec.schedule.as_ref().map(|schedule| schedule.value.to_string()).unwrap_or_default(),
        time_zone: spec.time_zone.as_ref().map(|zone| zone.value.to_string()),
        concurrency_policy: spec.concurrency_policy.as_ref().map(|policy| policy.value.word().to_owned()),
        suspend: spec.suspend.as_ref().map(|suspend| suspend.value),
        starting_deadline_seconds: spec.starting_deadline_seconds.as_ref().map(|seconds| i64::from(seconds.value.0)),
        successful_jobs_history_limit: spec.successful_jobs_history_limit.as_ref().map(|count| count.value.0),
        failed_jobs_history_limit: spec.failed_jobs_history_limit.as_ref().map(|count| count.value.0),
        ..batch::CronJobSpec::default()
    };
    let template = Fragment::of(&batch::JobTemplateSpec::default()).with("spec", job::job_spec(lowering));
    let fields = Fragment::of(&typed)
        .because(&["schedule"], made_by(&spec.schedule))
        .because(&["timeZone"], made_by(&spec.time_zone))
        .because(&["concurrencyPolicy"], made_by(&spec.concurrency_policy))
        .because(&["suspend"], made_by(&spec.suspend))
        .because(&["startingDeadlineSeconds"], made_by(&spec.starting_deadline_seconds))
        .because(&["successfulJobsHistoryLimit"], made_by(&spec.successful_jobs_history_limit))
        .because(&["failedJobsHistoryLimit"], made_by(&spec.failed_jobs_history_limit))
        .with("jobTemplate", template);
    lowering.header(KIND, None).object([("spec", fields)])
}
