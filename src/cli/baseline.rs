use std::fs;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::invocation::Invocation;
use super::wording::counted;
use crate::diagnostics::{Baseline, Report};

/// Reads a baseline.
///
/// # Errors
/// Fails where it cannot be read, or holds a line that is none of a baseline.
pub(super) fn read(path: &Path) -> Result<Baseline, Failure> {
    let shown = path.display();
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("`{shown}` could not be read")).caused_by(error))?;
    let (baseline, strange) = Baseline::parse(&text);
    match strange.first() {
        None => Ok(baseline),
        Some(line) => Err(Failure::new(format!("line {line} of `{shown}` is no fingerprint"))
            .help("write the file anew with `--write-baseline`")),
    }
}

/// Writes everything that rules found to a file, so that only new findings are shown from now on.
///
/// # Errors
/// Fails where the file cannot be written, and where a fault of the input may hide what rules would find.
pub(super) fn write(invocation: &Invocation, path: &Path, report: &Report) -> Result<(), Failure> {
    if report.has_faulty_input() {
        return Err(Failure::new("no baseline is written while a file cannot be read or compiled")
            .help("mend what `platgen check` shows without `--write-baseline`, then write it"));
    }
    let text = report.to_baseline();
    let beside = beside(path);
    let failed = |error| Failure::new(format!("`{}` could not be written", path.display())).caused_by(error);
    fs::write(&beside, &text).and_then(|()| fs::rename(&beside, path)).map_err(failed)?;
    let count = text.lines().filter(|line| !line.starts_with('#')).count();
    invocation.remark(&format!("{} written to {}", counted(count, "finding"), path.display()));
    Ok(())
}

/// A name beside a file, so that a killed process leaves the old one.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}
