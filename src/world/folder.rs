use std::fs::{self, DirEntry, File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ecow::EcoString;

use super::listing::{Listing, Outcome, refuse_pointer};
use super::medium::{Entry, Kind, Medium};
use super::walk::walk;
use super::{FILE_LIMIT, GitWorld, OpenError, Past, ReadFault, World, project_prefix};
use crate::source::ContentId;

/// Whether other git repositories below a folder are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Repositories {
    /// As a revision does, which does not hold their files.
    LeftOut,
    /// As any folder.
    Entered,
}

/// The files of a project's folder on disk.
///
/// Listed when opened; a file is read when it is asked for, and then kept.
#[derive(Debug)]
pub struct FolderWorld {
    root: PathBuf,
    listing: Listing<PathBuf>,
}

impl FolderWorld {
    /// Lists a folder, leaving out the folders `excluded` (paths below it, with `/`).
    ///
    /// # Errors
    /// Fails where `root` is not a folder; anything wrong inside it is among [`World::faults`].
    pub fn open(root: &Path, excluded: &[&str]) -> Result<Self, OpenError> {
        Self::list(root, excluded, Repositories::LeftOut)
    }

    /// Lists a folder that need not be a project's, with the other git repositories in it.
    ///
    /// # Errors
    /// As [`FolderWorld::open`].
    pub fn open_any(root: &Path) -> Result<Self, OpenError> {
        Self::list(root, &[], Repositories::Entered)
    }

    fn list(root: &Path, excluded: &[&str], repositories: Repositories) -> Result<Self, OpenError> {
        let failed = |source| OpenError::Folder { path: root.into(), source };
        if !fs::metadata(root).map_err(failed)?.is_dir() {
            return Err(failed(io::ErrorKind::NotADirectory.into()));
        }
        Ok(Self { root: root.into(), listing: walk(&Disk { root: root.into(), repositories }, excluded) })
    }
}

impl World for FolderWorld {
    fn paths(&self) -> &[EcoString] {
        self.listing.paths()
    }

    fn read(&self, path: &str) -> Outcome {
        self.listing.read(path, |place, path| {
            let bytes = read_file(place, path)?;
            refuse_pointer(path, &bytes)?;
            let content = ContentId::of(&bytes);
            Ok((Arc::from(bytes), content))
        })
    }

    fn at_revision(&self, revision: &str) -> Result<Past, String> {
        let prefix = project_prefix(&self.root).map_err(|error| error.to_string())?;
        let world = GitWorld::open(&self.root, revision, &prefix, &[]).map_err(|error| error.to_string())?;
        Ok(Past { commit: world.commit(), world: Box::new(world) })
    }

    fn faults(&self) -> &[ReadFault] {
        self.listing.faults()
    }
}

fn read_file(place: &Path, path: &str) -> Result<Vec<u8>, ReadFault> {
    let failed = |error| ReadFault::from_io(path, error);
    let mut file = File::open(place).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(ReadFault::NotAFile(path.into()));
    }
    if metadata.len() > FILE_LIMIT {
        return Err(ReadFault::TooLarge { path: path.into(), bytes: metadata.len() });
    }
    // One byte more than the file has, so that its end is seen without growing the buffer.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    let read = file.by_ref().take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(failed)?;
    if read as u64 > FILE_LIMIT {
        return Err(ReadFault::TooLarge { path: path.into(), bytes: read as u64 });
    }
    Ok(bytes)
}

/// The disk below one folder; a handle is the path to open.
struct Disk {
    root: PathBuf,
    repositories: Repositories,
}

impl Medium for Disk {
    type Handle = PathBuf;

    fn root(&self) -> PathBuf {
        self.root.clone()
    }

    fn list(&self, folder: &PathBuf, path: &str) -> Result<Option<Vec<Entry<PathBuf>>>, ReadFault> {
        let failed = |error| ReadFault::from_io(path, error);
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            if name == ".git" && *folder != self.root && self.repositories == Repositories::LeftOut {
                return Ok(None);
            }
            // Nothing hidden is looked at, so nothing about it can fail.
            if !name.as_encoded_bytes().starts_with(b".") {
                let kind = kind_of(&entry).map_err(failed)?;
                entries.push(Entry::new(name.as_encoded_bytes(), kind));
            }
        }
        Ok(Some(entries))
    }

    fn find(&self, folder: &PathBuf, name: &str, path: &str) -> Result<Option<Kind<PathBuf>>, ReadFault> {
        let place = folder.join(name);
        match fs::symlink_metadata(&place) {
            Ok(metadata) => Ok(Some(kind_at(metadata.file_type(), place))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ReadFault::from_io(path, error)),
        }
    }

    fn target(&self, link: &PathBuf, path: &str) -> Result<EcoString, ReadFault> {
        let target = fs::read_link(link).map_err(|error| ReadFault::from_io(path, error))?;
        target.to_str().map(EcoString::from).ok_or_else(|| ReadFault::NameNotUtf8(path.into()))
    }
}

fn kind_of(entry: &DirEntry) -> io::Result<Kind<PathBuf>> {
    Ok(kind_at(entry.file_type()?, entry.path()))
}

fn kind_at(kind: FileType, place: PathBuf) -> Kind<PathBuf> {
    if kind.is_file() {
        Kind::File(place)
    } else if kind.is_dir() {
        Kind::Folder(place)
    } else if kind.is_symlink() {
        Kind::Link(place)
    } else {
        Kind::Special
    }
}
