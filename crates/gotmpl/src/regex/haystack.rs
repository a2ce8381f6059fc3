//! Texts that are searched, which need not be UTF-8.

use std::borrow::Cow;
use std::ops::Range;

/// A text as Go's matcher sees it: a byte that is not UTF-8 is the character U+FFFD, one byte wide.
pub(super) struct Haystack<'text> {
    bytes: &'text [u8],
    /// The text that is matched, in which such bytes are written out.
    pub(super) readable: Cow<'text, str>,
    /// Where that differs from the bytes: for each of its bytes and for its end, the offset in the bytes.
    offsets: Vec<usize>,
}

impl<'text> Haystack<'text> {
    pub(super) fn new(bytes: &'text [u8]) -> Self {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Self { bytes, readable: Cow::Borrowed(text), offsets: Vec::new() };
        }
        let mut readable = String::with_capacity(bytes.len());
        let mut offsets = Vec::with_capacity(bytes.len() + 1);
        let mut start = 0;
        for chunk in bytes.utf8_chunks() {
            readable.push_str(chunk.valid());
            offsets.extend(start..start + chunk.valid().len());
            start += chunk.valid().len();
            for _ in chunk.invalid() {
                readable.push(char::REPLACEMENT_CHARACTER);
                offsets.extend([start; char::REPLACEMENT_CHARACTER.len_utf8()]);
                start += 1;
            }
        }
        offsets.push(start);
        Self { bytes, readable: Cow::Owned(readable), offsets }
    }

    /// Gives the bytes between two places of the readable text.
    pub(super) fn slice(&self, range: Range<usize>) -> &'text [u8] {
        let original = |place: usize| match self.offsets.is_empty() {
            true => place,
            false => self.offsets.get(place).copied().unwrap_or(self.bytes.len()),
        };
        self.bytes.get(original(range.start)..original(range.end)).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.readable.len()
    }

    /// Gives the place after the character at a place; past the end, so that a search from there is the last no more.
    pub(super) fn after_character(&self, place: usize) -> usize {
        let next = self.readable.get(place..).and_then(|rest| rest.chars().next());
        place + next.map_or(1, char::len_utf8)
    }
}
