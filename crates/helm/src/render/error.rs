//! The words of Helm for faults of templates.

use crate::Compat;
use platgen_gotmpl::Fault;

/// What `fail` and `required` put around their messages, to be found in whatever text they end up in.
const START: &str = "HELM_ERR_START";
const END: &str = "HELM_ERR_END";

/// Marks a message as the author's own.
pub(crate) fn marked(message: &str) -> String {
    format!("{START}{message}{END}")
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
        let block = block(&link.to_string())?;
        if blocks.last() != Some(&block) {
            blocks.push(block);
        }
    }
    Some(blocks.concat().trim().to_owned())
}

fn block(text: &str) -> Option<String> {
    let rest = text.strip_prefix("template: ")?;
    if rest.starts_with("no template ") {
        return Some(format!("{text}\n"));
    }
    if let Some((location, rest)) = rest.split_once(": executing ") {
        let (function, rest) = rest.strip_prefix('"')?.split_once('"')?;
        let (node, message) = rest.strip_prefix(" at <")?.split_once(">: ")?;
        let message = message.split(" template:").next().unwrap_or(message);
        return Some(format!("{location}\n  executing \"{function}\" at <{node}>:\n    {message}\n"));
    }
    let (location, message) = rest.rsplit_once(": ")?;
    let message = message.split(" template:").next().unwrap_or(message);
    Some(format!("{location}\n  {message}\n"))
}
