use std::path::Path;
use std::{fs, io};

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::error::{DiskError, ForeignFile, Obstacle};
use super::listing::folder_of;

/// What stands where a folder of the output belongs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Folder {
    /// A folder, and so on every step from the output folder down to it.
    Real,
    /// Nothing, from the folder `root` on.
    Missing {
        /// The topmost folder that is missing.
        root: EcoString,
    },
    /// Something else, here or on the way.
    Blocked(ForeignFile),
}

/// Looks at each folder of the output once, never through a link.
#[derive(Default)]
pub(super) struct Folders {
    known: FxHashMap<EcoString, Folder>,
}

impl Folders {
    /// Tells what stands at `folder` below `out`; the empty path is the output folder itself.
    pub(super) fn look(&mut self, out: &Path, folder: &str) -> Result<Folder, DiskError> {
        if let Some(known) = self.known.get(folder) {
            return Ok(known.clone());
        }
        let found = if folder.is_empty() {
            Folder::Real
        } else {
            match self.look(out, folder_of(folder))? {
                Folder::Real => look_at(out, folder)?,
                above => above,
            }
        };
        self.known.insert(folder.into(), found.clone());
        Ok(found)
    }

    /// Whether a folder was looked at.
    pub(super) fn knows(&self, folder: &str) -> bool {
        self.known.contains_key(folder)
    }
}

fn look_at(out: &Path, folder: &str) -> Result<Folder, DiskError> {
    let place = out.join(folder);
    match fs::symlink_metadata(&place) {
        Ok(metadata) if metadata.is_dir() => Ok(Folder::Real),
        Ok(metadata) => {
            Ok(Folder::Blocked(ForeignFile { path: folder.into(), obstacle: Obstacle::of(metadata.file_type()) }))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Folder::Missing { root: folder.into() }),
        Err(error) => Err(DiskError::io("looked at", &place)(error)),
    }
}
