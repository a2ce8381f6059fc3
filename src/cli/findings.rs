use super::arguments::{Deny, ReportFormat};
use super::failure::Failure;
use super::invocation::Invocation;
use super::status::ExitStatus;
use crate::diagnostics::{Level, Report};

/// Where findings for people go: to stdout where they are what was asked for, else to stderr.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    Answer,
    Remark,
}

/// Shows findings in the form asked for, and their number on stderr. JSON is always data.
///
/// # Errors
/// Fails where stdout cannot be written.
pub(super) fn show(
    invocation: &Invocation,
    report: &Report,
    format: ReportFormat,
    purpose: Purpose,
) -> Result<(), Failure> {
    let colour = match purpose {
        Purpose::Answer => invocation.stdout_colour(),
        Purpose::Remark => invocation.stderr_colour(),
    };
    let text = match format {
        ReportFormat::Human => report.to_terminal(colour),
        ReportFormat::Short => report.to_short(),
        ReportFormat::Json => return invocation.print(&report.to_json()),
    };
    match purpose {
        Purpose::Answer => invocation.print(&text)?,
        Purpose::Remark if text.is_empty() => {}
        Purpose::Remark => invocation.talk(&text),
    }
    report.summary().iter().for_each(|summary| invocation.remark(summary));
    Ok(())
}

/// Whether a report keeps output from being written and a check from succeeding.
pub(super) fn blocks(report: &Report, deny: Option<Deny>) -> bool {
    report.has_errors() || (deny == Some(Deny::Warnings) && report.count(Level::Warning) > 0)
}

/// The exit status that a report alone gives.
pub(super) fn status(report: &Report, deny: Option<Deny>) -> ExitStatus {
    ExitStatus::findings_if(blocks(report, deny))
}
