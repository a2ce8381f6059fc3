use crate::lower::Fragment;
use crate::lower::annotations::{HOOK, HOOK_DELETE_POLICY, SYNC_WAVE};
use crate::lower::labels::Pair;
use crate::model::{JobTime, Sourced, Workload, WorkloadKind};

/// The wave of a job that runs before everything else.
const BEFORE: &str = "-1";
/// The wave of what such a job needs.
const NEEDED_BEFORE: &str = "-2";

/// The annotations of a job that runs in each sync: before the rest as a hook of the sync itself, so that what it needs can be
/// applied before it; after the rest once all of it is healthy.
pub(super) fn of_job(when: &Sourced<JobTime>) -> Option<Fragment> {
    let origin = when.origin;
    let annotation = |key: &'static str, text: &'static str| (key, text.into(), origin);
    let hook = match when.value {
        JobTime::Once => return None,
        JobTime::Before => vec![annotation(HOOK, "Sync"), annotation(SYNC_WAVE, BEFORE)],
        JobTime::After => vec![annotation(HOOK, "PostSync")],
    };
    let replaced = annotation(HOOK_DELETE_POLICY, "BeforeHookCreation");
    Fragment::texts(hook.into_iter().chain([replaced]))
}

/// The annotation of what a job that runs before everything else needs; none for other workloads.
pub(super) fn before_its_job(spec: &Workload) -> Option<Pair> {
    let when = spec.when.as_ref().filter(|when| when.value == JobTime::Before)?;
    (spec.kind.value == WorkloadKind::Job).then(|| (SYNC_WAVE.into(), NEEDED_BEFORE.into(), when.origin))
}
