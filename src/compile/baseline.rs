use super::Compilation;
use crate::diagnostics::{Baseline, stale_line, strange_line};
use crate::world::World;

/// The project's file of findings that were there before.
pub const BASELINE: &str = "platgen.baseline";

/// Leaves out what the project's baseline knows; its lines that name nothing any more are reported where the whole project was
/// judged.
pub(super) fn leave_out(compilation: &mut Compilation, world: &dyn World, is_whole: bool) {
    if !world.paths().iter().any(|path| path == BASELINE) {
        return;
    }
    // A baseline that cannot be read knows nothing, and every finding is shown.
    let Ok((bytes, _)) = world.read(BASELINE) else { return };
    let (baseline, strange) = Baseline::parse(&String::from_utf8_lossy(&bytes));
    let (known, gone) = compilation.report.leave_out(&baseline);
    compilation.coverage.tally.known = known;
    let gone = if is_whole { gone } else { Vec::new() };
    let lines = strange.iter().map(|line| strange_line(BASELINE, *line));
    let lines = lines.chain(gone.iter().map(|line| stale_line(BASELINE, *line)));
    compilation.report = std::mem::take(&mut compilation.report).with(lines);
}
