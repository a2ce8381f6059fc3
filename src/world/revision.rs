use std::io;
use std::path::{Path, PathBuf};

use git2::{Commit, ErrorCode, Repository};
use thiserror::Error;

/// Why a world could not be opened, or a question about revisions not be answered.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The folder cannot be listed at all.
    #[error("`{}` could not be opened as a folder", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// No folder upwards holds a git repository, or it cannot be opened.
    #[error("`{}` lies in no git repository that can be opened", path.display())]
    NoRepository {
        /// The folder from which the search began.
        path: PathBuf,
        /// What git says.
        source: git2::Error,
    },
    /// The repository has no commit under this name.
    #[error("the repository has no revision `{revision}`")]
    UnknownRevision {
        /// The name as given.
        revision: String,
        /// What git says.
        source: git2::Error,
    },
    /// The project's folder does not exist in the revision.
    #[error("revision `{revision}` has no folder `{}`", folder.display())]
    MissingFolder {
        /// The name as given.
        revision: String,
        /// The folder below the repository's top.
        folder: PathBuf,
    },
    /// The two histories have no commit in common, as in a shallow clone.
    #[error("`{ours}` and `{theirs}` have no commit in common here")]
    NoMergeBase {
        /// One revision as given.
        ours: String,
        /// The other.
        theirs: String,
        /// What git says.
        source: git2::Error,
    },
    /// The repository cannot be read.
    #[error("the git repository could not be read")]
    Git(#[from] git2::Error),
}

/// Finds the full id of the commit that a revision (branch, tag, id, or what `git rev-parse` takes) names in the repository
/// that holds the folder `repository`.
///
/// # Errors
/// Fails where there is no repository or no such revision.
pub fn commit_of(repository: &Path, revision: &str) -> Result<String, OpenError> {
    let repository = open_repository(repository)?;
    Ok(find_commit(&repository, revision)?.id().to_string())
}

/// Finds the full id of the best common ancestor of two revisions.
///
/// # Errors
/// Fails where there is no repository, no such revision, or no common ancestor.
pub fn merge_base(repository: &Path, ours: &str, theirs: &str) -> Result<String, OpenError> {
    let repository = open_repository(repository)?;
    let (our_commit, their_commit) = (find_commit(&repository, ours)?.id(), find_commit(&repository, theirs)?.id());
    match repository.merge_base(our_commit, their_commit) {
        Ok(base) => Ok(base.to_string()),
        Err(source) if source.code() == ErrorCode::NotFound => {
            Err(OpenError::NoMergeBase { ours: ours.into(), theirs: theirs.into(), source })
        }
        Err(error) => Err(error.into()),
    }
}

/// Finds where a project's folder lies below the top of the repository that holds it; empty where it is the top.
///
/// # Errors
/// Fails where the folder does not exist or lies in no working tree of a repository.
pub fn project_prefix(project: &Path) -> Result<PathBuf, OpenError> {
    let repository = open_repository(project)?;
    let real = |path: &Path| path.canonicalize().map_err(|source| OpenError::Folder { path: path.into(), source });
    let none = || OpenError::NoRepository {
        path: project.into(),
        source: git2::Error::from_str("the repository has no working tree here"),
    };
    let top = real(repository.workdir().ok_or_else(none)?)?;
    real(project)?.strip_prefix(top).map(Path::to_path_buf).map_err(|_| none())
}

pub(super) fn open_repository(folder: &Path) -> Result<Repository, OpenError> {
    Repository::discover(folder).map_err(|source| OpenError::NoRepository { path: folder.into(), source })
}

pub(super) fn find_commit<'r>(repository: &'r Repository, revision: &str) -> Result<Commit<'r>, OpenError> {
    let unknown = |source| OpenError::UnknownRevision { revision: revision.into(), source };
    repository.revparse_single(revision).and_then(|object| object.peel_to_commit()).map_err(unknown)
}
