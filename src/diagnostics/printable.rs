use std::borrow::Cow;

/// Makes text safe for a terminal: what would move the cursor, recolour the screen or reorder the line is replaced by a visible
/// character. Line breaks and tabs stay.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| visible(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(visible).collect())
    }
}

/// Makes a piece of a file safe to show, which need not be UTF-8, and moves offsets in it to the same place of the result.
///
/// Offsets that stand in the middle of a character move to its start.
pub(super) fn printable_bytes(bytes: &[u8], offsets: &mut [usize]) -> String {
    let mut shown = String::with_capacity(bytes.len());
    let mut moved = vec![None; offsets.len()];
    let mut at = 0;
    let mut put = |c: char, length: usize| {
        for (offset, moved) in offsets.iter().zip(&mut moved) {
            if (at..at + length).contains(offset) {
                *moved = Some(shown.len());
            }
        }
        at += length;
        shown.push(visible(c));
    };
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(|c| put(c, c.len_utf8()));
        if !chunk.invalid().is_empty() {
            put(char::REPLACEMENT_CHARACTER, chunk.invalid().len());
        }
    }
    for (offset, moved) in offsets.iter_mut().zip(moved) {
        *offset = moved.unwrap_or(shown.len());
    }
    shown
}

fn visible(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        // C1 controls, separators that some terminals break at, marks and overrides that turn the reading direction, the BOM.
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_a_terminal_would_obey() {
        assert_eq!(printable("\u{1b}[31mred\u{9b}2J\r"), "␛[31mred\u{fffd}2J␍");
        assert_eq!(printable("a\tb\nü"), "a\tb\nü");
    }

    #[test]
    fn moves_offsets_with_the_text() {
        let mut offsets = [0, 1, 2, 4, 5, 9];
        // One control byte becomes three, one broken byte becomes three.
        assert_eq!(printable_bytes(b"\x1ba\xffb\xc3\xbc", &mut offsets), "␛a\u{fffd}bü");
        assert_eq!(offsets, [0, 3, 4, 8, 8, 10]);
    }
}
