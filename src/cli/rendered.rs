use std::fs;
use std::path::Path;

use crate::diagnostics::{Excerpt, Report};
use crate::emit::{Positions, Tree};

/// Adds to findings about objects the line of the output where they are rendered, for files that lie there as they would be
/// written.
pub(super) fn point_into_output(report: &mut Report, tree: &Tree, folder: &Path, name: &str) {
    if report.diagnostics.iter().all(|found| found.subject.is_none()) {
        return;
    }
    let positions = Positions::new(tree);
    for found in &mut report.diagnostics {
        let position = found.subject.as_deref().and_then(|subject| positions.find(subject));
        let written = position
            .filter(|at| fs::read(folder.join(at.file.path.as_str())).is_ok_and(|bytes| *bytes == *at.file.bytes));
        found.output = written.map(|at| Excerpt {
            line: at.line,
            column: at.column,
            end_line: at.line,
            end_column: at.column,
            ..Excerpt::of_file(format!("{name}/{}", at.file.path), "rendered here")
        });
    }
}
