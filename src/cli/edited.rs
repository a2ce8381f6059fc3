use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ecow::EcoString;

use super::diff::{paint, side_of};
use super::failure::Failure;
use super::findings::{self, Purpose, Showing};
use super::invocation::Invocation;
use super::status::ExitStatus;
use super::wording::counted;
use super::{progress, project, surroundings};
use crate::compile::{Compilation, Compiler, Request};
use crate::diagnostics::{Colour, Diagnostic, Report, Sink, printable};
use crate::diff::{FileChange, TreeDiff};
use crate::edit::{Edit, EditedFiles, ImageUse, Layers, Refusal, images_in_use};
use crate::emit::{Owner, Scope};
use crate::parse::{ParseMemo, Project, parse};
use crate::world::{EditedWorld, FolderWorld};

/// The folder of the files that are edited.
const ENVIRONMENTS: &str = "environments";

/// A project whose files are edited: tried in memory first, and written where that makes no error.
pub(super) struct Editing<'a> {
    invocation: &'a Invocation,
    root: PathBuf,
    world: FolderWorld,
    project: Project,
    memo: ParseMemo,
    compiler: Compiler,
    request: Request,
    before: Option<Arc<Compilation>>,
}

impl<'a> Editing<'a> {
    /// Reads the project's files.
    ///
    /// # Errors
    /// Fails where there is no project, or its folder cannot be listed.
    pub(super) fn begin(invocation: &'a Invocation) -> Result<Self, Failure> {
        let root = invocation.project()?;
        let world = FolderWorld::open(&root, &[project::OUTPUT]).map_err(Failure::of)?;
        let mut memo = ParseMemo::default();
        // What is found here the compile finds, too.
        let project = parse(&world, &mut memo, &mut Sink::default());
        let request = Request { keep_resources: true, store: surroundings::charts(), ..Request::default() };
        Ok(Self { invocation, root, world, project, memo, compiler: Compiler::new(), request, before: None })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn request(&self) -> &Scope {
        &self.request.scope
    }

    /// Whether some document could not be read, so that a name that is not found may be that document's.
    pub(super) fn is_incomplete(&self) -> bool {
        self.project.incomplete
    }

    pub(super) fn layers(&self) -> Layers<'_> {
        Layers::new(&self.project, &self.memo.sources)
    }

    /// Says which environments the edit may change.
    pub(super) fn scope(&mut self, environments: Vec<EcoString>) {
        self.request.scope = Scope { environments, stacks: Vec::new() };
    }

    /// Compiles the project as it is, once.
    pub(super) fn compile(&mut self) -> Arc<Compilation> {
        if let Some(before) = &self.before {
            return before.clone();
        }
        let Self { invocation, compiler, world, request, .. } = self;
        let before = Arc::new(progress::during(invocation, "compiling", || compiler.compile(world, request)));
        self.before = Some(before.clone());
        before
    }

    /// The images of the stacks that were compiled.
    pub(super) fn images_in_use(&self) -> ImageUse {
        self.before.as_ref().map_or_else(ImageUse::default, |before| images_in_use(before, self.compiler.sources()))
    }

    /// Makes edits: shows them, compiles with them, and writes them unless that makes an error that was not there.
    ///
    /// # Errors
    /// Fails where something cannot be edited, or a file cannot be written.
    pub(super) fn carry_out(&mut self, edits: &[Edit], is_dry: bool) -> Result<ExitStatus, Failure> {
        let invocation = self.invocation;
        let files = match EditedFiles::make(&self.world, edits) {
            Ok(files) => files,
            Err(refusals) => return Err(refuse(invocation, &refusals)),
        };
        self.show(edits, &files)?;
        let before = self.compile();
        let bytes = files.iter().map(|(path, _, after)| (path.clone(), Arc::from(after.as_bytes())));
        let edited = EditedWorld::new(&self.world, bytes);
        let Self { compiler, request, .. } = self;
        let after = progress::during(invocation, "compiling with the change", || compiler.compile(&edited, request));
        let report = what_is_new(&before.report, &after.report);
        let showing = Showing { format: Default::default(), purpose: Purpose::Remark, deny: None, folder: &self.root };
        findings::show(invocation, &report, &showing)?;
        if report.has_errors() {
            invocation.remark("nothing was written, for the change makes this wrong");
            return Ok(ExitStatus::Findings);
        }
        if is_dry {
            invocation.remark(&format!("nothing was written: {}", effect(&before, &after)));
            return Ok(ExitStatus::Clean);
        }
        for (path, before, after) in files.iter() {
            replace(&self.root.join(path.as_str()), before, after)?;
        }
        let count = counted(files.iter().count(), "file");
        invocation.remark(&format!("{count} edited: {}", effect(&before, &after)));
        if after.report.has_errors() {
            invocation.remark("there are errors that were there before: `platgen check` shows them");
        }
        Ok(ExitStatus::Clean)
    }

