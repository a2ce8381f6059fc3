//! From what a template wrote to the text of its file.
//!
//! Takes out what Go prints for missing values and makes the rest UTF-8, and moves ranges along.

use platgen_gotmpl::Text;
use platgen_gotmpl::context::Written;
use std::ops::Range;

/// What Go prints for a missing value.
const NO_VALUE: &[u8] = b"<no value>";

/// What stands for bytes that are no UTF-8.
const REPLACEMENT: usize = char::REPLACEMENT_CHARACTER.len_utf8();

/// Makes the text of a file, and the ranges those of the text.
pub(super) fn finish(written: &Text, ranges: &mut [Written]) -> String {
    let text = without_no_value(written);
    if !ranges.is_empty() {
        if text.len() != written.len() {
            shift(ranges, no_values(written).map(|at| (at..at + NO_VALUE.len(), 0)));
        }
        if std::str::from_utf8(&text).is_err() {
            shift(ranges, broken(&text).into_iter().map(|bytes| (bytes, REPLACEMENT)));
        }
    }
    text.to_str_lossy().into_owned()
}

/// Takes out what Go prints for a missing value.
pub(super) fn without_no_value(text: &Text) -> Text {
    if !text.contains(&b'<') || no_values(text).next().is_none() {
        return text.clone();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut kept = 0;
    for at in no_values(text) {
        out.extend_from_slice(&text[kept..at]);
        kept = at + NO_VALUE.len();
    }
    out.extend_from_slice(&text[kept..]);
    out.into()
}

/// Finds where `<no value>` stands, from left to right and without overlaps.
fn no_values(text: &[u8]) -> impl Iterator<Item = usize> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let found = text[next..].windows(NO_VALUE.len()).position(|window| window == NO_VALUE)?;
        let at = next + found;
        next = at + NO_VALUE.len();
        Some(at)
    })
}

/// Finds the bytes that become replacement characters, one each.
fn broken(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for chunk in text.utf8_chunks() {
        at += chunk.valid().len();
        let invalid = chunk.invalid().len();
        if invalid > 0 {
            found.push(at..at + invalid);
        }
        at += invalid;
    }
    found
}

/// Moves ranges to where they are once parts of the text were replaced by others of the given lengths. Both are in order and
/// without overlaps.
fn shift(ranges: &mut [Written], replaced: impl Iterator<Item = (Range<usize>, usize)>) {
    let mut replaced = replaced.peekable();
    let (mut taken, mut added) = (0, 0);
    let mut moved = |place: usize| {
        while let Some((bytes, length)) = replaced.next_if(|(bytes, _)| bytes.end <= place) {
            taken += bytes.len();
            added += length;
        }
        let inside = replaced.peek().map_or(0, |(bytes, _)| place.saturating_sub(bytes.start));
        place - inside - taken + added
    };
    for Written { bytes, .. } in ranges {
        *bytes = moved(bytes.start)..moved(bytes.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(text: &[u8], cuts: &[usize]) -> (String, Vec<String>) {
        let ends = cuts.iter().copied().chain([text.len()]);
        let starts = [0].into_iter().chain(cuts.iter().copied());
        let written =
            |(start, end)| Written { bytes: start..end, file: "f".into(), line: 1, reads: 0..0, within: None };
        let mut ranges: Vec<Written> = starts.zip(ends).map(written).collect();
        let text = finish(&Text::from(text.to_vec()), &mut ranges);
        let parts = ranges.iter().map(|range| text[range.bytes.clone()].to_owned()).collect();
        (text, parts)
    }

    #[test]
    fn ranges_follow_the_text() {
        let (text, parts) = finished(b"a: <no value>\nb: c", &[3, 13]);
        assert_eq!(text, "a: \nb: c");
        assert_eq!(parts, ["a: ", "", "\nb: c"]);
        let (text, parts) = finished(b"<no value><no value>x<no value>", &[4, 20]);
        assert_eq!((text.as_str(), parts), ("x", vec![String::new(), String::new(), "x".to_owned()]));
        let (text, parts) = finished(b"a\xFF<no value>\xFEb", &[2, 12, 13]);
        assert_eq!(text, "a\u{FFFD}\u{FFFD}b");
        assert_eq!(parts, ["a\u{FFFD}", "", "\u{FFFD}", "b"]);
    }
}
