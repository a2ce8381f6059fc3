use crate::diagnostics::{Baseline, Report, stale_line, strange_line};
use crate::world::World;

/// The project's file of findings that were there before.
pub const BASELINE: &str = "platgen.baseline";

/// Leaves out of a report what the project's baseline knows, and gives how many findings that are; lines that name nothing any
/// more are reported where the whole project was judged.
pub(super) fn leave_out(mut report: Report, world: &dyn World, is_whole: bool) -> (Report, usize) {
    if !world.paths().iter().any(|path| path == BASELINE) {
        return (report, 0);
    }
    // A baseline that cannot be read knows nothing, and every finding is shown.
    let Ok((bytes, _)) = world.read(BASELINE) else { return (report, 0) };
    let (baseline, strange) = Baseline::parse(&String::from_utf8_lossy(&bytes));
    let (known, gone) = report.leave_out(&baseline);
    let gone = if is_whole { gone } else { Vec::new() };
    let lines = strange.iter().map(|line| strange_line(BASELINE, *line));
    (report.with(lines.chain(gone.iter().map(|line| stale_line(BASELINE, *line)))), known)
}
