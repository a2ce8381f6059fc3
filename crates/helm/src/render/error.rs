//! The words of Helm for faults of templates.

use super::TemplatePlace;
use crate::Compat;
use platgen_gotmpl::Fault;

/// What `fail` and `required` put around their messages, to be found in whatever text they end up in.
const START: &str = "HELM_ERR_START";
const END: &str = "HELM_ERR_END";

/// Marks a message as the author's own.
pub(crate) fn marked(message: &str) -> String {
    format!("{START}{message}{END}")
}

/// The places in templates that a fault went through, the outermost first.
pub(crate) fn places(fault: &Fault) -> Vec<TemplatePlace> {
    let mut places: Vec<TemplatePlace> = Vec::new();
    for place in fault.chain().filter_map(Fault::place) {
        let column = place.execution.as_ref().map(|at| at.column);
        let place = TemplatePlace { file: place.file.to_string(), line: place.line, column };
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
    places
}

/// What a fault comes down to: the author's own words, else those of its last link.
pub(crate) fn reason(fault: &Fault) -> String {
    let last = fault.chain().last().map_or("", Fault::message);
    let marked = last.split_once(START).and_then(|(_, rest)| rest.rsplit_once(END));
    marked.map_or(last, |(message, _)| message).to_owned()
}

/// Words a fault of parsing: `parse error at (FILE:LINE): reason`.
pub(crate) fn parsing(file: &str, fault: &Fault) -> String {
    let text = fault.to_string();
    let mut tokens = text.split(": ");
    match (tokens.next(), tokens.next()) {
        (Some(_), Some(location)) => {
            let reason = text.rsplit(": ").next().unwrap_or_default();
            format!("parse error at ({location}): {reason}")
        }
        _ => format!("parse error in ({file}): {text}"),
    }
}

/// Words a fault of executing: only the message if the author raised it, else one block a template, or Go's own line where
/// some link of the chain has another form.
pub(crate) fn executing(fault: &Fault, compat: Compat) -> String {
    let text = fault.to_string();
    if fault.place().is_none() {
        return text;
    }
    let mut tokens = text.splitn(3, ": ");
    let (Some(_), Some(location), Some(rest)) = (tokens.next(), tokens.next(), tokens.next()) else { return text };
    if let Some((_, message)) = rest.split_once(START)
        && let Some((message, _)) = message.rsplit_once(END)
    {
        return format!("execution error at ({location}): {message}");
    }
    if compat.breaks_errors_into_lines() { in_blocks(fault).unwrap_or(text) } else { text }
}

/// Writes one block a link of the chain; nothing where a link has not the form of a fault of templates.
fn in_blocks(fault: &Fault) -> Option<String> {
    let mut blocks: Vec<String> = Vec::new();
    for link in fault.chain() {
        let block = block(link)?;
        if blocks.last() != Some(&block) {
            blocks.push(block);
        }
    }
    Some(blocks.concat().trim().to_owned())
}

fn block(link: &Fault) -> Option<String> {
    let message = link.message();
    let Some(place) = link.place() else {
        return message.starts_with("template: no template ").then(|| format!("{message}\n"));
    };
    // What comes after another template's place belongs to the next link.
    let own = match link.cause() {
        Some(_) => format!("{message}:"),
        None => message.split(" template:").next().unwrap_or(message).to_owned(),
    };
    let (file, line) = (&place.file, place.line);
    Some(match &place.execution {
        Some(at) => {
            let (column, template, node) = (at.column, &at.template, &at.node);
            format!("{file}:{line}:{column}\n  executing \"{template}\" at <{node}>:\n    {own}\n")
        }
        None => format!("{file}:{line}\n  {own}\n"),
    })
}
