use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ecow::{EcoString, eco_format};
use git2::{Oid, Repository};
use rustc_hash::FxHashSet;
use sha1::{Digest, Sha1};

use super::entries::Entries;
use super::outcome::{Changes, Fault};
use crate::disk::{ForeignFile, Obstacle, covers_index, read_index};
use crate::emit::{Group, Owner, Scope, TreeFile};

/// What becomes of a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Edit {
    /// It holds these bytes, whose id is known.
    Put(Arc<[u8]>, Oid),
    /// It goes.
    Remove,
}

/// What a commit changes, in words of the project.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Told<'t> {
    pub(super) environments: BTreeSet<&'t str>,
    pub(super) stacks: BTreeSet<&'t str>,
}

/// What has to change in a commit's tree so that it holds what a compile made.
#[derive(Default)]
pub(super) struct Plan<'t> {
    pub(super) edits: BTreeMap<EcoString, Edit>,
    pub(super) changes: Changes,
    pub(super) told: Told<'t>,
}

/// The groups of some environments with the scope that they were compiled for.
pub(super) struct Wanted<'t> {
    pub(super) environments: &'t [EcoString],
    pub(super) groups: Vec<&'t Group>,
    pub(super) scope: &'t Scope,
}

impl<'t> Plan<'t> {
    /// Compares what is wanted with what is there. Ours is what the indexes there list.
    ///
    /// # Errors
    /// [`Fault::Obstructed`] with everything that stands in the way and is not ours; [`Fault::Local`] where an index cannot be
    /// trusted with what to remove, or an object is missing.
    pub(super) fn of(wanted: &Wanted<'t>, there: &Entries, repository: &Repository) -> Result<Self, Fault> {
        let mut planner = Planner { wanted, there, repository, plan: Plan::default(), listed: OnceCell::new() };
        planner.remove_what_vanished()?;
        let groups = wanted.groups.iter();
        for group in groups {
            let owner = &group.owner;
            for file in group.files.iter().chain([&group.index]) {
                planner.put(file, Some(owner));
            }
        }
        for environment in wanted.environments {
            for file in around(environment) {
                planner.put(&file, None);
            }
        }
        planner.refuse_foreign()?;
        Ok(planner.plan)
    }
}

/// The files that every environment has in a deploy repository beside its output: how git treats it, and that they are ours.
fn around(environment: &str) -> [TreeFile; 2] {
    const ATTRIBUTES: &str = "* -text\n/README.md linguist-generated=true\n/hydrator.metadata linguist-generated=true\n/index/** linguist-generated=true\n";
    let path = eco_format!("{environment}/.gitattributes");
    let digest: String = sha2::Sha256::digest(ATTRIBUTES).iter().map(|byte| format!("{byte:02x}")).collect();
    let index = format!("{digest}  {path}\n");
    [
        TreeFile { path, bytes: Arc::from(ATTRIBUTES.as_bytes()) },
        TreeFile { path: eco_format!("{environment}/index/publish"), bytes: Arc::from(index.as_bytes()) },
    ]
}

struct Planner<'p, 't> {
    wanted: &'p Wanted<'t>,
    there: &'p Entries,
    repository: &'p Repository,
    plan: Plan<'t>,
    /// Everything that an index there lists, and the indexes.
    listed: OnceCell<FxHashSet<EcoString>>,
}

