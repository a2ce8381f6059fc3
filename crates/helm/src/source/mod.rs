//! Where the files of a chart come from.
//!
//! Takes a folder, an archive or files in memory; gives [`ChartFiles`]: bounded in size and number, with clean paths below the
//! chart's own folder, and without what `.helmignore` leaves out. Nothing here touches the file system: a folder is whatever
//! implements [`Folder`].

mod archive;
mod ignore;

pub use archive::unpack;

use ignore::IgnoreRules;
use std::fmt;
use std::sync::Arc;

/// Bounds on what a chart may hold; Helm's own for sizes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SourceLimits {
    /// Bytes of one file.
    pub file: u64,
    /// Bytes of all files of one archive or folder.
    pub total: u64,
    /// Number of files.
    pub files: usize,
}

impl Default for SourceLimits {
    /// 5 MiB a file and 100 MiB together, as in Helm, and 50,000 files.
    fn default() -> Self {
        Self { file: 5 << 20, total: 100 << 20, files: 50_000 }
    }
}

/// Why the files of a chart could not be had.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceError(pub(crate) String);

impl SourceError {
    /// Makes an error with a sentence; for those who implement [`Folder`].
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SourceError {}

/// A folder that holds a chart.
pub trait Folder {
    /// Gives the paths of all files below, with `/` between names, in any order. Links have been followed, and none leads out.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    fn paths(&self) -> Result<Vec<String>, SourceError>;

    /// Reads one of these files.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, SourceError>;
}

/// One file of a chart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChartFile {
    /// The path below the chart's folder.
    pub path: String,
    /// What the file holds, without a byte order mark.
    pub bytes: Arc<[u8]>,
}

/// The files of one chart, in the order in which Helm comes upon them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ChartFiles(Vec<ChartFile>);

impl ChartFiles {
    /// Reads a folder, leaving out what its `.helmignore` says.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, a rule does not parse or a bound is passed.
    pub fn of_folder(folder: &dyn Folder, limits: &SourceLimits) -> Result<Self, SourceError> {
        let mut paths = folder.paths()?;
        // Folder by folder, as a walk finds them: `a/b` before `a-b`.
        paths.sort_by(|left, right| left.split('/').cmp(right.split('/')));
        let rules = match paths.iter().any(|path| path == ".helmignore") {
            true => String::from_utf8_lossy(&folder.read(".helmignore")?).into_owned(),
            false => String::new(),
        };
        let rules = IgnoreRules::parse(&rules).map_err(SourceError)?;
        let mut files = Self::default();
        let mut budget = Budget::new(limits);
        for path in paths.into_iter().filter(|path| !rules.leaves_out(path)) {
            let bytes = folder.read(&path)?;
            budget.take(&path, bytes.len() as u64)?;
            files.push(path, &bytes);
        }
        Ok(files)
    }

    /// Takes files from memory as they are, in their order.
    #[must_use]
    pub fn of_memory(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut all = Self::default();
        files.into_iter().for_each(|(path, bytes)| all.push(path, &bytes));
        all
    }

    fn push(&mut self, path: String, bytes: &[u8]) {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).into();
        self.0.push(ChartFile { path, bytes });
    }

    /// Walks the files.
    pub fn iter(&self) -> std::slice::Iter<'_, ChartFile> {
        self.0.iter()
    }

    pub(crate) fn from_files(files: Vec<ChartFile>) -> Self {
        Self(files)
    }
}

/// A chart that lies in memory: what a test or a caller with files of its own hands over as a folder.
impl Folder for ChartFiles {
    fn paths(&self) -> Result<Vec<String>, SourceError> {
        Ok(self.0.iter().map(|file| file.path.clone()).collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, SourceError> {
        let file = self.0.iter().find(|file| file.path == path);
        file.map(|file| file.bytes.to_vec()).ok_or_else(|| SourceError(format!("there is no file {path}")))
    }
}

/// What is left of the bounds.
struct Budget {
    limits: SourceLimits,
    bytes: u64,
    files: usize,
}

impl Budget {
    const fn new(limits: &SourceLimits) -> Self {
        Self { limits: *limits, bytes: limits.total, files: limits.files }
    }

    fn take(&mut self, path: &str, bytes: u64) -> Result<(), SourceError> {
        let limits = &self.limits;
        if bytes > limits.file {
            let message = format!("chart file {path:?} is larger than the maximum file size {}", limits.file);
            return Err(SourceError(message));
        }
        self.files = self
            .files
            .checked_sub(1)
            .ok_or_else(|| SourceError(format!("the chart has more than {} files", limits.files)))?;
        self.bytes = self.bytes.checked_sub(bytes).ok_or_else(|| {
            SourceError(format!("decompressed chart is larger than the maximum size {}", limits.total))
        })?;
        Ok(())
    }
}
