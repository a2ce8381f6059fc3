//! Scalars as text that every reader of YAML takes for the same value.
//!
//! A string is plain only if no reader would type it and none would stumble over it; a literal block only if no
//! trailing blank or odd first line could get lost; in double quotes otherwise. Shared by the block writer and by
//! whoever writes other forms, such as KYAML or JSON.

use crate::scalar::shape;
use std::io::Write as _;

/// How a string is best written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quoting {
    /// As it is.
    Plain,
    /// In double quotes, with escapes.
    Double,
    /// As a literal block, `|`, `|-` or `|+`; only where a value stands, never as a key or inside a flow collection.
    Literal,
}

/// What a byte asks for beyond being copied; 0 for nothing.
const CLASS: [u8; 256] = classes();
const BLANK: u8 = 1;
const COLON: u8 = 2;
const HASH: u8 = 4;
const BREAK: u8 = 8;
const TAB: u8 = 16;
/// Lead byte of characters some of which must be escaped.
const SUSPECT: u8 = 32;
/// Must be escaped.
const CONTROL: u8 = 64;
/// Must be escaped in double quotes, and nowhere else.
const QUOTE: u8 = 128;

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        classes[byte] = CONTROL;
        byte += 1;
    }
    classes[b'\n' as usize] = BREAK;
    classes[b'\t' as usize] = TAB;
    classes[b' ' as usize] = BLANK;
    classes[b':' as usize] = COLON;
    classes[b'#' as usize] = HASH;
    classes[b'"' as usize] = QUOTE;
    classes[b'\\' as usize] = QUOTE;
    classes[0x7F] = CONTROL;
    // U+0080 to U+00BF, U+2000 to U+2FFF, U+F000 to U+FFFF.
    classes[0xC2] = SUSPECT;
    classes[0xE2] = SUSPECT;
    classes[0xEF] = SUSPECT;
    classes
}

/// Chooses how to write a string as a value.
#[must_use]
pub fn style_of(text: &str) -> Quoting {
    let seen = text.bytes().fold(0, |seen, byte| seen | CLASS[byte as usize]);
    if seen & BREAK != 0 {
        return if is_literal_safe(text, seen) { Quoting::Literal } else { Quoting::Double };
    }
    if is_plain(text, seen) { Quoting::Plain } else { Quoting::Double }
}

/// Tells whether a string can be written without quotes, as a value or as a key of a block collection.
#[must_use]
pub fn is_plain_safe(text: &str) -> bool {
    is_plain(text, text.bytes().fold(0, |seen, byte| seen | CLASS[byte as usize]))
}

fn is_plain(text: &str, seen: u8) -> bool {
    if seen & (BREAK | TAB | CONTROL) != 0 {
        return false;
    }
    if seen & (BLANK | COLON | HASH | SUSPECT) != 0 && !is_plain_inside(text, seen) {
        return false;
    }
    is_plain_at_start(text)
}

fn is_plain_inside(text: &str, seen: u8) -> bool {
    let trouble = seen & BLANK != 0 && (text.starts_with(' ') || text.ends_with(' '))
        || seen & COLON != 0 && (text.ends_with(':') || text.contains(": "))
        || seen & HASH != 0 && text.contains(" #")
        || seen & SUSPECT != 0 && text.chars().any(must_be_escaped);
    !trouble
}

/// Looks at the first byte, and at the rest only where a word or a number may start.
fn is_plain_at_start(text: &str) -> bool {
    let Some(&first) = text.as_bytes().first() else { return false };
    match first {
        b'0'..=b'9' => !is_typed_number(text),
        b'+' => !is_digitless(text) && !is_typed_number(text),
        b'-' => is_plain_after_dash(text) && !is_digitless(text) && !is_typed_number(text),
        b'.' => !text.starts_with("...") && !is_digitless(text) && !is_typed_number(text),
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => !is_typed_word(text),
        b'~' | b'=' => text.len() > 1,
        b'<' => text != "<<",
        b'!' | b'"' | b'#' | b'%' | b'&' | b'\'' | b'*' | b',' | b':' | b'>' | b'?' | b'@' | b'[' | b']' | b'`'
        | b'{' | b'|' | b'}' => false,
        _ => true,
    }
}

