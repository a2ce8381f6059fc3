use platgen_schema::{Grammar, check_text};

use super::{Check, Halves};
use crate::diagnostics::{Code, Finding};
use crate::lower::spot;
use crate::lower::workload::runs_on;
use crate::model::{JobTime, WorkloadKind, since};

const SCHEDULE_HELP: &str =
    "write minute, hour, day of the month, month and day of the week: `0 3 * * *` is 03:00 of every day";

impl Check<'_> {
    /// What runs until it is done, and when.
    pub(super) fn batch(&mut self) {
        match self.spec.kind.value {
            WorkloadKind::CronJob => self.schedule(),
            WorkloadKind::Job => self.counts(),
            _ => return,
        }
        self.removal();
        self.endless_sidecars();
    }

    fn schedule(&mut self) {
        let Some(schedule) = &self.spec.schedule else { return };
        let text = schedule.value.0.as_str();
        if let Some((zone, rest)) = zone_before(text) {
            let help = format!("write `schedule: \"{rest}\"`, and `timeZone: {zone}` beside it");
            self.invalid("a schedule does not name its time zone", schedule.origin, help);
        } else if let Err(phrase) = check_text(Grammar::Cron, text) {
            self.invalid(format!("`{text}` is not {phrase}"), schedule.origin, SCHEDULE_HELP);
        }
    }

    /// A job of no pods never ends, or ends without having done anything.
    fn counts(&mut self) {
        let spec = self.spec;
        let help = "write 1 or more; to keep the job from running in some environment, remove it there with `null`";
        if let Some(parallelism) = spec.parallelism.as_ref().filter(|count| count.value.0 == 0) {
            self.impossible("a job of which no pod may run never ends", parallelism.origin, help);
        }
        if let Some(completions) = spec.completions.as_ref().filter(|count| count.value.0 == 0) {
            self.impossible("a job of which no pod must succeed does nothing", completions.origin, help);
        }
    }

    /// What is in Git and not in the cluster is made anew: a job that is removed when it is done would run again.
    fn removal(&mut self) {
        let spec = self.spec;
        let is_once = spec.when.as_ref().is_none_or(|when| when.value == JobTime::Once);
        let Some(after) = spec.ttl_seconds_after_finished.as_ref().filter(|_| is_once) else { return };
        if spec.kind.value != WorkloadKind::Job {
            return;
        }
        let other = spec.when.as_ref().map_or(spec.kind.origin, |when| when.origin);
        let halves = Halves { primary: after.origin, other, says: "it runs once" };
        let message = "a job that is removed when it is done is made anew, and runs again, with the next sync";
        let help = "remove `ttlSecondsAfterFinished`, or write `when: before` or `when: after` for a job of each sync";
        self.contradiction(message, &halves, help);
    }

    /// Clusters that know no sidecars run them as ordinary containers, and a pod is done when all of those are.
    fn endless_sidecars(&mut self) {
        let spec = self.spec;
        if runs_on(spec.kind.value) || self.cluster.kubernetes_minor >= since::SIDECARS {
            return;
        }
        let Some((name, sidecar)) = spec.sidecars.iter().next() else { return };
        let message = format!("a run with sidecar `{name}` never ends before Kubernetes 1.{}", since::SIDECARS);
        let version = spot::value(self.origins, self.cluster.kubernetes_origin);
        let finding = Finding::new(Code::CONTRADICTION, message, spot::key(self.origins, sidecar.origin))
            .with(version, "the cluster's version")
            .help("do its work in the container itself, or under `init`");
        self.sink.report(finding);
    }
}

/// The time zone before a schedule, which other crons know, and what follows it.
fn zone_before(text: &str) -> Option<(&str, &str)> {
    let zoned = text.strip_prefix("TZ=").or_else(|| text.strip_prefix("CRON_TZ="))?;
    let (zone, rest) = zoned.split_once(' ')?;
    Some((zone, rest.trim_start()))
}
