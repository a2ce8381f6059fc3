//! Cutting a text into documents.

use crate::Compat;
use std::ops::Range;

/// Where a document stands in a text.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Cut {
    pub(crate) text: Range<usize>,
    /// The text with all white space around it, from one `---` to the next.
    pub(crate) extent: Range<usize>,
}

/// Cuts at `---` at the start of a line, taking the white space around with it: Helm's `(?:^|\s*\n)---\s*`.
///
/// What follows the dashes on their line belongs to the next document, and so does a comment there. Documents without any
/// character are left out; those of comments only are kept.
pub(crate) fn split(text: &str, compat: Compat) -> Vec<Cut> {
    let whole = trimmed(text, 0..text.len(), compat);
    let mut documents = Vec::new();
    let (mut start, mut opened) = (whole.start, 0);
    for at in dashes(&text[whole.clone()]).map(|at| whole.start + at) {
        // The line break before the dashes must not have been taken as white space after the last ones.
        if at > whole.start && at <= start {
            continue;
        }
        let end = start + text[start..at].trim_end_matches(is_space).len();
        documents.push(Cut { text: start..end, extent: opened..at });
        opened = at + 3;
        start = opened + leading_space(&text[opened..whole.end]);
    }
    documents.push(Cut { text: start..whole.end, extent: opened..text.len() });
    documents.retain(|document| !document.text.is_empty());
    let inner = |Cut { text: part, extent }| Cut { text: trimmed(text, part, compat), extent };
    documents.into_iter().map(inner).collect()
}

/// Leaves out white space before a part of a text, and behind it where the level does.
fn trimmed(text: &str, part: Range<usize>, compat: Compat) -> Range<usize> {
    let inner = text[part.clone()].trim_start_matches(is_go_space);
    let start = part.end - inner.len();
    match compat.keeps_document_end() {
        true => start..part.end,
        false => start..start + inner.trim_end_matches(is_go_space).len(),
    }
}

/// Finds every `---` that begins the text or a line.
fn dashes(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices("---").map(|(at, _)| at).filter(|&at| at == 0 || text.as_bytes()[at - 1] == b'\n')
}

/// What `\s` is in Go's patterns.
const fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\x0C')
}

/// What Go's `strings.TrimSpace` takes off.
const fn is_go_space(character: char) -> bool {
    character.is_whitespace()
}

fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_space).len()
}

#[cfg(test)]
mod tests {
    use super::Compat;

    fn split(text: &str, compat: Compat) -> Vec<&str> {
        super::split(text, compat).into_iter().map(|document| &text[document.text]).collect()
    }

    #[test]
    fn cuts_at_dashes_in_the_first_column() {
        let cut = |text| split(text, Compat::V4_1);
        assert_eq!(cut("---\na: 1\n---\nb: 2\n"), ["a: 1", "b: 2"]);
        assert_eq!(cut("a: 1\n---b: 2"), ["a: 1", "b: 2"]);
        assert_eq!(cut("a: 1\n--- # c\nb: 2"), ["a: 1", "# c\nb: 2"]);
        assert_eq!(cut("a: |\n  ---\n  x"), ["a: |\n  ---\n  x"]);
        assert_eq!(cut("# c\n\n---\n---\n\n--- \nx"), ["# c", "---", "x"]);
        assert_eq!(cut("a\n----\nb"), ["a", "-\nb"]);
        assert!(cut("\n---\n").is_empty());
    }

    #[test]
    fn extents_reach_from_dashes_to_dashes() {
        let text = "\n a: 1 \n\n---\n\nb: 2\n--- \n";
        let extents = super::split(text, Compat::V4_1).into_iter().map(|document| &text[document.extent]);
        assert_eq!(extents.collect::<Vec<_>>(), ["\n a: 1 \n\n", "\n\nb: 2\n"]);
    }

    #[test]
    fn keeps_the_end_since_4_2() {
        assert_eq!(split("\n\na: 1\n\n---\nb: 2\n\n", Compat::V4_2), ["a: 1", "b: 2\n\n"]);
    }
}
