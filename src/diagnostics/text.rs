use std::ops::Range;
use std::sync::Arc;

/// A line and a column, both from 1; the column counts characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// The bytes of one file with the starts of its lines.
///
/// Bytes need not be UTF-8 and offsets need not be inside: they are moved to the nearest byte that exists.
#[derive(Clone, Debug)]
pub(super) struct Text {
    bytes: Arc<[u8]>,
    line_starts: Vec<usize>,
}

impl Text {
    /// Finds the lines of some bytes; only `\n` ends a line.
    pub(super) fn new(bytes: Arc<[u8]>) -> Self {
        let after_breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(after_breaks).collect();
        Self { bytes, line_starts }
    }

    /// All the bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Puts `*` in place of what some ranges hold; lines and offsets stay as they are.
    pub(super) fn cover(&mut self, ranges: impl IntoIterator<Item = Range<usize>>) {
        let mut bytes = self.bytes.to_vec();
        crate::secret::cover(&mut bytes, ranges);
        self.bytes = bytes.into();
    }

    /// Keeps a range inside the bytes.
    pub(super) fn clamp(&self, range: Range<usize>) -> Range<usize> {
        let start = range.start.min(self.bytes.len());
        start..range.end.clamp(start, self.bytes.len())
    }

    /// The bytes of a range.
    pub(super) fn slice(&self, range: Range<usize>) -> &[u8] {
        &self.bytes[self.clamp(range)]
    }

    /// The line and column of an offset. A byte in the middle of a character has that character's column.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.bytes.len());
        let line = self.line_of(offset);
        let before = &self.bytes[self.line_starts[line]..offset];
        let inside = self.bytes.get(offset).is_some_and(|byte| is_continuation(*byte)) && !before.is_empty();
        let characters = before.iter().filter(|byte| !is_continuation(**byte)).count();
        Position { line: line + 1, column: characters + usize::from(!inside) }
    }

    /// The bytes of the lines that a range touches, without the last line's break.
    pub(super) fn lines(&self, range: Range<usize>) -> Range<usize> {
        let range = self.clamp(range);
        self.line(self.line_of(range.start)).start..self.line(self.line_of(range.end)).end
    }

    /// Cuts a range that goes on over several lines to the end of its first.
    pub(super) fn first_line(&self, range: Range<usize>) -> Range<usize> {
        let range = self.clamp(range);
        let line = self.line(self.line_of(range.start));
        range.start..range.end.min(line.end).max(range.start)
    }

    fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset) - 1
    }

    fn line(&self, line: usize) -> Range<usize> {
        let start = self.line_starts[line];
        let mut end = self.line_starts.get(line + 1).map_or(self.bytes.len(), |next| next - 1);
        if end > start && self.bytes[end - 1] == b'\r' {
            end -= 1;
        }
        start..end
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(text: &str, offset: usize) -> (usize, usize) {
        let position = Text::new(text.as_bytes().into()).position(offset);
        (position.line, position.column)
    }

    #[test]
    fn counts_lines_and_characters_from_one() {
        assert_eq!(position("", 0), (1, 1));
        assert_eq!(position("a: ü!\nb", 5), (1, 5));
        assert_eq!(position("a: ü!\nb", 4), (1, 4));
        assert_eq!(position("a: ü!\nb", 7), (2, 1));
        assert_eq!(position("a\n", 2), (2, 1));
        assert_eq!(position("a\n", 99), (2, 1));
    }

    #[test]
    fn cuts_lines_without_their_breaks() {
        let text = Text::new(b"one\r\ntwo\nthree".as_slice().into());
        assert_eq!(text.slice(text.lines(1..2)), b"one");
        assert_eq!(text.slice(text.lines(1..7)), b"one\r\ntwo");
        assert_eq!(text.first_line(5..12), 5..8);
        assert_eq!(text.first_line(4..12), 4..4);
        assert_eq!(text.lines(98..99), 9..14);
    }
}