/// `-x` is text, while `- x`, `-`, `---` and, to be sure, `-,` are structure.
fn is_plain_after_dash(text: &str) -> bool {
    match text.as_bytes() {
        [_, b'-', b'-', ..] => false,
        [_, next, ..] => !matches!(next, b' ' | b',' | b'[' | b']' | b'{' | b'}' | b':' | b'#'),
        _ => false,
    }
}

/// `-_`, `._`, `+`: some YAML 1.1 readers (ruamel.yaml, old PyYAML) take them for numbers and then fail.
fn is_digitless(text: &str) -> bool {
    text.bytes().skip(1).all(|byte| matches!(byte, b'.' | b'_'))
}

fn is_typed_number(text: &str) -> bool {
    shape::is_number(text) || shape::is_sexagesimal(text) || shape::is_timestamp(text)
}

/// Matches in any case, wider than any reader, since a quote too many does no harm.
fn is_typed_word(text: &str) -> bool {
    const LONGEST: usize = "false".len();
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text.len() <= LONGEST && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_literal_safe(text: &str, seen: u8) -> bool {
    let trouble = seen & CONTROL != 0
        || text.starts_with([' ', '\t', '\n'])
        || text.ends_with([' ', '\t'])
        || seen & BLANK != 0 && text.contains(" \n")
        || seen & TAB != 0 && text.contains("\t\n")
        || seen & SUSPECT != 0 && text.chars().any(must_be_escaped);
    !trouble
}

/// Characters past ASCII that some reader refuses, takes for a line break or drops.
fn must_be_escaped(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Writes a string in double quotes.
pub fn write_double_quoted(text: &str, out: &mut Vec<u8>) {
    write_escaped(text, out, |code, out| {
        let written = if code < 0x100 { write!(out, "\\x{code:02x}") } else { write!(out, "\\u{code:04x}") };
        written.expect("writing to memory does not fail");
    });
}

/// Writes a string as JSON that readers of YAML take as well: what is not printable is escaped, the rest raw UTF-8.
pub fn write_json_string(text: &str, out: &mut Vec<u8>) {
    write_escaped(text, out, |code, out| {
        write!(out, "\\u{code:04x}").expect("writing to memory does not fail");
    });
}

/// Copies what needs no escape in runs.
fn write_escaped(text: &str, out: &mut Vec<u8>, write_code: impl Fn(u32, &mut Vec<u8>)) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let mut run = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if CLASS[byte as usize] & (BREAK | TAB | SUSPECT | CONTROL | QUOTE) == 0 {
            continue;
        }
        let (short, code, width) = match byte {
            b'\n' => (b'n', 0, 1),
            b'\t' => (b't', 0, 1),
            b'\r' => (b'r', 0, 1),
            b'"' | b'\\' => (byte, 0, 1),
            _ => match text[at..].chars().next() {
                Some(character) if byte.is_ascii() || must_be_escaped(character) => {
                    (0, u32::from(character), character.len_utf8())
                }
                _ => continue,
            },
        };
        out.extend_from_slice(&bytes[run..at]);
        match short {
            0 => write_code(code, out),
            _ => out.extend_from_slice(&[b'\\', short]),
        }
        run = at + width;
    }
    out.extend_from_slice(&bytes[run..]);
    out.push(b'"');
}

/// Writes a float with the fewest digits that read back the same, always with a point and, if any, a signed exponent,
/// so that no reader takes it for an integer or a string. Infinities and not-a-numbers become `.inf`, `-.inf`, `.nan`.
pub fn write_float(value: f64, out: &mut Vec<u8>) {
    if !value.is_finite() {
        let word: &[u8] = match (value.is_nan(), value > 0.0) {
            (true, _) => b".nan",
            (_, true) => b".inf",
            (_, false) => b"-.inf",
        };
        out.extend_from_slice(word);
        return;
    }
    // Rust's debug form has the point already unless it has an exponent.
    let shortest = format!("{value:?}");
    let Some((digits, exponent)) = shortest.split_once('e') else {
        out.extend_from_slice(shortest.as_bytes());
        return;
    };
    out.extend_from_slice(digits.as_bytes());
    if !digits.contains('.') {
        out.extend_from_slice(b".0");
    }
    out.extend_from_slice(if exponent.starts_with('-') { b"e" } else { b"e+" });
    out.extend_from_slice(exponent.as_bytes());
}
