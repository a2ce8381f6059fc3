use ecow::EcoString;

use super::dependencies::{Around, Completing};
use super::fault::{Fault, Field};
use super::place::{Placement, Standing};
use super::session::Session;
use super::source::{ChartRequest, LockedArchive, fetch_chart, fetch_git};
use crate::chart::{At, ChartFile, ChartOrigin, Owning, WantedChart, changed_files, difference, is_complete};
use crate::diagnostics::{Code, Finding, Spot};
use crate::lock::{FileTree, LockedChart, LockedDependency, Provenance, Sha256Digest, is_under};
use crate::world::World;

/// The fetching of one chart.
pub(super) struct ChartTask<'a> {
    pub(super) session: &'a Session,
    /// The files of the project.
    pub(super) world: &'a dyn World,
    pub(super) chart: &'a WantedChart,
    pub(super) old: Option<&'a LockedChart>,
    /// What stands in the chart's folder.
    pub(super) standing: Standing,
    /// The folders in it that earlier runs filled.
    pub(super) owned: Vec<EcoString>,
    pub(super) is_update: bool,
    pub(super) is_kept_in_project: bool,
}

/// A chart that is there, or ready to be put there.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) locked: Option<LockedChart>,
    pub(super) tree: FileTree,
    pub(super) placements: Vec<Placement>,
    pub(super) remarks: Vec<String>,
    pub(super) is_unchanged: bool,
}

/// A chart from elsewhere, before it is completed and compared.
struct Incoming {
    tree: FileTree,
    chart: EcoString,
    version: EcoString,
    from: Provenance,
    hidden: Vec<String>,
}

