//! What was fetched before, by digest.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ecow::EcoString;

use crate::inflate::ChartStore;
use crate::lock::{FileTree, Sha256Digest};

/// The local store: archives and unpacked charts, each under its digest, so that nothing in it can be out of date.
///
/// What does not hash to its name is as good as absent. Nothing of the store is needed, so what cannot be kept is no fault.
#[derive(Debug)]
pub(super) struct Cache {
    folder: Option<PathBuf>,
}

impl ChartStore for Cache {
    fn tree(&self, digest: Sha256Digest) -> Option<FileTree> {
        Cache::tree(self, digest)
    }
}

/// Tells the temporary names of one process apart.
static NUMBER: AtomicU64 = AtomicU64::new(0);

impl Cache {
    pub(super) fn new(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned) }
    }

    /// The bytes of an archive.
    pub(super) fn archive(&self, digest: Sha256Digest) -> Option<Vec<u8>> {
        let bytes = fs::read(self.place("archives", digest)?).ok()?;
        (Sha256Digest::of(&bytes) == digest).then_some(bytes)
    }

    /// Keeps an archive.
    pub(super) fn keep_archive(&self, digest: Sha256Digest, bytes: &[u8]) {
        let Some(place) = self.place("archives", digest) else { return };
        let part = beside(&place);
        let kept = make_parent(&place).and_then(|()| fs::write(&part, bytes)).and_then(|()| fs::rename(&part, &place));
        if kept.is_err() {
            let _ = fs::remove_file(&part);
        }
    }

    /// The files of an unpacked chart.
    pub(super) fn tree(&self, digest: Sha256Digest) -> Option<FileTree> {
        let tree = read_tree(&self.place("charts", digest)?).ok()?;
        (tree.digest() == digest).then_some(tree)
    }

    /// Keeps an unpacked chart.
    ///
    /// # Errors
    /// What the operating system says; where there is no place for a store, that.
    pub(super) fn keep_tree(&self, tree: &FileTree) -> io::Result<()> {
        let digest = tree.digest();
        let none = || io::Error::new(io::ErrorKind::NotFound, "neither XDG_CACHE_HOME nor HOME is set");
        let place = self.place("charts", digest).ok_or_else(none)?;
        if self.tree(digest).is_some() {
            return Ok(());
        }
        let part = beside(&place);
        let kept = make_parent(&place).and_then(|()| write_tree(&part, tree)).and_then(|()| {
            // A folder that does not hash to its name is in the way.
            match fs::remove_dir_all(&place) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => fs::rename(&part, &place),
            }
        });
        if kept.is_err() {
            let _ = fs::remove_dir_all(&part);
            // Another run may have been faster.
            return if self.tree(digest).is_some() { Ok(()) } else { kept };
        }
        kept
    }

    fn place(&self, kind: &str, digest: Sha256Digest) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(kind).join(digest.digits()))
    }
}

/// A name beside another that no other run uses.
fn beside(place: &Path) -> PathBuf {
    place.with_extension(format!("{}-{}.part", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed)))
}

fn make_parent(place: &Path) -> io::Result<()> {
    place.parent().map_or(Ok(()), fs::create_dir_all)
}

fn write_tree(folder: &Path, tree: &FileTree) -> io::Result<()> {
    for (path, bytes) in &tree.files {
        let place = folder.join(path.as_str());
        make_parent(&place)?;
        fs::write(place, bytes)?;
    }
    Ok(())
}

/// Reads the files below a folder as a project shows them: without names that begin with `.`; links are not followed.
///
/// # Errors
/// What the operating system says.
pub(super) fn read_tree(folder: &Path) -> io::Result<FileTree> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![(folder.to_owned(), EcoString::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name().into_string().map_err(|_| io::Error::from(io::ErrorKind::InvalidFilename))?;
            if name.starts_with('.') {
                continue;
            }
            let path = if prefix.is_empty() { name.into() } else { ecow::eco_format!("{prefix}/{name}") };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                waiting.push((entry.path(), path));
            } else if kind.is_file() {
                files.insert(path, Arc::from(fs::read(entry.path())?));
            } else {
                return Err(io::Error::other(format!("`{}` is neither a file nor a folder", entry.path().display())));
            }
        }
    }
    Ok(FileTree { files })
}
