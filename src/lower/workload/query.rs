use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::lower::spot;
use crate::model::{Sourced, Text};
use crate::node::{Cause, Origins};

/// Whether a text may be PromQL, or a part of it: something stands there, and every bracket and quote has its other half. What is
/// wrong is reported.
pub(super) fn check(query: &Sourced<Text>, origins: &Origins, sink: &mut Sink) -> bool {
    let Some(fault) = fault_of(&query.value.0) else { return true };
    let mut causes = origins.causes(query.origin);
    let spot = match (causes.next(), causes.next(), fault.at) {
        // A text without expressions has no cause but itself, and its bytes are those that were written.
        (Some(Cause::Leaf(place)), None, Some((start, end))) => Spot::Within(place, offset(start), offset(end)),
        _ => spot::value(origins, query.origin),
    };
    sink.report(Finding::new(Code::INVALID_QUERY, fault.message, spot));
    false
}

fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// What is wrong with a query, and at which bytes.
#[derive(PartialEq, Debug)]
struct QueryFault {
    message: String,
    at: Option<(usize, usize)>,
}

/// Finds the first bracket or quote without its other half. A raw text in backticks knows no escapes, and `#` begins a comment.
fn fault_of(text: &str) -> Option<QueryFault> {
    let at = |index: usize, message: String| Some(QueryFault { message, at: Some((index, index + 1)) });
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut is_empty = true;
    let mut rest = text.char_indices();
    while let Some((index, c)) = rest.next() {
        is_empty &= c.is_whitespace() || c == '#';
        match c {
            '"' | '\'' | '`' if !skip_text(c, &mut rest) => {
                return at(index, format!("a text that begins with {c} never ends"));
            }
            '#' => drop(rest.find(|(_, c)| *c == '\n')),
            '(' | '[' | '{' => open.push((index, c)),
            ')' | ']' | '}' => match open.pop() {
                Some((_, opened)) if closing(opened) == c => {}
                Some((_, opened)) => return at(index, format!("`{c}` does not close `{opened}`")),
                None => return at(index, format!("`{c}` closes nothing")),
            },
            _ => {}
        }
    }
    match open.pop() {
        Some((index, opened)) => at(index, format!("`{opened}` is never closed")),
        None => is_empty.then(|| QueryFault { message: "the query is empty".to_owned(), at: None }),
    }
}

/// Goes behind the end of a text; `false` where it has none.
fn skip_text(quote: char, rest: &mut std::str::CharIndices<'_>) -> bool {
    while let Some((_, c)) = rest.next() {
        match c {
            '\\' if quote != '`' => drop(rest.next()),
            _ if c == quote => return true,
            _ => {}
        }
    }
    false
}

fn closing(opened: char) -> char {
    match opened {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<(String, Option<usize>)> {
        fault_of(text).map(|fault| (fault.message, fault.at.map(|(start, _)| start)))
    }

    #[test]
    fn brackets_and_quotes_need_their_other_half() {
        let at = |message: &str, start| Some((message.to_owned(), Some(start)));
        assert_eq!(fault("sum(rate(a{b=\"c)\"}[5m])"), at("`(` is never closed", 3));
        assert_eq!(fault("a)"), at("`)` closes nothing", 1));
        assert_eq!(fault("(a]"), at("`]` does not close `(`", 2));
        assert_eq!(fault("a{b=\"c}"), at("a text that begins with \" never ends", 4));
        assert_eq!(fault("a{b='c\\'}"), at("a text that begins with ' never ends", 4));
    }

    #[test]
    fn brackets_in_texts_and_comments_are_none() {
        for query in ["a{b=~\"[)\"}", "a{b=`c\\`}", "a # (b\n> 1", "a{b=\"\\\"(\"}", "up"] {
            assert_eq!(fault(query), None, "{query}");
        }
    }

    #[test]
    fn what_says_nothing_is_empty() {
        for query in ["", "  \n", "# only a comment"] {
            assert_eq!(fault(query), Some(("the query is empty".to_owned(), None)), "{query:?}");
        }
    }
}
