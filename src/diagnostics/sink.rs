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

    /// Whether an error of the input was reported, of which nothing can be made; those of rules do not count.
    pub fn has_faulty_input(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Error && !finding.code.entry().adjustable)
    }

    /// Gives up every secret that its findings know, or that were kept out of the report without one: also those of findings that
    /// will be left out.
    pub fn take_secrets(&mut self) -> Vec<Concealed> {
        let of_findings = self.findings.iter_mut().flat_map(|finding| std::mem::take(&mut finding.secrets));
        let mut secrets: Vec<Concealed> = of_findings.collect();
        secrets.append(&mut self.secrets);
        secrets
    }

    /// Gives up the findings.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
