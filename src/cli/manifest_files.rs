use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use crate::diagnostics::{Code, Diagnostic, Excerpt};
use crate::manifests::ManifestFile;
use crate::world::{FILE_LIMIT, FolderWorld, ReadFault, World};

/// The path that stands for standard input, and how findings name it.
const STDIN: (&str, &str) = ("-", "<stdin>");
/// How the files of a folder that are read end; JSON is YAML.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// Files that somebody named, or that lie in folders which somebody named.
#[derive(Debug, Default)]
pub(super) struct ManifestFiles {
    /// Those that could be read, in the order of the paths given, those of a folder sorted.
    pub(super) files: Vec<ManifestFile>,
    /// Those that could not.
    pub(super) unread: Vec<Diagnostic>,
    /// The places of those that were read, so that a file named twice is read once.
    known: BTreeMap<PathBuf, usize>,
}

impl ManifestFiles {
    /// Reads files, folders and, where a path is `-`, standard input.
    ///
    /// # Errors
    /// Fails where a path does not exist, or the whole of standard input cannot be read.
    pub(super) fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut files = Self::default();
        for path in paths {
            if path.as_os_str() == STDIN.0 {
                files.add_stdin()?;
            } else if metadata(path)?.is_dir() {
                files.add_folder(path)?;
            } else {
                files.add_file(path);
            }
        }
        Ok(files)
    }

    fn add_stdin(&mut self) -> Result<(), Failure> {
        let failed = |error| Failure::new("standard input could not be read").caused_by(error);
        if self.files.iter().all(|file| file.path != STDIN.1) {
            match read_bounded(&mut io::stdin().lock()).map_err(failed)? {
                Some(bytes) => self.add(None, STDIN.1, bytes, true),
                None => self.unread.push(too_large(STDIN.1)),
            }
        }
        Ok(())
    }

    /// Reads a file that was named, whatever its extension, and whether it is a file or a pipe.
    fn add_file(&mut self, path: &Path) {
        let shown = shown(path);
        if self.is_known(path) {
            return;
        }
        match File::open(path).and_then(|mut file| read_bounded(&mut file)) {
            Ok(Some(bytes)) => self.add(Some(path), &shown, bytes, true),
            Ok(None) => self.unread.push(too_large(&shown)),
            Err(error) => {
                self.unread.push(unread(Code::UNREADABLE_FILE, &shown, format!("`{shown}` could not be read: {error}")))
            }
        }
    }

    /// Reads a folder's manifests: no hidden files, and no links that lead out of it.
    fn add_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let world = FolderWorld::open_any(folder).map_err(Failure::of)?;
        for path in world.paths().iter().filter(|path| is_manifest(path)) {
            let place = folder.join(path.as_str());
            let shown = shown(&place);
            if self.is_known(&place) {
                continue;
            }
            match world.read(path) {
                Ok((bytes, _)) => self.add(Some(&place), &shown, bytes, false),
                Err(fault) => self.unread.push(unread_in(folder, &fault)),
            }
        }
        let faults = world.faults().iter().filter(|fault| may_be_manifest(fault.path()));
        self.unread.extend(faults.map(|fault| unread_in(folder, fault)));
        Ok(())
    }

    fn add(&mut self, place: Option<&Path>, path: &str, bytes: Arc<[u8]>, is_named: bool) {
        if let Some(real) = place.and_then(|place| fs::canonicalize(place).ok()) {
            self.known.insert(real, self.files.len());
        }
        self.files.push(ManifestFile { path: path.into(), bytes, is_named });
    }

    fn is_known(&self, place: &Path) -> bool {
        fs::canonicalize(place).is_ok_and(|real| self.known.contains_key(&real))
    }
}

fn metadata(path: &Path) -> Result<fs::Metadata, Failure> {
    fs::metadata(path).map_err(|error| {
        let shown = path.display();
        match error.kind() {
            io::ErrorKind::NotFound => Failure::new(format!("`{shown}` does not exist")),
            _ => Failure::new(format!("`{shown}` could not be read")).caused_by(error),
        }
    })
}

/// Reads to the end; `None` where there is more than a file may hold.
fn read_bounded(from: &mut impl Read) -> io::Result<Option<Arc<[u8]>>> {
    let mut bytes = Vec::new();
    from.take(FILE_LIMIT + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= FILE_LIMIT).then(|| bytes.into()))
}

fn shown(path: &Path) -> String {
    // However a path is written, what it names is the same for a baseline.
    let path = path.strip_prefix(".").unwrap_or(path);
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

fn is_manifest(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| EXTENSIONS.iter().any(|known| found.eq_ignore_ascii_case(known)))
}

/// What has no extension may be a folder.
fn may_be_manifest(path: &str) -> bool {
    is_manifest(path) || Path::new(path).extension().is_none()
}

fn too_large(path: &str) -> Diagnostic {
    unread(
        Code::UNREADABLE_FILE,
        path,
        format!("`{path}` has more than {FILE_LIMIT} bytes, the most that is read of a file"),
    )
}

fn unread_in(folder: &Path, fault: &ReadFault) -> Diagnostic {
    let path = shown(&folder.join(fault.path().as_str()));
    match fault {
        ReadFault::LinkOutside { path: link, target } => {
            let message = format!("`{link}` links to `{target}`, outside the folder that was named");
            let help = format!("name the file or folder that it leads to with `-f`, or leave `{link}` out");
            unread(Code::UNREADABLE_FILE, &path, message).help(help)
        }
        _ => {
            let found = unread(fault.code(), &path, fault.message());
            match fault.help() {
                Some(help) => found.help(help),
                None => found,
            }
        }
    }
}

fn unread(code: Code, path: &str, message: String) -> Diagnostic {
    Diagnostic::of_file(code, message, Excerpt::of_file(path, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_are_known_by_their_names() {
        for path in ["a.yaml", "b/c.yml", "d.JSON", "e.f.yaml"] {
            assert!(is_manifest(path), "{path}");
        }
        for path in ["yaml", "a.yaml.tmpl", "b.txt", "values.yaml/x"] {
            assert!(!is_manifest(path), "{path}");
        }
    }

    #[test]
    fn no_more_is_read_than_a_file_may_hold() {
        assert_eq!(read_bounded(&mut io::repeat(b' ')).expect("it can be read"), None);
        assert_eq!(read_bounded(&mut &b"a: 1"[..]).expect("it can be read").as_deref(), Some(&b"a: 1"[..]));
    }
}
