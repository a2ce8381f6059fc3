use clap::Args;

use super::arguments::{Deny, ReportFormat, ScopeArguments};
use super::failure::Failure;
use super::findings::{self, Purpose};
use super::invocation::Invocation;
use super::status::ExitStatus;
use super::wording::counted;
use super::{progress, project};
use crate::check::Coverage;
use crate::compile::{Compiler, Request};
use crate::world::FolderWorld;

/// Report everything that is wrong with the project; write nothing
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  platgen check
  platgen check --environment production --format json")]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) scope: ScopeArguments,
    /// The form of findings; `short` is a line each, `json` goes to stdout
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: ReportFormat,
    /// Let warnings fail the check
    #[arg(long, value_name = "LEVEL")]
    deny: Option<Deny>,
}

/// Compiles the project and prints its findings.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let root = invocation.project()?;
    let world = FolderWorld::open(&root, &[project::OUTPUT]).map_err(Failure::of)?;
    let request = Request { scope: arguments.scope.scope(), ..Request::default() };
    let compilation = progress::during(invocation, "checking", || Compiler::new().compile(&world, &request));
    findings::show(invocation, &compilation.report, arguments.format, Purpose::Answer)?;
    project::expect_known(&request.scope, &[&compilation.project])?;
    if compilation.report.diagnostics.is_empty() {
        invocation.remark(&format!("no findings in {}", counted(compilation.apps.len(), "app")));
    }
    if !compilation.report.has_errors() {
        invocation.remark(&coverage(&compilation.coverage));
    }
    Ok(findings::status(&compilation.report, arguments.deny))
}

/// What was judged, and what could not be: never passed over in silence.
fn coverage(coverage: &Coverage) -> String {
    let judged = format!("{} judged by Kubernetes' schemas", counted(coverage.checked, "object"));
    if coverage.unchecked.is_empty() {
        return judged;
    }
    let kinds: Vec<String> = coverage
        .unchecked
        .iter()
        .map(|((api_version, kind), count)| format!("{count} {kind} ({api_version})"))
        .collect();
    format!("{judged}; without a schema: {}", kinds.join(", "))
}
