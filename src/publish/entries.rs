use ecow::{EcoString, eco_format};
use git2::{Oid, Repository, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::disk::Obstacle;

/// What a commit holds below some folders, and at its top.
#[derive(Default)]
pub(super) struct Entries {
    files: FxHashMap<EcoString, Entry>,
    folders: FxHashSet<EcoString>,
}

/// A file, link or submodule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(super) id: Oid,
    mode: i32,
}

const FILE: i32 = 0o100_644;
const FOLDER: i32 = 0o040_000;

impl Entry {
    /// Whether it is a file as platgen writes them, with this content.
    pub(super) fn is_file_with(self, id: Oid) -> bool {
        self.mode == FILE && self.id == id
    }

    /// Whether it is a file at all, executable or not.
    pub(super) fn is_file(self) -> bool {
        self.mode & 0o170_000 == 0o100_000
    }

    /// What it is to somebody who wants to write there.
    pub(super) fn obstacle(self) -> Obstacle {
        match self.mode & 0o170_000 {
            0o100_000 => Obstacle::File,
            0o120_000 => Obstacle::Link,
            _ => Obstacle::Special,
        }
    }
}

impl Entries {
    /// Lists the top of a tree, and everything below the folders named.
    ///
    /// # Errors
    /// Where an object is missing.
    pub(super) fn list(repository: &Repository, tree: &Tree<'_>, folders: &[EcoString]) -> Result<Self, git2::Error> {
        let mut entries = Self::default();
        entries.add(repository, tree, "", &|name| folders.iter().any(|folder| folder == name))?;
        Ok(entries)
    }

    fn add(
        &mut self,
        repository: &Repository,
        tree: &Tree<'_>,
        prefix: &str,
        descends: &dyn Fn(&str) -> bool,
    ) -> Result<(), git2::Error> {
        for entry in tree {
            // A name that is not UTF-8 is none of ours, and stays.
            let Ok(name) = entry.name() else { continue };
            let path = eco_format!("{prefix}{name}");
            let mode = entry.filemode_raw();
            if mode & 0o170_000 != FOLDER {
                self.files.insert(path, Entry { id: entry.id(), mode });
                continue;
            }
            if descends(name) {
                let below = repository.find_tree(entry.id())?;
                self.add(repository, &below, &format!("{path}/"), &|_| true)?;
            }
            self.folders.insert(path);
        }
        Ok(())
    }

    /// What stands at a path, if it is no folder.
    pub(super) fn file(&self, path: &str) -> Option<Entry> {
        self.files.get(path).copied()
    }

    /// Whether a folder stands at a path.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }

    /// Every path below a folder that is no folder itself.
    pub(super) fn below<'e>(&'e self, folder: &str) -> impl Iterator<Item = &'e EcoString> {
        let prefix = format!("{folder}/");
        self.files.keys().filter(move |path| path.starts_with(&prefix))
    }

    /// The folders at the top.
    pub(super) fn top_folders(&self) -> impl Iterator<Item = &EcoString> {
        self.folders.iter().filter(|path| !path.contains('/'))
    }
}
