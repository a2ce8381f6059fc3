use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};

use ecow::EcoString;
use thiserror::Error;

/// Why the output could not be written or compared.
#[derive(Debug, Error)]
pub enum DiskError {
    /// Output belongs where things stand that platgen did not write. Nothing was touched.
    #[error("{} of the output's paths hold what platgen did not write, the first being `{}`", .0.len(), first(.0))]
    ForeignFiles(Vec<ForeignFile>),
    /// Another run is writing this output.
    #[error("another run{} is writing `{}`", process(*.pid), out.display())]
    Locked {
        /// The output folder.
        out: PathBuf,
        /// The process that writes, where it could be learned.
        pid: Option<u32>,
    },
    /// An index or the journal is not what platgen writes, so it cannot be trusted with what to remove.
    #[error("line {line} of `{}` {problem}", path.display())]
    Index {
        /// The index file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The operating system refuses.
    #[error("`{}` could not be {action}", path.display())]
    Io {
        /// What was tried, as a participle.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
}

impl DiskError {
    /// Wraps what the operating system said, for use with `map_err`.
    pub(super) fn io<'p>(action: &'static str, path: &'p Path) -> impl FnOnce(io::Error) -> Self + 'p {
        move |source| Self::Io { action, path: path.into(), source }
    }
}

/// Something that stands where output belongs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ForeignFile {
    /// Its path below the output folder: the file that output belongs in, or a folder on the way to it.
    pub path: EcoString,
    /// What it is.
    pub obstacle: Obstacle,
}

/// What stands where output belongs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Obstacle {
    /// A file with other bytes, or in place of a folder.
    File,
    /// A folder in place of a file.
    Folder,
    /// A symbolic link; nothing is written through one.
    Link,
    /// A pipe, socket or device.
    Special,
}

impl Obstacle {
    /// Names what has this type.
    pub(super) fn of(kind: FileType) -> Self {
        if kind.is_file() {
            Self::File
        } else if kind.is_dir() {
            Self::Folder
        } else if kind.is_symlink() {
            Self::Link
        } else {
            Self::Special
        }
    }
}

fn first(foreign: &[ForeignFile]) -> &str {
    foreign.first().map_or("", |foreign| &foreign.path)
}

fn process(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}
