use ecow::EcoString;

use super::{Concealed, Finding, Level};

/// Stands for a value that could not be made; its finding was reported where it failed, so it is passed on in silence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Poison;

/// Collects the findings of one piece of work.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    findings: Vec<Finding>,
    occurrence: Option<EcoString>,
    secrets: Vec<Concealed>,
}

impl Sink {
    /// Makes a sink whose findings all occur in one environment, cluster or app.
    pub fn occurring_in(occurrence: impl Into<EcoString>) -> Self {
        Self { occurrence: Some(occurrence.into()), ..Self::default() }
    }

    /// Reports a fault and gives the poison to pass on.
    pub fn report(&mut self, mut finding: Finding) -> Poison {
        if let Some(occurrence) = &self.occurrence {
            finding.occurrences.push(occurrence.clone());
        }
        self.findings.push(finding);
        Poison
    }

    /// Takes over what another sink collected.
    pub fn absorb(&mut self, other: Sink) {
        self.findings.extend(other.findings);
        self.secrets.extend(other.secrets);
    }

    /// Takes over findings as they are.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
    }

    /// Keeps the secrets of a finding that is not reported out of the report.
    pub fn conceal(&mut self, secrets: impl IntoIterator<Item = Concealed>) {
        self.secrets.extend(secrets);
    }

    /// Whether an error was reported.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Error)
    }

    /// What was reported so far, in the order of reporting.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Gives up the findings, and the secrets that only others know.
    pub(super) fn into_parts(self) -> (Vec<Finding>, Vec<Concealed>) {
        (self.findings, self.secrets)
    }

    /// Gives up the findings.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
