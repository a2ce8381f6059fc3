//! Characters in bytes that may not be UTF-8, as Go sees them.

use super::newer::is_newer_than_go;

/// What Go reads for a byte that begins no character.
pub(crate) const REPLACEMENT: char = '\u{FFFD}';

/// Reads the first character and tells its bytes; bytes that are no character are read one at a time as U+FFFD.
///
/// Gives nothing at the end.
pub(crate) fn decode(bytes: &[u8]) -> Option<(char, usize)> {
    let first = *bytes.first()?;
    if first.is_ascii() {
        return Some((first.into(), 1));
    }
    let head = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
    };
    Some(valid.chars().next().map_or((REPLACEMENT, 1), |found| (found, found.len_utf8())))
}

/// Counts the characters.
pub(crate) fn count(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    runes(bytes).count()
}

/// Gives the characters with their places and bytes.
pub(crate) fn runes(bytes: &[u8]) -> impl Iterator<Item = (usize, char, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (found, width) = decode(&bytes[at..])?;
        at += width;
        Some((at - width, found, width))
    })
}

/// Cuts a text after some characters.
pub(crate) fn truncate(bytes: &[u8], characters: usize) -> &[u8] {
    runes(bytes).nth(characters).map_or(bytes, |(at, ..)| &bytes[..at])
}

/// Tells whether Go prints a character as it is: letters, marks, numbers, punctuation, symbols and the ASCII space.
pub(crate) fn is_printable(found: char) -> bool {
    if found.is_ascii() {
        return matches!(found, ' '..='~');
    }
    // Rust escapes the same categories. A letter before the character keeps it from escaping marks as well.
    let mut buffer = [b'a'; 5];
    let length = 1 + found.encode_utf8(&mut buffer[1..]).len();
    let escaped = std::str::from_utf8(&buffer[..length]).map(|text| text.escape_debug().nth(1) == Some('\\'));
    !escaped.unwrap_or(true) && !is_newer_than_go(found)
}
