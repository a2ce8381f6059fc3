use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use crate::emit::{Group, Owner, Tree, TreeFile};

/// One of the two trees, and whether all of it was compiled.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The output.
    pub tree: &'a Tree,
    /// Whether the compile reported no error; else an owner without files is one that failed.
    pub complete: bool,
}

/// One file that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileChange {
    /// Path below the output folder.
    pub path: EcoString,
    /// What the path belongs to; on the new side where both have it.
    pub owner: Owner,
    /// The bytes before; `None` for a new file.
    pub old: Option<Arc<[u8]>>,
    /// The bytes after; `None` for a removed file.
    pub new: Option<Arc<[u8]>>,
}

/// Every file that differs between two trees, sorted by path.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TreeDiff {
    /// The files.
    pub changes: Vec<FileChange>,
    /// Owners that one side could not compile, sorted.
    pub not_compared: Vec<Owner>,
}

impl TreeDiff {
    /// Compares two trees. Groups that share their memory or their bytes cost nothing more.
    pub fn between(old: Side<'_>, new: Side<'_>) -> Self {
        let mut diff = Self::default();
        let mut changes: BTreeMap<EcoString, FileChange> = BTreeMap::new();
        for (old_group, new_group) in pairs(old.tree, new.tree) {
            match (old_group, new_group) {
                (Some(old_group), Some(new_group)) if same(old_group, new_group) => {}
                (old_group, new_group) if failed(old_group, old) || failed(new_group, new) => {
                    diff.not_compared.extend(new_group.or(old_group).map(|group| group.owner.clone()));
                }
                (old_group, new_group) => {
                    for (owner, file) in files(old_group) {
                        entry(&mut changes, owner, file).old = Some(file.bytes.clone());
                    }
                    for (owner, file) in files(new_group) {
                        let change = entry(&mut changes, owner, file);
                        change.owner = owner.clone();
                        change.new = Some(file.bytes.clone());
                    }
                }
            }
        }
        diff.changes = changes.into_values().filter(|change| change.old != change.new).collect();
        diff
    }

    /// Whether the trees are equal where they were compared.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// The groups of one owner on both sides; `None` where the side has no such owner.
type Pair<'a> = (Option<&'a Arc<Group>>, Option<&'a Arc<Group>>);

fn pairs<'a>(old: &'a Tree, new: &'a Tree) -> impl Iterator<Item = Pair<'a>> {
    let mut pairs: BTreeMap<&Owner, Pair<'a>> = BTreeMap::new();
    for group in &old.groups {
        pairs.entry(&group.owner).or_default().0 = Some(group);
    }
    for group in &new.groups {
        pairs.entry(&group.owner).or_default().1 = Some(group);
    }
    pairs.into_values()
}

fn same(old: &Arc<Group>, new: &Arc<Group>) -> bool {
    Arc::ptr_eq(old, new) || old.files == new.files
}

fn failed(group: Option<&Arc<Group>>, side: Side<'_>) -> bool {
    !side.complete && group.is_some_and(|group| group.files.is_empty())
}

fn files(group: Option<&Arc<Group>>) -> impl Iterator<Item = (&Owner, &TreeFile)> {
    group.into_iter().flat_map(|group| group.files.iter().map(|file| (&group.owner, file)))
}

fn entry<'a>(changes: &'a mut BTreeMap<EcoString, FileChange>, owner: &Owner, file: &TreeFile) -> &'a mut FileChange {
    changes.entry(file.path.clone()).or_insert_with(|| FileChange {
        path: file.path.clone(),
        owner: owner.clone(),
        old: None,
        new: None,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn owner(app: &str) -> Owner {
        Owner::App { environment: "dev".into(), cluster: "c".into(), app: app.into(), stack: None }
    }

    pub(crate) fn tree(groups: &[(&str, &[(&str, &str)])]) -> Tree {
        let file = |(path, text): &(&str, &str)| TreeFile { path: (*path).into(), bytes: text.as_bytes().into() };
        let group = |(app, files): &(&str, &[(&str, &str)])| {
            let files: Vec<TreeFile> = files.iter().map(file).collect();
            let index = TreeFile { path: owner(app).index_path(), bytes: format!("{files:?}").into_bytes().into() };
            Arc::new(Group { owner: owner(app), files, index })
        };
        Tree { groups: groups.iter().map(group).collect() }
    }

    pub(crate) fn complete(tree: &Tree) -> Side<'_> {
        Side { tree, complete: true }
    }

    fn paths(diff: &TreeDiff) -> Vec<&str> {
        diff.changes.iter().map(|change| change.path.as_str()).collect()
    }

    #[test]
    fn lists_what_differs_by_path_without_indexes() {
        let old = tree(&[("a", &[("p/1", "x"), ("p/3", "x")]), ("b", &[("q", "x")])]);
        let new = tree(&[("a", &[("p/1", "y"), ("p/2", "x"), ("p/3", "x")]), ("c", &[("o", "x")])]);
        let diff = TreeDiff::between(complete(&old), complete(&new));
        assert_eq!(paths(&diff), ["o", "p/1", "p/2", "q"]);
        assert!(diff.changes[0].old.is_none() && diff.changes[3].new.is_none());
        assert!(TreeDiff::between(complete(&old), complete(&old.clone())).is_empty());
    }

    #[test]
    fn a_file_that_only_changes_its_owner_is_no_change() {
        let (old, new) = (tree(&[("a", &[("p", "x")])]), tree(&[("b", &[("p", "x")])]));
        assert!(TreeDiff::between(complete(&old), complete(&new)).is_empty());
    }

    #[test]
    fn a_failed_app_is_not_a_removed_app() {
        let old = tree(&[("a", &[("p", "x")]), ("b", &[("q", "x")])]);
        let new = tree(&[("a", &[]), ("b", &[("q", "y")])]);
        let broken = Side { tree: &new, complete: false };
        let diff = TreeDiff::between(complete(&old), broken);
        assert_eq!(paths(&diff), ["q"]);
        assert_eq!(diff.not_compared, [owner("a")]);
        assert_eq!(paths(&TreeDiff::between(complete(&old), complete(&new))), ["p", "q"]);
    }
}
