use ecow::EcoString;
use platgen_yaml::{Document, NodeId, Span, Step, Style, Value};
use thiserror::Error;

use super::scalar::write_scalar;
use super::verify::{is_only_change, read_document};

/// Why a text is not edited, with the bytes that keep it from being so.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{reason}")]
pub struct EditFault {
    /// One phrase.
    pub reason: &'static str,
    /// The bytes that it is about.
    pub span: Span,
}

impl EditFault {
    pub(super) const NOT_A_DOCUMENT: &'static str = "the file does not hold one document of YAML";
    pub(super) const NO_SCALAR: &'static str = "a map or a list stands there, not a text";
    pub(super) const REMOVED: &'static str = "a null stands there, which takes away what layers below say";
    pub(super) const EXPRESSION: &'static str = "it is an expression";
    pub(super) const SHARED: &'static str = "an anchor shares it with other places of the file";
    pub(super) const ODD_FORM: &'static str = "the way in which it is written leaves no room for a safe edit";

    pub(super) fn new(reason: &'static str, span: Span) -> Self {
        Self { reason, span }
    }
}

/// Gives a scalar that the text holds another value. Its quotes stay where they can hold the value.
///
/// # Errors
/// A fault where there is no such scalar, it is an expression or shared by an anchor, or anything else would change with it.
pub fn set(text: &str, keys: &[EcoString], value: &str) -> Result<String, EditFault> {
    let odd = |span| EditFault::new(EditFault::ODD_FORM, span);
    let document = read_document(text).ok_or(EditFault::new(EditFault::NOT_A_DOCUMENT, Span::default()))?;
    let path: Vec<Step> = keys.iter().cloned().map(Step::Key).collect();
    let node = document.find(&path).ok_or(odd(Span::default()))?;
    let span = document.span(node);
    check_scalar(&document, node)?;
    if document.value(node) == Value::Str(value) {
        return Ok(text.to_owned());
    }
    let (start, end, written) = replacement(text, &document, node, value).ok_or(odd(span))?;
    let edited = [&text[..start], &written, &text[end..]].concat();
    let after = read_document(&edited).filter(|after| is_only_change(&document, after, keys, value));
    after.map(|_| edited).ok_or(odd(span))
}

fn check_scalar(document: &Document, node: NodeId) -> Result<(), EditFault> {
    let span = document.span(node);
    let fault = |reason| Err(EditFault::new(reason, span));
    match document.value(node) {
        Value::Seq(_) | Value::Map(_) => fault(EditFault::NO_SCALAR),
        Value::Null => fault(EditFault::REMOVED),
        _ if is_shared(document, node) => fault(EditFault::SHARED),
        Value::Str(text) if text.contains("${") => fault(EditFault::EXPRESSION),
        _ => Ok(()),
    }
}

/// Whether an alias brought the node here, or takes it elsewhere: both point at the same bytes.
pub(super) fn is_shared(document: &Document, node: NodeId) -> bool {
    let span = document.span(node);
    let is_same = |other: &NodeId| document.span(*other) == span && document.style(*other) == document.style(node);
    !span.is_empty() && document.ids().filter(is_same).count() > 1
}

/// The bytes that change, and what stands there then.
fn replacement(text: &str, document: &Document, node: NodeId, value: &str) -> Option<(usize, usize, String)> {
    let span = document.span(node).range();
    match document.style(node) {
        style @ (Style::Plain | Style::SingleQuoted | Style::DoubleQuoted) => {
            Some((span.start, span.end, write_scalar(value, style, is_in_flow(document, node))))
        }
        // The one line of a block scalar; its indicator and indentation stay.
        Style::Literal | Style::Folded => {
            let old = document.text(node).trim_end_matches('\n');
            let is_one_line = !old.is_empty() && !old.contains('\n') && !value.contains(char::is_whitespace);
            let start = span.start + text.get(span.clone())?.find(old)?;
            (is_one_line && !value.is_empty()).then(|| (start, start + old.len(), value.to_owned()))
        }
        Style::Flow | Style::Block => None,
    }
}

/// Whether a node stands inside `{}` or `[]`.
pub(super) fn is_in_flow(document: &Document, node: NodeId) -> bool {
    let mut above = std::iter::successors(document.parent(node), |node| document.parent(*node));
    above.any(|node| document.style(node) == Style::Flow)
}
