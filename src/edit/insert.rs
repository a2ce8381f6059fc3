use ecow::EcoString;
use platgen_yaml::{Document, Entry, NodeId, Span, Style, Value};

use super::scalar::write_scalar;
use super::text::{EditFault, is_shared};
use super::verify::{is_only_change, read_document};

/// Adds a scalar that the text does not hold, with the maps that lead to it where they are missing, as the last entry of the
/// innermost map that there is.
///
/// The entry is written as the one before it: on a line of its own with its indentation, or between the same braces; the scalar
/// is quoted as its neighbour. Maps that are missing are written with braces, so that one line is added and no more.
///
/// # Errors
/// A fault where something else than a map stands in the way, a map is shared by an anchor, or anything else would change.
pub fn insert(text: &str, keys: &[EcoString], value: &str) -> Result<String, EditFault> {
    let document = read_document(text).ok_or(EditFault::new(EditFault::NOT_A_DOCUMENT, Span::default()))?;
    let (map, missing) = innermost(&document, keys)?;
    let span = document.span(map);
    if is_shared(&document, map) {
        return Err(EditFault::new(EditFault::SHARED, span));
    }
    let Value::Map(entries) = document.value(map) else { return Err(EditFault::new(EditFault::NO_SCALAR, span)) };
    let is_in_flow = document.style(map) == Style::Flow;
    let entry = write_entry(missing, value, neighbour(&document, entries), is_in_flow);
    let splices = match entries.last() {
        None => vec![(span.start as usize + 1, entry)],
        Some(last) if is_in_flow => after_last_of_flow(text, &document, last, &entry),
        Some(last) => vec![after_last_of_block(text, &document, last, &entry)],
    };
    let edited = splice(text, splices);
    let after = read_document(&edited).filter(|after| is_only_change(&document, after, keys, value));
    after.map(|_| edited).ok_or(EditFault::new(EditFault::ODD_FORM, span))
}

/// The innermost map that there is on the way, and the keys below it.
fn innermost<'a>(document: &Document, keys: &'a [EcoString]) -> Result<(NodeId, &'a [EcoString]), EditFault> {
    let mut at = document.root();
    for (depth, key) in keys.iter().enumerate() {
        match document.value(at) {
            Value::Map(_) => {}
            Value::Null => return Err(EditFault::new(EditFault::REMOVED, document.span(at))),
            _ => return Err(EditFault::new(EditFault::ODD_FORM, document.span(at))),
        }
        match document.get(at, key) {
            Some(next) => at = next,
            None => return Ok((at, &keys[depth..])),
        }
    }
    Err(EditFault::new(EditFault::ODD_FORM, document.span(at)))
}

/// How the entry before the new one is written: its key, and its value where that is a text.
fn neighbour(document: &Document, entries: &[Entry]) -> Option<(bool, Style)> {
    let last = entries.last()?;
    let is_key_quoted = last.key_span.end - last.key_span.start == last.key.len() as u32 + 2;
    let style = document.style(last.value);
    let is_quoted = matches!(style, Style::SingleQuoted | Style::DoubleQuoted);
    Some((is_key_quoted, if is_quoted { style } else { Style::Plain }))
}

fn write_entry(keys: &[EcoString], value: &str, neighbour: Option<(bool, Style)>, is_in_flow: bool) -> String {
    let (is_key_quoted, style) = neighbour.unwrap_or((false, Style::Plain));
    let [key, below @ ..] = keys else { return write_scalar(value, style, is_in_flow) };
    let key = write_scalar(key, if is_key_quoted { Style::DoubleQuoted } else { Style::Plain }, is_in_flow);
    match below {
        [] => format!("{key}: {}", write_scalar(value, style, is_in_flow)),
        _ => format!("{key}: {{{}}}", write_entry(below, value, Some((is_key_quoted, Style::Plain)), true)),
    }
}

type Splice = (usize, String);

fn splice(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|(at, _)| *at);
    let mut edited = text.to_owned();
    for (at, added) in splices.into_iter().rev() {
        edited.insert_str(at, &added);
    }
    edited
}

/// Where the value of an entry ends; what an alias brought stands elsewhere and does not count.
fn end_of(document: &Document, entry: &Entry) -> usize {
    let subtree = entry.value.index()..document.end(entry.value);
    let spans = document.ids().filter(|node| subtree.contains(&node.index())).map(|node| document.span(node));
    let own = spans.filter(|span| span.start >= entry.key_span.end).map(|span| span.end);
    own.max().unwrap_or(0).max(entry.key_span.end) as usize
}

/// The end of the line that an offset is in, without what breaks it.
fn end_of_line(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    if text[..end].ends_with('\r') { end - 1 } else { end }
}

/// What breaks the lines of a text.
fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |before| before + 1)
}

/// What stands before an offset in its line, where that is blank.
fn indentation(text: &str, at: usize) -> Option<&str> {
    let before = &text[start_of_line(text, at)..at];
    before.chars().all(|c| c == ' ').then_some(before)
}

/// After the last entry of a map in braces: beside it, or below it where each entry has its own line.
fn after_last_of_flow(text: &str, document: &Document, last: &Entry, entry: &str) -> Vec<Splice> {
    let end = end_of(document, last);
    let line_end = end_of_line(text, end);
    let rest = text[end..line_end].trim_start();
    let (has_comma, rest) = rest.strip_prefix(',').map_or((false, rest), |rest| (true, rest.trim_start()));
    let is_alone = rest.is_empty() || rest.starts_with('#');
    match indentation(text, last.key_span.start as usize).filter(|_| is_alone) {
        Some(indentation) => {
            let comma = |is_wanted: bool| if is_wanted { "," } else { "" };
            let line = format!("{}{indentation}{entry}{}", line_break(text), comma(has_comma));
            vec![(end, comma(!has_comma).to_owned()), (line_end, line)]
        }
        None => vec![(end, format!(", {entry}"))],
    }
}

/// Below the last entry of a map by indentation, and below comments that belong to what it holds.
fn after_last_of_block(text: &str, document: &Document, last: &Entry, entry: &str) -> Splice {
    let key = last.key_span.start as usize;
    let indentation = indentation(text, key).unwrap_or_default();
    let end = end_of(document, last);
    // A block scalar ends behind the break of its last line.
    let end = if text[..end].ends_with('\n') { end - 1 } else { end };
    let mut at = end_of_line(text, end);
    loop {
        let next = text[at..].find('\n').map(|length| at + length + 1);
        let Some(line) = next.map(|start| &text[start..end_of_line(text, start)]) else { break };
        let is_inner_comment =
            line.trim_start().starts_with('#') && line.len() - line.trim_start().len() > indentation.len();
        match next {
            Some(start) if is_inner_comment => at = start + line.len(),
            _ => break,
        }
    }
    (at, format!("{}{indentation}{entry}", line_break(text)))
}

/// What somebody would type to add a scalar by hand: the entry at the first of the keys.
pub(super) fn to_type(keys: &[EcoString], value: &str) -> String {
    write_entry(keys, value, None, keys.len() > 1)
}
