use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ecow::EcoString;

use super::VendorError;
use super::cache::read_tree;
use crate::chart::{CHARTS, CRDS};
use crate::disk::{Effects, Lock, Step};
use crate::lock::{FileTree, Sha256Digest, is_under};

/// Writes what was fetched into the project, each folder as a whole.
///
/// What a folder is to hold is written down before it is put in place, so that a run that is killed between that and the new
/// platgen.lock leaves nothing that the next one takes for somebody's work.
pub(super) struct Placing<'a, F> {
    root: &'a Path,
    lock: &'a Lock,
    effects: Effects<F>,
    /// What earlier runs put into folders, as lock and journal say.
    ours: BTreeMap<EcoString, Vec<Sha256Digest>>,
    /// The folders that were put in place.
    put: Vec<EcoString>,
}

/// A folder and what it is to hold; nothing where it is to go.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    pub(super) folder: EcoString,
    pub(super) tree: Option<FileTree>,
}

/// What stands in a folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// Nothing.
    Nothing,
    /// What an earlier run put there.
    Ours(Sha256Digest),
    /// Something else.
    Other,
}

const JOURNAL: &str = ".platgen/journal";

impl<'a, F: FnMut(Step, &Path) -> io::Result<()>> Placing<'a, F> {
    pub(super) fn new(root: &'a Path, lock: &'a Lock, fuse: F) -> Self {
        let mut ours: BTreeMap<EcoString, Vec<Sha256Digest>> = BTreeMap::new();
        let journal = fs::read_to_string(root.join(JOURNAL)).unwrap_or_default();
        for (digest, folder) in journal.lines().filter_map(|line| line.split_once("  ")) {
            ours.entry(folder.into()).or_default().extend(Sha256Digest::parse(digest));
        }
        Self { root, lock, effects: Effects::new(fuse), ours, put: Vec::new() }
    }

    /// Lets what a lock says of a folder count as ours.
    pub(super) fn own(&mut self, folder: EcoString, digest: Sha256Digest) {
        self.ours.entry(folder).or_default().push(digest);
    }

    /// The folders below another that hold what an earlier run put there, by their paths below it.
    pub(super) fn owned_below(&self, folder: &str) -> Vec<EcoString> {
        let is_ours = |path: &&EcoString| matches!(self.standing(path), Standing::Ours(_));
        let owned = self.ours.keys().filter(is_ours);
        owned.filter_map(|path| is_under(path, folder).map(EcoString::from)).collect()
    }

    /// What stands in a folder of the project now.
    pub(super) fn standing(&self, folder: &str) -> Standing {
        let place = self.root.join(folder);
        // Nothing is read or written through a link.
        let on_the_way = place.ancestors().take_while(|ancestor| *ancestor != self.root);
        if on_the_way.filter_map(|folder| fs::symlink_metadata(folder).ok()).any(|found| !found.is_dir()) {
            return Standing::Other;
        }
        if fs::symlink_metadata(&place).is_err() {
            return Standing::Nothing;
        }
        match read_tree(&place) {
            Ok(tree) if tree.files.is_empty() => Standing::Nothing,
            Ok(tree) => {
                let digest = tree.digest();
                let is_ours = self.ours.get(folder).is_some_and(|ours| ours.contains(&digest));
                if is_ours { Standing::Ours(digest) } else { Standing::Other }
            }
            Err(_) => Standing::Other,
        }
    }

    /// Puts folders in place; those that hold the right files already are not touched.
    ///
    /// # Errors
    /// What the operating system says; everything is as it was or as it is to be then.
    pub(super) fn put(&mut self, placements: &[Placement]) -> Result<(), VendorError> {
        let journal: String = placements
            .iter()
            .filter_map(|placement| {
                Some(format!("{}  {}\n", placement.tree.as_ref()?.digest().digits(), placement.folder))
            })
            .collect();
        self.effects.clear(&self.lock.making())?;
        if !journal.is_empty() {
            self.lock.hide(&mut self.effects)?;
            self.replace_file(JOURNAL, &self.journal_with(&journal))?;
        }
        placements.iter().try_for_each(|placement| self.put_folder(placement))
    }

