//! How names and texts are spelled.

use std::borrow::Cow;
use std::fmt::Write;

use super::plain::is_plain_char;

/// Tells whether a name can stand without quotes: a letter or `_`, then letters, digits, `_` and `-`, in ASCII.
pub(super) fn is_identifier(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Spells the key of an object's field: bare where it is an identifier that means nothing else.
pub(crate) fn spell_key(key: &str) -> Cow<'_, str> {
    const MEANT: [&str; 6] = ["null", "true", "false", "for", "if", "in"];
    if is_identifier(key) && !MEANT.contains(&key) {
        return Cow::Borrowed(key);
    }
    let mut spelled = String::with_capacity(key.len() + 2);
    spelled.push('"');
    escape(key, &mut spelled, is_plain_char);
    spelled.push('"');
    Cow::Owned(spelled)
}

/// Spells the content of a quoted text.
pub(super) fn spell_quoted(text: &str, out: &mut String) {
    escape(text, out, is_visible);
}

/// Spells the content of a heredoc, where only the beginnings of templates need a sign.
pub(super) fn spell_heredoc(line: &str, out: &mut String) {
    let mut chars = line.chars().peekable();
    while let Some(char) = chars.next() {
        push_unless_template(char, chars.peek(), out);
    }
}

/// Tells whether a character can stand in a file as it is: no control, nothing that hides or turns around what stands beside it.
pub(super) fn is_visible(char: char) -> bool {
    !char.is_control()
        && !matches!(char, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        && !matches!(char, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

fn escape(text: &str, out: &mut String, is_raw: fn(char) -> bool) {
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_raw(char) => push_unless_template(char, chars.peek(), out),
            _ => escape_char(char, out),
        }
    }
}

/// Doubles the sign of what would begin a template.
fn push_unless_template(char: char, next: Option<&char>, out: &mut String) {
    if matches!(char, '$' | '%') && next == Some(&'{') {
        out.push(char);
    }
    out.push(char);
}

fn escape_char(char: char, out: &mut String) {
    let code = u32::from(char);
    let written = if code <= 0xFFFF { write!(out, "\\u{code:04x}") } else { write!(out, "\\U{code:08x}") };
    written.expect("a String takes what is written");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> String {
        let mut out = String::new();
        spell_quoted(text, &mut out);
        out
    }

    #[test]
    fn keys_are_bare_where_they_can_be() {
        assert_eq!(spell_key("a-b_1"), "a-b_1");
        assert_eq!(spell_key("for"), "\"for\"");
        assert_eq!(spell_key(""), "\"\"");
        assert_eq!(spell_key("kubernetes.io/role/elb"), "\"kubernetes.io/role/elb\"");
        assert_eq!(spell_key("größe"), "\"größe\"");
        assert_eq!(spell_key("e\u{301}"), "\"e\\u0301\"");
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(quoted("a\"b\\c\n\t\r\u{0}"), "a\\\"b\\\\c\\n\\t\\r\\u0000");
        assert_eq!(quoted("${a} %{if} $${b} $ { %"), "$${a} %%{if} $$${b} $ { %");
        assert_eq!(quoted("\u{202E}x\u{1F600}"), "\\u202ex\u{1F600}");
    }
}
