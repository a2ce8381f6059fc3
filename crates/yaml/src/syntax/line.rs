//! The lines around a stop.

use crate::Span;
use crate::fault::Fault;

/// Gives the offset at which the line around `at` starts.
pub(super) fn start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// Gives the span of the last line above the one around `at` that says something, without indentation and comment.
pub(super) fn above(text: &str, at: usize) -> Option<Span> {
    let mut end = start(text, at).checked_sub(1)?;
    loop {
        let begin = start(text, end);
        let line = text.get(begin..end)?;
        let said = line.split(" #").next().unwrap_or_default().trim();
        if !said.is_empty() && !said.starts_with('#') {
            let indent = line.len() - line.trim_start().len();
            return Some(Span::new((begin + indent) as u32, (begin + indent + said.len()) as u32));
        }
        end = begin.checked_sub(1)?;
    }
}

/// Finds template braces outside quotes on the line, up to the stop.
pub(super) fn template(text: &str, at: usize) -> Option<Fault> {
    let start = start(text, at);
    let upto = text.get(start..)?;
    let upto = upto.get(..at + 2 - start).or_else(|| upto.lines().next()).unwrap_or_default();
    let braces = upto.find("{{")?;
    let is_quoted = upto[..braces].contains(['"', '\'', '#']);
    let offset = (start + braces) as u32;
    (!is_quoted).then(|| super::template(Span::new(offset, offset + 2)))
}
