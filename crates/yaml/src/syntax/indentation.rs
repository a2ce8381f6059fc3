//! Faults of block structure: indentation, colons and dashes.

use super::{Stop, line};
use crate::Span;
use crate::fault::{Fault, FaultKind, excerpt};
use granit_parser::ErrorKind;

pub(super) fn word(stop: Stop<'_>) -> Option<Fault> {
    match stop.kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::MappingKeyNotAllowed => Some(misplaced_colon(stop)),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => Some(missing_colon(stop)),
        ErrorKind::BlockSequenceEntryNotAllowed => Some(
            Fault::new(FaultKind::Indentation, stop.here(), "a list cannot start on the line of its key")
                .help("start the list on the next line, or quote the value if the `-` is text"),
        ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::ExpectedDocumentStart
        | ErrorKind::ExpectedNodeContent
        | ErrorKind::InvalidDocumentEnd => Some(misfit(stop)),
        _ => None,
    }
}

/// Either the value holds a `: `, or the line above already was a whole value.
fn misplaced_colon(stop: Stop<'_>) -> Fault {
    let start = line::start(stop.text, stop.at);
    let before = stop.text.get(start..stop.at).unwrap_or_default();
    if before.contains(": ") || before.contains(":\t") {
        return Fault::new(FaultKind::MisplacedColon, stop.here(), "a value cannot hold `: ` unless it is quoted")
            .help("quote the value, or start a new line");
    }
    let key = Span::new((start + before.len() - before.trim_start().len()) as u32, stop.at as u32);
    let own = excerpt(super::slice(stop.text, key));
    match line::above(stop.text, stop.at) {
        Some(above) if is_field(super::slice(stop.text, above)) => {
            Fault::new(FaultKind::Indentation, key, format!("`{own}:` stands below a line that has a value already"))
                .related(above, "the value is here")
                .help("indent it like the keys that it belongs to")
        }
        Some(above) => missing_colon_at(stop.text, above),
        None => Fault::new(FaultKind::MisplacedColon, stop.here(), "a `:` stands where no value may begin"),
    }
}

fn is_field(line: &str) -> bool {
    line.contains(": ") || line.ends_with(':') || line.contains(":\t")
}

fn missing_colon(stop: Stop<'_>) -> Fault {
    let rest = stop.text.get(stop.at..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default().trim_end();
    missing_colon_at(stop.text, Span::new(stop.at as u32, (stop.at + line.len()) as u32))
}

fn missing_colon_at(text: &str, span: Span) -> Fault {
    let line = super::slice(text, span);
    if let Some(item) = line.strip_prefix('-').filter(|item| !is_field(item)) {
        return Fault::new(
            FaultKind::Indentation,
            span,
            format!("a space is missing after the dash in `{}`", excerpt(line)),
        )
        .help(format!("write `- {}`", excerpt(item)));
    }
    let help = match line.split_once(':') {
        Some((key, value)) => format!("write a space after the colon: `{}`", excerpt(&format!("{key}: {value}"))),
        None => format!("write `{}: ` and the value", excerpt(line)),
    };
    let message = format!("`: ` is missing after the key in `{}`", excerpt(line));
    Fault::new(FaultKind::MisplacedColon, span, message).help(help)
}

fn misfit(stop: Stop<'_>) -> Fault {
    let above = line::above(stop.text, stop.at);
    if let Some(directive) = above.filter(|above| super::slice(stop.text, *above).starts_with('%')) {
        return Fault::new(
            FaultKind::Directive,
            directive,
            "a line that starts with `%` is a directive, and `---` must follow",
        )
        .help("quote the value if the `%` is text");
    }
    let is_item = super::slice(stop.text, stop.here()) == "-"
        || matches!(stop.kind, ErrorKind::ExpectedBlockMappingKey) && line_of(stop).starts_with("- ");
    let message = match (stop.kind, is_item) {
        (ErrorKind::ExpectedBlockSequenceEntry, false) => "this line is no item of the list above it",
        (ErrorKind::ExpectedBlockMappingKey, true) => "a list item stands among the keys of a map",
        (ErrorKind::ExpectedDocumentStart, _) => "this line does not belong to what stands above it",
        _ => "this line's indentation fits none of the lines above it",
    };
    let fault = Fault::new(FaultKind::Indentation, stop.here(), message);
    let fault = match above {
        Some(above) => fault.related(above, "the line above"),
        None => fault,
    };
    fault.help("indent it like the line that it belongs beside")
}

fn line_of(stop: Stop<'_>) -> &str {
    let start = line::start(stop.text, stop.at);
    stop.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim_start()
}
