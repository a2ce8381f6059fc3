use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{iter, thread};

use ecow::EcoString;
use platgen_helm::Compat;

use super::chart::{ChartTask, Ready};
use super::crds::CrdsTask;
use super::outcome::{Outcome, Request, Update, VendorError, changes};
use super::place::{Placement, Placing, Standing};
use super::session::{Session, Surroundings};
use crate::catalog::{built_in_definitions, used_components};
use crate::chart::{CHARTS, Owning, Wanted, changed_files, crds_folder, one_file};
use crate::diagnostics::{Code, Finding, Report, Sink, Spot};
use crate::disk::{Lock as Desk, Step};
use crate::inflate::ChartMemo;
use crate::lock::{FileTree, LOCK_FILE, Lock, LockFault, LockedChart, LockedCrds, Provenance};
use crate::model::Kind;
use crate::parse::{ParseMemo, parse, parse_one};
use crate::resolve::{RevisionMemo, Revisions};
use crate::source::Place;
use crate::world::{FolderWorld, World};

/// The most that are fetched at once.
const AT_ONCE: usize = 8;
/// The file in which git is told to leave vendored files as they are.
const ATTRIBUTES: (&str, &str) =
    (".gitattributes", "# Files here are what their digests in platgen.lock say.\n* -text\n");

/// Does what [`super::vendor`] promises, asking `fuse` before each change of the project.
pub(super) fn vendor_with(
    root: &Path,
    excluded: &[&str],
    request: &Request,
    surroundings: &Surroundings,
    fuse: impl FnMut(Step, &Path) -> std::io::Result<()>,
) -> Result<Outcome, VendorError> {
    // The right to write is taken before anything is read, so that two runs never mix.
    let desk = Desk::take(root)?;
    let mut placing = Placing::new(root, &desk, fuse);
    let outcome = run(root, excluded, request, surroundings, &desk, &mut placing);
    drop(placing);
    desk.release(&mut crate::disk::Effects::new(|_: Step, _: &Path| Ok(())));
    outcome
}

fn run<F: FnMut(Step, &Path) -> std::io::Result<()>>(
    root: &Path,
    excluded: &[&str],
    request: &Request,
    surroundings: &Surroundings,
    desk: &Desk,
    placing: &mut Placing<'_, F>,
) -> Result<Outcome, VendorError> {
    let world = FolderWorld::open(root, excluded)?;
    let mut memo = ParseMemo::default();
    let mut sink = Sink::default();
    let Some(wanted) = read_wanted(&world, &mut memo, &mut sink) else { return Ok(failed(sink, &memo)) };
    expect_known(&wanted, &request.update)?;
    let old = match read_lock(&world) {
        Ok(old) => old,
        Err(fault) => {
            sink.report(Finding::new(Code::BROKEN_LOCK, fault.to_string(), Spot::File(LOCK_FILE.into())));
            return Ok(failed(sink, &memo));
        }
    };
    own_all(&old, placing);
    let session = Session::new(surroundings, desk.making(), request.is_offline);
    let run = Run { session: &session, world: &world, wanted: &wanted, old: &old, request };
    let mut made = run.fetch_all(placing, &mut sink);
    let leftovers = run.leftovers(placing, &mut made.remarks);
    made.placements.extend(leftovers);
    placing.put(&made.placements)?;
    keep_attributes(root, placing)?;
    write_lock(&old, &made.lock, &world, placing)?;
    placing.settle()?;
    made.remarks.extend(session.remarks());
    Ok(Outcome {
        report: Report::new(sink.into_findings(), &memo.sources),
        changes: changes(&old, &made.lock),
        unchanged: made.unchanged,
        remarks: made.remarks,
    })
}

fn failed(sink: Sink, memo: &ParseMemo) -> Outcome {
    Outcome { report: Report::new(sink.into_findings(), &memo.sources), ..Outcome::default() }
}

/// Reads what platgen.yaml asks for; none where it has a fault, which was reported.
pub(super) fn read_wanted(world: &dyn World, memo: &mut ParseMemo, sink: &mut Sink) -> Option<Wanted> {
    let (bytes, _) = match world.read("platgen.yaml") {
        Ok(read) => read,
        Err(fault) => {
            sink.report(Finding::new(fault.code(), fault.message(), Spot::File("platgen.yaml".into())));
            return None;
        }
    };
    let parsed = parse_one("platgen.yaml".into(), bytes, &[Kind::Project], memo);
    sink.extend(parsed.findings.iter().cloned());
    let read = |spec| Wanted::read(spec, &memo.sources, &memo.templates, sink);
    let mut wanted = parsed.spec.map(read).unwrap_or_default();
    add_definitions(&mut wanted, world, memo, sink);
    (!sink.has_errors()).then_some(wanted)
}

