//! `html`, `js` and `urlquery`.

use crate::format::rune;
use crate::value::Text;

/// Replaces what HTML would read as markup.
pub(super) fn html(text: &Text) -> Text {
    let mut out = Vec::with_capacity(text.len());
    for byte in text.iter() {
        match byte {
            0 => out.extend_from_slice("\u{FFFD}".as_bytes()),
            b'"' => out.extend_from_slice(b"&#34;"),
            b'\'' => out.extend_from_slice(b"&#39;"),
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            other => out.push(*other),
        }
    }
    out.into()
}

/// Replaces what ends a string of JavaScript, or the script around it.
pub(super) fn js(text: &Text) -> Text {
    let mut out = Vec::with_capacity(text.len());
    for (at, found, width) in rune::runes(text) {
        let simple: &[u8] = match found {
            '\\' => b"\\\\",
            '\'' => b"\\'",
            '"' => b"\\\"",
            '<' => b"\\u003C",
            '>' => b"\\u003E",
            '&' => b"\\u0026",
            '=' => b"\\u003D",
            ' '..='\u{7f}' => &text[at..at + width],
            _ if found >= ' ' && rune::is_printable(found) => &text[at..at + width],
            _ => {
                out.extend_from_slice(format!("\\u{:04X}", found as u32).as_bytes());
                continue;
            }
        };
        out.extend_from_slice(simple);
    }
    out.into()
}

/// Writes a text as part of a URL's query.
pub(super) fn url_query(text: &Text) -> Text {
    let mut out = Vec::with_capacity(text.len());
    for byte in text.iter() {
        match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_' | b'.' | b'~' => out.push(*byte),
            b' ' => out.push(b'+'),
            other => out.extend_from_slice(format!("%{other:02X}").as_bytes()),
        }
    }
    out.into()
}
