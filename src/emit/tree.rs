use std::sync::Arc;

use ecow::EcoString;

use crate::resolve::Owner;

/// One file of the output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TreeFile {
    /// Path below the output folder, with `/`: `production/manifests/eks/api/apps/deployment.apps-api.yaml`.
    pub path: EcoString,
    /// The bytes to be.
    pub bytes: Arc<[u8]>,
}

/// All files of one owner, its index among them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Whose files they are.
    pub owner: Owner,
    /// The files, sorted by path, without the index.
    pub files: Vec<TreeFile>,
    /// The index file: a line `<sha256>  <path>` for each file, sorted by path.
    pub index: TreeFile,
}

/// The output of a compile: path to bytes, each path once, with an owner.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tree {
    /// The groups, sorted by owner.
    pub groups: Vec<Arc<Group>>,
}

impl Tree {
    /// Every file with its group's owner; each group's index last.
    pub fn files(&self) -> impl Iterator<Item = (&Owner, &TreeFile)> {
        self.groups
            .iter()
            .flat_map(|group| group.files.iter().chain([&group.index]).map(move |file| (&group.owner, file)))
    }
}
