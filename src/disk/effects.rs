use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::error::DiskError;

/// A change that is about to be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// A folder is made.
    Folder,
    /// A file is made, still empty.
    Create,
    /// A new file gets its bytes.
    Fill,
    /// A file or folder gets another name.
    Rename,
    /// A file is removed.
    Remove,
    /// A folder is removed if it is empty.
    RemoveFolder,
    /// A folder is removed with what it holds.
    Clear,
}

/// Makes every change to the output folder, asking a fuse before each, so that tests can stop a run at any of them.
pub(crate) struct Effects<F> {
    fuse: F,
}

impl<F: FnMut(Step, &Path) -> io::Result<()>> Effects<F> {
    pub(crate) fn new(fuse: F) -> Self {
        Self { fuse }
    }

    fn make<T>(
        &mut self,
        step: Step,
        action: &'static str,
        path: &Path,
        change: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, DiskError> {
        (self.fuse)(step, path).and_then(|()| change()).map_err(DiskError::io(action, path))
    }

    /// Makes a folder where nothing stands.
    pub(crate) fn create_folder(&mut self, path: &Path) -> Result<(), DiskError> {
        self.make(Step::Folder, "created", path, || fs::create_dir(path))
    }

    /// Makes a file with these bytes where nothing stands.
    pub(crate) fn create_file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
        let mut file = self.make(Step::Create, "created", path, || File::create_new(path))?;
        self.make(Step::Fill, "written", path, || file.write_all(bytes))
    }

    /// Renames a file, over a file that stands there, or a folder to where nothing stands.
    pub(crate) fn rename(&mut self, from: &Path, to: &Path) -> Result<(), DiskError> {
        self.make(Step::Rename, "put in place", to, || fs::rename(from, to))
    }

    /// Removes a file or link; gives whether there was one.
    pub(crate) fn remove_file(&mut self, path: &Path) -> Result<bool, DiskError> {
        self.make(Step::Remove, "removed", path, || found(fs::remove_file(path)))
    }

    /// Removes a folder that is empty; gives whether there is none any more.
    pub(crate) fn remove_empty_folder(&mut self, path: &Path) -> Result<bool, DiskError> {
        self.make(Step::RemoveFolder, "removed", path, || match fs::remove_dir(path) {
            Err(error) if is_kept(error.kind()) => Ok(false),
            result => found(result).map(|_| true),
        })
    }

    /// Removes a folder with all that it holds, or a file; a link is removed and not followed.
    pub(crate) fn clear(&mut self, path: &Path) -> Result<(), DiskError> {
        self.make(Step::Clear, "removed", path, || match fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
            Ok(_) => fs::remove_file(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        })
    }
}

/// Whether a folder holds something else, or is no folder any more.
fn is_kept(error: io::ErrorKind) -> bool {
    matches!(error, io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotADirectory)
}

fn found(result: io::Result<()>) -> io::Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
