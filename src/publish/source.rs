use std::path::{Path, PathBuf};
use std::time::Duration;

use ecow::EcoString;
use git2::{Commit, Repository, Signature};
use thiserror::Error;

use crate::parse::is_among_sources;
use crate::program::{Git, GitFault, masked};

/// How long git may look for what changed.
const PATIENCE: Duration = Duration::from_secs(120);
/// What Argo CD reads in a message of the commit that another commit was made for.
const REFERENCE: &str = "Argocd-reference-commit-";
const CO_AUTHOR: &str = "Co-authored-by";

/// The commit that a tree was compiled from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// The URL of its repository without credentials; none where it has no remote that others can reach.
    pub repository: Option<EcoString>,
    /// Its full id.
    pub revision: EcoString,
    /// Who wrote it, and when.
    pub author: Person,
    /// Who committed it, and when.
    pub committer: Person,
    /// The first line of its message.
    pub subject: EcoString,
    /// The rest of its message, without the lines of `passed_on`.
    pub body: EcoString,
    /// Lines of its message that belong into messages of commits made from it: co-authors, and what Argo CD reads.
    pub passed_on: Vec<(EcoString, EcoString)>,
}

/// Somebody at a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The name.
    pub name: EcoString,
    /// The address.
    pub email: EcoString,
    /// Seconds since 1970.
    pub seconds: i64,
    /// Minutes east of Greenwich.
    pub offset: i32,
}

/// Why there is no source that could be published.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The project lies in no repository.
    #[error("the project is in no git repository, so nothing could say what its output was made of")]
    NoRepository(#[source] git2::Error),
    /// There is no such commit, or none at all.
    #[error("the repository has no commit `{0}`")]
    NoCommit(String, #[source] git2::Error),
    /// Files of the project are not as in the commit.
    #[error("{} of the project {} not committed, the first being `{}`", counted(.0.len()), verb(.0.len()), .0[0])]
    Uncommitted(Vec<String>),
    /// git cannot be asked.
    #[error("git could not tell what is committed: {0}")]
    Git(String),
}

fn counted(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}

fn verb(files: usize) -> &'static str {
    if files == 1 { "is" } else { "are" }
}

impl Source {
    /// Reads the commit that a revision of the repository around a folder names.
    ///
    /// # Errors
    /// [`SourceError::NoRepository`], [`SourceError::NoCommit`].
    pub fn read(project: &Path, revision: &str) -> Result<Self, SourceError> {
        let repository = Repository::discover(project).map_err(SourceError::NoRepository)?;
        let unknown = |error| SourceError::NoCommit(revision.to_owned(), error);
        let object = repository.revparse_single(revision).map_err(unknown)?;
        let commit = object.peel_to_commit().map_err(unknown)?;
        Ok(Self::of(&commit, url_of(&repository)))
    }

    fn of(commit: &Commit<'_>, repository: Option<EcoString>) -> Self {
        let message = String::from_utf8_lossy(commit.message_bytes()).replace("\r\n", "\n");
        let (subject, rest) = message.trim().split_once('\n').unwrap_or((message.trim(), ""));
        let (body, passed_on) = without_passed_on(rest.trim());
        Self {
            repository,
            revision: commit.id().to_string().into(),
            author: Person::of(&commit.author()),
            committer: Person::of(&commit.committer()),
            subject: subject.trim().into(),
            body: body.into(),
            passed_on,
        }
    }

    /// Fails where what platgen reads of the project is not what the repository's last commit holds.
    ///
    /// # Errors
    /// [`SourceError::Uncommitted`] with the paths below the project's folder; [`SourceError::Git`].
    pub fn expect_committed(project: &Path, git: &Path, own: &[&str]) -> Result<(), SourceError> {
        let failed = |error: &dyn std::fmt::Display| SourceError::Git(error.to_string());
        let prefix = crate::world::project_prefix(project).map_err(|error| failed(&error))?;
        let arguments = [
            "--no-optional-locks",
            "status",
            "--porcelain=v1",
            "-z",
            "--untracked-files=all",
            "--no-renames",
            "--",
            ".",
        ];
        let said = Git::new(git, project, PATIENCE).run(&arguments).map_err(|fault| failed(&fault))?;
        let said = String::from_utf8_lossy(&said);
        let is_read = |path: &str| is_among_sources(path) || own.contains(&path);
        let changed =
            said.split('\0').filter_map(|entry| Path::new(entry.get(3..)?).strip_prefix(&prefix).ok()?.to_str());
        let changed: Vec<String> = changed.filter(|path| is_read(path)).map(str::to_owned).collect();
        if changed.is_empty() { Ok(()) } else { Err(SourceError::Uncommitted(changed)) }
    }

    /// The first characters of the id, as people write it.
    pub fn short(&self) -> &str {
        self.revision.get(..7).unwrap_or(&self.revision)
    }
}

