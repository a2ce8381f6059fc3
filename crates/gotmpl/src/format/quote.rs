//! Go's quoted strings: writing them (`%q`) and reading the literals of templates.

use super::rune;

/// How [`quote`] writes what is not ASCII.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escape {
    /// Printable characters stay.
    Unprintable,
    /// Everything is escaped.
    NonAscii,
}

/// Writes a text in double quotes with Go's escapes.
pub(crate) fn quote(bytes: &[u8], escape: Escape, out: &mut Vec<u8>) {
    out.push(b'"');
    for (at, found, width) in rune::runes(bytes) {
        match (width, found) {
            (1, rune::REPLACEMENT) => escape_byte(bytes[at], out),
            _ => write_rune(found, b'"', escape, out),
        }
    }
    out.push(b'"');
}

/// Writes a character in single quotes with Go's escapes.
pub(crate) fn quote_rune(found: char, escape: Escape, out: &mut Vec<u8>) {
    out.push(b'\'');
    write_rune(found, b'\'', escape, out);
    out.push(b'\'');
}

fn write_rune(found: char, quote: u8, escape: Escape, out: &mut Vec<u8>) {
    let letter = match found {
        '\u{7}' => b'a',
        '\u{8}' => b'b',
        '\u{c}' => b'f',
        '\n' => b'n',
        '\r' => b'r',
        '\t' => b't',
        '\u{b}' => b'v',
        '\\' => b'\\',
        _ if found == char::from(quote) => quote,
        _ if found.is_ascii() && rune::is_printable(found) => return out.push(found as u8),
        _ if escape == Escape::Unprintable && rune::is_printable(found) => {
            return out.extend_from_slice(found.encode_utf8(&mut [0; 4]).as_bytes());
        }
        ' '.. if (found as u32) < 0x10000 && found != '\u{7f}' => return hexadecimal(b'u', found as u32, 4, out),
        ' '.. if found != '\u{7f}' => return hexadecimal(b'U', found as u32, 8, out),
        _ => return escape_byte(found as u8, out),
    };
    out.extend_from_slice(&[b'\\', letter]);
}

fn escape_byte(byte: u8, out: &mut Vec<u8>) {
    hexadecimal(b'x', byte.into(), 2, out);
}

fn hexadecimal(letter: u8, value: u32, digits: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(&[b'\\', letter]);
    for digit in (0..digits).rev() {
        out.push(b"0123456789abcdef"[(value >> (4 * digit)) as usize & 15]);
    }
}

/// Tells whether a text can stand between back quotes on one line, which `%#q` asks.
pub(crate) fn can_back_quote(bytes: &[u8]) -> bool {
    let fits = |(_, found, width)| match found {
        rune::REPLACEMENT if width == 1 => false,
        '\u{feff}' | '`' | '\u{7f}' => false,
        '\t' => true,
        _ => found >= ' ',
    };
    rune::runes(bytes).all(fits)
}

/// Reads a literal in double or back quotes; gives nothing for one that is not Go's.
pub(crate) fn unquote(literal: &[u8]) -> Option<Vec<u8>> {
    let (&quote, rest) = literal.split_first()?;
    let (&end, inner) = rest.split_last()?;
    match (quote, end) {
        (b'`', b'`') => (!inner.contains(&b'`')).then(|| inner.iter().copied().filter(|byte| *byte != b'\r').collect()),
        (b'"', b'"') => unescape(inner),
        _ => None,
    }
}

fn unescape(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let (found, width) = unescape_one(rest, b'"')?;
        match found {
            Escaped::Byte(byte) => out.push(byte),
            Escaped::Rune(found) => out.extend_from_slice(found.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        rest = &rest[width..];
    }
    Some(out)
}

/// What an escape stands for.
pub(crate) enum Escaped {
    /// A byte, from `\x` or an octal escape, or one that is not UTF-8.
    Byte(u8),
    /// A character.
    Rune(char),
}

/// Reads one character or escape of a literal in the given quotes, and tells its bytes.
pub(crate) fn unescape_one(bytes: &[u8], quote: u8) -> Option<(Escaped, usize)> {
    let first = *bytes.first()?;
    if first == quote || first == b'\n' {
        return None;
    }
    if first != b'\\' {
        let (found, width) = rune::decode(bytes)?;
        // Go's Unquote turns bytes that are not UTF-8 into U+FFFD.
        return Some((Escaped::Rune(found), width));
    }
    let letter = *bytes.get(1)?;
    let simple = match letter {
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'\\' => b'\\',
        b'"' | b'\'' if letter == quote => letter,
        b'x' => return numeric(&bytes[2..], 2, 16).map(|value| (Escaped::Byte(value as u8), 4)),
        b'u' => return numeric(&bytes[2..], 4, 16).and_then(char::from_u32).map(|found| (Escaped::Rune(found), 6)),
        b'U' => return numeric(&bytes[2..], 8, 16).and_then(char::from_u32).map(|found| (Escaped::Rune(found), 10)),
        b'0'..=b'7' => {
            let value = numeric(&bytes[1..], 3, 8).and_then(|value| u8::try_from(value).ok())?;
            return Some((Escaped::Byte(value), 4));
        }
        _ => return None,
    };
    Some((Escaped::Rune(simple.into()), 2))
}

fn numeric(bytes: &[u8], digits: usize, base: u32) -> Option<u32> {
    let digits = bytes.get(..digits)?;
    digits
        .iter()
        .try_fold(0u32, |value, digit| Some((value << base.trailing_zeros()) | char::from(*digit).to_digit(base)?))
}
