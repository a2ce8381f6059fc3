//! Shortening texts by dots. Lengths are bytes, so that characters may be cut.

const DOTS: &[u8] = b"...";

/// Shortens a text to a width, if it is longer.
pub(crate) fn abbreviate(text: &[u8], width: i64) -> Vec<u8> {
    if width < 4 { text.to_vec() } else { cut(text, 0, width) }
}

/// Shortens a text at both ends: what is left begins at an offset or before, and has a width with the dots.
pub(crate) fn abbreviate_both(text: &[u8], offset: i64, width: i64) -> Vec<u8> {
    if width < 4 || (offset > 0 && width < 7) { text.to_vec() } else { cut(text, offset, width) }
}

/// Shortens a text by widths of at least 4, or 7 where both ends may go.
fn cut(text: &[u8], offset: i64, width: i64) -> Vec<u8> {
    let length = text.len() as i64;
    if length <= width {
        return text.to_vec();
    }
    let kept = width - 3;
    let offset = offset.min(length).min(length - kept);
    if offset <= 4 {
        return [&text[..kept as usize], DOTS].concat();
    }
    if offset + kept < length {
        return [DOTS, &cut(&text[offset as usize..], 0, kept)].concat();
    }
    [DOTS, &text[(length - kept) as usize..]].concat()
}
