//! CronJobs.

use super::job;
use super::place::Place;
use crate::fault::FaultKind;
use crate::tree::Tree;
use crate::walk::Walker;

/// The first minor release that refuses a time zone inside the schedule.
const ZONE_APART: u32 = 29;

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    check_zone(walker, &spec);
    let Some(template) = spec.field("jobTemplate") else { return };
    let Some(job) = template.field("spec") else { return };
    job::check_spec(walker, &job);
    if job.has("selector") {
        job.fault(
            walker,
            FaultKind::Conflict,
            format_args!("the `selector` of a cron job's jobs is made by the server"),
        )
        .key("selector");
    }
    if job.flag("manualSelector") == Some(true) {
        job.fault(walker, FaultKind::Conflict, format_args!("the jobs of a cron job have no `manualSelector`"))
            .key("manualSelector");
    }
}

fn check_zone<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let zoned = spec.text("schedule").is_some_and(|schedule| schedule.contains("TZ"));
    if zoned && (walker.schemas.minor() >= ZONE_APART || spec.has("timeZone")) {
        spec.fault(walker, FaultKind::Conflict, format_args!("the time zone stands in `timeZone`, not in `schedule`"))
            .key("schedule");
    }
}
