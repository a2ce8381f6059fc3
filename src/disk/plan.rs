use std::collections::BTreeMap;
use std::fmt::Write;

use ecow::EcoString;

use super::error::{DiskError, ForeignFile, Obstacle};
use super::ledger::Ledger;
use super::listing::JournalEntry;
use super::survey::{Pending, State, Survey};
use crate::emit::TreeFile;

/// Files to put in place.
#[derive(Default)]
pub(super) struct Batch<'t> {
    /// By missing folder, all that belongs below it: filled elsewhere and put in place by one rename.
    pub(super) fresh: BTreeMap<EcoString, Vec<&'t TreeFile>>,
    /// Files that are new in a folder that exists.
    pub(super) added: Vec<&'t TreeFile>,
    /// Files that stand there with other bytes.
    pub(super) changed: Vec<&'t TreeFile>,
}

/// The changes of one run, in the order in which they are made.
pub(super) struct Plan<'t> {
    /// The journal to keep meanwhile: every path that is ours without an index on disk saying so.
    pub(super) journal: String,
    /// Files other than indexes, and folders that hold no index.
    pub(super) first: Batch<'t>,
    /// The indexes, with folders that are missing above them.
    pub(super) last: Batch<'t>,
    /// What was found; for all that is removed.
    pub(super) survey: Survey<'t>,
}

impl<'t> Plan<'t> {
    /// Orders what a survey found.
    ///
    /// # Errors
    /// [`DiskError::ForeignFiles`] with everything that stands in the way and is not ours.
    pub(super) fn of(survey: Survey<'t>, ledger: &mut Ledger<'_>) -> Result<Self, DiskError> {
        refuse_foreign(&survey, ledger)?;
        let journal = journal_of(&survey, ledger.unfinished());
        let (first, last) = batches_of(&survey.pending);
        Ok(Self { journal, first, last, survey })
    }

    /// Whether there is nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.journal.is_empty() && self.survey.pending.is_empty()
    }
}

fn refuse_foreign(survey: &Survey<'_>, ledger: &mut Ledger<'_>) -> Result<(), DiskError> {
    let mut foreign = Vec::new();
    for pending in &survey.pending {
        match &pending.state {
            State::Blocked(found) => foreign.push(found.clone()),
            State::Differs { empty: false } if !pending.is_listed && !ledger.lists(&pending.file.path)? => {
                foreign.push(ForeignFile { path: pending.file.path.clone(), obstacle: Obstacle::File });
            }
            _ => {}
        }
    }
    foreign.sort();
    foreign.dedup();
    if foreign.is_empty() { Ok(()) } else { Err(DiskError::ForeignFiles(foreign)) }
}

/// Lists what the indexes on disk will not vouch for until the run is done.
///
/// A group whose index is right needs no line, since that index lists its files already. Nor does a file that is removed: its
/// index is written or removed later than that.
fn journal_of(survey: &Survey<'_>, unfinished: &[JournalEntry]) -> String {
    let mut journal = String::new();
    let mut add = |index: &str, path: &str| {
        writeln!(journal, "{index}\t{path}").expect("writing to a string cannot fail");
    };
    for entry in unfinished {
        add(&entry.index, &entry.path);
    }
    for group in &survey.relisted {
        for file in group.files.iter().chain([&group.index]) {
            add(&group.index.path, &file.path);
        }
    }
    for index in &survey.dead {
        add(index, index);
    }
    journal
}

/// Divides files into those that go first and the indexes; a missing folder that holds both goes last, as one.
fn batches_of<'t>(pending: &[Pending<'t>]) -> (Batch<'t>, Batch<'t>) {
    let (mut first, mut last) = (Batch::default(), Batch::default());
    // Pending indexes stand before all other files, so the folders that hold one are known when the others come.
    for pending in pending {
        match &pending.state {
            State::Missing { root: Some(root) } => {
                let is_last = pending.is_index || last.fresh.contains_key(root);
                let batch = if is_last { &mut last } else { &mut first };
                batch.fresh.entry(root.clone()).or_default().push(pending.file);
            }
            State::Missing { root: None } => {
                let batch = if pending.is_index { &mut last } else { &mut first };
                batch.added.push(pending.file);
            }
            State::Differs { .. } => {
                let batch = if pending.is_index { &mut last } else { &mut first };
                batch.changed.push(pending.file);
            }
            State::Equal | State::Blocked(_) => {}
        }
    }
    (first, last)
}
