use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::{Merged, MergedView};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::inflate::{ChartMemo, Compat, LoadedChart, read_chart_folders};
use crate::lock::{LOCK_FILE, Lock};
use crate::model::Kind;
use crate::parse::{ParseMemo, Parsed, Project, ProjectManifests, ProjectTexts, parse_one, read_manifests, read_texts};
use crate::source::{FileId, Place, Sources, Value};
use crate::world::{Past, World};

/// Stacks that environments read from a git revision, with the plain manifests that they name.
#[derive(Default)]
pub struct Revisions {
    /// By stack and revision.
    stacks: BTreeMap<(EcoString, EcoString), Arc<Parsed>>,
    /// By the file of a stack that names some.
    manifests: BTreeMap<FileId, ProjectManifests>,
    /// By the file of a stack that names some.
    texts: BTreeMap<FileId, ProjectTexts>,
    /// By the file of a stack that has releases: the charts by their folders.
    charts: BTreeMap<FileId, BTreeMap<EcoString, Arc<LoadedChart>>>,
}

/// A stack and revision that an environment asks for, and where.
struct Wanted {
    stack: EcoString,
    revision: EcoString,
    place: Place,
}

impl Revisions {
    /// Reads every stack that is pinned to a revision; what cannot be read is reported where it is pinned.
    pub fn read(project: &Project, world: &dyn World, memo: RevisionMemo<'_>, sink: &mut Sink) -> Self {
        let RevisionMemo { parse: memo, charts, compat } = memo;
        let mut revisions = Self::default();
        for wanted in wanted(project, &memo.sources, sink) {
            let key = (wanted.stack.clone(), wanted.revision.clone());
            if revisions.stacks.contains_key(&key) {
                continue;
            }
            match read_stack(&wanted, project, world, memo) {
                Ok((parsed, past)) => {
                    sink.extend(parsed.findings.iter().cloned());
                    if names_manifests(&parsed, &memo.sources) {
                        let manifests = read_manifests(&*past.world, Some(&wanted.revision), memo);
                        revisions.manifests.insert(parsed.file, manifests);
                    }
                    if names_texts(&parsed, &memo.sources) {
                        let texts = read_texts(&*past.world, Some(&wanted.revision), memo);
                        revisions.texts.insert(parsed.file, texts);
                    }
                    if names_charts(&parsed, &memo.sources) {
                        let revision = Some(wanted.revision.as_str());
                        let found = read_chart_folders(&*past.world, revision, compat, charts, &mut memo.sources);
                        revisions.charts.insert(parsed.file, found);
                    }
                    revisions.stacks.insert(key, parsed);
                }
                Err(message) => {
                    sink.report(Finding::new(Code::MISSING_REVISION, message, Spot::Value(wanted.place)));
                }
            }
        }
        revisions
    }

    /// The stacks that were read.
    pub fn stacks(&self) -> impl Iterator<Item = &Arc<Parsed>> {
        self.stacks.values()
    }

    /// The stack at a revision; `None` where it could not be read, which was reported.
    pub(super) fn find(&self, stack: &EcoString, revision: &EcoString) -> Option<Arc<Parsed>> {
        self.stacks.get(&(stack.clone(), revision.clone())).cloned()
    }

    /// The plain manifests of the revision that a stack's file is of; `None` where the file is today's.
    pub(super) fn manifests(&self, file: FileId) -> Option<&ProjectManifests> {
        self.manifests.get(&file)
    }

    /// The contents of mounted files of the revision that a stack's file is of; `None` where the file is today's.
    pub(super) fn texts(&self, file: FileId) -> Option<&ProjectTexts> {
        self.texts.get(&file)
    }

    /// The charts of the revision that a stack's file is of, by their folders; `None` where the file is today's.
    pub(super) fn charts(&self, file: FileId) -> Option<&BTreeMap<EcoString, Arc<LoadedChart>>> {
        self.charts.get(&file)
    }
}

