use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use ecow::EcoString;
use rustc_hash::FxHashSet;

use super::error::{DiskError, ForeignFile, Obstacle};
use super::folders::{Folder, Folders};
use super::ledger::Ledger;
use super::listing::{JournalEntry, covers_index, environment_of, folder_of, is_plain};
use crate::emit::{Group, Scope, Tree, TreeFile};

/// How a file of the tree is found on disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum State {
    /// It has the right bytes.
    Equal,
    /// It does not exist, and its folders do not from `root` on, if that is given.
    Missing {
        /// The topmost folder that is missing.
        root: Option<EcoString>,
    },
    /// It has other bytes; `empty` if none, so that nothing is lost with them.
    Differs {
        /// Whether the file has no bytes.
        empty: bool,
    },
    /// Something else stands there or on the way.
    Blocked(ForeignFile),
}

/// A file of the tree that is not yet as it should be.
#[derive(Debug)]
pub(super) struct Pending<'t> {
    /// The file as it should be.
    pub(super) file: &'t TreeFile,
    /// How it is found; never [`State::Equal`].
    pub(super) state: State,
    /// Whether it is its group's index.
    pub(super) is_index: bool,
    /// Whether its group's index on disk is known to list it; others may.
    pub(super) is_listed: bool,
}

/// How an output folder differs from a tree, and what in it earlier runs left.
#[derive(Default)]
pub(super) struct Survey<'t> {
    /// What is to be written: first the indexes, then the other files, each in the tree's order.
    pub(super) pending: Vec<Pending<'t>>,
    /// How many files are right already.
    pub(super) unchanged: usize,
    /// Groups whose index is to be written.
    pub(super) relisted: Vec<&'t Group>,
    /// Files that earlier runs wrote in this scope and that the tree no longer has; existing.
    pub(super) pruned: BTreeSet<EcoString>,
    /// Folders that held such a file, existing or not.
    pub(super) left: BTreeSet<EcoString>,
    /// Indexes whose owner is gone.
    pub(super) dead: Vec<EcoString>,
    /// What an unfinished run began outside the scope.
    pub(super) carried: Vec<JournalEntry>,
    /// Every folder that the tree has, as found.
    pub(super) folders: Folders,
}

impl<'t> Survey<'t> {
    /// Looks at everything that a write of `tree` would touch.
    pub(super) fn of(out: &Path, tree: &'t Tree, scope: &Scope, ledger: &Ledger<'_>) -> Result<Self, DiskError> {
        let mut surveyor =
            Surveyor { out, ledger, survey: Survey::default(), vanished: BTreeSet::new(), buffer: Vec::new() };
        let mut groups = Vec::with_capacity(tree.groups.len());
        for group in &tree.groups {
            assert!(scope.covers(&group.owner), "the tree's {:?} is outside the scope that is written", group.owner);
            groups.push((group, surveyor.look_at_index(group)?));
        }
        surveyor.find_vanished(tree, scope)?;
        surveyor.find_pruned()?;
        for (group, listed) in groups {
            surveyor.look_at_files(group, &listed)?;
        }
        Ok(surveyor.survey)
    }
}

/// What an index on disk says of its group's files.
enum Listed {
    /// It is the index to be: all of them are listed.
    All,
    /// It lists these, sorted.
    Those(Vec<EcoString>),
}

impl Listed {
    fn contains(&self, path: &EcoString) -> bool {
        match self {
            Listed::All => true,
            Listed::Those(paths) => paths.binary_search(path).is_ok(),
        }
    }
}

struct Surveyor<'s, 't> {
    out: &'s Path,
    ledger: &'s Ledger<'s>,
    survey: Survey<'t>,
    /// Paths that earlier runs wrote in this scope; at last those that the tree does not have.
    vanished: BTreeSet<EcoString>,
    buffer: Vec<u8>,
}

