use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::diagnostics::{Excerpt, Report};
use crate::emit::{Positions, Tree, TreeFile};

/// Adds to findings about objects the line of the output where they are rendered, for files that lie there as they would be
/// written.
pub(super) fn point_into_output(report: &mut Report, tree: &Tree, folder: &Path, name: &str) {
    if report.diagnostics.iter().all(|found| found.subject.is_none()) {
        return;
    }
    let mut positions = Positions::new(tree);
    let mut fresh: BTreeMap<&str, bool> = BTreeMap::new();
    let is_written = |file: &TreeFile| fs::read(folder.join(&*file.path)).is_ok_and(|bytes| *bytes == *file.bytes);
    for found in &mut report.diagnostics {
        let position = found.subject.as_deref().and_then(|subject| positions.find(subject));
        let written = position.filter(|at| *fresh.entry(&at.file.path).or_insert_with(|| is_written(at.file)));
        found.output = written.map(|at| Excerpt {
            line: at.line,
            column: at.column,
            end_line: at.line,
            end_column: at.column,
            ..Excerpt::of_file(format!("{name}/{}", at.file.path), "rendered here")
        });
    }
}
