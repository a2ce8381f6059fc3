use std::path::Path;

use super::arguments::{Deny, ReportFormat};
use super::failure::Failure;
use super::invocation::Invocation;
use super::status::ExitStatus;
use crate::diagnostics::{Level, Report};
use crate::world::project_prefix;

/// Where findings for people go: to stdout where they are what was asked for, else to stderr.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    Answer,
    Remark,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Showing<'a> {
    /// In which form.
    pub(super) format: ReportFormat,
    /// What they are for.
    pub(super) purpose: Purpose,
    /// What fails a check beside errors.
    pub(super) deny: Option<Deny>,
    /// Where their paths begin.
    pub(super) folder: &'a Path,
}

/// Shows findings in the form asked for, and their number on stderr. What programs read is always data.
///
/// # Errors
/// Fails where stdout cannot be written.
pub(super) fn show(invocation: &Invocation, report: &Report, showing: &Showing<'_>) -> Result<(), Failure> {
    let Showing { format, purpose, deny, folder } = *showing;
    let colour = match purpose {
        Purpose::Answer => invocation.stdout_colour(),
        Purpose::Remark => invocation.stderr_colour(),
    };
    let text = match format {
        ReportFormat::Human => report.to_terminal(colour),
        ReportFormat::Short => report.to_short(),
        ReportFormat::Json => return invocation.print(&report.to_json()),
        ReportFormat::Sarif => return invocation.print(&report.to_sarif(&below_repository(folder))),
        ReportFormat::Github => return invocation.print(&report.to_github(&below_repository(folder))),
        ReportFormat::Junit => return invocation.print(&report.to_junit(failing(deny))),
    };
    match purpose {
        Purpose::Answer => invocation.print(&text)?,
        Purpose::Remark if text.is_empty() => {}
        Purpose::Remark => invocation.talk(&text),
    }
    report.summary().iter().for_each(|summary| invocation.remark(summary));
    Ok(())
}

/// Where a folder lies below the top of its repository, with `/`; empty where it is the top, or in no repository.
fn below_repository(folder: &Path) -> String {
    let prefix = project_prefix(folder).unwrap_or_default();
    prefix.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// The mildest level that fails a check.
fn failing(deny: Option<Deny>) -> Level {
    match deny {
        Some(Deny::Warnings) => Level::Warning,
        None => Level::Error,
    }
}

/// Whether a report keeps output from being written and a check from succeeding.
pub(super) fn blocks(report: &Report, deny: Option<Deny>) -> bool {
    report.has_errors() || (deny == Some(Deny::Warnings) && report.count(Level::Warning) > 0)
}

/// The exit status that a report alone gives.
pub(super) fn status(report: &Report, deny: Option<Deny>) -> ExitStatus {
    ExitStatus::findings_if(blocks(report, deny))
}
