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
        FaultKind::Template => {
            format!("yaml: invalid map key: map[interface {{}}]interface {{}}{{{}}}", template(here))
        }
        FaultKind::UnusableKey => format!("yaml: invalid map key: {}", collection_key(here)),
        FaultKind::UnknownAlias => format!("yaml: unknown anchor '{}' referenced", alias(here)),
        FaultKind::RecursiveAlias => format!("yaml: anchor '{}' value contains itself", alias(here)),
        FaultKind::TooManyAliases => "yaml: document contains excessive aliasing".to_owned(),
        FaultKind::Directive => "yaml: found incompatible YAML document".to_owned(),
        FaultKind::MergeKey => "yaml: map merge requires map or sequence of maps as the value".to_owned(),
        FaultKind::MisplacedColon => colon(line, here, fault),
        FaultKind::Indentation if here.starts_with([',', ']', '}']) => {
            parser(line, "did not find expected node content")
        }
        FaultKind::Indentation => indentation(line, here, fault),
        FaultKind::Tab | FaultKind::ForbiddenCharacter => scanner(line, character(here)),
        FaultKind::UnclosedQuote => scanner(text.matches('\n').count(), "found unexpected end of stream"),
        FaultKind::Escape => scanner(line, "found unknown escape character"),
        FaultKind::UnclosedCollection => unclosed(&text, here, fault),
        FaultKind::Syntax if here.starts_with(['@', '`', '%']) => {
            scanner(line, "found character that cannot start any token")
        }
        _ if fault.message.starts_with("a name is missing after") => {
            scanner(line, "did not find expected alphabetic or numeric character")
        }
        _ if fault.message.starts_with("text follows `|`") => {
            scanner(line, "did not find expected comment or line break")
        }
        _ if fault.message.starts_with("text follows the closing") => parser(line, "did not find expected key"),
        _ => scanner(line, &fault.message),
    }
}

/// A breach that go-yaml's parser finds, whose lines are one less.
fn parser(line: usize, problem: &str) -> String {
    match line {
        0 => format!("yaml: {problem}"),
        _ => format!("yaml: line {line}: {problem}"),
    }
}

/// What stands in `{{ … }}`, as Go prints the map that YAML takes it for.
fn template(here: &str) -> String {
    let inside = here.trim_start_matches('{').split('}').next().unwrap_or_default().trim();
    format!("{inside:?}:interface {{}}(nil)")
}

/// A breach that go-yaml's scanner finds, on a line counted from 0; the first line is not told.
fn scanner(line: usize, problem: &str) -> String {
    match line {
        0 => format!("yaml: {problem}"),
        _ => format!("yaml: line {}: {problem}", line + 1),
    }
}

fn colon(line: usize, here: &str, fault: &Fault) -> String {
    match fault.message.contains("is missing") {
        _ if here.starts_with('?') => scanner(line, "mapping keys are not allowed in this context"),
        true => scanner(line + 1, "could not find expected ':'"),
        false => scanner(line, "mapping values are not allowed in this context"),
    }
}

fn indentation(line: usize, here: &str, fault: &Fault) -> String {
    let is_list = here.starts_with("- ") || here.starts_with("-\n") || fault.message.starts_with("a list cannot start");
    if is_list {
        return scanner(line, "block sequence entries are not allowed in this context");
    }
    match fault.message.contains("has a value already") {
        true => scanner(line, "mapping values are not allowed in this context"),
        false => parser(line, "did not find expected key"),
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
    if here.starts_with([']', '}']) {
        return parser(text[..fault.span.start as usize].matches('\n').count(), "did not find expected node content");
    }
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