    /// The journal of a run that was killed counts until its lock is written, so lines are added.
    fn journal_with(&self, lines: &str) -> String {
        let old = fs::read_to_string(self.root.join(JOURNAL)).unwrap_or_default();
        format!("{old}{lines}")
    }

    /// Replaces a file of the project, or makes it.
    pub(super) fn replace_file(&mut self, path: &str, text: &str) -> Result<(), VendorError> {
        let making = self.lock.making();
        self.effects.clear(&making)?;
        self.effects.create_file(&making, text.as_bytes())?;
        Ok(self.effects.rename(&making, &self.root.join(path))?)
    }

    /// Removes a file of the project, if it is there.
    pub(super) fn remove_file(&mut self, path: &str) -> Result<(), VendorError> {
        self.effects.remove_file(&self.root.join(path))?;
        Ok(())
    }

    /// Forgets what was written down, once the lock says it.
    pub(super) fn settle(&mut self) -> Result<(), VendorError> {
        self.remove_file(JOURNAL)
    }

    /// Whether a folder of the project holds exactly these files.
    pub(super) fn holds(&self, folder: &str, tree: &FileTree) -> bool {
        read_tree(&self.root.join(folder)).is_ok_and(|standing| standing == *tree)
    }

    /// The folders for vendored files of which one was put there now.
    pub(super) fn roots(&self) -> Vec<&'static str> {
        let is_used = |root: &&str| self.put.iter().any(|folder| folder.starts_with(&format!("{root}/")));
        [CHARTS, CRDS].into_iter().filter(is_used).collect()
    }

    fn put_folder(&mut self, placement: &Placement) -> Result<(), VendorError> {
        let place = self.root.join(placement.folder.as_str());
        let making = self.lock.making();
        self.effects.clear(&making)?;
        let Some(tree) = &placement.tree else {
            return self.take_away(&place, &making);
        };
        if read_tree(&place).is_ok_and(|standing| standing == *tree) {
            return Ok(());
        }
        self.make(&making.join("new"), tree)?;
        self.make_folders(place.parent())?;
        if fs::symlink_metadata(&place).is_ok() {
            self.effects.rename(&place, &making.join("old"))?;
        }
        self.effects.rename(&making.join("new"), &place)?;
        self.put.push(placement.folder.clone());
        Ok(self.effects.clear(&making)?)
    }

    /// Removes a folder in one step, and the folder that it leaves empty.
    fn take_away(&mut self, place: &Path, making: &Path) -> Result<(), VendorError> {
        if fs::symlink_metadata(place).is_ok() {
            self.effects.create_folder(making)?;
            self.effects.rename(place, &making.join("old"))?;
            self.effects.clear(making)?;
            if let Some(parent) = place.parent().filter(|parent| *parent != self.root) {
                self.effects.remove_empty_folder(parent)?;
            }
        }
        Ok(())
    }

    fn make(&mut self, folder: &Path, tree: &FileTree) -> Result<(), VendorError> {
        for (path, bytes) in &tree.files {
            let place = folder.join(path.as_str());
            self.make_folders(place.parent())?;
            self.effects.create_file(&place, bytes)?;
        }
        Ok(())
    }

    /// Makes a folder with those that it lies in.
    fn make_folders(&mut self, folder: Option<&Path>) -> Result<(), VendorError> {
        let missing: Vec<PathBuf> = folder
            .into_iter()
            .flat_map(Path::ancestors)
            .take_while(|folder| fs::symlink_metadata(folder).is_err())
            .map(Path::to_path_buf)
            .collect();
        missing.iter().rev().try_for_each(|folder| Ok(self.effects.create_folder(folder)?))
    }
}
