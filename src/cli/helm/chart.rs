//! The chart: a folder or an archive on disk.

use std::cell::RefCell;
use std::fs::{self, File, FileType};
use std::io::Read;
use std::path::{Path, PathBuf};

use platgen_helm::{Chart, ChartError, ChartFiles, Compat, Folder, SourceError, SourceLimits};

use super::named_files::worded;

/// Levels of folders below a chart's.
const DEEPEST: usize = 64;
/// Files and links below a chart's folder, those that `.helmignore` leaves out among them.
const MOST_PATHS: usize = 1_000_000;
/// Bytes of an archive.
const LARGEST_ARCHIVE: u64 = 100 << 20;

/// A chart that is named, and what Helm remarks while it loads one.
pub(super) struct NamedChart<'n> {
    name: &'n str,
    compat: Compat,
    remarks: RefCell<Vec<String>>,
}

impl<'n> NamedChart<'n> {
    pub(super) fn new(name: &'n str, compat: Compat) -> Self {
        Self { name: name.trim(), compat, remarks: RefCell::default() }
    }

    /// Loads the chart.
    ///
    /// # Errors
    /// Fails in Helm's words, and in ours where a link leads out or the chart would have to be fetched.
    pub(super) fn load(&self) -> Result<Chart, ChartError> {
        let Self { name, compat, .. } = *self;
        let limits = SourceLimits::default();
        let Ok(metadata) = fs::metadata(name) else { return Err(fault(absent(name))) };
        let real = fs::canonicalize(name).map_err(|error| fault(worded("open", name, &error)))?;
        if metadata.is_dir() {
            self.expect_chart(&real)?;
            let folder = ChartFolder { root: real, name: name.trim_end_matches('/'), remarks: &self.remarks };
            return Chart::load(&ChartFiles::of_folder(&folder, &limits)?, compat);
        }
        let bytes = read_file(&real, name, LARGEST_ARCHIVE)?;
        if !bytes.starts_with(b"\x1F\x8B") {
            return Err(fault(no_archive(&real, &bytes)));
        }
        Chart::load_archive(&bytes, &limits, compat)
    }

    /// Gives what Helm says on standard error about links: nothing at levels where that holds the time.
    pub(super) fn remarks(&self) -> Vec<String> {
        if self.compat == Compat::V3_17 { Vec::new() } else { self.remarks.take() }
    }

    /// Checks that a folder has a Chart.yaml, which Helm 4 does first.
    fn expect_chart(&self, folder: &Path) -> Result<(), ChartError> {
        let path = folder.join("Chart.yaml");
        match fs::metadata(&path) {
            Err(error) if self.compat != Compat::V3_17 => {
                let shown = path.display().to_string();
                Err(fault(format!("unable to detect chart at {shown}: {}", worded("open", &shown, &error))))
            }
            _ => Ok(()),
        }
    }
}

fn fault(message: String) -> ChartError {
    ChartError::from(SourceError::new(message))
}

/// Says that there is no such chart; what is no path may have been meant as one to fetch.
fn absent(name: &str) -> String {
    match name.starts_with(['/', '.']) {
        true => format!("path {name:?} not found"),
        false => format!(
            "path {name:?} not found; rendering never uses the network, so that CHART is a folder or a .tgz file: fetch the chart first"
        ),
    }
}

/// Says that a file is no archive, and of which sort Go would take it to be.
fn no_archive(path: &Path, bytes: &[u8]) -> String {
    const LOOKED_AT: usize = 512;
    let shown = path.display();
    if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
        return format!("file '{shown}' seems to be a YAML file, but expected a gzipped archive");
    }
    let is_binary = |byte: &u8| matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31);
    let sort = match bytes.get(..LOOKED_AT) {
        Some(head) if !head.iter().any(is_binary) => "text/plain; charset=utf-8",
        // What Helm looks at ends in zeros where the file is shorter.
        _ => "application/octet-stream",
    };
    format!("file '{shown}' does not appear to be a gzipped archive; got '{sort}'")
}

/// Reads a file of at most so many bytes and one more, so that who counts sees that there are too many.
fn read_file(path: &Path, shown: &str, limit: u64) -> Result<Vec<u8>, SourceError> {
    let fault = |error: std::io::Error| SourceError::new(worded("open", shown, &error));
    if !fs::metadata(path).map_err(fault)?.is_file() {
        let message = format!("cannot load irregular file {shown} as it has file mode type bits set");
        return Err(SourceError::new(message));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)).map_err(fault)?;
    match bytes.len() as u64 > limit {
        true => Err(SourceError::new(format!("chart file {shown:?} is larger than the maximum file size {limit}"))),
        false => Ok(bytes),
    }
}

/// Writes a value of a log line as Go does: in quotes where it would be read as more than one.
fn attribute(text: &str) -> String {
    let is_plain = |character: char| character.is_ascii_graphic() && !"\"=".contains(character);
    if text.chars().all(is_plain) { text.to_owned() } else { format!("{text:?}") }
}

/// A chart's folder. Links are followed as far as they stay in it.
struct ChartFolder<'n> {
    root: PathBuf,
    /// As it was named, for messages.
    name: &'n str,
    remarks: &'n RefCell<Vec<String>>,
}