/// What reading stacks of other revisions remembers, and how charts are read.
pub struct RevisionMemo<'a> {
    /// Files.
    pub parse: &'a mut ParseMemo,
    /// Charts.
    pub charts: &'a mut ChartMemo,
    /// The release of Helm that is reproduced.
    pub compat: Compat,
}

/// Whether any file that a workload mounts may be one of the project's.
fn names_texts(stack: &Parsed, sources: &Sources) -> bool {
    let document = sources.document(stack.file);
    document.ids().any(|node| document.key(node).is_some_and(|entry| entry.key == "from"))
}

fn names_charts(stack: &Parsed, sources: &Sources) -> bool {
    stack.spec.is_some_and(|spec| Merged::Source(spec).member("charts", sources).is_some())
}

fn names_manifests(stack: &Parsed, sources: &Sources) -> bool {
    stack.spec.is_some_and(|spec| Merged::Source(spec).member("manifests", sources).is_some())
}

fn wanted(project: &Project, sources: &Sources, sink: &mut Sink) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let mut note = |stack: EcoString, entry: &Merged| {
        let Some(revision) = entry.member("revision", sources) else { return };
        let place = revision.place();
        match sources.value(place) {
            Value::Str(text) if !text.contains("${") => {
                wanted.push(Wanted { stack, revision: text.into(), place });
            }
            Value::Str(_) => {
                let message = "a revision is a tag or commit, not an expression";
                sink.report(Finding::new(Code::MISSING_REVISION, message, Spot::Value(place)));
            }
            // Of another type: reported when the file was checked.
            _ => {}
        }
    };
    for environment in &project.environments {
        let stacks = environment.spec.and_then(|spec| Merged::Source(spec).member("stacks", sources));
        if let Some(MergedView::Map(_, entries)) = stacks.map(|stacks| stacks.view(sources)) {
            entries.iter().for_each(|(stack, entry)| note(stack.clone(), entry));
        }
    }
    for file in &project.overrides {
        if let Some(spec) = file.spec {
            note(file.names[1].0.clone(), &Merged::Source(spec));
        }
    }
    wanted
}

/// Finds the stack's file in the revision: at today's path, else by its name among all stacks of the revision.
fn read_stack(
    wanted: &Wanted,
    project: &Project,
    world: &dyn World,
    memo: &mut ParseMemo,
) -> Result<(Arc<Parsed>, Past), String> {
    let Wanted { stack, revision, .. } = wanted;
    let past = world
        .at_revision(revision)
        .map_err(|reason| format!("stack `{stack}` cannot be read at `{revision}`: {reason}"))?;
    check_lock(revision, &past.commit, world)?;
    let today = project.stacks.iter().find(|document| document.name() == stack);
    let mut paths: Vec<EcoString> =
        today.map(|document| memo.sources.file(document.file).path.clone()).into_iter().collect();
    paths.extend(past.world.paths().iter().filter(|path| path.starts_with("stacks/")).cloned());
    for path in paths {
        let Ok((bytes, _)) = past.world.read(&path) else { continue };
        let shown = ecow::eco_format!("{path}@{revision}");
        let parsed = parse_one(shown, bytes, &[Kind::Stack], memo);
        if parsed.kind.is_some() && parsed.name() == stack {
            return Ok((parsed, past));
        }
    }
    Err(format!("revision `{revision}` has no stack `{stack}`"))
}

/// A tag that platgen.lock knows must still lead to the commit that it led to.
fn check_lock(revision: &str, commit: &str, world: &dyn World) -> Result<(), String> {
    // A lock that cannot be read is reported where charts are compared with it.
    let Some(lock) = world.read(LOCK_FILE).ok().and_then(|(bytes, _)| Lock::read(&bytes).ok()) else { return Ok(()) };
    match lock.revisions.get(revision) {
        Some(locked) if locked != commit => {
            Err(format!("`{revision}` moved: platgen.lock says {locked}, the repository says {commit}"))
        }
        _ => Ok(()),
    }
}