    /// Says what is edited, and shows how.
    fn show(&self, edits: &[Edit], files: &EditedFiles) -> Result<(), Failure> {
        for Edit { what, environment, from, to, .. } in edits {
            let from = from.as_deref().unwrap_or("nothing");
            self.invocation.remark(&printable(&format!("{environment}: {what} {from} → {to}")));
        }
        let unified: String = files.iter().map(|(path, before, after)| unified(path, before, after)).collect();
        match self.invocation.stdout_colour() {
            Colour::Off => self.invocation.print_foreign(&unified),
            Colour::Ansi => self.invocation.print(&paint(&unified)),
        }
    }
}

/// Says why nothing is edited: all reasons, the last as the failure of the command.
pub(super) fn refuse(invocation: &Invocation, refusals: &[Refusal]) -> Failure {
    let mut failures = refusals.iter().map(|refusal| {
        let failure = Failure::new(refusal.headline());
        refusal.help.iter().fold(failure, |failure, help| failure.help(help))
    });
    let last = failures.next_back().unwrap_or_else(|| Failure::new("nothing can be edited"));
    failures.for_each(|failure| invocation.talk(&failure.to_string()));
    last
}

fn unified(path: &EcoString, before: &Arc<[u8]>, after: &str) -> String {
    let below = path.strip_prefix(ENVIRONMENTS).and_then(|path| path.strip_prefix('/')).unwrap_or(path);
    let owner = Owner::Environment { environment: EcoString::new() };
    let new = Some(Arc::from(after.as_bytes()));
    FileChange { path: below.into(), owner, old: Some(before.clone()), new }.to_unified(ENVIRONMENTS)
}

/// The findings of a compile that an earlier one did not have; where they stand does not count, for lines move.
fn what_is_new(before: &Report, after: &Report) -> Report {
    let identity =
        |found: &Diagnostic| (found.level, found.code.name(), found.message.clone(), found.primary.path.clone());
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    before.diagnostics.iter().for_each(|found| *known.entry(identity(found)).or_default() += 1);
    let mut report = after.clone();
    report.diagnostics.retain(|found| match known.get_mut(&identity(found)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    report
}

/// Says what the change does to the output.
fn effect(before: &Compilation, after: &Compilation) -> String {
    let diff = TreeDiff::between(side_of(before), side_of(after));
    match diff.changes.len() {
        0 => "nothing changes in the output".to_owned(),
        1 => "1 file of the output changes; `platgen render` writes it".to_owned(),
        count => format!("{count} files of the output change; `platgen render` writes them"),
    }
}

/// Puts a file's new text in place of the old one, whole or not at all; one that somebody changed in between stays.
fn replace(path: &Path, before: &[u8], after: &str) -> Result<(), Failure> {
    let failed = |error| Failure::new(format!("`{}` could not be written", path.display())).caused_by(error);
    let path = fs::canonicalize(path).map_err(failed)?;
    if fs::read(&path).map_err(failed)? != before {
        return Err(Failure::new(format!("`{}` was changed meanwhile", path.display())).help("run the command again"));
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    let permissions = fs::metadata(&path).map_err(failed)?.permissions();
    let written = fs::write(&beside, after)
        .and_then(|()| fs::set_permissions(&beside, permissions))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // The old file is in place; what is left beside it is of no use.
        let _ = fs::remove_file(&beside);
    }
    written.map_err(failed)
}
