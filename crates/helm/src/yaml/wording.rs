//! The words of go-yaml for what our reader finds wrong.
//!
//! `fromYaml` hands these words to templates, so that they can end up in output. The common ones are exact; where two
//! parsers notice a breach at different places, the place is ours.

use platgen_yaml::{Fault, FaultKind};

/// Words a fault as `yaml.Unmarshal` does, from `yaml: ` on.
pub(super) fn of(text: &[u8], fault: &Fault) -> String {
    let text = String::from_utf8_lossy(text);
    let at = fault.span.start as usize;
    let Some(here) = text.get(at..) else { return "yaml: invalid Unicode character".to_owned() };
    let line = text[..at].matches('\n').count();
    match fault.kind {
        FaultKind::NotUtf8 => "yaml: invalid leading UTF-8 octet".to_owned(),
        FaultKind::NotFinite => format!("json: unsupported value: {}", go_number(here)),
        FaultKind::NullKey => "unsupported map key of type: %!s(<nil>), key: <nil>, value: <nil>".to_owned(),
        FaultKind::Template => "yaml: invalid map key: map[interface {}]interface {}{}".to_owned(),
        FaultKind::UnusableKey => format!("yaml: invalid map key: {}", collection_key(here)),
        FaultKind::UnknownAlias => format!("yaml: unknown anchor '{}' referenced", alias(here)),
        FaultKind::RecursiveAlias => format!("yaml: anchor '{}' value contains itself", alias(here)),
        FaultKind::TooManyAliases => "yaml: document contains excessive aliasing".to_owned(),
        FaultKind::Directive => "yaml: found incompatible YAML document".to_owned(),
        FaultKind::MergeKey => "yaml: map merge requires map or sequence of maps as the value".to_owned(),
        FaultKind::MisplacedColon => colon(line, fault),
        FaultKind::Indentation => scanner(line, indentation(here, fault)),
        FaultKind::Tab | FaultKind::ForbiddenCharacter => scanner(line, character(here)),
        FaultKind::UnclosedQuote => scanner(last_line(&text), "found unexpected end of stream"),
        FaultKind::Escape => scanner(line, "found unknown escape character"),
        FaultKind::UnclosedCollection => unclosed(&text, here, fault),
        FaultKind::Syntax if here.starts_with(['@', '`', '%']) => {
            scanner(line, "found character that cannot start any token")
        }
        _ => scanner(line, &fault.message),
    }
}

/// A breach that go-yaml's scanner finds, on a line counted from 0; the first line is not told.
fn scanner(line: usize, problem: &str) -> String {
    match line {
        0 => format!("yaml: {problem}"),
        _ => format!("yaml: line {}: {problem}", line + 1),
    }
}

fn colon(line: usize, fault: &Fault) -> String {
    match fault.message.contains("is missing") {
        true => scanner(line + 1, "could not find expected ':'"),
        false => scanner(line, "mapping values are not allowed in this context"),
    }
}

fn indentation(here: &str, fault: &Fault) -> &'static str {
    match here.starts_with("- ") || here.starts_with("-\n") {
        true => "block sequence entries are not allowed in this context",
        false if fault.message.contains("has a value already") => "mapping values are not allowed in this context",
        false => "did not find expected key",
    }
}

fn character(here: &str) -> &'static str {
    match here.chars().next() {
        Some('\t' | '@' | '`' | '%') => "found character that cannot start any token",
        _ => "control characters are not allowed",
    }
}

/// The parser, unlike the scanner, tells lines from 0, and where the text ends it is on a line after the last.
fn unclosed(text: &str, here: &str, fault: &Fault) -> String {
    let line = last_line(text);
    let end = text.trim_end();
    if end.ends_with(['[', ',', '{', ':']) && here.starts_with(['[', '{']) {
        return format!("yaml: line {line}: did not find expected node content");
    }
    let closing = match here.starts_with('{') || fault.message.contains('}') {
        true => '}',
        false => ']',
    };
    format!("yaml: line {line}: did not find expected ',' or '{closing}'")
}

fn last_line(text: &str) -> usize {
    text.matches('\n').count() + usize::from(!text.ends_with('\n'))
}

fn alias(here: &str) -> &str {
    let name = here.trim_start_matches('*');
    name.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).next().unwrap_or_default()
}

fn go_number(here: &str) -> &'static str {
    match here.as_bytes() {
        [b'-', ..] => "-Inf",
        [b'.', b'n' | b'N', ..] => "NaN",
        _ => "+Inf",
    }
}

fn collection_key(here: &str) -> &'static str {
    match here.starts_with('[') || here.starts_with('-') {
        true => "[]interface {}{}",
        false => "map[interface {}]interface {}{}",
    }
}
