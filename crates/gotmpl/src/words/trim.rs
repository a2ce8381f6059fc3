//! Taking characters off the ends of texts.

use crate::format::rune;

/// Takes white space off both ends.
pub(crate) fn spaces(text: &[u8]) -> &[u8] {
    both_ends(text, char::is_whitespace)
}

/// Takes the characters of a set off both ends.
pub(crate) fn set<'text>(text: &'text [u8], set: &[u8]) -> &'text [u8] {
    let set: std::collections::BTreeSet<char> = rune::runes(set).map(|(_, character, _)| character).collect();
    both_ends(text, |character| set.contains(&character))
}

fn both_ends(mut text: &[u8], goes: impl Fn(char) -> bool) -> &[u8] {
    while let Some((_, width)) = rune::decode(text).filter(|(first, _)| goes(*first)) {
        text = &text[width..];
    }
    while let Some((_, width)) = last(text).filter(|(last, _)| goes(*last)) {
        text = &text[..text.len() - width];
    }
    text
}

/// Reads the last character; a byte that ends none is U+FFFD.
fn last(text: &[u8]) -> Option<(char, usize)> {
    let whole = |width: &usize| {
        let start = text.len().checked_sub(*width)?;
        rune::decode(&text[start..]).filter(|(_, found)| found == width)
    };
    (1..=4).rev().find_map(|width| whole(&width)).or_else(|| text.last().map(|_| (rune::REPLACEMENT, 1)))
}
