use std::io;
use std::path::{Path, PathBuf};

use ecow::EcoString;
use rustc_hash::FxHashSet;

use super::effects::{Effects, Step};
use super::error::DiskError;
use super::ledger::Ledger;
use super::listing::folder_of;
use super::lock::{self, Lock};
use super::plan::{Batch, Plan};
use super::survey::Survey;
use crate::emit::{Scope, Tree, TreeFile};

/// What a write did, by paths below the output folder, each list sorted.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Written {
    /// Files that did not exist.
    pub created: Vec<EcoString>,
    /// Files that had other bytes.
    pub changed: Vec<EcoString>,
    /// Files that the tree no longer has.
    pub removed: Vec<EcoString>,
    /// How many files were right already and were not touched.
    pub unchanged: usize,
}

/// Does what [`super::write`] promises, asking `fuse` before each change.
pub(super) fn write_with(
    out: &Path,
    tree: &Tree,
    scope: &Scope,
    fuse: impl FnMut(Step, &Path) -> io::Result<()>,
) -> Result<Written, DiskError> {
    let mut effects = Effects::new(fuse);
    let lock = Lock::take(out)?;
    let result = write_locked(out, tree, scope, &lock, &mut effects);
    lock.release(&mut effects);
    result
}

fn write_locked<F: FnMut(Step, &Path) -> io::Result<()>>(
    out: &Path,
    tree: &Tree,
    scope: &Scope,
    lock: &Lock,
    effects: &mut Effects<F>,
) -> Result<Written, DiskError> {
    let mut ledger = Ledger::open(out)?;
    let survey = Survey::of(out, tree, scope, &ledger)?;
    let plan = Plan::of(survey, &mut ledger)?;
    let written = Written { unchanged: plan.survey.unchanged, ..Written::default() };
    if plan.is_empty() {
        return Ok(written);
    }
    let mut writer = Writer { out, lock, making: lock.making(), effects, written };
    writer.write(&plan)?;
    Ok(writer.written.sorted())
}

impl Written {
    fn sorted(mut self) -> Self {
        self.created.sort();
        self.changed.sort();
        self.removed.sort();
        self
    }
}

struct Writer<'w, F> {
    out: &'w Path,
    lock: &'w Lock,
    making: PathBuf,
    effects: &'w mut Effects<F>,
    written: Written,
}

impl<F: FnMut(Step, &Path) -> io::Result<()>> Writer<'_, F> {
    /// Makes all changes, in an order that the next run can repair from any point.
    ///
    /// Removing comes first: the old indexes still list what goes, and on a full disk it makes room for the rest. From then on
    /// the journal lists what the indexes do not yet, and it goes when they do.
    fn write(&mut self, plan: &Plan<'_>) -> Result<(), DiskError> {
        self.effects.clear(&self.making)?;
        self.prune(plan)?;
        self.lock.hide(self.effects)?;
        self.keep_journal(&plan.journal)?;
        self.put(&plan.first)?;
        self.put(&plan.last)?;
        self.retire(plan)?;
        self.end_journal(plan)
    }

    fn keep_journal(&mut self, text: &str) -> Result<(), DiskError> {
        if text.is_empty() {
            return Ok(());
        }
        self.effects.create_file(&self.making, text.as_bytes())?;
        self.effects.rename(&self.making, &lock::journal(self.out))
    }

    fn end_journal(&mut self, plan: &Plan<'_>) -> Result<(), DiskError> {
        let lines = plan.survey.carried.iter().map(|entry| format!("{}\t{}\n", entry.index, entry.path));
        let carried: String = lines.collect();
        if carried.is_empty() {
            self.effects.remove_file(&lock::journal(self.out)).map(drop)
        } else {
            self.keep_journal(&carried)
        }
    }

    fn prune(&mut self, plan: &Plan<'_>) -> Result<(), DiskError> {
        for path in &plan.survey.pruned {
            self.remove(path)?;
        }
        self.tidy(plan)
    }

    /// Removes the indexes of owners that are gone, once all that they listed is gone or listed elsewhere.
    fn retire(&mut self, plan: &Plan<'_>) -> Result<(), DiskError> {
        for index in &plan.survey.dead {
            self.remove(index)?;
        }
        if plan.survey.dead.is_empty() { Ok(()) } else { self.tidy(plan) }
    }

    fn remove(&mut self, path: &EcoString) -> Result<(), DiskError> {
        if self.effects.remove_file(&self.out.join(&**path))? {
            self.written.removed.push(path.clone());
        }
        Ok(())
    }

    /// Removes the folders that removals left empty, innermost first, but for those that the tree has files for.
    fn tidy(&mut self, plan: &Plan<'_>) -> Result<(), DiskError> {
        for folder in plan.survey.left.iter().rev() {
            let mut folder = folder.as_str();
            while !folder.is_empty() && !plan.survey.folders.knows(folder) {
                if !self.effects.remove_empty_folder(&self.out.join(folder))? {
                    break;
                }
                folder = folder_of(folder);
            }
        }
        Ok(())
    }

    fn put(&mut self, batch: &Batch<'_>) -> Result<(), DiskError> {
        for (root, files) in &batch.fresh {
            self.put_folder(root, files)?;
        }
        for file in &batch.added {
            self.put_file(file)?;
            self.written.created.push(file.path.clone());
        }
        for file in &batch.changed {
            self.put_file(file)?;
            self.written.changed.push(file.path.clone());
        }
        Ok(())
    }

    fn put_file(&mut self, file: &TreeFile) -> Result<(), DiskError> {
        self.effects.create_file(&self.making, &file.bytes)?;
        self.effects.rename(&self.making, &self.out.join(&*file.path))
    }

    /// Fills a folder aside and puts it in place whole: one rename for all its files.
    fn put_folder(&mut self, root: &str, files: &[&TreeFile]) -> Result<(), DiskError> {
        let mut made = FxHashSet::default();
        for file in files {
            self.make_folder(root, folder_of(&file.path), &mut made)?;
            self.effects.create_file(&self.aside(root, &file.path), &file.bytes)?;
        }
        self.effects.rename(&self.making, &self.out.join(root))?;
        self.written.created.extend(files.iter().map(|file| file.path.clone()));
        Ok(())
    }

    fn make_folder<'p>(&mut self, root: &str, folder: &'p str, made: &mut FxHashSet<&'p str>) -> Result<(), DiskError> {
        if made.contains(folder) {
            return Ok(());
        }
        if folder.len() > root.len() {
            self.make_folder(root, folder_of(folder), made)?;
        }
        self.effects.create_folder(&self.aside(root, folder))?;
        made.insert(folder);
        Ok(())
    }

    /// Where a path below `root` stands until its folder is put in place.
    fn aside(&self, root: &str, path: &str) -> PathBuf {
        let below = path[root.len()..].trim_start_matches('/');
        if below.is_empty() { self.making.clone() } else { self.making.join(below) }
    }
}
