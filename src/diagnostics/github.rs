use std::fmt::Write;

use super::address::address;
use super::printable::printable;
use super::{Diagnostic, Excerpt, Level, Report};

impl Report {
    /// Writes one workflow command for each finding, which GitHub Actions shows at the line that it is about.
    ///
    /// `folder` is where the paths of the report begin, below the top of the repository.
    pub fn to_github(&self, folder: &str) -> String {
        let mut commands = String::new();
        for diagnostic in &self.diagnostics {
            let Diagnostic { code, level, primary, .. } = diagnostic;
            let command = match level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Info => "notice",
            };
            let file = property(&address(folder, &primary.path));
            write!(commands, "::{command} file={file},line={}", primary.line).expect(INFALLIBLE);
            // A column is refused where the lines differ.
            if primary.line == primary.end_line {
                write!(commands, ",col={}", primary.column).expect(INFALLIBLE);
            }
            let (end_line, title, message) = (primary.end_line, property(code.name()), data(&describe(diagnostic)));
            writeln!(commands, ",endLine={end_line},title={title}::{message}").expect(INFALLIBLE);
        }
        commands
    }
}

const INFALLIBLE: &str = "writing to a string cannot fail";

/// What is wrong and with what, what to type, and where the other half is.
fn describe(diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.message.clone();
    if !diagnostic.primary.message.is_empty() {
        write!(text, "\n{}", diagnostic.primary.message).expect(INFALLIBLE);
    }
    if let Some(help) = &diagnostic.help {
        write!(text, "\nhelp: {help}").expect(INFALLIBLE);
    }
    for Excerpt { path, line, column, message, .. } in &diagnostic.secondary {
        write!(text, "\n{path}:{line}:{column}: {message}").expect(INFALLIBLE);
    }
    text
}

fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    printable(&text).into_owned()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Code, Finding, Spot};
    use crate::source::{ContentId, File, Sources, Span};

    #[test]
    fn nothing_of_a_finding_ends_its_command() {
        let mut sources = Sources::default();
        let text = "one: 1\ntwo: 2\n";
        let path = "stacks/a,b:c%.yaml";
        let file = sources.add(File::new(path.into(), ContentId::of(text.as_bytes()), text.as_bytes().into(), None));
        let at = |start, end| Spot::Bytes(file, Span { start, end });
        let findings = vec![
            Finding::new(Code::INVALID_VALUE, "100 %\r\n::error::x\u{1b}[2J", at(5, 6)).label("here").help("write `2`"),
            Finding::new(Code::NOT_LOWERED, "two lines", at(7, 14)).with(at(0, 3), "the other half"),
        ];
        assert_eq!(
            Report::new(findings, &sources).to_github("platform"),
            "\
::error file=platform/stacks/a%2Cb%3Ac%25.yaml,line=1,col=6,endLine=1,title=invalid-value\
::100 %25%0D%0A::error::x␛[2J%0Ahere%0Ahelp: write `2`
::warning file=platform/stacks/a%2Cb%3Ac%25.yaml,line=2,endLine=3,title=not-lowered\
::two lines%0Astacks/a,b:c%25.yaml:1:1: the other half
"
        );
        assert_eq!(Report::default().to_github(""), "");
    }
}
