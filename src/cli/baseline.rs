use std::fs;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::invocation::Invocation;
use super::wording::counted;
use crate::diagnostics::{Baseline, Report};

/// Reads a baseline; one that does not exist yet knows nothing.
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
/// Fails where the file cannot be written.
pub(super) fn write(invocation: &Invocation, path: &Path, report: &Report) -> Result<(), Failure> {
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
