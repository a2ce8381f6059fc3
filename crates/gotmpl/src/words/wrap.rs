//! Breaking texts into lines. Widths are bytes.

use super::split;

/// What becomes of a word that is longer than a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LongWord {
    /// It is left whole.
    Kept,
    /// It is cut.
    Cut,
}

/// Breaks a text at spaces so that lines have at most a width, which is at least 1. Spaces at the start of a line go where another
/// line follows.
pub(crate) fn wrap(text: &[u8], width: usize, new_line: &[u8], long_word: LongWord) -> Vec<u8> {
    let new_line = if new_line.is_empty() { b"\n" } else { new_line };
    let width = width.max(1);
    let mut wrapped = Vec::with_capacity(text.len());
    let mut rest = text;
    while rest.len() > width {
        if let Some(after) = rest.strip_prefix(b" ") {
            rest = after;
            continue;
        }
        let (line, after) = match rest[..=width].iter().rposition(|byte| *byte == b' ') {
            Some(space) => (&rest[..space], &rest[space + 1..]),
            None if long_word == LongWord::Cut => rest.split_at(width),
            None => match split::find(&rest[width..], b" ") {
                Some(space) => (&rest[..width + space], &rest[width + space + 1..]),
                None => break,
            },
        };
        wrapped.extend_from_slice(line);
        wrapped.extend_from_slice(new_line);
        rest = after;
    }
    wrapped.extend_from_slice(rest);
    wrapped
}

/// Counts the bytes that a wrapped text can have at most.
pub(crate) fn longest(text: &[u8], width: usize, new_line: &[u8], long_word: LongWord) -> usize {
    let lines = match long_word {
        LongWord::Kept => text.iter().filter(|byte| **byte == b' ').count(),
        LongWord::Cut => text.iter().filter(|byte| **byte == b' ').count() + text.len() / width.max(1),
    };
    text.len().saturating_add(lines.saturating_mul(new_line.len().max(1)))
}
