use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, io};

use ecow::EcoString;

use crate::chart::ChartFile;
use crate::lock::{FileTree, is_under};
use crate::program::{Git, GitFault};
use crate::vendor::fault::{Fault, Field};
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
        let Session { git, client, .. } = self.session;
        fs::create_dir_all(self.folder).map_err(|error| self.failed(&GitFault::Machine(error)))?;
        let git = Git::new(git, self.folder, client.policy().whole);
        git.run(arguments).map(|_| ()).map_err(|fault| self.failed(&fault))
    }

    fn failed(&self, fault: &GitFault) -> Fault {
        let reason = match fault {
            GitFault::Machine(error) => error.to_string(),
            GitFault::Refused { reason, .. } => reason.clone(),
        };
        let is_missing = matches!(fault, GitFault::Machine(error) if error.kind() == io::ErrorKind::NotFound);
        let fault = Fault::new(Field::Repository, format!("git could not fetch `{}`: {reason}", self.url));
        if is_missing { fault.help("install git, and see that it is on the PATH") } else { fault }
    }
}

fn is_commit(revision: &str) -> bool {
    revision.len() == 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit())
}
