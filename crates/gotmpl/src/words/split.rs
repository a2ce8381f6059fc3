//! Splitting texts.

use crate::format::rune;

/// Splits at every separator, or into characters where the separator is empty. A limited number of parts leaves the rest in the
/// last; nothing where the limit is zero.
pub(crate) fn split<'text>(text: &'text [u8], separator: &[u8], limit: Option<usize>) -> Vec<&'text [u8]> {
    let limit = limit.unwrap_or(usize::MAX);
    if limit == 0 {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut rest = text;
    if separator.is_empty() {
        while let Some((_, width)) = rune::decode(rest).filter(|_| parts.len() + 1 < limit) {
            parts.push(&rest[..width]);
            rest = &rest[width..];
        }
        if !rest.is_empty() {
            parts.push(rest);
        }
        return parts;
    }
    while let Some(at) = find(rest, separator).filter(|_| parts.len() + 1 < limit) {
        parts.push(&rest[..at]);
        rest = &rest[at + separator.len()..];
    }
    parts.push(rest);
    parts
}

/// Finds a text in another, of which it is not empty.
pub(crate) fn find(text: &[u8], searched: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, searched)
}
