use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

use super::effects::{Effects, Step};
use super::error::{DiskError, ForeignFile, Obstacle};

/// Where a run keeps what is not output.
const DESK: &str = ".platgen";

/// How often a lock file may vanish between being opened and being locked: each time another run ended.
const ATTEMPTS: usize = 1000;

/// Whether a file that is open can be removed, and be told from another of its name.
const REMOVABLE: bool = cfg!(unix);

/// The journal of an output folder.
pub(super) fn journal(out: &Path) -> PathBuf {
    out.join(DESK).join("journal")
}

/// The exclusive right to write an output folder, and the folder for what is in the making.
///
/// The operating system holds the lock, so that it ends with the process, however that ends. The file is removed by who holds
/// it; who waited for a file that was removed sees that it is not the one of that name any more, and tries again.
pub(crate) struct Lock {
    desk: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock, making the output folder if it does not exist.
    ///
    /// # Errors
    /// [`DiskError::Locked`] while another run holds it; [`DiskError::ForeignFiles`] if something else has its name.
    pub(crate) fn take(out: &Path) -> Result<Self, DiskError> {
        let desk = out.join(DESK);
        let path = desk.join("lock");
        fs::create_dir_all(out).map_err(DiskError::io("created", out))?;
        for _ in 0..ATTEMPTS {
            refuse_other(&desk, DESK, fs::FileType::is_dir)?;
            ignore(fs::create_dir(&desk), io::ErrorKind::AlreadyExists).map_err(DiskError::io("created", &desk))?;
            refuse_other(&path, ".platgen/lock", fs::FileType::is_file)?;
            let Some(file) = open(&path)? else { continue };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(DiskError::Locked { out: out.into(), pid: read_pid(&path) });
                }
                Err(TryLockError::Error(error)) => return Err(DiskError::io("locked", &path)(error)),
            }
            if is_at(&file, &path) {
                let lock = Self { desk, file };
                lock.sign();
                return Ok(lock);
            }
        }
        Err(DiskError::io("locked", &path)(io::ErrorKind::ResourceBusy.into()))
    }

    /// Says who holds the lock, for the message of who does not get it; that it cannot be said is no reason to stop.
    fn sign(&self) {
        let _ = self.file.set_len(0).and_then(|()| writeln!(&self.file, "{}", process::id()));
    }

    /// Where a file or folder is made before it is put in place. In the output folder, so that a rename suffices.
    pub(crate) fn making(&self) -> PathBuf {
        self.desk.join("new")
    }

    /// Gives the lock back, and removes everything of a run that ended; the journal of one that did not stays.
    ///
    /// What cannot be removed now is removed by the next run, so nothing of this is an error.
    pub(crate) fn release<F: FnMut(Step, &Path) -> io::Result<()>>(self, effects: &mut Effects<F>) {
        let _ = effects.clear(&self.making());
        if !REMOVABLE {
            return;
        }
        let has_journal = fs::symlink_metadata(self.desk.join("journal")).is_ok();
        if !has_journal {
            let _ = effects.remove_file(&self.desk.join(".gitignore"));
        }
        let _ = effects.remove_file(&self.desk.join("lock"));
        if !has_journal {
            let _ = effects.remove_empty_folder(&self.desk);
        }
    }

    /// Keeps the desk of a killed run out of `git status`.
    pub(crate) fn hide<F: FnMut(Step, &Path) -> io::Result<()>>(
        &self,
        effects: &mut Effects<F>,
    ) -> Result<(), DiskError> {
        let path = self.desk.join(".gitignore");
        if fs::symlink_metadata(&path).is_ok() { Ok(()) } else { effects.create_file(&path, b"*\n") }
    }
}

/// Refuses to go through a link, or on to something else, that has a name of ours.
fn refuse_other(place: &Path, path: &str, is_ours: impl Fn(&fs::FileType) -> bool) -> Result<(), DiskError> {
    match fs::symlink_metadata(place) {
        Ok(metadata) if !is_ours(&metadata.file_type()) => {
            let obstacle = Obstacle::of(metadata.file_type());
            Err(DiskError::ForeignFiles(vec![ForeignFile { path: path.into(), obstacle }]))
        }
        _ => Ok(()),
    }
}

/// Opens the lock file, making it; `None` where its folder was removed meanwhile.
fn open(path: &Path) -> Result<Option<File>, DiskError> {
    match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(DiskError::io("locked", path)(error)),
    }
}

/// Whether a path still names the file that is open.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

/// Whether a path still names the file that is open: where such a file is never removed, it does.
#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

fn read_pid(path: &Path) -> Option<u32> {
    fs::read_to_string(path).ok()?.trim().parse().ok()
}

fn ignore(result: io::Result<()>, kind: io::ErrorKind) -> io::Result<()> {
    result.or_else(|error| if error.kind() == kind { Ok(()) } else { Err(error) })
}
