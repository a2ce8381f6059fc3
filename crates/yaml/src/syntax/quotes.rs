//! Faults of quoted scalars.

use super::{Stop, opening};
use crate::Span;
use crate::fault::{Fault, FaultKind};
use granit_parser::ErrorKind;

pub(super) fn word(stop: Stop<'_>) -> Option<Fault> {
    match stop.kind {
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => Some(unclosed(stop)),
        ErrorKind::InvalidTrailingSingleQuotedScalar => Some(
            trailing(stop, '\'').help("write a `'` inside single quotes twice: `''`, or quote the whole value in `\"`"),
        ),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            Some(trailing(stop, '"').help("quote the whole value, with a `\"` inside as `\\\"`"))
        }
        ErrorKind::UnknownQuotedScalarEscape => Some(unknown_escape(stop)),
        ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => Some(
            Fault::new(FaultKind::Escape, stop.here(), "the escape does not name a character")
                .help("write `\\xNN`, `\\uNNNN` or `\\UNNNNNNNN` with hexadecimal digits, or the character itself"),
        ),
        _ => None,
    }
}

/// Finds an escape in a double-quoted scalar that YAML 1.2 has, for the sake of JSON, and YAML 1.1 has not.
pub(crate) fn escape_of_later_yaml(text: &str, scalar: Span) -> Option<Fault> {
    let raw = super::slice(text, scalar).as_bytes();
    let mut at = raw.iter().position(|&byte| byte == b'\\')?;
    while let Some(&byte) = raw.get(at) {
        let width = match (byte, &raw[at + 1..]) {
            (b'\\', [b'/', ..]) => 2,
            (b'\\', [b'u', b'd' | b'D', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..]) => 6,
            (b'\\', _) => {
                at += 2;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        let start = scalar.start + at as u32;
        let span = Span::new(start, (start + width).min(scalar.end));
        let message = format!("`{}` is no escape for Kubernetes' readers of YAML", super::slice(text, span));
        return Some(Fault::new(FaultKind::Escape, span, message).help("write the character itself"));
    }
    None
}

fn unclosed(stop: Stop<'_>) -> Fault {
    let upto = stop.text.get(..stop.at).unwrap_or_default();
    let before = opening::find(upto).pop().map(|opening| (opening.at, opening.mark));
    let here = stop.text.get(stop.at..).and_then(|rest| rest.chars().next()).map(|mark| (stop.at, mark));
    // Inside brackets the stop is the quote itself; elsewhere it is where the text should have ended.
    let quote = [before, here].into_iter().flatten().find(|(_, mark)| matches!(mark, '"' | '\''));
    let Some((at, mark)) = quote else {
        return Fault::new(FaultKind::UnclosedQuote, stop.here(), "the quoted text before this has no end")
            .help("close the quote, or indent the lines of the text");
    };
    let start = Span::new(at as u32, at as u32 + 1);
    let fault = Fault::new(FaultKind::UnclosedQuote, start, format!("the quote `{mark}` is never closed"));
    let fault = if at < stop.at && stop.at < stop.text.len() {
        fault.related(stop.here(), "this still belongs to the text")
    } else {
        fault
    };
    fault.help(format!("write `{mark}` at the end of the text"))
}

fn trailing(stop: Stop<'_>, quote: char) -> Fault {
    Fault::new(FaultKind::Syntax, stop.here(), format!("text follows the closing `{quote}`"))
}

fn unknown_escape(stop: Stop<'_>) -> Fault {
    // The stop is at the opening quote or at the escape; the escape is the first unknown one from there.
    const KNOWN: &str = "0abt\tnvfre \"/\\N_LPxuU\n\r";
    let rest = stop.text.get(stop.at..).unwrap_or_default();
    let mut characters = rest.char_indices();
    while let Some((at, character)) = characters.next() {
        if character != '\\' {
            continue;
        }
        let Some((_, escaped)) = characters.next() else { break };
        if !KNOWN.contains(escaped) {
            let start = stop.at + at;
            let span = Span::new(start as u32, (start + 1 + escaped.len_utf8()) as u32);
            return Fault::new(FaultKind::Escape, span, format!("`\\{escaped}` is no escape in double quotes"))
                .help("write `\\\\` for a backslash, or use single quotes");
        }
    }
    Fault::new(FaultKind::Escape, stop.here(), "an unknown escape in double quotes")
        .help("write `\\\\` for a backslash, or use single quotes")
}
