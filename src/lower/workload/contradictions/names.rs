use super::Check;
use crate::diagnostics::{Code, Finding};
use crate::lower::spot;
use crate::model::{JobTime, WorkloadKind};

/// How long a workload's name may be, and what Kubernetes and platgen make of it.
struct Bound {
    thing: &'static str,
    longest: usize,
    why: &'static str,
}

impl Check<'_> {
    /// Names are at most 63 characters long everywhere; those of some kinds get something appended that must fit, too.
    pub(super) fn names(&mut self) {
        let name = &self.plan.name;
        let Some(bound) = self.bound() else { return };
        if name.len() <= bound.longest {
            return;
        }
        let message =
            format!("the name of a {} has at most {} characters, this one {}", bound.thing, bound.longest, name.len());
        let finding = Finding::new(Code::NAME_TOO_LONG, message, spot::key(self.origins, self.spec.origin));
        self.sink.report(finding.help(format!("write a shorter name: {}", bound.why)));
    }

    fn bound(&self) -> Option<Bound> {
        match self.spec.kind.value {
            WorkloadKind::CronJob => Some(Bound {
                thing: "cron job",
                longest: 52,
                why: "Kubernetes adds 11 to call each Job after its time",
            }),
            // The name is a label of each pod.
            WorkloadKind::Job if self.spec.when.as_ref().is_none_or(|when| when.value == JobTime::Once) => {
                Some(Bound {
                    thing: "job that runs once",
                    longest: 54,
                    why: "its Job has 9 more, which say what it consists of",
                })
            }
            // So is that of each revision: the name, a dash and ten characters.
            WorkloadKind::Stateful => {
                Some(Bound { thing: "stateful workload", longest: 52, why: "Kubernetes adds 11 to call each revision" })
            }
            _ => None,
        }
    }
}
