//! What is wrong with objects.
//!
//! Takes objects with their origins; gives findings. Each object is judged by itself where it was made ([`check_object`]): by the
//! schema of its kind, by rules for single objects, by the search for secrets and by the Pod Security Standards. What is kept of
//! it, a [`Fact`], is judged with those of the whole cluster ([`check_cluster`]). Every rule is a file of `rules` or
//! `pod_security`; [`rules`] lists them.
//!
//! Law: a check names an object by its origin, never by its place in the output; what could not be judged is counted.

mod absence;
mod checked;
mod cluster;
mod coverage;
mod external;
mod fact;
mod levels;
mod object;
mod pod_security;
mod quota;
mod rule;
mod rules;
mod scaling;
mod secrets;
mod select;
mod structure;
mod verdicts;

use crate::diagnostics::{Code, Finding, Sink, input_codes};

pub use checked::{Checked, CheckedObjects};
pub use cluster::{Cluster, Extent};
pub use coverage::Coverage;
pub use external::{External, ExternalObject};
pub use fact::{ALLOW, Allow, Fact};
pub use levels::{LevelFault, Levels};
pub use object::{Cursor, Home, Object, Site};
pub use pod_security::{Standard, Violation};
pub use rule::{Judge, Rule};
pub use structure::Judged;
pub use verdicts::{Tally, Verdicts};

/// Every rule, in the order of their codes.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::RULES.iter().copied()
}

/// Every code that a finding may have: of the input and of rules.
pub fn codes() -> impl Iterator<Item = Code> {
    input_codes().chain(rules().map(|rule| rule.code))
}

/// The code of a name.
pub fn code_named(name: &str) -> Option<Code> {
    codes().find(|code| code.name() == name)
}

/// Judges one object by itself.
pub fn check_object(object: &Object<'_>) -> Checked {
    let mut findings = Vec::new();
    let judged = structure::check_structure(object, &mut findings);
    secrets::check_secrets(object, &mut findings);
    let mut violations = Vec::new();
    let pod = pod_security::Pod::of(object);
    for rule in rules() {
        match (rule.judge, &pod) {
            (Judge::Object(judge), _) => judge(object, &mut findings),
            (Judge::Pod(judge), Some(pod)) => {
                judge(pod, &mut pod_security::Violations { code: rule.code, found: &mut violations });
            }
            _ => {}
        }
    }
    Checked { fact: Fact::of(object, violations), findings, judged }
}

/// Judges a custom resource by the definition of its kind, once those of its cluster are known; its other rules have spoken.
pub fn check_custom(object: &Object<'_>) -> (Judged, Vec<Finding>) {
    let mut findings = Vec::new();
    let judged = structure::check_structure(object, &mut findings);
    if judged == Judged::Yes {
        rules::namespace_on_cluster_object::judge(object, &mut findings);
    }
    (judged, findings)
}

/// Judges the objects of a cluster together, and reports what was found in them one by one.
///
/// `found` holds what was found in single objects.
pub fn check_cluster<'f>(
    cluster: &Cluster<'_>,
    found: impl IntoIterator<Item = (&'f Fact, Finding)>,
    sink: &mut Sink,
) -> Tally {
    let mut verdicts = Verdicts::new(sink, cluster.extent);
    cluster.facts().for_each(|fact| verdicts.note_allowances(fact));
    for (fact, finding) in found {
        verdicts.report(fact, finding);
    }
    pod_security::enforce(cluster, &mut verdicts);
    for rule in rules() {
        if let Judge::Cluster(judge) = rule.judge {
            judge(cluster, &mut verdicts);
        }
    }
    verdicts.into_tally()
}

/// Reports what is allowed and never found, once every cluster was judged as a whole.
pub fn check_allowances(tally: &Tally, levels: &Levels) -> Vec<Finding> {
    rules::unused_allow::judge(tally, levels)
}
