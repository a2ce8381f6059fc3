use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::{Merged, MergedView};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::lock::{LOCK_FILE, Lock};
use crate::model::Kind;
use crate::parse::{ParseMemo, Parsed, Project, parse_one};
use crate::source::{Place, Sources, Value};
use crate::world::World;

/// Stacks that environments read from a git revision, by stack and revision.
#[derive(Default)]
pub struct Revisions {
    stacks: BTreeMap<(EcoString, EcoString), Arc<Parsed>>,
}

/// A stack and revision that an environment asks for, and where.
struct Wanted {
    stack: EcoString,
    revision: EcoString,
    place: Place,
}

impl Revisions {
    /// Reads every stack that is pinned to a revision; what cannot be read is reported where it is pinned.
    pub fn read(project: &Project, world: &dyn World, memo: &mut ParseMemo, sink: &mut Sink) -> Self {
        let mut revisions = Self::default();
        for wanted in wanted(project, &memo.sources, sink) {
            let key = (wanted.stack.clone(), wanted.revision.clone());
            if revisions.stacks.contains_key(&key) {
                continue;
            }
            match read_stack(&wanted, project, world, memo) {
                Ok(parsed) => {
                    sink.extend(parsed.findings.iter().cloned());
                    if parsed.kind.is_some() {
                        revisions.stacks.insert(key, parsed);
                    }
                }
                Err(message) => {
                    sink.report(Finding::new(Code::MISSING_REVISION, message, Spot::Value(wanted.place)));
                }
            }
        }
        revisions
    }

    /// The stack at a revision; `None` where it could not be read, which was reported.
    pub(super) fn find(&self, stack: &EcoString, revision: &EcoString) -> Option<Arc<Parsed>> {
        self.stacks.get(&(stack.clone(), revision.clone())).cloned()
    }
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
) -> Result<Arc<Parsed>, String> {
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
            return Ok(parsed);
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
