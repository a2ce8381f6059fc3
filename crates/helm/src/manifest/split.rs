//! Cutting a text into documents.

use crate::Compat;

/// Cuts at `---` at the start of a line, taking the white space around with it: Helm's `(?:^|\s*\n)---\s*`.
///
/// What follows the dashes on their line belongs to the next document, and so does a comment there. Documents without any
/// character are left out; those of comments only are kept.
pub(crate) fn split(text: &str, compat: Compat) -> Vec<String> {
    let text = match compat.keeps_document_end() {
        true => text.trim_start_matches(is_go_space),
        false => text.trim_matches(is_go_space),
    };
    let mut documents = Vec::new();
    let mut start = 0;
    for at in dashes(text) {
        // The line break before the dashes must not have been taken as white space after the last ones.
        if at > 0 && at <= start {
            continue;
        }
        documents.push(text[start..at].trim_end_matches(is_space));
        start = at + 3 + leading_space(&text[at + 3..]);
    }
    documents.push(&text[start..]);
    documents.retain(|document| !document.is_empty());
    let trimmed = |document: &str| match compat.keeps_document_end() {
        true => document.trim_start_matches(is_go_space).to_owned(),
        false => document.trim_matches(is_go_space).to_owned(),
    };
    documents.into_iter().map(trimmed).collect()
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
    use super::{Compat, split};

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
    fn keeps_the_end_since_4_2() {
        assert_eq!(split("\n\na: 1\n\n---\nb: 2\n\n", Compat::V4_2), ["a: 1", "b: 2\n\n"]);
    }
}
