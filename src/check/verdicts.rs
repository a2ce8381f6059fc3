use std::collections::BTreeMap;

use ecow::EcoString;

use super::cluster::Extent;
use super::fact::{Allow, Fact};
use super::object::{Site, label_of};
use crate::diagnostics::{Code, Finding, Level, Sink, Spot, Subject};
use crate::source::Sources;

/// Collects what rules find in one cluster, without what is allowed.
#[derive(Debug)]
pub struct Verdicts<'s> {
    sink: &'s mut Sink,
    extent: Extent,
    tally: Tally,
}

/// What was found and is not reported, and what was not judged: it is counted, never passed over in silence.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Tally {
    /// Findings that an object or its stack allows.
    pub allowed: usize,
    /// Findings that a baseline knows.
    pub known: usize,
    /// References that could not be followed, and faults that could not be told, because a part of their cluster is not known.
    pub unfollowed: usize,
    /// Each allowance with whether something was found that it allows.
    pub(super) allowances: BTreeMap<(EcoString, Spot), (Allow, bool)>,
}

impl Tally {
    /// Joins what was counted elsewhere.
    pub fn absorb(&mut self, other: Tally) {
        self.allowed += other.allowed;
        self.known += other.known;
        self.unfollowed += other.unfollowed;
        for (key, (allow, used)) in other.allowances {
            self.allowances.entry(key).or_insert((allow, false)).1 |= used;
        }
    }

    /// Notes an allowance, so that one that allows nothing is seen.
    pub fn note(&mut self, allow: &Allow, used: bool) {
        let key = (allow.code.clone(), allow.site.spot.clone());
        self.allowances.entry(key).or_insert_with(|| (allow.clone(), false)).1 |= used;
    }

    /// Whether one of the allowances accepts a finding; one that does is noted, and the finding counted.
    pub fn allows(&mut self, allows: &[Allow], finding: &Finding) -> bool {
        let accepts = |allow: &&Allow| allow.code == finding.code.name() && !allow.reason.is_empty();
        let allow = allows.iter().find(accepts).filter(|_| finding.code.entry().adjustable);
        if let Some(allow) = allow {
            self.allowed += 1;
            self.note(allow, true);
        }
        allow.is_some()
    }

    /// Brings every allowance to where it stands today: apps that were judged earlier name it where it stood then.
    pub fn relocate(&mut self, sources: &Sources) {
        for ((code, spot), (allow, used)) in std::mem::take(&mut self.allowances) {
            let spot = match spot {
                Spot::Key(place) => Spot::Key(sources.current(place).unwrap_or(place)),
                Spot::Value(place) => Spot::Value(sources.current(place).unwrap_or(place)),
                other => other,
            };
            self.allowances.entry((code, spot)).or_insert((allow, false)).1 |= used;
        }
    }

    /// The allowances that allow nothing.
    pub fn unused(&self) -> impl Iterator<Item = &Allow> {
        self.allowances.values().filter(|(_, used)| !used).map(|(allow, _)| allow)
    }
}

impl<'s> Verdicts<'s> {
    /// Starts with nothing found.
    pub fn new(sink: &'s mut Sink, extent: Extent) -> Self {
        Self { sink, extent, tally: Tally::default() }
    }

    /// Reports what was found about an object, unless it is allowed there.
    pub fn report(&mut self, fact: &Fact, mut finding: Finding) {
        if self.tally.allows(&fact.allows, &finding) {
            self.sink.conceal(finding.secrets);
        } else {
            finding.occurrences.extend(fact.occurrence.clone());
            self.sink.report(finding);
        }
    }

    /// Reports that something which an object needs is not there; where that cannot be told, counts it.
    pub fn report_absent(&mut self, fact: &Fact, mut finding: Finding) {
        match self.extent {
            Extent::Whole => self.report(fact, finding),
            Extent::Given => {
                finding.level = finding.level.max(Level::Warning);
                self.report(fact, finding);
            }
            Extent::Part => self.leave_open(finding),
        }
    }

    /// Reports what is true of the objects that are known; where others that are not looked at may change it, counts it.
    pub fn report_of_all(&mut self, fact: &Fact, finding: Finding) {
        match self.extent {
            Extent::Whole | Extent::Given => self.report(fact, finding),
            Extent::Part => self.leave_open(finding),
        }
    }

    fn leave_open(&mut self, finding: Finding) {
        self.tally.unfollowed += 1;
        self.sink.conceal(finding.secrets);
    }

    /// Counts what could not be judged, because a part of the cluster is not known.
    pub fn leave_unjudged(&mut self) {
        self.tally.unfollowed += 1;
    }

    /// Notes what an object allows.
    pub(super) fn note_allowances(&mut self, fact: &Fact) {
        fact.allows.iter().for_each(|allow| self.tally.note(allow, false));
    }

    /// Gives up what was counted.
    pub fn into_tally(self) -> Tally {
        self.tally
    }
}

impl Fact {
    /// Starts a finding about a part of the object.
    pub fn finding(&self, code: Code, message: impl Into<String>, site: &Site) -> Finding {
        let label = label_of(&self.kind, &self.name, &site.path);
        let mut finding = Finding::new(code, message, site.spot.clone()).label(label);
        finding.subject = Some(Box::new(Subject {
            api_version: self.api_version.clone(),
            kind: self.kind.clone(),
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            path: site.path.clone(),
            output: self.output.clone(),
        }));
        finding
    }

    /// Starts a finding about an object that comes before another one which must come first.
    pub fn too_early(&self, code: Code, message: String, other: &Fact) -> Finding {
        let finding = self.finding(code, message, self.turn.site.as_ref().unwrap_or(&self.site));
        let (spot, label) = other.other_half(other.turn.site.as_ref().unwrap_or(&other.site));
        finding.with(spot, label).help(format!("let {} come first: give it an earlier wave or phase", other.title()))
    }

    /// Says where something of this object is written, for the other half of a finding.
    pub fn other_half(&self, site: &Site) -> (Spot, String) {
        (site.spot.clone(), label_of(&self.kind, &self.name, &site.path))
    }
}
