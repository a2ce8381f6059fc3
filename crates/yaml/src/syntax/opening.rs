//! What stands open at a place: quotes and brackets, by a rough scan.

/// A quote or bracket that has begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Opening {
    /// Its byte offset.
    pub(super) at: usize,
    /// `'`, `"`, `[` or `{`.
    pub(super) mark: char,
}

impl Opening {
    /// The character that ends it.
    pub(super) const fn closing(self) -> char {
        match self.mark {
            '[' => ']',
            '{' => '}',
            quote => quote,
        }
    }
}

/// Finds what is still open where `upto` ends, the innermost last.
///
/// Marks count only where a token may start, so that `it's` and `a[0]` open nothing.
pub(super) fn find(upto: &str) -> Vec<Opening> {
    let mut open: Vec<Opening> = Vec::new();
    let mut previous = '\n';
    let mut characters = upto.char_indices().peekable();
    while let Some((at, mark)) = characters.next() {
        let inner = open.last().map(|opening| opening.mark);
        let starts_token = previous.is_whitespace() || matches!(previous, '[' | '{' | ',');
        match (inner, mark) {
            (Some('"'), '\\') => drop(characters.next()),
            (Some('\''), '\'') if characters.next_if(|(_, next)| *next == '\'').is_some() => {}
            (Some(quote @ ('"' | '\'')), _) if mark == quote => drop(open.pop()),
            (Some('"' | '\''), _) => {}
            (_, '#') if previous.is_whitespace() => while characters.next_if(|(_, next)| *next != '\n').is_some() {},
            (_, '"' | '\'' | '[' | '{') if starts_token => open.push(Opening { at, mark }),
            (Some('['), ']') | (Some('{'), '}') => drop(open.pop()),
            _ => {}
        }
        previous = mark;
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_innermost() {
        let marks = |text| find(text).iter().map(|opening| opening.mark).collect::<String>();
        assert_eq!(marks("a: [1, {b: \"c\n"), "[{\"");
        assert_eq!(marks("a: it's # 'x\nb: 'it''s' c[0"), "");
        assert_eq!(marks("a: \"\\\"\" [b]"), "");
    }
}
