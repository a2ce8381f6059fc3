use std::path::Path;

use clap::Args;

use super::against::{AgainstArguments, remark_on_not_compared};
use super::arguments::{Deny, ReportFormat, ScopeArguments};
use super::failure::Failure;
use super::findings::{self, Purpose, Showing};
use super::invocation::Invocation;
use super::manifests::ManifestArguments;
use super::status::ExitStatus;
use super::wording::counted;
use super::{baseline, coverage, manifests, progress, project, rendered, surroundings};
use crate::compile::{BASELINE, Compiler, Request};
use crate::world::FolderWorld;

/// Report everything that is wrong with the project, or with any manifests; write nothing
#[derive(Args, Debug)]
#[command(after_help = "\
An Application of Argo CD that was there before the branch left main, and is not any more, is an error unless its
environment lets it go by name (`platgen rules application-disappears`).

With -f no project is needed: the files are judged together, as one cluster of which more may exist. Of a folder, every
.yaml, .yml and .json file below it is read. `platgen rules CODE` explains a finding.

Examples:
  platgen check
  platgen check --environment production --format json
  platgen check --write-baseline     show only what is new from now on
  platgen check --against origin/production --allow-removal 'staging-*'
  platgen check -f manifests/ --kubernetes 1.34
  helm template charts/shop | platgen check -f - --crds crds/ --ignore deprecated-api")]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) scope: ScopeArguments,
    /// The form of findings: `short` is a line each; those for programs go to stdout
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: ReportFormat,
    /// Let warnings fail the check
    #[arg(long, value_name = "LEVEL")]
    deny: Option<Deny>,
    /// Write what is found to the baseline, so that only new findings are shown: the project's platgen.baseline, or the file
    /// of --baseline
    #[arg(long, conflicts_with_all = ["environments", "stacks"])]
    write_baseline: bool,
    #[command(flatten)]
    against: AgainstArguments,
    #[command(flatten)]
    manifests: ManifestArguments,
}

impl Arguments {
    fn showing<'a>(&self, folder: &'a Path) -> Showing<'a> {
        Showing { format: self.format, purpose: Purpose::Answer, deny: self.deny, folder }
    }
}

/// Prints the findings of the project, or of the manifests that were named.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    if arguments.manifests.files.is_empty() {
        check_project(invocation, arguments)
    } else {
        check_files(invocation, arguments)
    }
}

fn check_files(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let known = arguments.manifests.baseline.as_deref();
    let (mut report, mut coverage, kubernetes) = manifests::check(invocation, &arguments.manifests)?;
    match known {
        Some(path) if arguments.write_baseline => {
            baseline::write(invocation, path, &report)?;
            report.diagnostics.retain(|found| !found.code.entry().adjustable);
        }
        None if arguments.write_baseline => {
            return Err(Failure::new("nothing says where the baseline is").help("name its file with `--baseline FILE`"));
        }
        Some(path) => coverage.tally.known = report.leave_out(&baseline::read(path)?).0,
        None => {}
    }
    findings::show(invocation, &report, &arguments.showing(Path::new(".")))?;
    if report.diagnostics.is_empty() {
        invocation.remark(&format!("no findings in {}", counted(coverage.files, "file")));
    }
    if coverage.is_empty() && report.diagnostics.is_empty() {
        invocation.talk("warning: there is nothing to judge here: no document at all");
    }
    invocation.remark(&coverage::describe(&coverage, Some(kubernetes)));
    Ok(findings::status(&report, arguments.deny))
}

fn check_project(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let root = invocation.project()?;
    let world = FolderWorld::open(&root, &[project::OUTPUT]).map_err(Failure::of)?;
    let skip_baseline = arguments.write_baseline;
    let request =
        Request { scope: arguments.scope.scope(), skip_baseline, store: surroundings::charts(), ..Request::default() };
    let mut compiler = Compiler::new();
    // A baseline is about what rules found, and not about what became of an earlier state.
    let against = match arguments.write_baseline {
        true => None,
        false => arguments.against.compile(invocation, (&root, &world), &mut compiler, &request)?,
    };
    let earlier = against.as_ref().map(|against| against.earlier.clone());
    let request = Request { forget_apps: true, against: earlier, ..request };
    let mut compilation = progress::during(invocation, "checking", || compiler.compile(&world, &request));
    if arguments.write_baseline {
        baseline::write(invocation, &root.join(BASELINE), &compilation.report)?;
        compilation.report.diagnostics.retain(|found| !found.code.entry().adjustable);
    }
    rendered::point_into_output(
        &mut compilation.report,
        &compilation.tree,
        &root.join(project::OUTPUT),
        project::OUTPUT,
    );
    findings::show(invocation, &compilation.report, &arguments.showing(&root))?;
    if let Some(against) = &against {
        remark_on_not_compared(invocation, &compilation, &against.name);
    }
    project::expect_known(&request.scope, &[&compilation.project])?;
    if compilation.report.diagnostics.is_empty() {
        invocation.remark(&format!("no findings in {}", counted(compilation.apps.len(), "app")));
    }
    if !compilation.report.has_errors() {
        invocation.remark(&coverage::describe(&compilation.coverage, None));
    }
    Ok(findings::status(&compilation.report, arguments.deny))
}
