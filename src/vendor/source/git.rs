use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, io};

use ecow::EcoString;

use crate::chart::ChartFile;
use crate::lock::{FileTree, is_under};
use crate::vendor::fault::{Fault, Field};
use crate::vendor::process;
use crate::vendor::session::Session;
use crate::world::{GitWorld, World};

/// A chart as a git repository has it.
pub(in crate::vendor) struct GitChart {
    /// The repository's files at the revision, for charts that depend on others beside them.
    pub(in crate::vendor) world: Box<dyn World>,
    pub(in crate::vendor) tree: FileTree,
    pub(in crate::vendor) version: EcoString,
    pub(in crate::vendor) name: EcoString,
    pub(in crate::vendor) commit: String,
    /// Where git keeps the objects for as long as the world is needed.
    _folder: Folder,
}

/// A folder that goes with its owner.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays is removed by the next run.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Tells the repositories of one run apart.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// Fetches a folder of a git repository at a revision, with the user's own git: its credentials, its proxies, its keys.
///
/// # Errors
/// What git says, or that the revision has moved away from the commit that it is locked to.
pub(in crate::vendor) fn fetch_git(
    session: &Session,
    git: &str,
    revision: &str,
    path: Option<&str>,
    locked: Option<&str>,
) -> Result<GitChart, Fault> {
    if session.client.is_offline() {
        return Err(Fault::new(Field::Repository, format!("`{git}` was not asked, because of --offline")));
    }
    let place = session.desk.join(format!("git-{}", NUMBER.fetch_add(1, Ordering::Relaxed)));
    let folder = Folder(place);
    let repository = Repository { session, folder: &folder.0, url: git };
    repository.run(&["init", "--bare", "--quiet", "."])?;
    let commit = repository.fetch(revision, locked)?;
    let failed = |error: crate::world::OpenError| Fault::new(Field::Repository, error.to_string());
    let world = GitWorld::open(&folder.0, &commit, Path::new(""), &[]).map_err(failed)?;
    let tree = files_of(&world, path.unwrap_or_default())?;
    let place = path.map_or_else(|| format!("`{git}`"), |path| format!("`{path}` of `{git}`"));
    let said = ChartFile::read(&tree)
        .map_err(|fault| Fault::new(Field::Entry, format!("{place} holds no chart at `{revision}`: {fault}")))?;
    Ok(GitChart { world: Box::new(world), tree, version: said.version, name: said.name, commit, _folder: folder })
}

/// The files below a folder of a world, with a fault where one cannot be read.
fn files_of(world: &dyn World, folder: &str) -> Result<FileTree, Fault> {
    let is_in = |path: &str| folder.is_empty() || path == folder || is_under(path, folder).is_some();
    if let Some(fault) = world.faults().iter().find(|fault| is_in(fault.path())) {
        return Err(Fault::new(Field::Entry, fault.message()));
    }
    let mut tree = FileTree::default();
    for path in world.paths().iter().filter(|path| is_in(path)) {
        let (bytes, _) = world.read(path).map_err(|fault| Fault::new(Field::Entry, fault.message()))?;
        let below = if folder.is_empty() { path.as_str() } else { is_under(path, folder).unwrap_or(path) };
        tree.files.insert(below.into(), bytes);
    }
    Ok(tree)
}

struct Repository<'a> {
    session: &'a Session,
    folder: &'a Path,
    url: &'a str,
}

impl Repository<'_> {
    /// Brings the commit here that a revision leads to, and gives its id.
    fn fetch(&self, revision: &str, locked: Option<&str>) -> Result<String, Fault> {
        if let Some(commit) = locked {
            // Not every server gives out a commit by its id.
            if self.run(&["fetch", "--quiet", "--depth=1", "--no-tags", "--", self.url, commit]).is_ok() {
                return self.commit("FETCH_HEAD");
            }
        }
        let shallow = self.run(&["fetch", "--quiet", "--depth=1", "--no-tags", "--", self.url, revision]);
        let commit = match shallow {
            Ok(()) => self.commit("FETCH_HEAD")?,
            Err(_) if is_commit(revision) => {
                self.run(&["fetch", "--quiet", "--no-tags", "--", self.url, "+refs/*:refs/vendored/*"])?;
                self.commit(revision)?
            }
            Err(fault) => return Err(self.explain(fault, revision)),
        };
        match locked.filter(|locked| *locked != commit) {
            Some(locked) => {
                let message = format!("`{revision}` moved: platgen.lock says {locked}, `{}` says {commit}", self.url);
                Err(Fault::new(Field::Revision, message).help("`platgen vendor --update` takes it as it is now"))
            }
            None => Ok(commit),
        }
    }

    fn explain(&self, fault: Fault, revision: &str) -> Fault {
        if !fault.message.contains("couldn't find remote ref") {
            return fault;
        }
        let fault = Fault::new(Field::Revision, format!("`{}` has no `{revision}`", self.url));
        if revision.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return fault.help("write the whole id of a commit, all 40 digits");
        }
        fault.help("name a tag, a branch or the whole id of a commit")
    }

    fn commit(&self, revision: &str) -> Result<String, Fault> {
        let unknown = |_| Fault::new(Field::Revision, format!("`{}` has no commit `{revision}`", self.url));
        crate::world::commit_of(self.folder, revision).map_err(unknown)
    }

    fn run(&self, arguments: &[&str]) -> Result<(), Fault> {
        fs::create_dir_all(self.folder).map_err(|error| self.failed(&error))?;
        let mut command = Command::new(&self.session.git);
        command.current_dir(self.folder).args(arguments);
        // A hook of git may have called; its repository is not the one meant here.
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"] {
            command.env_remove(variable);
        }
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh").env("LC_ALL", "C");
        let said =
            process::run(command, b"", self.session.client.policy().whole).map_err(|error| self.failed(&error))?;
        if said.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&said.stderr);
        let line = text.lines().rev().find(|line| line.starts_with("fatal:") || line.starts_with("error:"));
        let line = line.or(text.lines().last()).unwrap_or("it does not say why");
        let reason = masked(line.trim_start_matches("fatal: "));
        Err(Fault::new(Field::Repository, format!("git could not fetch `{}`: {reason}", self.url)))
    }

    fn failed(&self, error: &io::Error) -> Fault {
        let fault = Fault::new(Field::Repository, format!("git could not fetch `{}`: {error}", self.url));
        if error.kind() == io::ErrorKind::NotFound {
            fault.help("install git, and see that it is on the PATH")
        } else {
            fault
        }
    }
}

fn is_commit(revision: &str) -> bool {
    revision.len() == 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A text without the credentials that git's own settings may put into URLs.
fn masked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        out.push_str(before);
        out.push_str("://");
        let end = after.find(['/', ' ', '\'', '"']).unwrap_or(after.len());
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
    }
}
