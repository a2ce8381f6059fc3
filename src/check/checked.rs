use super::fact::Fact;
use super::{Coverage, Judged};
use crate::diagnostics::Finding;

/// One object, judged by itself.
#[derive(Debug)]
pub struct Checked {
    /// What is kept of it.
    pub fact: Fact,
    /// What was found; whether any of it is allowed is decided with the cluster.
    pub findings: Vec<Finding>,
    /// Whether there was a schema to judge it by.
    pub judged: Judged,
}

/// The objects of an app, or of a file, judged one by one: what the cluster is judged by.
#[derive(Debug, Default)]
pub struct CheckedObjects {
    /// What is kept of each.
    pub facts: Vec<Fact>,
    /// What was found, by the place of its object among the facts.
    found: Vec<(usize, Finding)>,
    /// What could and could not be judged.
    pub coverage: Coverage,
}

impl CheckedObjects {
    /// Adds an object.
    pub fn add(&mut self, Checked { fact, findings, judged }: Checked) {
        let index = self.facts.len();
        self.found.extend(findings.into_iter().map(|finding| (index, finding)));
        match judged {
            Judged::Yes => self.coverage.checked += 1,
            Judged::NoSchema => self.coverage.leave_unchecked(&fact.api_version, &fact.kind),
        }
        self.facts.push(fact);
    }

    /// Adds an object whose schema only the cluster as a whole knows: whether there is one is counted with the cluster.
    pub fn add_open(&mut self, Checked { fact, findings, .. }: Checked) {
        let index = self.facts.len();
        self.found.extend(findings.into_iter().map(|finding| (index, finding)));
        self.facts.push(fact);
    }

    /// What was found in single objects, each with what is kept of it.
    pub fn found(&self) -> impl Iterator<Item = (&Fact, Finding)> {
        self.found.iter().map(|(index, finding)| (&self.facts[*index], finding.clone()))
    }
}
