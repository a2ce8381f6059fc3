use std::fs;
use std::io;
use std::path::Path;

use ecow::{EcoString, eco_format};
use rustc_hash::{FxHashMap, FxHashSet};

use super::error::DiskError;
use super::listing::{JournalEntry, Problem, environment_of, read_index, read_journal};
use super::lock;

/// What earlier runs wrote, by their indexes in the output folder and the journal of one that did not end.
pub(super) struct Ledger<'o> {
    out: &'o Path,
    unfinished: Vec<JournalEntry>,
    /// By environment, all that its indexes list; read when somebody asks.
    listed: FxHashMap<EcoString, FxHashSet<EcoString>>,
}

impl<'o> Ledger<'o> {
    /// Opens the ledger of an output folder, which need not exist.
    pub(super) fn open(out: &'o Path) -> Result<Self, DiskError> {
        let place = lock::journal(out);
        let text = read_text(&place)?.unwrap_or_default();
        let unfinished = read_journal(&text).map_err(|fault| not_ours(&place, fault))?;
        Ok(Self { out, unfinished, listed: FxHashMap::default() })
    }

    /// What the last run may have begun, if it did not end.
    pub(super) fn unfinished(&self) -> &[JournalEntry] {
        &self.unfinished
    }

    /// The environments that have a folder.
    pub(super) fn environments(&self) -> Result<Vec<EcoString>, DiskError> {
        let entries = read_names(self.out)?;
        Ok(entries
            .into_iter()
            .filter(|(name, kind)| kind.is_dir() && !name.starts_with('.'))
            .map(|(name, _)| name)
            .collect())
    }

    /// The index files of an environment, sorted; whatever else lies among them is not ours.
    pub(super) fn indexes(&self, environment: &str) -> Result<Vec<EcoString>, DiskError> {
        let mut indexes = Vec::new();
        let mut folders = vec![EcoString::from(environment)];
        while let Some(folder) = folders.pop() {
            for (name, kind) in read_names(&self.out.join(&*folder))? {
                let path = eco_format!("{folder}/{name}");
                if kind.is_dir() && (folder != environment || name == "index") {
                    folders.push(path);
                } else if kind.is_file() && folder != environment {
                    indexes.push(path);
                }
            }
        }
        indexes.sort();
        Ok(indexes)
    }

    /// The paths that an index on disk lists, sorted; none where there is no such file.
    pub(super) fn listing(&self, index: &str) -> Result<Vec<EcoString>, DiskError> {
        let place = self.out.join(index);
        let Some(text) = read_text(&place)? else { return Ok(Vec::new()) };
        let mut paths = read_index(&text, environment_of(index)).map_err(|fault| not_ours(&place, fault))?;
        paths.sort();
        Ok(paths)
    }

    /// Whether any run wrote a path.
    pub(super) fn lists(&mut self, path: &str) -> Result<bool, DiskError> {
        let environment = environment_of(path);
        if !self.listed.contains_key(environment) {
            let listed = self.read_all(environment)?;
            self.listed.insert(environment.into(), listed);
        }
        Ok(self.listed[environment].contains(path))
    }

    fn read_all(&self, environment: &str) -> Result<FxHashSet<EcoString>, DiskError> {
        let mut listed: FxHashSet<EcoString> = self.unfinished.iter().map(|entry| entry.path.clone()).collect();
        for index in self.indexes(environment)? {
            listed.extend(self.listing(&index)?);
        }
        Ok(listed)
    }
}

/// Reads a file of ours; `None` where there is none. A link is not ours and not followed.
fn read_text(place: &Path) -> Result<Option<String>, DiskError> {
    let failed = DiskError::io("read", place);
    let result = fs::symlink_metadata(place)
        .and_then(|metadata| if metadata.is_file() { fs::read(place) } else { Err(io::ErrorKind::NotFound.into()) });
    match result {
        Ok(bytes) => {
            String::from_utf8(bytes).map(Some).map_err(|_| not_ours(place, (1, "or a later one is not UTF-8")))
        }
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(failed(error)),
    }
}

/// Lists a folder; empty where there is none. A name that is not UTF-8 is not ours.
fn read_names(folder: &Path) -> Result<Vec<(EcoString, fs::FileType)>, DiskError> {
    let list = || -> io::Result<Vec<_>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if let Some(name) = entry.file_name().to_str() {
                names.push((name.into(), entry.file_type()?));
            }
        }
        Ok(names)
    };
    match list() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        result => result.map_err(DiskError::io("listed", folder)),
    }
}

fn not_ours(place: &Path, (line, problem): (usize, Problem)) -> DiskError {
    DiskError::Index { path: place.into(), line, problem }
}