/// Adds the charts of the definitions that components of the project use, those of pinned stacks included. What is wrong with a
/// document is told by whoever compiles it, and keeps no other chart from being fetched.
fn add_definitions(wanted: &mut Wanted, world: &dyn World, memo: &mut ParseMemo, sink: &mut Sink) {
    let mut elsewhere = Sink::default();
    let mut project = parse(world, memo, &mut elsewhere);
    let mut charts = ChartMemo::default();
    let revisions = RevisionMemo { parse: memo, charts: &mut charts, compat: Compat::default() };
    let revisions = Revisions::read(&project, world, revisions, &mut elsewhere);
    let used = used_components(project.documents_of_stacks().chain(revisions.stacks()), &memo.sources);
    let is_used = |name: &str| used.contains_key(name);
    project.definitions.extend(built_in_definitions(&project.definitions, is_used, memo));
    wanted.add_definitions(&project.definitions, &used, &memo.sources, &memo.templates, sink);
    wanted.is_partial = project.incomplete || elsewhere.has_errors();
}

fn read_lock(world: &dyn World) -> Result<Lock, LockFault> {
    world.read(LOCK_FILE).map_or_else(|_| Ok(Lock::default()), |(bytes, _)| Lock::read(&bytes))
}

fn expect_known(wanted: &Wanted, update: &Update) -> Result<(), VendorError> {
    let Update::Names(names) = update else { return Ok(()) };
    let charts = wanted.charts.iter().map(|chart| &chart.name);
    let known: Vec<EcoString> = charts.chain(wanted.crds.iter().map(|crds| &crds.name)).cloned().collect();
    match names.iter().find(|name| !known.contains(name)) {
        Some(name) => Err(VendorError::UnknownName { name: name.clone(), known }),
        None => Ok(()),
    }
}

/// Lets everything that a lock speaks of count as ours.
fn own_all<F: FnMut(Step, &Path) -> std::io::Result<()>>(old: &Lock, placing: &mut Placing<'_, F>) {
    for (name, chart) in &old.charts {
        for (folder, tree) in vendored_folders(name, chart) {
            placing.own(folder, tree);
        }
    }
    for (name, crds) in &old.crds {
        let tree = match crds {
            LockedCrds::File { digest, .. } => one_file(name, *digest),
            LockedCrds::Chart { tree, .. } => *tree,
        };
        placing.own(crds_folder(name), tree);
    }
}

/// The folders of the project that a locked chart has, with their digests.
pub(super) fn vendored_folders(name: &str, chart: &LockedChart) -> Vec<(EcoString, crate::lock::Sha256Digest)> {
    match (&chart.from, chart.tree) {
        (Provenance::Folder { path }, _) => {
            let dependencies = chart.dependencies.iter();
            dependencies.map(|one| (ecow::eco_format!("{path}/{}", one.path), one.tree)).collect()
        }
        (_, Some(tree)) => vec![(ecow::eco_format!("{CHARTS}/{name}"), tree)],
        (_, None) => Vec::new(),
    }
}

fn write_lock<F: FnMut(Step, &Path) -> std::io::Result<()>>(
    old: &Lock,
    new: &Lock,
    world: &dyn World,
    placing: &mut Placing<'_, F>,
) -> Result<(), VendorError> {
    if new == old {
        return Ok(());
    }
    let exists = world.paths().iter().any(|path| path == LOCK_FILE);
    match (new.is_empty(), exists) {
        (true, true) => placing.remove_file(LOCK_FILE),
        (true, false) => Ok(()),
        (false, _) => placing.replace_file(LOCK_FILE, &new.to_text()),
    }
}

/// Tells git, where folders of vendored files exist, to leave their bytes alone.
fn keep_attributes<F: FnMut(Step, &Path) -> std::io::Result<()>>(
    root: &Path,
    placing: &mut Placing<'_, F>,
) -> Result<(), VendorError> {
    let (file, text) = ATTRIBUTES;
    for folder in placing.roots() {
        if std::fs::symlink_metadata(root.join(folder)).is_ok_and(|found| found.is_dir())
            && std::fs::symlink_metadata(root.join(folder).join(file)).is_err()
        {
            placing.replace_file(&format!("{folder}/{file}"), text)?;
        }
    }
    Ok(())
}

struct Run<'a> {
    session: &'a Session,
    world: &'a dyn World,
    wanted: &'a Wanted,
    old: &'a Lock,
    request: &'a Request,
}

/// What is to be written.
#[derive(Default)]
struct Made {
    lock: Lock,
    placements: Vec<Placement>,
    unchanged: usize,
    remarks: Vec<String>,
    /// The files of the charts, by name, for what is taken out of them.
    trees: BTreeMap<EcoString, FileTree>,
}