impl<'t> Planner<'_, 't> {
    fn put(&mut self, file: &TreeFile, owner: Option<&'t Owner>) {
        let id = blob_id(&file.bytes);
        match self.there.file(&file.path) {
            Some(entry) if entry.is_file_with(id) => return,
            Some(_) => self.plan.changes.changed += 1,
            None => self.plan.changes.added += 1,
        }
        self.tell(owner, &file.path);
        self.plan.edits.insert(file.path.clone(), Edit::Put(file.bytes.clone(), id));
    }

    fn tell(&mut self, owner: Option<&'t Owner>, path: &str) {
        let name = path.split('/').next().unwrap_or_default();
        let known = self.wanted.environments.iter().find(|environment| *environment == name);
        self.plan.told.environments.extend(known.map(|name| name.as_str()));
        if let Some(Owner::App { stack: Some(stack), .. } | Owner::Units { stack, .. }) = owner {
            self.plan.told.stacks.insert(stack);
        }
    }

    /// Removes what indexes in the scope listed and nobody wants any more. What an index out of the scope lists, stays.
    fn remove_what_vanished(&mut self) -> Result<(), Fault> {
        let owned: BTreeMap<&str, &'t Group> =
            self.wanted.groups.iter().map(|group| (group.index.path.as_str(), *group)).collect();
        let mut vanished: BTreeMap<EcoString, Option<&'t Owner>> = BTreeMap::new();
        let mut kept: Vec<EcoString> = Vec::new();
        for index in self.indexes() {
            let group = owned.get(index.as_str());
            let is_same =
                |group: &&Group| self.there.file(&index).is_some_and(|it| it.is_file_with(blob_id(&group.index.bytes)));
            if group.is_some_and(is_same) {
                continue;
            }
            if group.is_none() && !covers_index(self.wanted.scope, &index) {
                kept.push(index);
                continue;
            }
            let owner = group.map(|group| &group.owner);
            vanished.extend(self.listing(&index)?.into_iter().map(|path| (path, owner)));
            if group.is_none() {
                vanished.insert(index, None);
            }
        }
        if vanished.is_empty() {
            return Ok(());
        }
        let files = self.wanted.groups.iter().flat_map(|group| group.files.iter().chain([&group.index]));
        for file in files {
            vanished.remove(&file.path);
        }
        for index in kept {
            for path in self.listing(&index)? {
                vanished.remove(&path);
            }
        }
        for (path, owner) in vanished {
            if self.there.file(&path).is_some_and(super::entries::Entry::is_file) {
                self.tell(owner, &path);
                self.plan.changes.removed += 1;
                self.plan.edits.insert(path, Edit::Remove);
            }
        }
        Ok(())
    }

    /// The indexes there, sorted.
    fn indexes(&self) -> Vec<EcoString> {
        let folders = self.wanted.environments.iter().map(|environment| format!("{environment}/index"));
        let mut indexes: Vec<EcoString> =
            folders.flat_map(|folder| self.there.below(&folder).cloned().collect::<Vec<_>>()).collect();
        indexes.sort();
        indexes
    }

    fn listing(&self, index: &str) -> Result<Vec<EcoString>, Fault> {
        let Some(entry) = self.there.file(index).filter(|entry| entry.is_file()) else { return Ok(Vec::new()) };
        let blob = self.repository.find_blob(entry.id).map_err(Fault::local)?;
        let unsound = |line: usize, problem: &str| Fault::Unsound(format!("line {line} of `{index}` {problem}"));
        let text = std::str::from_utf8(blob.content()).map_err(|_| unsound(1, "or a later one is not UTF-8"))?;
        let environment = index.split('/').next().unwrap_or_default();
        read_index(text, environment).map_err(|(line, problem)| unsound(line, problem))
    }

    fn is_listed(&self, path: &str) -> Result<bool, Fault> {
        if self.listed.get().is_none() {
            let mut listed = FxHashSet::default();
            for index in self.indexes() {
                listed.extend(self.listing(&index)?);
                listed.insert(index);
            }
            let _ = self.listed.set(listed);
        }
        Ok(self.listed.get().is_some_and(|listed| listed.contains(path)))
    }

    fn refuse_foreign(&mut self) -> Result<(), Fault> {
        let mut foreign = BTreeSet::new();
        let puts = self.plan.edits.iter().filter(|(_, edit)| **edit != Edit::Remove);
        for (path, _) in puts {
            foreign.extend(self.in_the_way(path)?);
        }
        if foreign.is_empty() { Ok(()) } else { Err(Fault::Obstructed(foreign.into_iter().collect())) }
    }

    /// What stands where a file must go and is not ours.
    fn in_the_way(&self, path: &str) -> Result<Option<ForeignFile>, Fault> {
        let is_removed = |path: &str| self.plan.edits.get(path) == Some(&Edit::Remove);
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        for folder in above {
            if let Some(entry) = self.there.file(folder).filter(|_| !is_removed(folder)) {
                return Ok(Some(ForeignFile { path: folder.into(), obstacle: entry.obstacle() }));
            }
        }
        if self.there.is_folder(path) && !self.there.below(path).all(|below| is_removed(below)) {
            return Ok(Some(ForeignFile { path: path.into(), obstacle: Obstacle::Folder }));
        }
        let Some(entry) = self.there.file(path) else { return Ok(None) };
        let is_ours = entry.is_file() && (entry.id == blob_id(&[]) || self.is_listed(path)?);
        // The content may be right already, and the file only executable.
        let is_same = matches!(self.plan.edits.get(path), Some(Edit::Put(_, id)) if *id == entry.id && entry.is_file());
        Ok((!is_ours && !is_same).then(|| ForeignFile { path: path.into(), obstacle: entry.obstacle() }))
    }
}

/// The id that git gives to a file's bytes.
pub(super) fn blob_id(bytes: &[u8]) -> Oid {
    let mut hash = Sha1::new();
    hash.update(format!("blob {}\0", bytes.len()));
    hash.update(bytes);
    Oid::from_bytes(&hash.finalize()).expect("an SHA-1 has the length of an id")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_git() {
        for bytes in [&b""[..], b"hello\n", &[0; 70_000]] {
            let known = Oid::hash_object(git2::ObjectType::Blob, bytes).expect("hashing bytes in memory cannot fail");
            assert_eq!(blob_id(bytes), known);
        }
    }
}