impl ChartTask<'_> {
    pub(super) fn run(&self) -> Result<Ready, Box<Finding>> {
        match &self.chart.from {
            ChartOrigin::Folder { path } => self.complete_own(path),
            _ => self.fetch(),
        }
    }

    /// What was locked for exactly this, and is not to be asked for anew.
    fn exact(&self) -> Option<&LockedChart> {
        self.old.filter(|old| !self.is_update && difference(self.chart, old).is_none())
    }

    fn fetch(&self) -> Result<Ready, Box<Finding>> {
        if self.is_kept_in_project && self.standing == Standing::Other {
            return Err(Box::new(changed_files(&self.chart.folder(), self.chart.place, Owning::Possible)));
        }
        let exact = self.exact();
        if let Some((locked, tree)) = exact.and_then(|locked| Some((locked, self.present(locked)?))) {
            return Ok(self.ready(locked.clone(), tree, Vec::new()));
        }
        let (locked, tree, hidden) = self.bring(exact).map_err(|fault| self.finding(fault))?;
        let remarks = hidden_remark(&self.chart.name, &hidden).into_iter().collect();
        Ok(self.ready(locked, tree, remarks))
    }

    /// The files of a chart that is here already: in its folder, or in the store.
    fn present(&self, locked: &LockedChart) -> Option<FileTree> {
        let tree = locked.tree?;
        if self.is_kept_in_project && self.standing == Standing::Ours(tree) {
            let files = files_below(self.world, &self.chart.folder());
            return (files.digest() == tree).then_some(files);
        }
        self.session.cache.tree(tree)
    }

    fn bring(&self, exact: Option<&LockedChart>) -> Result<(LockedChart, FileTree, Vec<String>), Fault> {
        let (mut incoming, around) = match &self.chart.from {
            ChartOrigin::Git { git, revision, path } => {
                let path = path.as_ref().map(|path| &path.value);
                let commit = exact.and_then(|locked| match &locked.from {
                    Provenance::Git { commit, .. } => Some(commit.as_str()),
                    _ => None,
                });
                let fetched =
                    fetch_git(self.session, &git.value, &revision.value, path.map(EcoString::as_str), commit)?;
                let from = Provenance::Git {
                    git: git.value.clone(),
                    revision: revision.value.clone(),
                    path: path.cloned(),
                    commit: fetched.commit.as_str().into(),
                };
                let incoming = Incoming {
                    tree: fetched.tree.clone(),
                    chart: fetched.name.clone(),
                    version: fetched.version.clone(),
                    from,
                    hidden: Vec::new(),
                };
                (incoming, Some((fetched, path.cloned().unwrap_or_default())))
            }
            _ => (self.fetch_archive(exact)?, None),
        };
        let around = match &around {
            Some((fetched, folder)) => Around { world: Some(fetched.world.as_ref()), folder },
            None => Around { world: None, folder: "" },
        };
        let known = self.old.filter(|old| !self.is_update && old.version == incoming.version);
        let known = known.map_or(&[][..], |old| &old.dependencies);
        let mut completing = Completing::new(self.session, around, known);
        completing.complete(&mut incoming.tree)?;
        let digest = incoming.tree.digest();
        if let Some(locked) = exact.and_then(|exact| exact.tree).filter(|locked| *locked != digest) {
            return Err(unlike(&incoming, locked, digest));
        }
        let Completing { fetched, hidden, .. } = completing;
        incoming.hidden.extend(hidden);
        self.keep(&incoming)?;
        let Incoming { tree, chart, version, from, hidden } = incoming;
        Ok((LockedChart { from, chart, version, tree: Some(digest), dependencies: fetched }, tree, hidden))
    }

    fn fetch_archive(&self, exact: Option<&LockedChart>) -> Result<Incoming, Fault> {
        let ChartOrigin::Repository { repository, chart, range, digest } = &self.chart.from else {
            return Err(Fault::new(Field::Entry, "the chart is of no repository"));
        };
        let fetched = fetch_chart(
            self.session,
            &ChartRequest {
                repository: &repository.value,
                chart: &chart.value,
                range: range.as_ref().map(|range| range.value.as_str()),
                preferred: self.old.filter(|_| !self.is_update).map(|old| old.version.as_str()),
                locked: exact.and_then(locked_archive),
                digest: digest.as_ref().map(|digest| digest.value),
            },
        )?;
        let from = Provenance::Repository {
            repository: repository.value.clone(),
            range: range.as_ref().map(|range| range.value.clone()),
            url: fetched.url,
            manifest: fetched.manifest,
            archive: fetched.archive,
        };
        let chart = chart.value.clone();
        Ok(Incoming { tree: fetched.tree, chart, version: fetched.version, from, hidden: fetched.hidden })
    }

    /// Keeps the files in the store: there they are needed where the project does not keep them, and else spare git.
    fn keep(&self, incoming: &Incoming) -> Result<(), Fault> {
        let kept = self.session.cache.keep_tree(&incoming.tree);
        match kept.err().filter(|_| !self.is_kept_in_project) {
            Some(error) => Err(Fault::new(Field::Entry, format!("the local store could not be written: {error}"))),
            None => Ok(()),
        }
    }

    fn ready(&self, locked: LockedChart, tree: FileTree, remarks: Vec<String>) -> Ready {
        let folder = self.chart.folder();
        let is_there = locked.tree.is_some_and(|tree| self.standing == Standing::Ours(tree));
        let placements = match (self.is_kept_in_project, self.standing) {
            (true, _) if !is_there => vec![Placement { folder, tree: Some(tree.clone()) }],
            (false, Standing::Ours(_)) => vec![Placement { folder, tree: None }],
            _ => Vec::new(),
        };
        let is_unchanged = placements.is_empty() && self.old == Some(&locked);
        Ready { locked: Some(locked), tree, placements, remarks, is_unchanged }
    }

    /// Fetches what a chart of the project's own depends on.
    fn complete_own(&self, path: &At<EcoString>) -> Result<Ready, Box<Finding>> {
        let mut tree = files_below(self.world, &path.value);
        let own = ChartFile::read(&tree).map_err(|fault| {
            let message = format!("`{}` holds no chart: {fault}", path.value);
            Box::new(Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(path.place)))
        })?;
        let from = Provenance::Folder { path: path.value.clone() };
        let old = self.old.filter(|old| old.from == from).map_or(&[][..], |old| &old.dependencies);
        let is_right = |one: &LockedDependency| tree.below(&one.path).digest() == one.tree;
        // What a run put there that was killed before its lock was written is no file of the project's own.
        let is_locked = self.owned.iter().all(|owned| old.iter().any(|one| one.path == *owned));
        if !self.is_update && is_locked && old.iter().all(is_right) && is_complete(&tree) {
            let locked = self.old.filter(|old| old.from == from && !old.dependencies.is_empty()).cloned();
            return Ok(Ready { locked, tree, placements: Vec::new(), remarks: Vec::new(), is_unchanged: true });
        }
        let is_own = |file: &EcoString| self.owned.iter().all(|owned| is_under(file, owned).is_none());
        tree.files.retain(|file, _| is_own(file));
        let around = Around { world: Some(self.world), folder: &path.value };
        let mut completing = Completing::new(self.session, around, if self.is_update { &[] } else { old });
        completing.complete(&mut tree).map_err(|fault| self.finding(fault))?;
        let Completing { fetched, hidden, .. } = completing;
        let placements = placements(&path.value, &tree, old, &fetched);
        let remarks = hidden_remark(&self.chart.name, &hidden).into_iter().collect();
        let locked = LockedChart { from, chart: own.name, version: own.version, tree: None, dependencies: fetched };
        let locked = (!locked.dependencies.is_empty()).then_some(locked);
        Ok(Ready { locked, tree, placements, remarks, is_unchanged: false })
    }

    fn finding(&self, fault: Fault) -> Box<Finding> {
        let spot = match (&self.chart.from, fault.field) {
            (ChartOrigin::Repository { repository, .. }, Field::Repository) => Spot::Value(repository.place),
            (ChartOrigin::Repository { chart, .. }, Field::Chart) if chart.place != self.chart.place => {
                Spot::Value(chart.place)
            }
            (ChartOrigin::Repository { range: Some(range), .. }, Field::Version) => Spot::Value(range.place),
            (ChartOrigin::Repository { digest: Some(digest), .. }, Field::Digest) => Spot::Value(digest.place),
            (ChartOrigin::Git { git, .. }, Field::Repository) => Spot::Value(git.place),
            (ChartOrigin::Git { revision, .. }, Field::Revision) => Spot::Value(revision.place),
            (ChartOrigin::Git { path: Some(path), .. }, Field::Entry) => Spot::Value(path.place),
            _ => Spot::Key(self.chart.place),
        };
        let mut finding = Finding::new(Code::NOT_FETCHED, fault.message, spot);
        finding.help = fault.help;
        Box::new(finding)
    }
}

