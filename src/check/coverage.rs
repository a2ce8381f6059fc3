use std::collections::BTreeMap;

use ecow::EcoString;

use super::Tally;

/// How many objects were judged; what could not be is counted, never passed over.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Coverage {
    /// Objects that were judged by the schema of their kind.
    pub checked: usize,
    /// Objects without a schema, by API version and kind.
    pub unchecked: BTreeMap<(EcoString, EcoString), usize>,
    /// Rules in CEL that the schemas of custom resources hold and that are not evaluated, by API version and kind.
    pub unevaluated: BTreeMap<(EcoString, EcoString), usize>,
    /// Clusters of which only a part is known, so that references could not be followed.
    pub partly_known: usize,
    /// Files of manifests that were read.
    pub files: usize,
    /// Documents that are no objects.
    pub others: usize,
    /// Files without any document.
    pub empty_files: usize,
    /// Findings of codes that are left out.
    pub ignored: usize,
    /// Findings that are allowed, and references that could not be followed.
    pub tally: Tally,
}

impl Coverage {
    /// Whether there was nothing that could have been judged.
    pub fn is_empty(&self) -> bool {
        self.checked == 0 && self.unchecked.is_empty() && self.others == 0
    }

    /// Counts an object without a schema.
    pub fn leave_unchecked(&mut self, api_version: &EcoString, kind: &EcoString) {
        *self.unchecked.entry((api_version.clone(), kind.clone())).or_default() += 1;
    }

    /// Joins what was counted elsewhere.
    pub fn absorb(&mut self, other: &Self) {
        self.checked += other.checked;
        self.partly_known += other.partly_known;
        self.files += other.files;
        self.others += other.others;
        self.empty_files += other.empty_files;
        self.ignored += other.ignored;
        for (kind, count) in &other.unchecked {
            *self.unchecked.entry(kind.clone()).or_default() += count;
        }
        for (kind, count) in &other.unevaluated {
            let known = self.unevaluated.entry(kind.clone()).or_default();
            *known = (*known).max(*count);
        }
        self.tally.absorb(other.tally.clone());
    }
}
