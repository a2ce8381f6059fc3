use ecow::EcoString;

use super::{missing, spot};
use crate::diagnostics::{Code, Finding, Sink};
use crate::model::WorkloadKind::{self, CronJob, Daemon, Job, Service, Stateful, Worker};
use crate::model::{Named, Sourced, Workload};
use crate::node::{Origin, Origins};
use crate::resolve::WorkloadPlan;

/// Kinds whose pods answer requests through a Service.
const SERVED: &[WorkloadKind] = &[Service, Stateful];
/// Kinds of which as many pods run as somebody says.
const COUNTED: &[WorkloadKind] = &[Service, Worker, Stateful];
/// Kinds of which each version replaces the other as a whole.
const DEPLOYED: &[WorkloadKind] = &[Service, Worker];
/// Kinds of which more or fewer pods may run than were asked for, while they are replaced.
const ROLLED: &[WorkloadKind] = &[Service, Worker, Daemon];
/// Kinds whose pods run until they are stopped.
const LASTING: &[WorkloadKind] = &[Service, Worker, Stateful, Daemon];
/// Kinds whose pods run until they are done.
const FINISHING: &[WorkloadKind] = &[Job, CronJob];

/// A field that some kinds have, and what set it, if anything did.
type Row = (&'static str, &'static [WorkloadKind], Option<Origin>);

fn set<T>(value: &Option<Sourced<T>>) -> Option<Origin> {
    value.as_ref().map(|value| value.origin)
}

fn named<T, const RULE: usize>(map: &Named<T, RULE>) -> Option<Origin> {
    (!map.is_empty()).then_some(map.origin)
}

/// Every field that not all kinds have.
#[rustfmt::skip]
fn rows(spec: &Workload) -> [Row; 32] {
    let rollout = spec.rollout.as_ref().filter(|_| LASTING.contains(&spec.kind.value));
    [
        ("rollout.maxSurge", ROLLED, rollout.and_then(|rollout| set(&rollout.max_surge))),
        ("rollout.maxUnavailable", ROLLED, rollout.and_then(|rollout| set(&rollout.max_unavailable))),
        ("rollout.recreate", DEPLOYED, rollout.and_then(|rollout| set(&rollout.recreate))),
        ("rollout.progressDeadlineSeconds", DEPLOYED, rollout.and_then(|rollout| set(&rollout.progress_deadline_seconds))),
        ("rollout.partition", &[Stateful], rollout.and_then(|rollout| set(&rollout.partition))),
        ("service", SERVED, spec.service.as_ref().map(|service| service.origin)),
        ("routes", SERVED, named(&spec.routes)),
        ("replicas", COUNTED, set(&spec.replicas)),
        ("scale", COUNTED, spec.scale.as_ref().map(|scale| scale.origin)),
        ("disruption", COUNTED, spec.disruption.as_ref().map(|disruption| disruption.origin)),
        ("claims", &[Stateful], named(&spec.claims)),
        ("podManagementPolicy", &[Stateful], set(&spec.pod_management_policy)),
        ("rollout", LASTING, spec.rollout.as_ref().map(|rollout| rollout.origin)),
        ("probes", LASTING, spec.probes.as_ref().map(|probes| probes.origin)),
        ("metrics", LASTING, spec.metrics.as_ref().map(|metrics| metrics.origin)),
        ("drainSeconds", LASTING, set(&spec.drain_seconds)),
        ("ports", LASTING, named(&spec.ports)),
        ("spread", COUNTED, spec.spread.as_ref().map(|spread| spread.origin)),
        ("schedule", &[CronJob], set(&spec.schedule)),
        ("timeZone", &[CronJob], set(&spec.time_zone)),
        ("concurrencyPolicy", &[CronJob], set(&spec.concurrency_policy)),
        ("suspend", &[CronJob], set(&spec.suspend)),
        ("startingDeadlineSeconds", &[CronJob], set(&spec.starting_deadline_seconds)),
        ("successfulJobsHistoryLimit", &[CronJob], set(&spec.successful_jobs_history_limit)),
        ("failedJobsHistoryLimit", &[CronJob], set(&spec.failed_jobs_history_limit)),
        ("when", &[Job], set(&spec.when)),
        ("backoffLimit", FINISHING, set(&spec.backoff_limit)),
        ("activeDeadlineSeconds", FINISHING, set(&spec.active_deadline_seconds)),
        ("parallelism", FINISHING, set(&spec.parallelism)),
        ("completions", FINISHING, set(&spec.completions)),
        ("ttlSecondsAfterFinished", FINISHING, set(&spec.ttl_seconds_after_finished)),
        ("verticalScale", &[Service, Worker, Stateful, Daemon, CronJob], spec.vertical_scale.as_ref().map(|scale| scale.origin)),
    ]
}

/// Reports every field that the workload's kind does not have.
pub(super) fn check(plan: &WorkloadPlan, origins: &Origins, sink: &mut Sink) {
    let kind = &plan.spec.kind;
    for (field, kinds, set) in rows(&plan.spec) {
        let Some(origin) = set.filter(|_| !kinds.contains(&kind.value)) else { continue };
        sink.report(misplaced(field, kinds, kind, origin, origins));
    }
}

fn misplaced(
    field: &str,
    kinds: &[WorkloadKind],
    kind: &Sourced<WorkloadKind>,
    origin: Origin,
    origins: &Origins,
) -> Finding {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let message = format!("a {} has no `{field}`", kind.value.word());
    let help = match (field, kind.value) {
        ("claims", _) => {
            "write `kind: stateful` for pods that keep storage of their own, or mount an existing claim under `volumes`"
                .to_owned()
        }
        _ => format!("remove it, or write `kind: {}`", words.join("`, `")),
    };
    Finding::new(Code::CONTRADICTION, message, spot::key(origins, origin))
        .with(spot::value(origins, kind.origin), "says which fields there are")
        .help(help)
}

/// Reports what the workload's kind needs and has not; whether anything is missing.
pub(super) fn lacks_needed(plan: &WorkloadPlan, origins: &Origins, sink: &mut Sink) -> bool {
    let spec = &plan.spec;
    let lacks = match spec.kind.value {
        Service if spec.ports.is_empty() => Some((
            "a service needs at least one port",
            "write `ports: {http: 8080}`, or `kind: worker` for what nobody calls",
        )),
        CronJob if spec.schedule.is_none() => {
            Some(("a cron job needs a schedule", "write `schedule: \"0 3 * * *\"`, or `kind: job` for what runs once"))
        }
        _ => None,
    };
    if let Some((message, help)) = lacks {
        sink.report(missing(message, spec.origin, origins, help));
        return true;
    }
    if is_served(spec) && !plan.name.starts_with(|first: char| first.is_ascii_lowercase()) {
        sink.report(without_letter(&plan.name, spec.origin, origins));
    }
    false
}

/// Whether as many pods run as somebody says.
pub(super) fn is_counted(spec: &Workload) -> bool {
    COUNTED.contains(&spec.kind.value)
}

/// Whether a Service stands before the pods.
pub(super) fn is_served(spec: &Workload) -> bool {
    SERVED.contains(&spec.kind.value)
}

/// Kubernetes takes digits at the beginning of most names, and not of a Service's (RFC 1035).
fn without_letter(name: &EcoString, origin: Origin, origins: &Origins) -> Finding {
    let message = format!("`{name}` cannot be the name of a Service, which begins with a letter");
    Finding::new(Code::INVALID_VALUE, message, spot::key(origins, origin))
        .help(format!("write a letter before it, such as `a{name}`"))
}