/// The archive that a chart was made of.
fn locked_archive(chart: &LockedChart) -> Option<LockedArchive<'_>> {
    match &chart.from {
        Provenance::Repository { url, manifest, archive, .. } => {
            Some(LockedArchive { version: &chart.version, url, manifest: *manifest, archive: *archive })
        }
        _ => None,
    }
}

fn unlike(incoming: &Incoming, locked: Sha256Digest, found: Sha256Digest) -> Fault {
    let message =
        format!("the files of `{}` {} are not those that platgen.lock holds", incoming.chart, incoming.version);
    let help = format!(
        "{} was locked, {} came; `platgen vendor --update` takes them as they are now",
        locked.short(),
        found.short()
    );
    Fault::new(Field::Entry, message).help(help)
}

/// The folders of dependencies that are to be put in place or taken away; those inside others go with them.
fn placements(path: &str, tree: &FileTree, old: &[LockedDependency], fetched: &[LockedDependency]) -> Vec<Placement> {
    let is_inner = |one: &LockedDependency, all: &[LockedDependency]| {
        all.iter().any(|other| is_under(&one.path, &other.path).is_some())
    };
    let folder = |one: &LockedDependency| ecow::eco_format!("{path}/{}", one.path);
    let put = fetched.iter().filter(|one| !is_inner(one, fetched));
    let put = put.map(|one| Placement { folder: folder(one), tree: Some(tree.below(&one.path)) });
    let is_gone = |one: &&LockedDependency| fetched.iter().all(|new| new.path != one.path);
    let gone = old.iter().filter(is_gone).filter(|one| !is_inner(one, old) && !is_inner(one, fetched));
    put.chain(gone.map(|one| Placement { folder: folder(one), tree: None })).collect()
}

fn files_below(world: &dyn World, folder: &str) -> FileTree {
    let is_in = |path: &&EcoString| is_under(path, folder).is_some();
    let read = |path: &EcoString| Some((path.clone(), world.read(path).ok()?.0));
    FileTree { files: world.paths().iter().filter(is_in).filter_map(read).collect() }.below(folder)
}

/// Says which files of an archive stay behind.
fn hidden_remark(name: &str, hidden: &[String]) -> Option<String> {
    let (first, rest) = hidden.split_first()?;
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    Some(format!("`{first}`{more} of chart `{name}` is left out: a project shows no files whose names begin with `.`"))
}
