use std::collections::BTreeMap;
use std::ops::Range;

use super::concealed::Mask;
use super::spots::Lookup;
use super::text::Text;
use super::{Code, Concealed, Finding, Label, Level, Spot, Subject};
use crate::source::Sources;

/// A place in the present text of a file: lines and columns from 1, columns in characters.
///
/// A file as a whole, which may not exist, is the empty range at its start.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Excerpt {
    /// Path below the project's folder.
    pub path: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Line of the first byte.
    pub line: usize,
    /// Column of the first byte.
    pub column: usize,
    /// Line of the byte after the last.
    pub end_line: usize,
    /// Column of the byte after the last.
    pub end_column: usize,
    /// What is said of it.
    pub message: String,
}

impl Excerpt {
    /// Points at a file as a whole.
    pub fn of_file(path: impl Into<String>, message: impl Into<String>) -> Self {
        let (path, message) = (path.into(), message.into());
        Self { path, start: 0, end: 0, line: 1, column: 1, end_line: 1, end_column: 1, message }
    }

    pub(super) fn new(path: &str, text: &Text, range: Range<usize>, message: &str) -> Self {
        let range = text.clamp(range);
        let (first, last) = (text.position(range.start), text.position(range.end));
        Self {
            path: path.to_owned(),
            start: range.start,
            end: range.end,
            line: first.line,
            column: first.column,
            end_line: last.line,
            end_column: last.column,
            message: message.to_owned(),
        }
    }

    pub(super) fn is_whole_file(&self) -> bool {
        self.end == 0
    }
}

/// A finding whose spots were looked up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// What kind of fault it is.
    pub code: Code,
    /// How bad it is.
    pub level: Level,
    /// One phrase.
    pub message: String,
    /// The exact bytes at fault.
    pub primary: Excerpt,
    /// Where the other half was written.
    pub secondary: Vec<Excerpt>,
    /// What to type.
    pub help: Option<String>,
    /// The object that it is about, where it is about one; the first, where several environments show it.
    pub subject: Option<Box<Subject>>,
    /// Where the object is rendered: a file of the output as it lies on disk.
    pub output: Option<Excerpt>,
    /// Environments, clusters or apps that show it, sorted.
    pub occurrences: Vec<String>,
    /// Sixteen hexadecimal digits that stay the same as long as the fault does, whatever else is edited.
    pub fingerprint: String,
    /// What the fingerprint is made of.
    pub(super) identity_text: String,
}

impl Diagnostic {
    /// Starts a finding about a file as a whole, or a line of one that is no source.
    pub fn of_file(code: Code, message: impl Into<String>, primary: Excerpt) -> Self {
        let message = message.into();
        Self {
            identity_text: format!("{}\n{}", code.name(), primary.path),
            code,
            level: code.level(),
            message,
            primary,
            secondary: Vec::new(),
            help: None,
            subject: None,
            output: None,
            occurrences: Vec::new(),
            fingerprint: String::new(),
        }
    }

    /// Says what to type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Everything but what differs between environments, in the order of a report: two diagnostics of one identity are one.
    fn identity(&self) -> impl Ord + '_ {
        let Self { code, level, message, primary, secondary, help, .. } = self;
        (&primary.path, primary.start, code.name(), message, (level, primary, secondary, help))
    }
}

/// Every finding of a compile, sorted by file and position, without repeats.
#[derive(Clone, Default, Debug)]
pub struct Report {
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that findings point into, by path, for the renderers.
    pub(super) texts: BTreeMap<String, Text>,
}

impl Report {
    /// Looks up every spot in today's parse, sorts the findings, and merges those that differ in their occurrences alone.
    pub fn new(findings: Vec<Finding>, sources: &Sources) -> Self {
        Self::hiding(Vec::new(), findings, sources)
    }

    /// Reports findings, and shows none of the secrets that they or others know.
    pub fn hiding(mut secrets: Vec<Concealed>, mut findings: Vec<Finding>, sources: &Sources) -> Self {
        findings.iter_mut().for_each(|finding| secrets.append(&mut finding.secrets));
        let mut lookup = Lookup::new(sources);
        let locate = |finding: Finding| {
            let identity_text = super::fingerprint::identity_of(&finding, sources);
            locate(finding, identity_text, &mut lookup)
        };
        let unread = findings.iter().filter_map(|finding| unread_by(finding, sources)).collect();
        let mut diagnostics: Vec<_> = findings.into_iter().map(locate).collect();
        let mut texts = lookup.into_texts();
        let mut mask = Mask::new(secrets, unread, sources);
        mask.cover_texts(&mut texts);
        mask.cover_words(&mut diagnostics);
        Self::sorted(diagnostics, texts)
    }

