use std::path::Path;

use clap::Args;

use super::arguments::{Deny, ReportFormat, ScopeArguments};
use super::failure::Failure;
use super::findings::{self, Purpose, Showing};
use super::invocation::Invocation;
use super::manifests::ManifestArguments;
use super::status::ExitStatus;
use super::wording::counted;
use super::{coverage, manifests, progress, project};
use crate::compile::{Compiler, Request};
use crate::world::FolderWorld;

/// Report everything that is wrong with the project, or with any manifests; write nothing
#[derive(Args, Debug)]
#[command(after_help = "\
With -f no project is needed: the files are judged together, as one cluster of which more may exist. Of a folder, every
.yaml, .yml and .json file below it is read. `platgen rules CODE` explains a finding.

Examples:
  platgen check
  platgen check --environment production --format json
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
    let (report, remarks) = manifests::check(invocation, &arguments.manifests)?;
    findings::show(invocation, &report, &arguments.showing(Path::new(".")))?;
    remarks.iter().for_each(|remark| invocation.remark(remark));
    Ok(findings::status(&report, arguments.deny))
}

fn check_project(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let root = invocation.project()?;
    let world = FolderWorld::open(&root, &[project::OUTPUT]).map_err(Failure::of)?;
    let request = Request { scope: arguments.scope.scope(), ..Request::default() };
    let compilation = progress::during(invocation, "checking", || Compiler::new().compile(&world, &request));
    findings::show(invocation, &compilation.report, &arguments.showing(&root))?;
    project::expect_known(&request.scope, &[&compilation.project])?;
    if compilation.report.diagnostics.is_empty() {
        invocation.remark(&format!("no findings in {}", counted(compilation.apps.len(), "app")));
    }
    if !compilation.report.has_errors() {
        invocation.remark(&coverage::describe(&compilation.coverage, None));
    }
    Ok(findings::status(&compilation.report, arguments.deny))
}
