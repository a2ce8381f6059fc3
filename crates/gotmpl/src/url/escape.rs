//! Percent signs and two hexadecimal digits, which stand for a byte.

use crate::format::quoted;

/// The part of a URL that a text is, which decides what has to be escaped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Path,
    Host,
    /// The zone of an address, after `%25`.
    Zone,
    /// The name or the password of a user.
    User,
    Fragment,
}

fn must_be_escaped(byte: u8, part: Part) -> bool {
    if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
        return false;
    }
    match part {
        Part::Host | Part::Zone => !b"!$&'()*+,;=:[]<>\"".contains(&byte),
        Part::Path => !b"$&+,/:;=@".contains(&byte),
        Part::User => !b"$&+,;=".contains(&byte),
        Part::Fragment => !b"$&+,/:;=?@!()*".contains(&byte),
    }
}

/// Writes bytes as a part.
pub(super) fn escaped(text: &[u8], part: Part) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(text.len());
    for byte in text {
        match must_be_escaped(*byte, part) {
            true => escaped.extend_from_slice(format!("%{byte:02X}").as_bytes()),
            false => escaped.push(*byte),
        }
    }
    escaped
}

/// Reads the bytes of a part.
pub(super) fn unescaped(text: &[u8], part: Part) -> Result<Vec<u8>, String> {
    let mut unescaped = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        if *byte != b'%' {
            let is_host = matches!(part, Part::Host | Part::Zone);
            if is_host && byte.is_ascii() && must_be_escaped(*byte, part) {
                return Err(format!("invalid character {} in host name", quoted(&[*byte])));
            }
            unescaped.push(*byte);
            rest = after;
            continue;
        }
        let wrong = || format!("invalid URL escape {}", quoted(&rest[..rest.len().min(3)]));
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let (Some(high), Some(low)) = (digit(0), digit(1)) else { return Err(wrong()) };
        let value = (high * 16 + low) as u8;
        let is_allowed = match part {
            // In hosts only bytes beyond ASCII are escaped, and the percent sign itself.
            Part::Host => high >= 8 || value == b'%',
            Part::Zone => value == b'%' || value == b' ' || !must_be_escaped(value, Part::Host),
            _ => true,
        };
        if !is_allowed {
            return Err(wrong());
        }
        unescaped.push(value);
        rest = &after[2..];
    }
    Ok(unescaped)
}
