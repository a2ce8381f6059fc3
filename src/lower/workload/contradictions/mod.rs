//! What the fields of one workload say against one another, a file for each part of it.
//!
//! Law: nothing is said of what follows from something else that was said, and nothing of fields that the kind does not have.

mod batch;
mod claims;
mod containers;
mod disruption;
mod names;
mod ports;
mod probes;
mod rollout;
mod scaling;
mod security;
mod stopping;
mod variables;
mod volumes;

pub(super) use rollout::is_none;

use super::spot;
use crate::diagnostics::{Code, Finding, Sink};
use crate::model::Workload;
use crate::node::{Origin, Origins};
use crate::resolve::{ClusterFacts, WorkloadPlan};

/// Reports every two fields of a workload that contradict each other, and every value that no cluster takes.
pub(super) fn check(plan: &WorkloadPlan, cluster: &ClusterFacts, origins: &Origins, sink: &mut Sink) {
    let mut check = Check { plan, spec: &plan.spec, cluster, origins, sink };
    check.names();
    check.scaling();
    check.resources();
    check.disruption();
    check.probes();
    check.handlers();
    check.stopping();
    check.ports();
    check.variables();
    check.rollout();
    check.batch();
    check.containers();
    check.security();
    check.claims();
    check.volumes();
    check.networks();
}

struct Check<'a> {
    plan: &'a WorkloadPlan,
    spec: &'a Workload,
    cluster: &'a ClusterFacts,
    origins: &'a Origins,
    sink: &'a mut Sink,
}

/// Two halves of a contradiction: the one at fault, and the other with what to say of it.
struct Halves<'a> {
    primary: Origin,
    other: Origin,
    says: &'a str,
}

impl Check<'_> {
    fn contradiction(&mut self, message: impl Into<String>, halves: &Halves<'_>, help: impl Into<String>) {
        let finding = Finding::new(Code::CONTRADICTION, message, spot::value(self.origins, halves.primary))
            .with(spot::value(self.origins, halves.other), halves.says)
            .help(help);
        self.sink.report(finding);
    }

    /// Reports two things by the keys that hold them.
    fn two_keys(&mut self, message: impl Into<String>, halves: &Halves<'_>, help: impl Into<String>) {
        let finding = Finding::new(Code::CONTRADICTION, message, spot::key(self.origins, halves.primary))
            .with(spot::key(self.origins, halves.other), halves.says)
            .help(help);
        self.sink.report(finding);
    }

    /// Reports a value that contradicts what the thing is.
    fn impossible(&mut self, message: impl Into<String>, origin: Origin, help: impl Into<String>) {
        let finding = Finding::new(Code::CONTRADICTION, message, spot::value(self.origins, origin)).help(help);
        self.sink.report(finding);
    }

    /// Reports a value that no cluster takes.
    fn invalid(&mut self, message: impl Into<String>, origin: Origin, help: impl Into<String>) {
        let finding = Finding::new(Code::INVALID_VALUE, message, spot::value(self.origins, origin)).help(help);
        self.sink.report(finding);
    }

    /// Reports the first two that are set of fields that exclude one another.
    ///
    /// A layer that sets one takes the others from the layers below, so that both stand in one layer.
    fn one_of<const N: usize>(&mut self, thing: &str, fields: [(&'static str, Option<Origin>); N]) {
        let mut set = fields.iter().filter_map(|(name, origin)| Some((name, (*origin)?)));
        if let (Some((one, primary)), Some((two, other))) = (set.next(), set.next()) {
            let says = format!("{thing} has one of {}", listed(fields.iter().map(|(name, _)| *name)));
            let halves = Halves { primary, other, says: &says };
            self.contradiction(format!("{thing} has both `{one}` and `{two}`"), &halves, "remove one of the two");
        }
    }
}

/// Names for a sentence: `` `a`, `b` and `c` ``.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
        None => String::new(),
    }
}