impl<'t> Surveyor<'_, 't> {
    /// Looks at a group's index, and remembers what it listed so far.
    fn look_at_index(&mut self, group: &'t Group) -> Result<Listed, DiskError> {
        check_paths(group);
        let folder = self.survey.folders.look(self.out, folder_of(&group.index.path))?;
        let state = self.look_at(&group.index, &folder)?;
        if state == State::Equal {
            self.survey.unchanged += 1;
            return Ok(Listed::All);
        }
        let listed =
            if matches!(state, State::Differs { .. }) { self.ledger.listing(&group.index.path)? } else { Vec::new() };
        self.vanished.extend(listed.iter().cloned());
        self.survey.relisted.push(group);
        self.survey.pending.push(Pending { file: &group.index, state, is_index: true, is_listed: true });
        Ok(Listed::Those(listed))
    }

    fn look_at_files(&mut self, group: &'t Group, listed: &Listed) -> Result<(), DiskError> {
        let mut last: Option<(&str, Folder)> = None;
        for file in &group.files {
            let folder = match last.take() {
                Some(last) if last.0 == folder_of(&file.path) => last.1,
                _ => self.survey.folders.look(self.out, folder_of(&file.path))?,
            };
            let state = self.look_at(file, &folder)?;
            last = Some((folder_of(&file.path), folder));
            if state == State::Equal {
                self.survey.unchanged += 1;
            } else {
                let is_listed = listed.contains(&file.path);
                self.survey.pending.push(Pending { file, state, is_index: false, is_listed });
            }
        }
        Ok(())
    }

    fn look_at(&mut self, file: &TreeFile, folder: &Folder) -> Result<State, DiskError> {
        match folder {
            Folder::Missing { root } => Ok(State::Missing { root: Some(root.clone()) }),
            Folder::Blocked(foreign) if self.survey.pruned.contains(&foreign.path) => {
                Ok(State::Missing { root: Some(foreign.path.clone()) })
            }
            Folder::Blocked(foreign) => Ok(State::Blocked(foreign.clone())),
            Folder::Real => self.look_in_folder(file),
        }
    }

    fn look_in_folder(&mut self, file: &TreeFile) -> Result<State, DiskError> {
        let place = self.out.join(&*file.path);
        let found = compare_file(&place, &file.bytes, &mut self.buffer).map_err(DiskError::io("read", &place))?;
        Ok(match found {
            Found::Nothing => State::Missing { root: None },
            Found::Same => State::Equal,
            Found::Other { empty } => State::Differs { empty },
            Found::Obstacle(Obstacle::Folder) if self.will_vanish(&place, &file.path)? => State::Missing { root: None },
            Found::Obstacle(obstacle) => State::Blocked(ForeignFile { path: file.path.clone(), obstacle }),
        })
    }

    /// Whether pruning leaves nothing of a folder.
    fn will_vanish(&self, place: &Path, path: &str) -> Result<bool, DiskError> {
        let list = || -> io::Result<bool> {
            for entry in walkdir::WalkDir::new(place).min_depth(1) {
                let entry = entry?;
                let below = entry.path().strip_prefix(place).ok().and_then(Path::to_str);
                let is_pruned = below.is_some_and(|below| self.survey.pruned.contains(&*format!("{path}/{below}")));
                if !entry.file_type().is_dir() && !is_pruned {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        // A folder that never held a file of ours is somebody else's, even if it is empty.
        let next = self.survey.left.range(EcoString::from(path)..).next();
        let held_ours = next.is_some_and(|left| left == path || is_below(left, path));
        Ok(held_ours && list().map_err(DiskError::io("listed", place))?)
    }

    /// Adds what owners listed that are gone, and what an unfinished run began; takes away what is wanted or not ours to prune.
    fn find_vanished(&mut self, tree: &Tree, scope: &Scope) -> Result<(), DiskError> {
        let owned: FxHashSet<&str> = tree.groups.iter().map(|group| group.index.path.as_str()).collect();
        let covered = |index: &str| owned.contains(index) || covers_index(scope, index);
        let mut kept = Vec::new();
        for environment in self.ledger.environments()?.iter().filter(|name| scope.covers_environment(name)) {
            let indexes = self.ledger.indexes(environment)?.into_iter().filter(|index| !owned.contains(index.as_str()));
            let (dead, foreign): (Vec<_>, Vec<_>) = indexes.partition(|index| covers_index(scope, index));
            kept.extend(foreign);
            self.survey.dead.extend(dead);
        }
        for index in &self.survey.dead {
            self.vanished.extend(self.ledger.listing(index)?);
        }
        let (begun, carried): (Vec<_>, Vec<_>) =
            self.ledger.unfinished().iter().cloned().partition(|entry| covered(&entry.index));
        self.vanished.extend(begun.into_iter().map(|entry| entry.path));
        self.survey.carried = carried;
        self.subtract(tree, &kept)
    }

    fn subtract(&mut self, tree: &Tree, kept: &[EcoString]) -> Result<(), DiskError> {
        if self.vanished.is_empty() {
            return Ok(());
        }
        let wanted: FxHashSet<&str> = tree.files().map(|(_, file)| file.path.as_str()).collect();
        self.vanished.retain(|path| !wanted.contains(path.as_str()));
        for entry in &self.survey.carried {
            self.vanished.remove(&entry.path);
        }
        let environments: BTreeSet<EcoString> = self.vanished.iter().map(|path| environment_of(path).into()).collect();
        for index in kept.iter().filter(|index| environments.contains(environment_of(index))) {
            for path in self.ledger.listing(index)? {
                self.vanished.remove(&path);
            }
        }
        Ok(())
    }

    /// Of what vanished, finds the files that still exist; a link or folder in place of one is not ours.
    fn find_pruned(&mut self) -> Result<(), DiskError> {
        let mut folders = Folders::default();
        for path in std::mem::take(&mut self.vanished) {
            let folder = folder_of(&path);
            match folders.look(self.out, folder)? {
                Folder::Blocked(_) => continue,
                Folder::Missing { .. } => {}
                Folder::Real => {
                    let place = self.out.join(&*path);
                    if !self.survey.dead.contains(&path)
                        && is_file(&place).map_err(DiskError::io("looked at", &place))?
                    {
                        self.survey.pruned.insert(path.clone());
                    }
                }
            }
            self.survey.left.insert(folder.into());
        }
        self.survey.left.extend(self.survey.dead.iter().map(|index| folder_of(index).into()));
        Ok(())
    }
}

/// Holds the tree to what makes a path safe to write, whatever names it was made of.
fn check_paths(group: &Group) {
    let environment = group.owner.environment();
    for TreeFile { path, .. } in group.files.iter().chain([&group.index]) {
        assert!(is_plain(path) && is_below(path, environment), "`{path}` of the tree is not below `{environment}`");
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

fn is_file(place: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(place) {
        Ok(metadata) => Ok(metadata.is_file()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

enum Found {
    Nothing,
    Same,
    Other { empty: bool },
    Obstacle(Obstacle),
}

/// Compares a file with bytes, reading it only if its length agrees.
fn compare_file(place: &Path, bytes: &[u8], buffer: &mut Vec<u8>) -> io::Result<Found> {
    let metadata = match fs::symlink_metadata(place) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error),
    };
    if !metadata.is_file() {
        return Ok(Found::Obstacle(Obstacle::of(metadata.file_type())));
    }
    if metadata.len() == bytes.len() as u64 && has_bytes(place, bytes, buffer)? {
        return Ok(Found::Same);
    }
    Ok(Found::Other { empty: metadata.len() == 0 })
}

fn has_bytes(place: &Path, bytes: &[u8], buffer: &mut Vec<u8>) -> io::Result<bool> {
    buffer.resize(bytes.len(), 0);
    match File::open(place)?.read_exact(buffer) {
        Ok(()) => Ok(buffer == bytes),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}