impl Run<'_> {
    /// Fetches everything, charts at once; of what fails the old state stays, with a finding.
    fn fetch_all<F: FnMut(Step, &Path) -> std::io::Result<()>>(
        &self,
        placing: &Placing<'_, F>,
        sink: &mut Sink,
    ) -> Made {
        let mut made =
            Made { lock: Lock { revisions: self.old.revisions.clone(), ..Lock::default() }, ..Made::default() };
        let tasks: Vec<ChartTask<'_>> = self
            .wanted
            .charts
            .iter()
            .map(|chart| ChartTask {
                session: self.session,
                world: self.world,
                chart,
                old: self.old.charts.get(&chart.name),
                standing: placing.standing(&chart.folder()),
                owned: placing.owned_below(&chart.folder()),
                is_update: self.request.update.covers(&chart.name),
                is_kept_in_project: self.wanted.is_kept_in_project(),
            })
            .collect();
        if self.wanted.is_partial {
            // A document that cannot be read may be the one that uses them.
            let unwanted = self.old.charts.iter().filter(|(name, _)| !self.is_wanted(name));
            made.lock.charts.extend(unwanted.map(|(name, chart)| (name.clone(), chart.clone())));
        }
        for (task, outcome) in tasks.iter().zip(at_once(&tasks)) {
            let outcome = outcome.and_then(|ready| refuse_foreign(ready, task.chart.place, placing));
            match outcome {
                Ok(ready) => made.take(&task.chart.name, ready),
                Err(finding) => {
                    made.lock.charts.extend(task.old.map(|old| (task.chart.name.clone(), old.clone())));
                    sink.report(*finding);
                }
            }
        }
        for crds in &self.wanted.crds {
            let task = CrdsTask {
                session: self.session,
                crds,
                old: self.old.crds.get(&crds.name),
                standing: placing.standing(&crds_folder(&crds.name)),
                is_update: self.request.update.covers(&crds.name),
                charts: &made.lock,
                trees: &made.trees,
            };
            match task.run() {
                Ok((locked, placement)) => {
                    made.unchanged += usize::from(placement.is_none() && task.old == Some(&locked));
                    made.placements.extend(placement);
                    made.lock.crds.insert(crds.name.clone(), locked);
                }
                Err(finding) => {
                    made.lock.crds.extend(task.old.map(|old| (crds.name.clone(), old.clone())));
                    sink.report(*finding);
                }
            }
        }
        made
    }

    fn is_wanted(&self, name: &str) -> bool {
        self.wanted.charts.iter().any(|chart| chart.name == name)
    }

    /// Takes away what the old lock speaks of and the project does not name any more, unless somebody changed it.
    fn leftovers<F: FnMut(Step, &Path) -> std::io::Result<()>>(
        &self,
        placing: &Placing<'_, F>,
        remarks: &mut Vec<String>,
    ) -> Vec<Placement> {
        let charts = self.old.charts.iter().filter(|(name, _)| !self.is_wanted(name) && !self.wanted.is_partial);
        let crds = self.old.crds.keys().filter(|name| self.wanted.crds.iter().all(|crds| crds.name != **name));
        let folders = charts.flat_map(|(name, chart)| vendored_folders(name, chart)).map(|(folder, _)| folder);
        let mut placements = Vec::new();
        for folder in folders.chain(crds.map(|name| crds_folder(name))) {
            match placing.standing(&folder) {
                Standing::Ours(_) => placements.push(Placement { folder, tree: None }),
                Standing::Other => {
                    remarks.push(format!("`{folder}` is left as it is: it was changed since it was vendored"))
                }
                Standing::Nothing => {}
            }
        }
        placements
    }
}

/// Runs tasks at once, whatever the number of cores: they mostly wait. Outcomes come in the order of the tasks.
fn at_once(tasks: &[ChartTask<'_>]) -> Vec<Result<Ready, Box<Finding>>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let take = || {
            let index = next.fetch_add(1, Ordering::Relaxed);
            tasks.get(index).map(|task| (index, task.run()))
        };
        iter::from_fn(take).collect::<Vec<_>>()
    };
    let mut outcomes: Vec<(usize, Result<Ready, Box<Finding>>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..tasks.len().min(AT_ONCE)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    outcomes.sort_by_key(|(index, _)| *index);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Refuses to put a folder where something stands that no run put there.
fn refuse_foreign<F: FnMut(Step, &Path) -> std::io::Result<()>>(
    ready: Ready,
    place: Place,
    placing: &Placing<'_, F>,
) -> Result<Ready, Box<Finding>> {
    let is_foreign = |placement: &&Placement| {
        let is_same = placement.tree.as_ref().is_some_and(|tree| placing.holds(&placement.folder, tree));
        !is_same && placing.standing(&placement.folder) == Standing::Other
    };
    match ready.placements.iter().find(is_foreign) {
        Some(placement) => Err(Box::new(changed_files(&placement.folder, place, Owning::Possible))),
        None => Ok(ready),
    }
}

impl Made {
    fn take(&mut self, name: &EcoString, ready: Ready) {
        self.unchanged += usize::from(ready.is_unchanged);
        self.placements.extend(ready.placements);
        self.remarks.extend(ready.remarks);
        self.trees.insert(name.clone(), ready.tree);
        self.lock.charts.extend(ready.locked.map(|locked| (name.clone(), locked)));
    }
}
