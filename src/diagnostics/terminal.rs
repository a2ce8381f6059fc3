use std::fmt::Write;

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Group, Level as Title, Origin, Snippet};

use super::printable::printable;
use super::scene::{Mark, Role, Scene};
use super::{Diagnostic, Excerpt, Level, Report};

/// The most occurrences that are all listed, and how many are listed where there are more.
const LISTED: (usize, usize) = (6, 5);

/// Whether text for a person has colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    /// Escape sequences for colours.
    Ansi,
    /// Plain text.
    Off,
}

impl Report {
    /// Draws every finding with the lines it speaks of, in the manner of rustc, and an empty line after each.
    ///
    /// Nothing of the user's text reaches the result that a terminal would obey. A place that goes on over several lines is
    /// marked on its first.
    pub fn to_terminal(&self, colour: Colour) -> String {
        let renderer = match colour {
            Colour::Ansi => Renderer::styled(),
            Colour::Off => Renderer::plain(),
        };
        let mut drawn = String::new();
        for diagnostic in &self.diagnostics {
            drawn.push_str(&renderer.render(&[self.group(diagnostic)]));
            drawn.push_str("\n\n");
        }
        drawn
    }

    /// Writes one line for each finding: `path:line:col: error[code]: message`.
    pub fn to_short(&self) -> String {
        let mut lines = String::new();
        for Diagnostic { code, level, message, primary, .. } in &self.diagnostics {
            let Excerpt { path, line, column, .. } = primary;
            let text = format!("{path}:{line}:{column}: {}[{}]: {message}", level.name(), code.name());
            lines.push_str(&printable(&text).replace('\n', " "));
            lines.push('\n');
        }
        lines
    }

    fn group(&self, diagnostic: &Diagnostic) -> Group<'static> {
        let title = title(diagnostic.level).primary_title(shown(&diagnostic.message)).id(diagnostic.code.name());
        let mut group = Group::with_title(title);
        let mut unseen = Vec::new();
        for scene in self.scenes(diagnostic) {
            group = match scene {
                Scene::Drawn { path, source, first_line, marks } => {
                    group.element(snippet(path, source, first_line, &marks))
                }
                Scene::Named { role, excerpt } => {
                    unseen.extend(label_of_named(role, excerpt));
                    group.element(origin(excerpt))
                }
            };
        }
        group = group.elements(unseen.into_iter().map(|label| Title::NOTE.message(label)));
        group = group.elements(diagnostic.help.iter().map(|help| Title::HELP.message(shown(help))));
        let rendered = diagnostic.output.iter().map(|at| shown(&format!("{}:{}:{}", at.path, at.line, at.column)));
        group = group.elements(rendered.map(|place| Title::NOTE.with_name("rendered").message(place)));
        group.elements(occurrences(&diagnostic.occurrences).map(|list| Title::NOTE.with_name("in").message(list)))
    }
}

fn title(level: Level) -> Title<'static> {
    match level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Info => Title::INFO,
    }
}

fn shown(text: &str) -> String {
    printable(text).into_owned()
}

fn snippet(
    path: &str,
    source: String,
    first_line: usize,
    marks: &[Mark<'_>],
) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let annotations = marks.iter().map(|mark| {
        let kind = match mark.role {
            Role::Primary => AnnotationKind::Primary,
            Role::Secondary => AnnotationKind::Context,
        };
        kind.span(mark.range.clone()).label((!mark.message.is_empty()).then(|| shown(mark.message)))
    });
    Snippet::source(source).path(shown(path)).line_start(first_line).annotations(annotations)
}

fn origin(excerpt: &Excerpt) -> Origin<'static> {
    Origin::path(shown(&excerpt.path)).line(excerpt.line).char_column(excerpt.column)
}

/// A place without an excerpt has nowhere to write its label but below.
fn label_of_named(role: Role, excerpt: &Excerpt) -> Option<String> {
    let Excerpt { path, message, .. } = excerpt;
    (!message.is_empty()).then(|| match role {
        Role::Primary => shown(message),
        Role::Secondary => shown(&format!("{path}: {message}")),
    })
}

