use super::wording::counted;
use crate::diagnostics::{Code, Diagnostic, Excerpt};
use crate::disk::{Difference, DifferenceKind, ForeignFile, Obstacle, Written};

/// What makes the output fresh.
pub(super) const RENDER_AND_COMMIT: &str = "run `platgen render` and commit the result";

/// Makes a finding of a file in the output folder `out` that is not what the sources compile to.
pub(super) fn diagnose_stale(out: &str, difference: &Difference) -> Diagnostic {
    let message = format!("the file is {}", describe(difference.kind));
    diagnose(Code::STALE_OUTPUT, message, format!("{out}/{}", difference.path), RENDER_AND_COMMIT)
}

/// Makes a finding of what stands in the output folder `out` where a file must go.
pub(super) fn diagnose_foreign(out: &str, foreign: &ForeignFile) -> Diagnostic {
    let what = match foreign.obstacle {
        Obstacle::File => "a file",
        Obstacle::Folder => "a folder",
        Obstacle::Link => "a symbolic link",
        Obstacle::Special => "a pipe, socket or device",
    };
    let message = format!("{what} that platgen did not write stands where output belongs");
    let help = "move it away, or render into another folder with --out";
    diagnose(Code::FOREIGN_FILE, message, format!("{out}/{}", foreign.path), help)
}

/// Makes a finding of what stands in a branch where a file must go; `place` names the branch.
pub(super) fn diagnose_in_the_way(place: &str, foreign: &ForeignFile) -> Diagnostic {
    let what = match foreign.obstacle {
        Obstacle::File => "a file",
        Obstacle::Folder => "a folder",
        Obstacle::Link => "a symbolic link",
        Obstacle::Special => "a submodule",
    };
    let message = format!("{what} that platgen did not write stands where output belongs in {place}");
    let help = "move it away there, or name another branch in `deploy` of platgen.yaml";
    diagnose(Code::FOREIGN_FILE, message, foreign.path.to_string(), help)
}

/// Says of a stale file what it is.
pub(super) fn describe(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Stale => "not what the sources compile to",
        DifferenceKind::Missing => "missing",
        DifferenceKind::Extra => "no longer made",
    }
}

/// Says what became of the files: `12 files written, 1 removed, 40 unchanged`.
pub(super) fn outcome(written: &Written) -> String {
    let files = counted(written.created.len() + written.changed.len(), "file");
    format!("{files} written, {} removed, {} unchanged", written.removed.len(), written.unchanged)
}

fn diagnose(code: Code, message: String, path: String, help: &str) -> Diagnostic {
    Diagnostic::of_file(code, message, Excerpt::of_file(path, "")).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Colour, Report};

    #[test]
    fn what_is_wrong_with_output_files_reads_as_findings() {
        let stale = Difference { path: "dev/a.yaml".into(), kind: DifferenceKind::Extra };
        let foreign = ForeignFile { path: "dev/b.yaml".into(), obstacle: Obstacle::Link };
        let report = Report::default().with([diagnose_foreign("out", &foreign), diagnose_stale("out", &stale)]);
        assert_eq!(
            report.to_terminal(Colour::Off),
            "\
error[stale-output]: the file is no longer made
--> out/dev/a.yaml:1:1
 = help: run `platgen render` and commit the result

error[foreign-file]: a symbolic link that platgen did not write stands where output belongs
--> out/dev/b.yaml:1:1
 = help: move it away, or render into another folder with --out

"
        );
    }

    #[test]
    fn outcomes_count_new_and_changed_files_together() {
        let paths = |count| vec!["x".into(); count];
        let written = Written { created: paths(2), changed: paths(1), removed: paths(1), unchanged: 40 };
        assert_eq!(outcome(&written), "3 files written, 1 removed, 40 unchanged");
    }
}
