//! The command `diff`.
//!
//! Takes a revision of the project and the files in its folder; gives what differs between the outputs of the two, as unified
//! text, a count by file, or JSON.
//!
//! Law: both sides are compiled, in one process and on one memo; what is written in `out` is never looked at.

mod form;

pub(super) use form::paint;

use std::path::Path;

use clap::Args;

use super::against::{RemovalArguments, remark_on_not_compared};
use super::arguments::{DataFormat, ReportFormat, ScopeArguments};
use super::failure::Failure;
use super::findings::{self, Purpose, Showing};
use super::invocation::Invocation;
use super::status::ExitStatus;
use super::wording::counted;
use super::{base, progress, project, surroundings};
use crate::compile::{Compilation, Compiler, Request};
use crate::diagnostics::{Colour, printable};
use crate::diff::{Side, TreeDiff};
use crate::emit::Owner;
use crate::world::{FolderWorld, GitWorld, project_prefix};

/// Show what the changes of the sources do to the output
#[derive(Args, Debug)]
#[command(after_help = "\
Both sides are compiled; the files in `out` do not count. An Application of Argo CD that disappears is an error
(`platgen rules application-disappears`).

Examples:
  platgen diff                       since the branch left main
  platgen diff v1.4.0 --stack web
  platgen diff --stat --exit-code    in CI: fails where the output changes")]
pub(super) struct Arguments {
    /// The revision to compare with [default: where HEAD left the main branch: origin/main, origin/master, main or master]
    revision: Option<String>,
    #[command(flatten)]
    scope: ScopeArguments,
    /// Exit with 1 if there are differences
    #[arg(long)]
    exit_code: bool,
    /// Print the number of changed lines of each file in place of the lines
    #[arg(long)]
    stat: bool,
    /// The form of the differences
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DataFormat,
    #[command(flatten)]
    removal: RemovalArguments,
}

/// Compiles a revision and the folder, and prints the differences.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let root = invocation.project()?;
    let base = base::choose(&root, arguments.revision.as_deref())?;
    let prefix = project_prefix(&root).map_err(Failure::of)?;
    let old_world = GitWorld::open(&root, &base, &prefix, &[project::OUTPUT]).map_err(Failure::of)?;
    let new_world = FolderWorld::open(&root, &[project::OUTPUT]).map_err(Failure::of)?;
    let request = Request { scope: arguments.scope.scope(), store: surroundings::charts(), ..Request::default() };
    let mut compiler = Compiler::new();
    let old = progress::during(invocation, "compiling the base", || compiler.compile(&old_world, &request));
    let request = Request { against: Some(arguments.removal.earlier(&old)?), ..request };
    let new = progress::during(invocation, "compiling", || compiler.compile(&new_world, &request));

    let short_base = base.get(..12).unwrap_or(&base);
    report(invocation, &old, &new, short_base)?;
    remark_on_not_compared(invocation, &new, short_base);
    project::expect_known(&request.scope, &[&old.project, &new.project])?;
    let diff = TreeDiff::between(side_of(&old), side_of(&new));
    match (arguments.format, invocation.stdout_colour()) {
        (DataFormat::Json, _) => invocation.print(&form::json(&diff, &base))?,
        (DataFormat::Human, _) if arguments.stat => invocation.print_foreign(&form::stat(&diff))?,
        (DataFormat::Human, Colour::Off) => invocation.print_foreign(&diff.to_unified(project::OUTPUT))?,
        (DataFormat::Human, Colour::Ansi) => invocation.print(&form::paint(&diff.to_unified(project::OUTPUT)))?,
    }
    conclude(invocation, &diff, short_base);
    Ok(ExitStatus::findings_if(new.report.has_errors() || (arguments.exit_code && !diff.is_empty())))
}

/// What a compile made, for a comparison.
pub(super) fn side_of(compilation: &Compilation) -> Side<'_> {
    Side { tree: &compilation.tree, complete: !compilation.report.has_errors() }
}

/// Shows the findings of the new side, and what of the base's own keeps it from being compared in full.
fn report(invocation: &Invocation, old: &Compilation, new: &Compilation, base: &str) -> Result<(), Failure> {
    if old.report.has_errors() {
        let summary = old.report.summary().unwrap_or_default();
        invocation.talk(&format!("warning: the base {base} has {summary}; what failed there is not compared"));
        for line in old.report.to_short().lines() {
            invocation.talk(&format!("  {base}: {line}"));
        }
    }
    let showing = Showing { format: ReportFormat::Human, purpose: Purpose::Remark, deny: None, folder: Path::new(".") };
    findings::show(invocation, &new.report, &showing)
}

fn conclude(invocation: &Invocation, diff: &TreeDiff, base: &str) {
    for owner in &diff.not_compared {
        invocation.talk(&printable(&format!("not compared: {}", name(owner))));
    }
    let among = if diff.not_compared.is_empty() { "" } else { " in what was compared" };
    invocation.remark(&match diff.changes.len() {
        0 => format!("no differences{among} since {base}"),
        1 => format!("1 file differs since {base}"),
        count => format!("{} differ since {base}", counted(count, "file")),
    });
}

fn name(owner: &Owner) -> String {
    match owner {
        Owner::App { environment, cluster, app, .. } => format!("{environment}/{cluster}/{app}"),
        Owner::Units { environment, stack } => format!("{environment}/{stack}"),
        Owner::Environment { environment } => environment.to_string(),
    }
}
