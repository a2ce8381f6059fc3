use std::time::Instant;

use clap::Args;

use super::arguments::ReportFormat;
use super::failure::Failure;
use super::findings::{self, Purpose, Showing};
use super::invocation::Invocation;
use super::status::ExitStatus;
use super::wording::counted;
use super::{progress, project, surroundings};
use crate::diagnostics::nearest;
use crate::vendor::{Change, Outcome, Request, Update, VendorError, vendor, verify};

/// Fetch the charts and custom resources that platgen.yaml names
#[derive(Args, Debug)]
#[command(after_help = "\
Charts are unpacked into charts/; platgen.lock says which version each range led to. What is
locked stays until --update. Credentials are those of helm and docker, with their helpers;
HTTPS_PROXY and NO_PROXY count.

Examples:
  platgen vendor
  platgen vendor --update kong     the newest version in its range
  platgen vendor --check           in CI: fails where files or lock are not what is asked for")]
pub(super) struct Arguments {
    /// Fetch nothing; fail where platgen.yaml, platgen.lock and the files disagree
    #[arg(long, conflicts_with_all = ["update", "offline"])]
    check: bool,
    /// Ask for the newest version in the range of these names; without a name, of everything
    #[arg(long, value_name = "NAME", num_args = 0..)]
    update: Option<Vec<String>>,
    /// Ask no other host: use what was fetched before
    #[arg(long)]
    offline: bool,
    /// The form of findings: `short` is a line each; those for programs go to stdout
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: ReportFormat,
}

impl Arguments {
    fn request(&self) -> Request {
        let update = match &self.update {
            None => Update::Nothing,
            Some(names) if names.is_empty() => Update::All,
            Some(names) => Update::Names(names.iter().map(Into::into).collect()),
        };
        Request { update, is_offline: self.offline }
    }

    fn is_for_people(&self) -> bool {
        matches!(self.format, ReportFormat::Human | ReportFormat::Short)
    }
}

/// Fetches, or compares, what the project names.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let start = Instant::now();
    let root = invocation.project()?;
    let showing = |purpose| Showing { format: arguments.format, purpose, deny: None, folder: &root };
    let surroundings = surroundings::of_environment();
    if arguments.check {
        let report = verify(&root, &[project::OUTPUT], &surroundings).map_err(explain)?;
        findings::show(invocation, &report, &showing(Purpose::Answer))?;
        if !report.has_errors() {
            invocation.remark("what platgen.yaml names is vendored");
        }
        return Ok(findings::status(&report, None));
    }
    let request = arguments.request();
    let outcome =
        progress::during(invocation, "vendoring", || vendor(&root, &[project::OUTPUT], &request, &surroundings));
    let outcome = outcome.map_err(explain)?;
    findings::show(invocation, &outcome.report, &showing(Purpose::Remark))?;
    let lines: String = outcome.changes.iter().map(|change| format!("{}\n", describe(change))).collect();
    if arguments.is_for_people() {
        invocation.print_foreign(&lines)?;
    }
    outcome.remarks.iter().for_each(|remark| invocation.remark(remark));
    summarise(invocation, &outcome, start.elapsed().as_secs_f64());
    Ok(findings::status(&outcome.report, None))
}

fn summarise(invocation: &Invocation, outcome: &Outcome, seconds: f64) {
    let Outcome { report, changes, unchanged, .. } = outcome;
    let changed = if changes.is_empty() { "nothing changed".to_owned() } else { format!("{} changed", changes.len()) };
    let same = if *unchanged == 0 { String::new() } else { format!(", {unchanged} as before") };
    let failed = match report.has_errors() {
        true => ", what failed is as it was",
        false => "",
    };
    invocation.remark(&format!("vendored: {changed}{same}{failed} ({seconds:.2} s)"));
    if changes.iter().any(|change| change.from.is_some() && change.to.is_some()) {
        invocation.remark("`platgen diff` shows what that changes in the output");
    }
}

fn describe(change: &Change) -> String {
    let Change { name, from, to } = change;
    match (from, to) {
        (None, Some(to)) => format!("added {name} {to}"),
        (Some(from), Some(to)) => format!("moved {name} {from} → {to}"),
        (Some(from), None) => format!("removed {name} {from}"),
        (None, None) => name.to_string(),
    }
}

fn explain(error: VendorError) -> Failure {
    let help = match &error {
        VendorError::UnknownName { name, known } => match nearest(name, known.iter().map(|known| known.as_str())) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if known.is_empty() => None,
            None => Some(format!("it has {}: {}", counted(known.len(), "name"), known.join(", "))),
        },
        _ => None,
    };
    let failure = Failure::of(error);
    match help {
        Some(help) => failure.help(help),
        None => failure,
    }
}
