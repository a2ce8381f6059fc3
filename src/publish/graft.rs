use std::collections::BTreeMap;

use ecow::EcoString;
use git2::{ObjectType, Oid, Repository, Tree};

use super::plan::Edit;

const FILE: i32 = 0o100_644;
const FOLDER: i32 = 0o040_000;

/// Edits as they lie in folders. A name may be both: a file that goes, and a folder that comes.
#[derive(Default)]
struct Folder<'e> {
    edit: Option<&'e Edit>,
    below: BTreeMap<&'e str, Folder<'e>>,
}

/// Writes the objects that a tree becomes by edits, and gives the new tree; every id that was written is added to `written`.
///
/// # Errors
/// Where an object of the old tree is missing, or one cannot be written.
pub(super) fn graft(
    repository: &Repository,
    tree: Option<&Tree<'_>>,
    edits: &BTreeMap<EcoString, Edit>,
    written: &mut Vec<Oid>,
) -> Result<Oid, git2::Error> {
    let mut root = Folder::default();
    for (path, edit) in edits {
        let folder = path.split('/').fold(&mut root, |folder, step| folder.below.entry(step).or_default());
        folder.edit = Some(edit);
    }
    let mut grafting = Grafting { repository, written };
    match grafting.folder(tree, &root)? {
        Some(tree) => Ok(tree),
        None => repository.treebuilder(None)?.write().inspect(|id| grafting.written.push(*id)),
    }
}

struct Grafting<'g> {
    repository: &'g Repository,
    written: &'g mut Vec<Oid>,
}

impl Grafting<'_> {
    /// Writes a folder; `None` where nothing is left in it.
    fn folder(&mut self, tree: Option<&Tree<'_>>, folder: &Folder<'_>) -> Result<Option<Oid>, git2::Error> {
        let mut builder = self.repository.treebuilder(tree)?;
        for (name, below) in &folder.below {
            let found = tree.and_then(|tree| tree.get_name(name)).map(|entry| (entry.id(), entry.filemode_raw()));
            let entry = match below.edit {
                Some(Edit::Put(bytes, id)) => Some((self.write(bytes, *id)?, FILE)),
                _ if below.below.is_empty() => None,
                _ => {
                    let old = found.filter(|(_, mode)| *mode == FOLDER).map(|(id, _)| self.repository.find_tree(id));
                    self.folder(old.transpose()?.as_ref(), below)?.map(|id| (id, FOLDER))
                }
            };
            match entry {
                Some((id, mode)) => drop(builder.insert(name, id, mode)?),
                None if found.is_some() => builder.remove(name)?,
                None => {}
            }
        }
        if builder.is_empty() {
            return Ok(None);
        }
        builder.write().inspect(|id| self.written.push(*id)).map(Some)
    }

    fn write(&mut self, bytes: &[u8], id: Oid) -> Result<Oid, git2::Error> {
        let written = self.repository.odb()?.write(ObjectType::Blob, bytes)?;
        debug_assert_eq!(written, id, "the id was computed as git does");
        self.written.push(written);
        Ok(written)
    }
}
