use git2::Oid;

use super::commit::date;
use super::hydrator::note;
use super::outcome::Fault;
use super::remote::{Pushed, Remote, fault_of, kept_as};
use super::source::Source;
use crate::program::GitFault;

/// Where notes about what a commit was made of are kept, as Argo CD's hydrator has them.
const NOTES: &str = "refs/notes/hydrator.metadata";

/// Notes at a commit which source its manifests are those of; gives whether others moved the notes meanwhile.
///
/// # Errors
/// As those of [`Remote`].
pub(super) fn write_note(remote: &Remote<'_>, commit: Oid, source: &Source) -> Result<Pushed, Fault> {
    let old = match remote.tips(&[NOTES])?.get(NOTES) {
        Some(_) => remote.fetch(&[NOTES.into()])?.get(NOTES).copied(),
        None => None,
    };
    let kept = kept_as(NOTES);
    let failed = |fault: GitFault| match fault {
        GitFault::Machine(_) => fault_of(fault),
        GitFault::Refused { reason, .. } => Fault::Local(reason),
    };
    let git = identified(remote, source);
    if old.is_none() {
        // What an earlier run made and could not push.
        git.run(&["update-ref", "-d", NOTES]).map_err(failed)?;
    } else {
        git.run(&["update-ref", NOTES, &kept]).map_err(failed)?;
    }
    let text = note(source);
    let (commit, reference) = (commit.to_string(), format!("--ref={NOTES}"));
    if old.is_some() && git.ask(&["notes", &reference, "show", &commit]).is_ok_and(|known| known == text) {
        return Ok(Pushed::Accepted);
    }
    git.run(&["notes", &reference, "add", "--force", "--message", &text, &commit]).map_err(failed)?;
    let new = git.ask(&["rev-parse", NOTES]).map_err(failed)?;
    remote.push(NOTES, old, Oid::from_str(&new).map_err(Fault::local)?)
}

/// The git that writes notes in the name of the source's author, so that they are the same whoever publishes.
fn identified(remote: &Remote<'_>, source: &Source) -> crate::program::Git {
    let (author, committer) = (&source.author, &source.committer);
    let git = remote.git().clone();
    git.with("GIT_AUTHOR_NAME", &*author.name)
        .with("GIT_AUTHOR_EMAIL", &*author.email)
        .with("GIT_AUTHOR_DATE", date(author))
        .with("GIT_COMMITTER_NAME", &*committer.name)
        .with("GIT_COMMITTER_EMAIL", &*committer.email)
        .with("GIT_COMMITTER_DATE", date(committer))
}
