//! The names that an expression with a slice may read, found in its text: the machine does not tell what is cut.

/// Whether a part of something may be cut out: `name[:26]`.
pub(super) fn may_slice(source: &str) -> bool {
    source.contains('[') && source.contains(':')
}

/// Every dotted name that may be a value; one that is none, or is known otherwise, does no harm.
pub(super) fn names(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    // What stands before the next name, without white space.
    let mut before = "";
    while let Some(first) = rest.chars().next() {
        if first == '"' || first == '\'' {
            (before, rest) = rest.split_at(quoted(rest, first));
        } else if is_name(first) {
            let (name, behind) = rest.split_at(dotted(rest));
            let is_argument = behind.trim_start().strip_prefix('=').is_some_and(|more| !more.starts_with('='));
            let is_value = !first.is_ascii_digit() && !is_argument && !matches!(before, "." | "|" | "is");
            if is_value {
                found.push(name.to_owned());
            }
            // `is not` names a test, as `is` does.
            before = if before == "is" && name == "not" { "is" } else { name };
            rest = behind;
        } else {
            let (mark, behind) = rest.split_at(first.len_utf8());
            before = if first.is_whitespace() { before } else { mark };
            rest = behind;
        }
    }
    found
}

/// How many bytes a quoted text has that stands at the beginning.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = true;
    let end = text.char_indices().find(|(_, c)| {
        let ends = *c == quote && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + quote.len_utf8())
}

/// How many bytes a dotted name has that stands at the beginning.
fn dotted(text: &str) -> usize {
    let end = text.find(|c: char| !is_name(c) && c != '.').unwrap_or(text.len());
    text[..end].trim_end_matches('.').len()
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_are_found_outside_of_texts_filters_and_tests() {
        assert_eq!(names("component.name[:26]"), ["component.name"]);
        assert_eq!(names("(a.b ~ 'x.y\\'[:2]' ~ c)[1:env.n] | join(sep=d.e)"), ["a.b", "c", "env.n", "d.e"]);
        assert_eq!(names("a[0:2].b is not defined or x == y"), ["a", "is", "or", "x", "y"]);
        assert_eq!(names("list[::-1] | first"), ["list"]);
    }
}
