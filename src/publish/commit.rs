use std::path::{Path, PathBuf};
use std::time::Duration;

use git2::{Commit, ObjectType, Oid, Repository, Signature, Time};

use super::entries::Entries;
use super::graft::graft;
use super::hydrator;
use super::message::message;
use super::outcome::{Changes, Fault};
use super::pack::in_one_pack;
use super::plan::{Plan, Wanted};
use super::source::{Person, Source};
use super::target::Target;
use crate::emit::{Scope, Tree};
use crate::program::{Git, GitFault};

/// How long a signature may take: a key may ask for a touch.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is to be committed.
#[derive(Clone, Copy)]
pub struct Commission<'c> {
    /// The tree; the part of it counts that is the target's.
    pub tree: &'c Tree,
    /// The scope that the tree was compiled for, completely and without an error finding.
    pub scope: &'c Scope,
    /// Where it goes.
    pub target: &'c Target,
    /// What the tree was compiled from.
    pub source: &'c Source,
}

/// A commit, if there was anything to commit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Committed {
    /// The commit; none where the parent holds what it should.
    pub commit: Option<Oid>,
    /// What is different from the parent.
    pub changes: Changes,
    /// Folders at the top that look like environments of platgen's and are none of the tree's.
    pub strange: Vec<ecow::EcoString>,
}

/// Makes the commit that follows `parent` in a bare repository, with all its objects in one pack.
///
/// Author, committer and dates are those of the source: the same source and parent give the same commit, unless it is signed.
///
/// # Errors
/// [`Fault::Obstructed`] and [`Fault::Unsound`] for what the parent holds, [`Fault::Unsigned`], [`Fault::Local`].
pub fn commit_tree(
    repository: &Path,
    parent: Option<Oid>,
    commission: Commission<'_>,
    signer: Option<&Signer>,
) -> Result<Committed, Fault> {
    let Commission { tree, scope, target, source } = commission;
    let place = repository;
    let repository = Repository::open_bare(place).map_err(Fault::local)?;
    let parent = parent.map(|id| repository.find_commit(id)).transpose().map_err(Fault::local)?;
    let old = parent.as_ref().map(Commit::tree).transpose().map_err(Fault::local)?;
    let there = match &old {
        Some(old) => Entries::list(&repository, old, &target.environments).map_err(Fault::local)?,
        None => Entries::default(),
    };
    let groups = tree.groups.iter().map(AsRef::as_ref);
    let groups = groups.filter(|group| target.environments.contains(group.owner.environment())).collect();
    let wanted = Wanted { environments: &target.environments, groups, scope };
    let mut plan = Plan::of(&wanted, &there, &repository)?;
    let strange = strange(&repository, old.as_ref(), &there, target);
    if plan.changes.is_empty() {
        return Ok(Committed { commit: None, changes: plan.changes, strange });
    }
    if let Some(place) = target.hydrator {
        hydrator::add_files(&mut plan, place, (target, source), &there, &repository)?;
    }
    let text = message(source, &plan.told);
    let commit = match signer {
        None => in_one_pack(&repository, |repository, made| {
            let tree = graft(repository, old.as_ref(), &plan.edits, made)?;
            let commit = write_commit(repository, tree, parent.as_ref(), source, &text)?;
            made.push(commit);
            Ok(commit)
        })
        .map_err(Fault::local)?,
        Some(signer) => {
            let tree = in_one_pack(&repository, |repository, made| graft(repository, old.as_ref(), &plan.edits, made));
            signer.sign(place, tree.map_err(Fault::local)?, parent.map(|parent| parent.id()), source, &text)?
        }
    };
    Ok(Committed { commit: Some(commit), changes: plan.changes, strange })
}

fn write_commit(
    repository: &Repository,
    tree: Oid,
    parent: Option<&Commit<'_>>,
    source: &Source,
    message: &str,
) -> Result<Oid, git2::Error> {
    let tree = repository.find_tree(tree)?;
    let parents: Vec<&Commit<'_>> = parent.into_iter().collect();
    let (author, committer) = (signature(&source.author)?, signature(&source.committer)?);
    let bytes = repository.commit_create_buffer(&author, &committer, message, &tree, &parents)?;
    repository.odb()?.write(ObjectType::Commit, &bytes)
}

fn signature(person: &Person) -> Result<Signature<'static>, git2::Error> {
    Signature::new(&person.name, &person.email, &Time::new(person.seconds, person.offset))
}

/// Folders at the top that have indexes of platgen's and that no environment of the target has.
fn strange(
    repository: &Repository,
    tree: Option<&git2::Tree<'_>>,
    there: &Entries,
    target: &Target,
) -> Vec<ecow::EcoString> {
    let has_index = |name: &str| {
        let path = format!("{name}/index/publish");
        tree.is_some_and(|tree| {
            tree.get_path(Path::new(&path)).is_ok_and(|entry| repository.find_blob(entry.id()).is_ok())
        })
    };
    let folders = there.top_folders().filter(|name| !target.environments.contains(name));
    let mut strange: Vec<_> = folders.filter(|name| has_index(name)).cloned().collect();
    strange.sort();
    strange
}

/// Signs commits with the user's git, as the settings of the project's repository say.
#[derive(Clone, Debug)]
pub struct Signer {
    git: PathBuf,
    /// The project's repository.
    settings: PathBuf,
}

impl Signer {
    /// The signer of a project; `None` where its git is not set to sign.
    pub(super) fn of(project: &Path, git: &Path) -> Option<Self> {
        let arguments = ["config", "--type=bool", "--get", "commit.gpgSign"];
        let is_wanted = Git::new(git, project, PATIENCE).ask(&arguments).is_ok_and(|said| said == "true");
        let settings = is_wanted.then(|| super::source::folder_of(project)).flatten()?;
        Some(Self { git: git.to_owned(), settings })
    }

    fn sign(
        &self,
        repository: &Path,
        tree: Oid,
        parent: Option<Oid>,
        source: &Source,
        message: &str,
    ) -> Result<Oid, Fault> {
        let git = Git::new(&self.git, repository, PATIENCE)
            .with("GIT_DIR", &self.settings)
            .with("GIT_OBJECT_DIRECTORY", repository.join("objects"))
            .with("GIT_AUTHOR_NAME", &*source.author.name)
            .with("GIT_AUTHOR_EMAIL", &*source.author.email)
            .with("GIT_AUTHOR_DATE", date(&source.author))
            .with("GIT_COMMITTER_DATE", date(&source.committer));
        let mut arguments = vec!["commit-tree".to_owned(), "-S".to_owned()];
        arguments.extend(parent.iter().flat_map(|parent| ["-p".to_owned(), parent.to_string()]));
        arguments.extend(["-F".to_owned(), "-".to_owned(), tree.to_string()]);
        let said = git.run_with(&arguments, message.as_bytes()).map_err(unsigned)?;
        let id = String::from_utf8_lossy(&said);
        Oid::from_str(id.trim()).map_err(Fault::local)
    }
}

fn unsigned(fault: GitFault) -> Fault {
    match fault {
        GitFault::Machine(error) => Fault::NoGit(error.to_string()),
        GitFault::Refused { reason, .. } => Fault::Unsigned(reason),
    }
}

/// A time as git reads it.
pub(super) fn date(person: &Person) -> String {
    let Person { seconds, offset, .. } = person;
    let sign = if *offset < 0 { '-' } else { '+' };
    format!("@{seconds} {sign}{:02}{:02}", offset.abs() / 60, offset.abs() % 60)
}
