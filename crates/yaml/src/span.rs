//! Places in a text: byte spans, and lines and columns for people.

/// A half-open range of byte offsets into the text that was read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset one past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes the span from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Gives the span of the same text that begins so many bytes later.
    #[must_use]
    pub const fn moved(self, by: u32) -> Self {
        Self::new(self.start.saturating_add(by), self.end.saturating_add(by))
    }

    /// Gives the span as a range, to slice the text with.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Tells whether the span covers no byte, as that of a value left out does.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// Finds the line and the column of a byte offset, both counted from 1, the column in characters.
///
/// An offset past the end counts as the end; one inside a character counts as that character's start.
/// For many look-ups in one text use [`LineIndex`].
#[must_use]
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    (line, column(text, start, offset))
}

/// The line starts of one text, for many look-ups.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the line starts of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let breaks = text.bytes().zip(1u32..).filter(|&(byte, _)| byte == b'\n');
        Self { starts: std::iter::once(0).chain(breaks.map(|(_, next)| next)).collect() }
    }

    /// Counts the lines; a text that ends in a line break has an empty last one.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Finds the line and the column of a byte offset as [`line_column`] does; `text` is the text indexed.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: usize) -> (usize, usize) {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|&start| start as usize <= offset);
        (line, column(text, self.starts[line - 1] as usize, offset))
    }

    /// Gives the byte offset at which a line, counted from 1, starts.
    #[must_use]
    pub fn start(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).map(|&start| start as usize)
    }
}

fn column(text: &str, line_start: usize, offset: usize) -> usize {
    let is_character_start = |byte: u8| byte & 0xC0 != 0x80;
    let within = &text.as_bytes()[line_start..offset.min(text.len())];
    let whole = within.iter().filter(|&&byte| is_character_start(byte)).count();
    let inside_character = text.as_bytes().get(offset).is_some_and(|&byte| !is_character_start(byte));
    1 + whole - usize::from(inside_character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_not_bytes() {
        let text = "é: 1\nx: ü!";
        let index = LineIndex::new(text);
        for (offset, place) in
            [(0, (1, 1)), (1, (1, 1)), (2, (1, 2)), (6, (2, 1)), (11, (2, 5)), (12, (2, 6)), (99, (2, 6))]
        {
            assert_eq!(line_column(text, offset), place, "at {offset}");
            assert_eq!(index.line_column(text, offset), place, "at {offset}");
        }
        assert_eq!((index.lines(), index.start(2), index.start(3), index.start(0)), (2, Some(6), None, None));
    }
}
