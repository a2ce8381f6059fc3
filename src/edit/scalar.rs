use platgen_yaml::Style;
use platgen_yaml::quoting::{is_plain_safe, write_double_quoted};

/// What ends or begins something inside a flow collection, for one reader or another.
const FLOW_INDICATORS: [char; 7] = [',', '[', ']', '{', '}', ':', '#'];

/// Writes a text as a scalar: in the style of the one before it where that can hold the text, else in double quotes.
pub(super) fn write_scalar(text: &str, style: Style, is_in_flow: bool) -> String {
    match style {
        Style::SingleQuoted if text.chars().all(is_printable) => format!("'{}'", text.replace('\'', "''")),
        Style::Plain if is_plain_safe(text) && !(is_in_flow && text.contains(FLOW_INDICATORS)) => text.to_owned(),
        _ => double_quoted(text),
    }
}

fn double_quoted(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 2);
    write_double_quoted(text, &mut out);
    String::from_utf8(out).expect("a quoted text is UTF-8, as the text is")
}

/// Whether a character stands for itself in single quotes, to every reader.
fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_stays_where_it_can_hold_the_text() {
        for (text, style, is_in_flow, written) in [
            ("1.4.0", Style::Plain, true, "1.4.0"),
            ("1.10", Style::Plain, false, "\"1.10\""),
            ("1.10", Style::SingleQuoted, false, "'1.10'"),
            ("1.10", Style::DoubleQuoted, false, "\"1.10\""),
            ("sha256:ab", Style::Plain, false, "sha256:ab"),
            ("sha256:ab", Style::Plain, true, "\"sha256:ab\""),
            ("@sha256:ab", Style::Plain, false, "\"@sha256:ab\""),
            ("no", Style::Plain, false, "\"no\""),
            ("0755", Style::Plain, false, "\"0755\""),
            ("it's", Style::SingleQuoted, false, "'it''s'"),
            ("a\tb", Style::SingleQuoted, false, "\"a\\tb\""),
        ] {
            assert_eq!(write_scalar(text, style, is_in_flow), written, "{text} {style:?}");
        }
    }
}