impl ChartFolder<'_> {
    fn shown(&self, path: &str) -> String {
        format!("{}/{path}", self.name)
    }

    /// Finds where a path really stands.
    ///
    /// # Errors
    /// Fails where that is outside the folder, or nothing is there.
    fn real(&self, path: &str) -> Result<PathBuf, SourceError> {
        let real = fs::canonicalize(self.root.join(path))
            .map_err(|error| SourceError::new(worded("open", &self.shown(path), &error)))?;
        match real.starts_with(&self.root) {
            true => Ok(real),
            false => {
                let shown = self.shown(path);
                Err(SourceError::new(format!("{shown} links to {}, outside the chart", real.display())))
            }
        }
    }

    /// Lists a folder; `around` are the real folders that it lies in.
    fn list(&self, prefix: &str, around: &mut Vec<PathBuf>, paths: &mut Vec<String>) -> Result<(), SourceError> {
        let folder = self.real(prefix)?;
        if around.contains(&folder) || around.len() > DEEPEST {
            let shown = self.shown(prefix);
            return Err(SourceError::new(format!("{shown} leads into itself, or more than {DEEPEST} folders deep")));
        }
        around.push(folder.clone());
        for (name, kind) in self.entries(&folder, prefix)? {
            let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            let real = if kind.is_symlink() { self.real(&path).ok() } else { None };
            if let Some(real) = &real {
                self.remark_link(&path, real);
            }
            // A link that leads nowhere good counts as a file, so that it is a fault only unless `.helmignore` leaves it out.
            match kind.is_dir() || real.is_some_and(|real| real.is_dir()) {
                true => self.list(&path, around, paths)?,
                false if paths.len() >= MOST_PATHS => {
                    return Err(SourceError::new(format!("{} has more than {MOST_PATHS} files", self.name)));
                }
                false => paths.push(path),
            }
        }
        around.pop();
        Ok(())
    }

    /// Gives the names in a folder, sorted, and what they are.
    fn entries(&self, folder: &Path, prefix: &str) -> Result<Vec<(String, FileType)>, SourceError> {
        let fault = |error: std::io::Error| SourceError::new(worded("open", &self.shown(prefix), &error));
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let name = entry.file_name().into_string();
            let name = name
                .map_err(|name| SourceError::new(format!("a name in {} is no UTF-8: {name:?}", self.shown(prefix))))?;
            entries.push((name, entry.file_type().map_err(fault)?));
        }
        entries.sort_by(|(left, _), (right, _)| left.cmp(right));
        Ok(entries)
    }

    fn remark_link(&self, path: &str, real: &Path) {
        let path = attribute(&self.root.join(path).display().to_string());
        let real = attribute(&real.display().to_string());
        self.remarks.borrow_mut().push(format!(
            "level=INFO msg=\"found symbolic link in path. Contents of linked file included and used\" path={path} resolved={real}"
        ));
    }
}

impl Folder for ChartFolder<'_> {
    fn paths(&self) -> Result<Vec<String>, SourceError> {
        let mut paths = Vec::new();
        self.list("", &mut Vec::new(), &mut paths)?;
        Ok(paths)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, SourceError> {
        read_file(&self.real(path)?, path, SourceLimits::default().file)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn web() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("a file");
        fs::create_dir(folder.path().join("templates")).expect("a folder");
        write("Chart.yaml", "{apiVersion: v2, name: web, version: 1.0.0}");
        write("templates/a.yaml", "kind: A");
        folder
    }

    fn load(folder: &tempfile::TempDir) -> Result<Chart, String> {
        let name = folder.path().to_str().expect("UTF-8");
        NamedChart::new(name, Compat::default()).load().map_err(|error| error.to_string())
    }

    #[test]
    fn links_are_followed_inside_the_chart_and_refused_where_they_leave_it() {
        let folder = web();
        symlink("../Chart.yaml", folder.path().join("templates/b.yaml")).expect("a link");
        assert!(load(&folder).is_ok());
        let outside = tempfile::NamedTempFile::new().expect("a file");
        for target in [outside.path(), outside.path().parent().expect("a folder")] {
            let link = folder.path().join("templates/c.yaml");
            symlink(target, &link).expect("a link");
            let error = load(&folder).expect_err("it leads out");
            assert!(error.contains("templates/c.yaml links to") && error.ends_with("outside the chart"), "{error}");
            fs::write(folder.path().join(".helmignore"), "c.yaml\n").expect("a file");
            assert!(load(&folder).is_ok(), "what is left out is not looked at");
            fs::remove_file(folder.path().join(".helmignore")).expect("a file");
            fs::remove_file(&link).expect("a link");
        }
        symlink("nowhere", folder.path().join("d")).expect("a link");
        assert!(load(&folder).expect_err("it leads nowhere").ends_with("d: no such file or directory"));
    }

    #[test]
    fn a_folder_that_leads_into_itself_is_refused() {
        let folder = web();
        symlink("..", folder.path().join("templates/up")).expect("a link");
        assert!(load(&folder).expect_err("it has no end").contains("templates/up leads into itself"));
    }

    #[test]
    fn what_is_no_chart() {
        let folder = web();
        fs::write(folder.path().join("x.tgz"), "text").expect("a file");
        let file = folder.path().join("x.tgz");
        let name = file.to_str().expect("UTF-8");
        let error = NamedChart::new(name, Compat::default()).load().expect_err("it is text");
        assert!(error.to_string().contains("does not appear to be a gzipped archive"));
        let large = File::create(folder.path().join("templates/large.yaml")).expect("a file");
        large.set_len(6 << 20).expect("a sparse file");
        assert!(load(&folder).expect_err("it is too large").contains("larger than the maximum file size 5242880"));
    }
}
