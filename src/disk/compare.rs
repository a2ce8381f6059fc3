use std::path::Path;

use ecow::EcoString;

use super::error::DiskError;
use super::ledger::Ledger;
use super::survey::{State, Survey};
use crate::emit::{Scope, Tree};

/// A path at which the output folder and a tree disagree.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Difference {
    /// The path below the output folder.
    pub path: EcoString,
    /// How they disagree.
    pub kind: DifferenceKind,
}

/// How the output folder and a tree disagree at a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DifferenceKind {
    /// The file has other bytes, or something else stands in its place or on the way.
    Stale,
    /// The file does not exist.
    Missing,
    /// An earlier run wrote the file and the tree no longer has it.
    Extra,
}

pub(super) fn compare(out: &Path, tree: &Tree, scope: &Scope) -> Result<Vec<Difference>, DiskError> {
    let ledger = Ledger::open(out)?;
    let survey = Survey::of(out, tree, scope, &ledger)?;
    let pending = survey.pending.iter().map(|pending| Difference {
        path: pending.file.path.clone(),
        kind: if matches!(pending.state, State::Missing { .. }) {
            DifferenceKind::Missing
        } else {
            DifferenceKind::Stale
        },
    });
    let extra = survey.pruned.iter().chain(&survey.dead);
    let extra = extra.map(|path| Difference { path: path.clone(), kind: DifferenceKind::Extra });
    let mut differences: Vec<_> = pending.chain(extra).collect();
    differences.sort();
    Ok(differences)
}
