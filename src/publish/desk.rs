use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use git2::Repository;
use sha2::{Digest, Sha256};

use super::outcome::Fault;

/// How many processes of one machine have a repository of their own that stays; others have one for the time of their run.
const SLOTS: usize = 16;
/// How many packs a repository may have before it is made anew.
const PACKS: usize = 60;

/// A bare repository of this machine in which commits are made, for one process at a time.
///
/// It holds what was fetched and made before, which only saves fetching it again: all of it may be deleted at any time.
pub(super) struct Desk {
    repository: PathBuf,
    /// Held for as long as the desk is; the system gives it back when the process dies.
    _lock: Option<File>,
    is_temporary: bool,
}

/// Tells the desks of one process apart.
static NUMBER: AtomicU64 = AtomicU64::new(0);

impl Desk {
    /// Takes a desk for a deploy repository: below the local store where there is one, else for the time being.
    ///
    /// # Errors
    /// [`Fault::Local`] where no repository can be made.
    pub(super) fn take(store: Option<&Path>, temporary: &Path, url: &str) -> Result<Self, Fault> {
        let kept = store.and_then(|store| Self::take_slot(&store.join("deploy").join(name_of(url))));
        let desk = kept.unwrap_or_else(|| {
            let name = format!("platgen-publish-{}-{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
            Self { repository: temporary.join(name), _lock: None, is_temporary: true }
        });
        desk.tidy();
        if Repository::open_bare(&desk.repository).is_err() {
            desk.renew()?;
        }
        Ok(desk)
    }

    /// The first slot that nobody holds; a store that cannot be written has none.
    fn take_slot(folder: &Path) -> Option<Self> {
        fs::create_dir_all(folder).ok()?;
        (0..SLOTS).find_map(|slot| {
            let lock = File::options().create(true).append(true).open(folder.join(format!("{slot}.lock"))).ok()?;
            match lock.try_lock() {
                Ok(()) => Some(Self {
                    repository: folder.join(format!("{slot}.git")),
                    _lock: Some(lock),
                    is_temporary: false,
                }),
                Err(TryLockError::WouldBlock | TryLockError::Error(_)) => None,
            }
        })
    }

    /// Where the repository is.
    pub(super) fn repository(&self) -> &Path {
        &self.repository
    }

    /// Makes the repository anew, with nothing in it.
    ///
    /// # Errors
    /// [`Fault::Local`].
    pub(super) fn renew(&self) -> Result<(), Fault> {
        match fs::remove_dir_all(&self.repository) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Fault::machine(&self.repository)(error));
            }
            _ => {}
        }
        let repository = Repository::init_bare(&self.repository).map_err(Fault::local)?;
        let mut settings = repository.config().map_err(Fault::local)?;
        // What belongs to the user's own work stays out of ours.
        let hooks = self.repository.join("hooks").display().to_string();
        let set = [("core.hooksPath", hooks.as_str()), ("gc.auto", "0"), ("maintenance.auto", "false")]
            .into_iter()
            .try_for_each(|(key, value)| settings.set_str(key, value));
        set.and_then(|()| settings.set_bool("core.logAllRefUpdates", false)).map_err(Fault::local)?;
        let _ = fs::remove_dir_all(self.repository.join("hooks"));
        Ok(())
    }

    /// Removes what a git that was killed left behind; a repository that grew too large goes as a whole.
    fn tidy(&self) {
        let packs = self.repository.join("objects/pack");
        let names = fs::read_dir(&packs).into_iter().flatten().flatten();
        let mut count = 0;
        for entry in names {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            count += usize::from(name.ends_with(".pack"));
            if name.starts_with("tmp_") || name.starts_with("pack_git2_") || name.ends_with(".lock") {
                let _ = fs::remove_file(entry.path());
            }
        }
        if count > PACKS {
            let _ = fs::remove_dir_all(&self.repository);
            return;
        }
        for place in [self.repository.clone(), self.repository.join("refs")] {
            let depth = if place == self.repository { 1 } else { 8 };
            let locks = walkdir::WalkDir::new(&place).max_depth(depth).into_iter().flatten();
            for lock in locks.filter(|entry| entry.path().extension().is_some_and(|end| end == "lock")) {
                let _ = fs::remove_file(lock.path());
            }
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if self.is_temporary {
            let _ = fs::remove_dir_all(&self.repository);
        }
    }
}

/// What a repository's folder is called: its URL may hold anything.
fn name_of(url: &str) -> String {
    Sha256::digest(url).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_at_once_have_two_desks_and_one_after_the_other_the_same() {
        let store = tempfile::tempdir().expect("a temporary folder");
        let take = || Desk::take(Some(store.path()), store.path(), "u").expect("a desk");
        let (first, second) = (take(), take());
        assert_ne!(first.repository(), second.repository());
        let place = first.repository().to_owned();
        drop(first);
        assert_eq!(take().repository(), place);
        let other = Desk::take(Some(store.path()), store.path(), "v").expect("a desk");
        assert_ne!(other.repository().parent(), place.parent());
    }

    #[test]
    fn what_was_left_behind_is_no_hindrance() {
        let store = tempfile::tempdir().expect("a temporary folder");
        let take = || Desk::take(Some(store.path()), store.path(), "u").expect("a desk");
        let place = take().repository().to_owned();
        for left in ["shallow.lock", "refs/heads/main.lock", "objects/pack/tmp_pack_x"] {
            fs::write(place.join(left), "").expect("a file");
            take();
            assert!(!place.join(left).exists(), "{left}");
        }
        fs::remove_file(place.join("HEAD")).expect("it was there");
        take();
        assert!(place.join("HEAD").exists());
    }

    #[test]
    fn without_a_store_nothing_stays() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let desk = Desk::take(None, folder.path(), "u").expect("a desk");
        assert!(desk.repository().join("HEAD").exists());
        drop(desk);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