impl Person {
    fn of(signature: &Signature<'_>) -> Self {
        let text = |bytes: &[u8], fallback: &str| {
            let text = String::from_utf8_lossy(bytes);
            if text.trim().is_empty() { fallback.into() } else { EcoString::from(&*text) }
        };
        let when = signature.when();
        Self {
            name: text(signature.name_bytes(), "unknown"),
            email: text(signature.email_bytes(), "unknown"),
            seconds: when.seconds(),
            offset: when.offset_minutes(),
        }
    }
}

impl std::fmt::Display for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} <{}>", self.name, self.email)
    }
}

/// The settings of the project's repository by which its git reaches others: CI keeps credentials there.
pub(super) fn settings_of(project: &Path, git: &Path) -> Vec<(String, String)> {
    let wanted = r"^(http|credential|url)\.|^core\.sshcommand$";
    let arguments = ["config", "--local", "--includes", "--null", "--get-regexp", wanted];
    // There is no such setting, or no repository: then the user's own settings are all there is.
    let Ok(said) = Git::new(git, project, PATIENCE).run(&arguments) else { return Vec::new() };
    let said = String::from_utf8_lossy(&said);
    let pairs = said.split('\0').filter_map(|entry| entry.split_once('\n'));
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// The repository's folder, whose settings decide how commits are signed.
pub(super) fn folder_of(project: &Path) -> Option<PathBuf> {
    Some(Repository::discover(project).ok()?.path().to_owned())
}

/// The URL of the remote that a repository came from; a path of this machine is none.
fn url_of(repository: &Repository) -> Option<EcoString> {
    let names = repository.remotes().ok()?;
    let name = ["origin"].into_iter().chain(names.iter().filter_map(|name| name.ok().flatten()));
    let url = name.filter_map(|name| repository.find_remote(name).ok()?.url().ok().map(str::to_owned)).next()?;
    without_credentials(&url)
}

fn without_credentials(url: &str) -> Option<EcoString> {
    match url.split_once("://") {
        Some((scheme, _)) if scheme != "ssh" => Some(masked(url).replacen("***@", "", 1).into()),
        Some(_) => Some(url.into()),
        None => url.split_once(':').filter(|(host, _)| !host.contains('/') && host.len() > 1).map(|_| url.into()),
    }
}

/// A message's body without the lines at its end that are passed on, and those.
fn without_passed_on(text: &str) -> (String, Vec<(EcoString, EcoString)>) {
    let (before, last) = text.rsplit_once("\n\n").unwrap_or(("", text));
    let trailers: Option<Vec<(&str, &str)>> = last.lines().map(|line| line.split_once(": ")).collect();
    let is_trailer =
        |(key, _): &(&str, &str)| !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    match trailers.filter(|trailers| !trailers.is_empty() && trailers.iter().all(is_trailer)) {
        None => (text.to_owned(), Vec::new()),
        Some(trailers) => {
            let is_passed_on = |key: &str| key.starts_with(REFERENCE) || key.eq_ignore_ascii_case(CO_AUTHOR);
            let passed_on = trailers.iter().filter(|(key, _)| is_passed_on(key));
            (before.trim().to_owned(), passed_on.map(|(key, value)| ((*key).into(), value.trim().into())).collect())
        }
    }
}

/// What a source says of the commit that it was made for, by the ends of the keys.
pub(super) fn reference<'s>(source: &'s Source, end: &str) -> Option<&'s str> {
    let is_meant = |key: &str| key.strip_prefix(REFERENCE) == Some(end);
    source.passed_on.iter().find(|(key, _)| is_meant(key)).map(|(_, value)| value.as_str())
}

impl From<GitFault> for SourceError {
    fn from(fault: GitFault) -> Self {
        Self::Git(fault.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_name_no_credentials_and_no_folders() {
        let url = |text: &str| without_credentials(text).map(|url| url.to_string()).unwrap_or_default();
        assert_eq!(url("https://ci:secret@git.example.com/a.git"), "https://git.example.com/a.git");
        assert_eq!(url("https://git.example.com/a.git"), "https://git.example.com/a.git");
        assert_eq!(url("ssh://git@git.example.com/a.git"), "ssh://git@git.example.com/a.git");
        assert_eq!(url("git@git.example.com:acme/a.git"), "git@git.example.com:acme/a.git");
        assert_eq!(url("/srv/git/a.git") + &url("../a") + &url("C:/a"), "");
    }

    #[test]
    fn co_authors_and_references_are_passed_on() {
        let text = "Why.\n\nMore.\n\nSigned-off-by: A <a@example.com>\nCo-authored-by: B <b@example.com>\nArgocd-reference-commit-sha: 12";
        let (body, passed_on) = without_passed_on(text);
        assert_eq!(body, "Why.\n\nMore.");
        let passed_on: Vec<String> = passed_on.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(passed_on, ["Co-authored-by=B <b@example.com>", "Argocd-reference-commit-sha=12"]);
        assert_eq!(without_passed_on("Note: this\nis text"), ("Note: this\nis text".to_owned(), Vec::new()));
        assert_eq!(without_passed_on(""), (String::new(), Vec::new()));
    }
}
