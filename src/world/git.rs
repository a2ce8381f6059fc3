use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ecow::EcoString;
use git2::{Oid, Repository, TreeEntry};

use super::listing::{Listing, Outcome, refuse_pointer};
use super::medium::{Entry, Kind, Medium};
use super::revision::{OpenError, find_commit, open_repository};
use super::walk::walk;
use super::{FILE_LIMIT, Past, ReadFault, World};
use crate::source::ContentId;

/// The files of a project in one git revision, read from the object database.
///
/// Nothing is checked out, no filter, hook or configured command runs; a content's id is its blob's id.
pub struct GitWorld {
    /// libgit2's handles may be used by one thread at a time.
    repository: Mutex<Repository>,
    commit: Oid,
    prefix: PathBuf,
    listing: Listing<Oid>,
}

impl GitWorld {
    /// Lists the project's folder `project_prefix` (below the repository's top; empty for the top itself) in a revision of the
    /// repository that holds the folder `repository`, leaving out the folders `excluded` (paths below the project's folder).
    ///
    /// # Errors
    /// Fails where there is no repository, no such revision, or the revision has no such folder.
    pub fn open(
        repository: &Path,
        revision: &str,
        project_prefix: &Path,
        excluded: &[&str],
    ) -> Result<Self, OpenError> {
        let repository = open_repository(repository)?;
        let commit = find_commit(&repository, revision)?.id();
        let missing = || OpenError::MissingFolder { revision: revision.into(), folder: project_prefix.into() };
        let root = find_folder(&repository, commit, project_prefix)?.ok_or_else(missing)?;
        let listing = walk(&Trees { repository: &repository, root }, excluded);
        Ok(Self { repository: Mutex::new(repository), commit, prefix: project_prefix.into(), listing })
    }

    /// The full id of the commit that the revision named when the world was opened.
    pub fn commit(&self) -> String {
        self.commit.to_string()
    }
}

impl World for GitWorld {
    fn paths(&self) -> &[EcoString] {
        self.listing.paths()
    }

    fn read(&self, path: &str) -> Outcome {
        self.listing.read(path, |id, path| {
            // A panic elsewhere leaves the object database as it was.
            let repository = self.repository.lock().unwrap_or_else(PoisonError::into_inner);
            let bytes = read_blob(&repository, *id, path)?;
            refuse_pointer(path, &bytes)?;
            Ok((bytes, ContentId::from_git(*id)))
        })
    }

    fn at_revision(&self, revision: &str) -> Result<Past, String> {
        let path = self.repository.lock().unwrap_or_else(PoisonError::into_inner).path().to_path_buf();
        let world = Self::open(&path, revision, &self.prefix, &[]).map_err(|error| error.to_string())?;
        Ok(Past { commit: world.commit(), world: Box::new(world) })
    }

    fn faults(&self) -> &[ReadFault] {
        self.listing.faults()
    }
}

fn read_blob(repository: &Repository, id: Oid, path: &str) -> Result<Arc<[u8]>, ReadFault> {
    let failed = |error| ReadFault::from_git(path, error);
    let (size, _) = repository.odb().and_then(|objects| objects.read_header(id)).map_err(failed)?;
    if size as u64 > FILE_LIMIT {
        return Err(ReadFault::TooLarge { path: path.into(), bytes: size as u64 });
    }
    let blob = repository.find_blob(id).map_err(failed)?;
    Ok(Arc::from(blob.content()))
}

/// Finds the tree of a folder in a commit, no part of its path being a link.
fn find_folder(repository: &Repository, commit: Oid, folder: &Path) -> Result<Option<Oid>, OpenError> {
    let mut tree = repository.find_commit(commit)?.tree()?;
    for step in folder.components() {
        let name = match step {
            Component::CurDir => continue,
            Component::Normal(name) => name.as_encoded_bytes(),
            _ => return Ok(None),
        };
        let Some(entry) =
            tree.iter().find(|entry| entry.name_bytes() == name).filter(is_folder).map(|entry| entry.id())
        else {
            return Ok(None);
        };
        tree = repository.find_tree(entry)?;
    }
    Ok(Some(tree.id()))
}

fn is_folder(entry: &TreeEntry<'_>) -> bool {
    matches!(kind_of(entry), Kind::Folder(_))
}

/// The trees below one tree of a repository; a handle is an object's id.
struct Trees<'r> {
    repository: &'r Repository,
    root: Oid,
}

impl Medium for Trees<'_> {
    type Handle = Oid;

    fn root(&self) -> Oid {
        self.root
    }

    fn list(&self, folder: &Oid, path: &str) -> Result<Option<Vec<Entry<Oid>>>, ReadFault> {
        let tree = self.repository.find_tree(*folder).map_err(|error| ReadFault::from_git(path, error))?;
        Ok(Some(tree.iter().map(|entry| Entry::new(entry.name_bytes(), kind_of(&entry))).collect()))
    }

    fn find(&self, folder: &Oid, name: &str, path: &str) -> Result<Option<Kind<Oid>>, ReadFault> {
        let tree = self.repository.find_tree(*folder).map_err(|error| ReadFault::from_git(path, error))?;
        Ok(tree.get_name(name).map(|entry| kind_of(&entry)))
    }

    fn target(&self, link: &Oid, path: &str) -> Result<EcoString, ReadFault> {
        let bytes = read_blob(self.repository, *link, path)?;
        let target = std::str::from_utf8(&bytes).map_err(|_| ReadFault::NameNotUtf8(path.into()))?;
        Ok(target.into())
    }
}

/// Reads a tree entry's mode: all that git keeps of what a thing is.
fn kind_of(entry: &TreeEntry<'_>) -> Kind<Oid> {
    match entry.filemode_raw() & 0o170_000 {
        0o040_000 => Kind::Folder(entry.id()),
        0o120_000 => Kind::Link(entry.id()),
        0o160_000 => Kind::Repository,
        _ => Kind::File(entry.id()),
    }
}