fn occurrences(all: &[String]) -> Option<String> {
    let (limit, first) = LISTED;
    let listed = if all.len() > limit { &all[..first] } else { all };
    let mut list = listed.join(", ");
    if listed.len() < all.len() {
        write!(list, " and {} more", all.len() - listed.len()).expect("writing to a string cannot fail");
    }
    (!list.is_empty()).then(|| shown(&list))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostics::{Code, Finding, Spot};
    use crate::source::{ContentId, File, FileId, Sources, Span};

    fn add(sources: &mut Sources, path: &str, bytes: &[u8]) -> FileId {
        sources.add(File::new(path.into(), ContentId::of(bytes), bytes.into(), None))
    }

    fn bytes(file: FileId, text: &str, needle: &str) -> Spot {
        let start = text.find(needle).expect("the case holds its needle");
        Spot::Bytes(file, Span { start: start as u32, end: (start + needle.len()) as u32 })
    }

    #[track_caller]
    fn draws(findings: Vec<Finding>, sources: &Sources, expected: &str) {
        let drawn = Report::new(findings, sources).to_terminal(Colour::Off);
        assert_eq!(drawn, expected, "{drawn}");
    }

    const STACK: &str = "kind: Stack\nspec:\n  workloads:\n    api:\n      kind: service\n      replcias: 2\n";

    #[test]
    fn draws_like_rustc_with_places_and_occurrences() {
        let mut sources = Sources::default();
        let stack = add(&mut sources, "stacks/a.yaml", STACK.as_bytes());
        let other = "spec:\n  stacks: {a: {}}\n";
        let environment = add(&mut sources, "environments/p2.yaml", other.as_bytes());
        let fault = |occurrence| {
            Finding::new(Code::UNKNOWN_FIELD, "no field `replcias` in a service", bytes(stack, STACK, "replcias"))
                .label("not a field of `service`")
                .with(bytes(stack, STACK, "kind: service"), "a service because of this")
                .with(bytes(environment, other, "a: {}"), "runs here")
                .help("did you mean `replicas`?")
                .occurs_in(occurrence)
        };
        draws(
            vec![fault("p2-production"), fault("p2-development")],
            &sources,
            "\
error[unknown-field]: no field `replcias` in a service
 --> stacks/a.yaml:6:7
  |
5 |       kind: service
  |       ------------- a service because of this
6 |       replcias: 2
  |       ^^^^^^^^ not a field of `service`
  |
 ::: environments/p2.yaml:2:12
  |
2 |   stacks: {a: {}}
  |            ----- runs here
  |
  = help: did you mean `replicas`?
  = in: p2-development, p2-production

",
        );
    }

    #[test]
    fn a_file_that_is_not_there_has_no_excerpt() {
        let finding =
            Finding::new(Code::MISSING_PROJECT, "the folder has no `platgen.yaml`", Spot::File("platgen.yaml".into()))
                .label("read from /nowhere")
                .help("`platgen init` writes one");
        draws(
            vec![finding],
            &Sources::default(),
            "\
error[missing-project]: the folder has no `platgen.yaml`
--> platgen.yaml:1:1
 = note: read from /nowhere
 = help: `platgen init` writes one

",
        );
    }

    #[test]
    fn lists_five_of_many_occurrences() {
        let names: Vec<String> = (1..=7).map(|n| format!("e{n}")).collect();
        assert_eq!(occurrences(&names[..6]).as_deref(), Some("e1, e2, e3, e4, e5, e6"));
        assert_eq!(occurrences(&names).as_deref(), Some("e1, e2, e3, e4, e5 and 2 more"));
        assert_eq!(occurrences(&[]), None);
    }

    #[test]
    fn nothing_of_the_user_is_obeyed_by_a_terminal() {
        let mut sources = Sources::default();
        let text = "name: \u{1b}[2J\u{9b}31m\u{202e}x\r\n";
        let file = add(&mut sources, "stacks/\u{1b}]0;a.yaml", text.as_bytes());
        let finding = Finding::new(Code::INVALID_VALUE, "no \u{1b}[2J", bytes(file, text, "\u{1b}[2J"))
            .label("\u{7}")
            .help("\u{8}")
            .occurs_in("\u{1b}c");
        let report = Report::new(vec![finding], &sources);
        for drawn in [report.to_terminal(Colour::Off), report.to_short()] {
            assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
            assert!(!drawn.contains('\u{202e}'), "{drawn:?}");
        }
    }

    #[test]
    fn short_form_is_one_line() {
        let mut sources = Sources::default();
        let file = add(&mut sources, "stacks/a.yaml", STACK.as_bytes());
        let finding = Finding::new(Code::UNKNOWN_FIELD, "no field\n`replcias`", bytes(file, STACK, "replcias"));
        let report = Report::new(vec![finding], &sources);
        assert_eq!(report.to_short(), "stacks/a.yaml:6:7: error[unknown-field]: no field `replcias`\n");
    }

    #[test]
    fn large_files_are_cut_to_the_lines_that_matter() {
        let mut sources = Sources::default();
        let text = format!("first: 1\n{}last: 2\n", "filler: 0\n".repeat(20_000));
        let file = add(&mut sources, "big.yaml", text.as_bytes());
        let line = "x".repeat(100_000);
        let wide = add(&mut sources, "wide.json", line.as_bytes());
        let finding = Finding::new(Code::DUPLICATE_NAME, "two", bytes(file, &text, "last"))
            .with(bytes(file, &text, "first"), "the other")
            .with(Spot::Bytes(wide, Span { start: 90_000, end: 90_001 }), "and this");
        draws(
            vec![finding],
            &sources,
            "\
error[duplicate-name]: two
     --> big.yaml:20002:1
      |
20002 | last: 2
      | ^^^^
      |
     ::: big.yaml:1:1
      |
    1 | first: 1
      | ----- the other
     ::: wide.json:1:90001
      = note: wide.json: and this

",
        );
    }

    proptest! {
        #[test]
        fn never_panics(
            text in proptest::collection::vec(prop_oneof![4 => any::<u8>(), 1 => Just(b'\n'), 1 => Just(b'\r'), 2 => Just(0xc3)], 0..60),
            spans in proptest::collection::vec((0u32..70, 0u32..70), 1..4),
        ) {
            let mut sources = Sources::default();
            let file = add(&mut sources, "a.yaml", &text);
            let mut spots = spans.iter().map(|(start, end)| Spot::Bytes(file, Span { start: *start, end: *end }));
            let first = spots.next().expect("at least one span");
            let finding = spots.fold(Finding::new(Code::SYNTAX, "x", first), |finding, spot| finding.with(spot, "y"));
            let report = Report::new(vec![finding], &sources);
            report.to_terminal(Colour::Ansi);
            report.to_terminal(Colour::Off);
            report.to_short();
            report.to_json();
        }
    }
}
