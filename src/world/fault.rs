use std::io;
use std::sync::Arc;

use ecow::EcoString;
use thiserror::Error;

use super::FILE_LIMIT;
use crate::diagnostics::Code;

/// Why a path of a project, or what lies below it, cannot be read.
///
/// Its display is the headline of a finding: one phrase, lower case, the thing in backticks.
#[derive(Clone, Debug, Error)]
pub enum ReadFault {
    /// The snapshot has no such file.
    #[error("`{0}` does not exist")]
    NotFound(EcoString),
    /// The operating system refuses.
    #[error("`{0}` may not be read by this user")]
    PermissionDenied(EcoString),
    /// A folder, pipe, socket or device stands there.
    #[error("`{0}` is not a file")]
    NotAFile(EcoString),
    /// The file holds a Git LFS pointer in place of its content.
    #[error("`{0}` holds a Git LFS pointer in place of its content")]
    LfsPointer(EcoString),
    /// A symbolic link that is absolute or climbs out of the project's folder.
    #[error("`{path}` links to `{target}`, outside the project's folder")]
    LinkOutside {
        /// The link.
        path: EcoString,
        /// What is written in it.
        target: EcoString,
    },
    /// A symbolic link to nothing.
    #[error("`{path}` links to `{target}`, which does not exist")]
    DanglingLink {
        /// The link.
        path: EcoString,
        /// What is written in it.
        target: EcoString,
    },
    /// A symbolic link that leads back to itself or to a folder that holds it.
    #[error("`{path}` links to `{target}`, which leads back to it")]
    LinkLoop {
        /// The link.
        path: EcoString,
        /// What is written in it.
        target: EcoString,
    },
    /// A name that is not UTF-8; the path shows it with replacement characters.
    #[error("the name of `{0}` is not UTF-8")]
    NameNotUtf8(EcoString),
    /// A submodule, or another repository that was cloned into the project.
    #[error("`{0}` is another git repository, and a revision of this one does not hold its files")]
    OtherRepository(EcoString),
    /// More than [`FILE_LIMIT`].
    #[error("`{path}` has {bytes} bytes, and a file of a project may have {FILE_LIMIT}")]
    TooLarge {
        /// The file.
        path: EcoString,
        /// Its size in bytes.
        bytes: u64,
    },
    /// Listing stopped here, because the project has too many files and folders.
    #[error("the project has more than {limit} files and folders, counted up to `{path}`")]
    TooManyFiles {
        /// Where listing stopped.
        path: EcoString,
        /// How many a project may have.
        limit: usize,
    },
    /// A folder inside too many folders.
    #[error("`{0}` lies in too many folders")]
    TooDeep(EcoString),
    /// The operating system reports something else.
    #[error("`{path}` could not be read: {source}")]
    Io {
        /// The file or folder.
        path: EcoString,
        /// What the operating system says.
        source: Arc<io::Error>,
    },
    /// The object database cannot give an object.
    #[error("`{path}` could not be read from git: {}", source.message())]
    Git {
        /// The file or folder.
        path: EcoString,
        /// What git says.
        source: Arc<git2::Error>,
    },
}

impl ReadFault {
    /// Names what the operating system reported for a path.
    pub(super) fn from_io(path: &str, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound(path.into()),
            io::ErrorKind::PermissionDenied => Self::PermissionDenied(path.into()),
            io::ErrorKind::IsADirectory => Self::NotAFile(path.into()),
            _ => Self::Io { path: path.into(), source: Arc::new(error) },
        }
    }

    /// Names what git reported for a path.
    pub(super) fn from_git(path: &str, error: git2::Error) -> Self {
        Self::Git { path: path.into(), source: Arc::new(error) }
    }

    /// The path at fault, below the project's folder.
    pub fn path(&self) -> &EcoString {
        match self {
            Self::NotFound(path)
            | Self::PermissionDenied(path)
            | Self::NotAFile(path)
            | Self::LfsPointer(path)
            | Self::NameNotUtf8(path)
            | Self::OtherRepository(path)
            | Self::TooDeep(path)
            | Self::LinkOutside { path, .. }
            | Self::DanglingLink { path, .. }
            | Self::LinkLoop { path, .. }
            | Self::TooLarge { path, .. }
            | Self::TooManyFiles { path, .. }
            | Self::Io { path, .. }
            | Self::Git { path, .. } => path,
        }
    }

    /// The code under which the fault is reported.
    pub fn code(&self) -> Code {
        match self {
            Self::LinkOutside { .. } => Code::LINK_OUTSIDE_PROJECT,
            Self::LfsPointer(_) => Code::LFS_POINTER,
            _ => Code::UNREADABLE_FILE,
        }
    }

    /// The headline: one phrase, lower case, the thing in backticks.
    pub fn message(&self) -> String {
        self.to_string()
    }

    /// What to do about it, where the fault itself does not say.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::LfsPointer(_) => "run `git lfs pull`",
            Self::LinkOutside { .. } => "put a copy of it below the project's folder, or take the link away",
            Self::DanglingLink { .. } | Self::LinkLoop { .. } => {
                "let the link lead to a file of the project, or take it away"
            }
            Self::NameNotUtf8(_) => "rename the file",
            Self::NotAFile(_) => "put a file there, or choose another name for it",
            Self::PermissionDenied(_) => "let this user read it: `chmod u+r`",
            Self::NotFound(_)
            | Self::OtherRepository(_)
            | Self::TooLarge { .. }
            | Self::TooManyFiles { .. }
            | Self::TooDeep(_)
            | Self::Io { .. }
            | Self::Git { .. } => return None,
        };
        Some(help.to_owned())
    }
}
