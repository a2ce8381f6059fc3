//! Faults of `[…]` and `{…}`.

use super::Stop;
use super::opening::{self, Opening};
use crate::Span;
use crate::fault::{Fault, FaultKind};
use granit_parser::ErrorKind;

pub(super) fn word(stop: Stop<'_>) -> Option<Fault> {
    match stop.kind {
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            let start = stop.here();
            let expected = if *open == '[' { ']' } else { '}' };
            let message = format!("`{open}` is closed by `{close}`");
            Some(Fault::new(FaultKind::UnclosedCollection, start, message).help(format!("close it with `{expected}`")))
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            let closing = super::slice(stop.text, stop.here());
            let message = format!("`{closing}` closes nothing");
            Some(Fault::new(FaultKind::UnclosedCollection, stop.here(), message).help("quote the value if it is text"))
        }
        ErrorKind::BlockEntryInFlowCollection => Some(
            Fault::new(FaultKind::UnclosedCollection, stop.here(), "a `- ` item stands inside `[` or `{`")
                .help("close the bracket before, or separate items by commas"),
        ),
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::FlowMappingValueAdjacentCollection
        | ErrorKind::UnexpectedEof => Some(unclosed(stop)),
        _ => None,
    }
}

/// A bracket from an earlier line was forgotten; one on the same line lacks a comma.
fn unclosed(stop: Stop<'_>) -> Fault {
    let upto = stop.text.get(..stop.at).unwrap_or_default();
    // Where the text ends, the parser stops at the bracket itself.
    let own = super::slice(stop.text, stop.here()).chars().next().map(|mark| Opening { at: stop.at, mark });
    let candidates = opening::find(upto).into_iter().chain(own);
    let Some(open) = candidates.rev().find(|opening| matches!(opening.mark, '[' | '{')) else {
        return Fault::new(FaultKind::UnclosedCollection, stop.here(), "a list or map in brackets does not end here");
    };
    let closing = open.closing();
    let start = Span::new(open.at as u32, open.at as u32 + 1);
    let is_same_line = open.at < stop.at && !upto[open.at..].contains('\n') && stop.at < stop.text.trim_end().len();
    if is_same_line {
        let message = format!("expected `,` or `{closing}`");
        return Fault::new(FaultKind::UnclosedCollection, stop.here(), message)
            .related(start, format!("`{}` opens here", open.mark))
            .help("quote the value if it holds `: `, `,` or brackets as text");
    }
    let fault = Fault::new(FaultKind::UnclosedCollection, start, format!("`{}` is never closed", open.mark));
    let fault = if stop.at < stop.text.len() && stop.at != open.at {
        fault.related(stop.here(), "this does not fit inside it")
    } else {
        fault
    };
    fault.help(format!("write `{closing}` at its end"))
}
