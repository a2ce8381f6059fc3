//! The parser's complaints, said again in plain words and, where it helps, at the place that has to be changed.
//!
//! [`fault`] asks one family after another; [`opening`] finds what was opened and not closed, [`line`] looks at the
//! lines around. Both only guess, from the text alone; a wrong guess costs a good message, never a wrong reading.

mod characters;
mod flow;
mod indentation;
mod line;
mod opening;
mod quotes;

pub(crate) use characters::indented as tab;
pub(crate) use quotes::escape_of_later_yaml;

use crate::fault::{Fault, FaultKind};
use crate::{Limits, Span};
use granit_parser::{ErrorKind, ScanError};

/// What is known where the parser stopped.
#[derive(Clone, Copy)]
struct Stop<'a> {
    text: &'a str,
    kind: &'a ErrorKind,
    /// The byte offset at which it stopped.
    at: usize,
}

impl Stop<'_> {
    /// The character at the stop, or the empty end of the text.
    fn here(&self) -> Span {
        let width = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span::new(self.at as u32, (self.at + width) as u32)
    }
}

/// Converts a place of the parser.
pub(crate) fn span(place: &granit_parser::Span) -> Span {
    // Texts are below 4 GiB, and the parser knows the byte offsets of every `str`.
    place.byte_range().map_or(Span::default(), |range| Span::new(range.start as u32, range.end as u32))
}

/// Gives the text of a span.
pub(crate) fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

/// Gives the span from `start` to the end of its line.
pub(crate) fn rest_of_line(text: &str, start: u32) -> Span {
    let line = text.get(start as usize..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    Span::new(start, start + line.trim_end().len() as u32)
}

/// Words the fault of nesting too deep.
pub(crate) fn too_deep(span: Span, limits: &Limits) -> Fault {
    let message = format!("more than {} levels of lists and maps inside each other", limits.depth);
    Fault::new(FaultKind::TooDeep, span, message)
}

/// Words the fault of template braces outside quotes.
pub(crate) fn template(span: Span) -> Fault {
    Fault::new(FaultKind::Template, span, "`{{` starts a template, which YAML reads as a map")
        .help("quote the whole value: \"{{ … }}\"")
}

/// Says what the parser found wrong.
pub(crate) fn fault(text: &str, error: &ScanError, limits: &Limits) -> Fault {
    let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let stop = Stop { text, kind: error.kind(), at };
    if matches!(stop.kind, ErrorKind::RecursionLimitExceeded) {
        return too_deep(stop.here(), limits);
    }
    quotes::word(stop)
        .or_else(|| line::template(text, at))
        .or_else(|| characters::word(stop))
        .or_else(|| flow::word(stop))
        .or_else(|| indentation::word(stop))
        .unwrap_or_else(|| Fault::new(FaultKind::Syntax, stop.here(), plain(&error.info())))
}

/// Fits a phrase of the parser into the form of ours.
fn plain(info: &str) -> String {
    let phrase = info.lines().next().unwrap_or_default().trim_end_matches('.');
    phrase.replace('"', "`")
}