    /// Joins what was found without a source, such as files of the output, to this report.
    #[must_use]
    pub fn with(mut self, found: impl IntoIterator<Item = Diagnostic>) -> Self {
        let mut found: Vec<Diagnostic> = found.into_iter().collect();
        super::fingerprint::number(&mut found);
        self.diagnostics.extend(found);
        Self::sorted(self.diagnostics, self.texts)
    }

    /// How many findings have a level.
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count()
    }

    /// Whether anything keeps the output from being written.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// Whether there is an error of the input, of which nothing can be made; those of rules do not count.
    pub fn has_faulty_input(&self) -> bool {
        let is_of_input = |found: &Diagnostic| found.level == Level::Error && !found.code.entry().adjustable;
        self.diagnostics.iter().any(is_of_input)
    }

    /// Says how many there are of each level: `1 error, 2 warnings`; nothing where there are none.
    pub fn summary(&self) -> Option<String> {
        let parts: Vec<String> = [Level::Error, Level::Warning, Level::Info]
            .into_iter()
            .map(|level| (self.count(level), level.name()))
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!("{count} {name}{}", if count == 1 { "" } else { "s" }))
            .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    fn sorted(mut diagnostics: Vec<Diagnostic>, texts: BTreeMap<String, Text>) -> Self {
        diagnostics.sort_by(|a, b| a.identity().cmp(&b.identity()));
        diagnostics.dedup_by(|later, first| {
            let same = later.identity().cmp(&first.identity()).is_eq();
            if same {
                first.occurrences.append(&mut later.occurrences);
            }
            same
        });
        for diagnostic in &mut diagnostics {
            diagnostic.occurrences.sort();
            diagnostic.occurrences.dedup();
        }
        // Findings keep the numbers that they were given first: others may have been left out since.
        if diagnostics.iter().all(|diagnostic| diagnostic.fingerprint.is_empty()) {
            super::fingerprint::number(&mut diagnostics);
        }
        Self { diagnostics, texts }
    }
}

/// The file of which a finding says that it, or a document of it, could not be read.
fn unread_by(finding: &Finding, sources: &Sources) -> Option<String> {
    match finding.primary.spot {
        Spot::Bytes(file, _) => Some(sources.file(file).path.to_string()),
        _ => None,
    }
}

fn locate(finding: Finding, identity_text: String, lookup: &mut Lookup<'_>) -> Diagnostic {
    let mut excerpt = |label: &Label| lookup.excerpt(&label.spot, &label.message);
    Diagnostic {
        primary: excerpt(&finding.primary),
        secondary: finding.secondary.iter().map(excerpt).collect(),
        code: finding.code,
        level: finding.level,
        message: finding.message,
        help: finding.help,
        subject: finding.subject,
        output: None,
        occurrences: finding.occurrences.iter().map(ToString::to_string).collect(),
        fingerprint: String::new(),
        identity_text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{ContentId, File, Span};

    fn sources(text: &str) -> (Sources, crate::source::FileId) {
        let mut sources = Sources::default();
        let file = File::new("stacks/a.yaml".into(), ContentId::of(text.as_bytes()), text.as_bytes().into(), None);
        let id = sources.add(file);
        (sources, id)
    }

    #[test]
    fn one_fault_in_three_environments_is_one_finding() {
        let (sources, file) = sources("kind: Stack\nreplcias: 2\n");
        let spot = Spot::Bytes(file, Span { start: 12, end: 20 });
        let fault = |occurrence: &str| {
            Finding::new(Code::UNKNOWN_FIELD, "no field `replcias`", spot.clone()).occurs_in(occurrence)
        };
        let findings = vec![
            fault("production"),
            Finding::new(Code::MISSING_PROJECT, "", Spot::File("platgen.yaml".into())),
            fault("development"),
            fault("production"),
        ];
        let report = Report::new(findings, &sources);
        let [missing, unknown] = &report.diagnostics[..] else { panic!("{report:?}") };
        assert_eq!(missing.primary, Excerpt::of_file("platgen.yaml", ""));
        assert_eq!(unknown.occurrences, ["development", "production"]);
        assert_eq!((unknown.primary.line, unknown.primary.column), (2, 1));
        assert_eq!((unknown.primary.end_line, unknown.primary.end_column), (2, 9));
        assert_eq!(report.summary().as_deref(), Some("2 errors"));
    }

    #[test]
    fn sorts_by_position_before_code() {
        let (sources, file) = sources("one\ntwo\n");
        let at = |code, start| Finding::new(code, "fault", Spot::Bytes(file, Span { start, end: start + 1 }));
        let findings = vec![at(Code::WRONG_TYPE, 4), at(Code::UNKNOWN_FIELD, 4), at(Code::WRONG_TYPE, 0)];
        let report = Report::new(findings, &sources);
        let order: Vec<_> = report.diagnostics.iter().map(|d| (d.primary.start, d.code)).collect();
        assert_eq!(order, [(0, Code::WRONG_TYPE), (4, Code::UNKNOWN_FIELD), (4, Code::WRONG_TYPE)]);
    }
}
