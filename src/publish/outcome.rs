use ecow::EcoString;
use thiserror::Error;

use super::target::Target;
use crate::disk::ForeignFile;

/// How many files a commit changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Files that are new.
    pub added: usize,
    /// Files with other bytes.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
}

impl Changes {
    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// What became of one branch.
#[derive(Debug)]
pub struct Outcome {
    /// The branch.
    pub target: Target,
    /// What became of it.
    pub result: Result<Published, Fault>,
    /// Folders at its top that look like environments of platgen's and are none of this project; they stay.
    pub strange: Vec<EcoString>,
    /// Why the note that goes with the commit could not be written, where it could not.
    pub note: Option<Fault>,
}

/// What a branch became.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    /// What was done.
    pub step: Step,
    /// The commit that the branch names, or would name.
    pub commit: EcoString,
    /// What it named before.
    pub parent: Option<EcoString>,
    /// What is different from before.
    pub changes: Changes,
}

/// What was done with a branch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// It has a new commit.
    Published,
    /// It holds what it should.
    Unchanged,
    /// It would have a new commit.
    Planned,
}

/// Why a branch is as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Files stand in the way that no publish wrote.
    #[error("{} of the output's paths hold what platgen did not write, the first being `{}`", .0.len(), first(.0))]
    Obstructed(Vec<ForeignFile>),
    /// An index in the branch lists what it may not, so it cannot be trusted with what to remove.
    #[error("{0}")]
    Unsound(String),
    /// The server does not know who asks, or does not let them.
    #[error("the server does not let you in: {0}")]
    Unauthorised(String),
    /// There is no such repository.
    #[error("there is no such repository: {0}")]
    NoRepository(String),
    /// The server answers, and does not take the commit: a protected branch, a hook, a repository that is read alone.
    #[error("the server refuses the commit: {0}")]
    Refused(String),
    /// Nobody answers, or not to the end.
    #[error("the server could not be reached: {0}")]
    Unreachable(String),
    /// Others were faster each time.
    #[error("others moved the branch {0} times while this was tried")]
    Contended(usize),
    /// git is to sign commits, and cannot.
    #[error("the commit could not be signed: {0}")]
    Unsigned(String),
    /// git is not there.
    #[error("git could not be run: {0}")]
    NoGit(String),
    /// This machine fails: a full disk, a folder that may not be written.
    #[error("the commit could not be made on this machine: {0}")]
    Local(String),
}

impl Fault {
    /// The fault in one word.
    pub fn word(&self) -> &'static str {
        match self {
            Fault::Obstructed(_) => "obstructed",
            Fault::Unsound(_) => "unsound",
            Fault::Unauthorised(_) => "unauthorised",
            Fault::NoRepository(_) => "no-repository",
            Fault::Refused(_) => "refused",
            Fault::Unreachable(_) => "unreachable",
            Fault::Contended(_) => "contended",
            Fault::Unsigned(_) => "unsigned",
            Fault::NoGit(_) => "no-git",
            Fault::Local(_) => "failed",
        }
    }

    /// What to do.
    pub fn help(&self) -> &'static str {
        match self {
            Fault::Obstructed(_) => "move them away in the deploy repository, or name another branch in `deploy`",
            Fault::Unsound(_) => "somebody changed that file: put it back as it was, then publish again",
            Fault::Unauthorised(_) => "see that `git push` to it works from here: credential helper, key or token",
            Fault::NoRepository(_) => "look whether `deploy.repo` of platgen.yaml, or --repo, is right",
            Fault::Refused(_) => {
                "let whoever publishes push to the branch, or set `deploy.next: true` and merge from there"
            }
            Fault::Unreachable(_) | Fault::Contended(_) => "publish again: what was accepted stays and is not repeated",
            Fault::Unsigned(_) => "see that `git commit -S` works, or turn `commit.gpgSign` off",
            Fault::NoGit(_) => "install git, and see that it is on the PATH",
            Fault::Local(_) => "see that the disk has room, then publish again: the deploy repository is as it was",
        }
    }

    /// Wraps what libgit2 says.
    #[expect(clippy::needless_pass_by_value, reason = "for use with `map_err`")]
    pub(super) fn local(error: git2::Error) -> Self {
        Self::Local(error.message().to_owned())
    }

    /// Wraps what the operating system says.
    pub(super) fn machine(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |error| Self::Local(format!("`{}`: {error}", path.display()))
    }
}

fn first(foreign: &[ForeignFile]) -> &str {
    foreign.first().map_or("", |foreign| &foreign.path)
}
