use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use thiserror::Error;

use super::process;

/// What a hook of git leaves in the environment: its repository is not the one meant here.
const INHERITED: [&str; 7] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
];

/// The user's git in one folder, with the user's credentials, proxies and keys.
#[derive(Clone, Debug)]
pub(crate) struct Git {
    program: PathBuf,
    folder: PathBuf,
    patience: Duration,
    variables: Vec<(OsString, OsString)>,
}

/// Why git did not do what it was asked for.
#[derive(Debug, Error)]
pub(crate) enum GitFault {
    /// It could not be run to its end.
    #[error("git could not be run: {0}")]
    Machine(#[from] io::Error),
    /// It refused; what it said first, and everything that it said, both without credentials.
    #[error("{reason}")]
    Refused {
        /// One phrase.
        reason: String,
        /// All that it wrote to its output.
        stdout: String,
        /// All that it wrote to its errors.
        stderr: String,
    },
}

impl Git {
    /// A git that works in a folder and is ended after a while.
    pub(crate) fn new(program: impl Into<PathBuf>, folder: impl Into<PathBuf>, patience: Duration) -> Self {
        Self { program: program.into(), folder: folder.into(), patience, variables: Vec::new() }
    }

    /// Sets a variable of its environment.
    #[must_use]
    pub(crate) fn with(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.variables.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Where it works.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs it, and gives what it wrote to its output.
    ///
    /// # Errors
    /// Where it cannot be run, takes too long, or ends with another status than 0.
    pub(crate) fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Result<Vec<u8>, GitFault> {
        self.run_with(arguments, b"")
    }

    /// Runs it with something to read.
    ///
    /// # Errors
    /// As [`Git::run`].
    pub(crate) fn run_with(&self, arguments: &[impl AsRef<OsStr>], input: &[u8]) -> Result<Vec<u8>, GitFault> {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder).args(arguments);
        INHERITED.iter().for_each(|variable| {
            command.env_remove(variable);
        });
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh").env("LC_ALL", "C");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        let said = process::run(command, input, self.patience)?;
        if said.status.success() {
            return Ok(said.stdout);
        }
        let text = |bytes: &[u8]| masked(&String::from_utf8_lossy(bytes));
        let (stdout, stderr) = (text(&said.stdout), text(&said.stderr));
        Err(GitFault::Refused { reason: reason(&stderr), stdout, stderr })
    }

    /// Runs it, and gives its output as text without the line's end.
    ///
    /// # Errors
    /// As [`Git::run`].
    pub(crate) fn ask(&self, arguments: &[impl AsRef<OsStr>]) -> Result<String, GitFault> {
        let said = self.run(arguments)?;
        Ok(String::from_utf8_lossy(&said).trim_end_matches('\n').to_owned())
    }
}

/// The line in which git says why it gives up; what it says of every server that it cannot talk to is no reason.
fn reason(stderr: &str) -> String {
    const EMPTY: [&str; 4] = [
        "Could not read from remote repository",
        "Please make sure you have the correct access rights",
        "and the repository exists.",
        "the remote end hung up unexpectedly",
    ];
    let says_something = |line: &&str| !line.trim().is_empty() && !EMPTY.iter().any(|empty| line.contains(empty));
    let lines = || stderr.lines().rev().filter(says_something);
    let line = lines().find(|line| line.starts_with("fatal:") || line.starts_with("error:")).or_else(|| lines().next());
    let line = line.or(stderr.lines().last()).unwrap_or("it does not say why");
    line.trim_start_matches("fatal: ").trim_start_matches("error: ").to_owned()
}

/// A text without the credentials that git's own settings may put into URLs.
pub(crate) fn masked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        out.push_str(before);
        out.push_str("://");
        let end = after.find(['/', ' ', '\'', '"', '\n']).unwrap_or(after.len());
        rest = match after[..end].rfind('@') {
            Some(at) => {
                out.push_str("***");
                &after[at..]
            }
            None => after,
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_in_urls_are_masked() {
        let said = "unable to access 'https://user:secret@git.example.com/a': no; see http://b.example.com/x@y";
        assert_eq!(masked(said), "unable to access 'https://***@git.example.com/a': no; see http://b.example.com/x@y");
        assert_eq!(masked("nothing"), "nothing");
        assert_eq!(masked("To https://git.example.com\n a@b"), "To https://git.example.com\n a@b");
    }

    #[test]
    fn what_git_says_last_is_the_reason() {
        assert_eq!(reason("warning: a\nfatal: b\nhint: c\n"), "b");
        assert_eq!(reason("a\nb\n"), "b");
        let denied = "git@git.example.com: Permission denied (publickey).\nfatal: Could not read from remote repository.\n\n\
                      Please make sure you have the correct access rights\nand the repository exists.\n";
        assert_eq!(reason(denied), "git@git.example.com: Permission denied (publickey).");
        assert_eq!(reason(""), "it does not say why");
    }
}
