//! Number literals, which stand for every type that can hold them.

use super::token::quoted;
use crate::format::quote::{Escaped, unescape_one};
use crate::value::Text;

/// A number literal.
#[derive(Debug)]
pub(crate) struct Number {
    /// As written.
    pub(crate) literal: Text,
    /// As an `int64`, where it is one.
    pub(crate) int: Option<i64>,
    /// As an `uint64`, where it is one.
    pub(crate) uint: Option<u64>,
    /// As a `float64`, where it is one.
    pub(crate) float: Option<f64>,
    /// As a `complex128`, where it is written as one.
    pub(crate) complex: Option<(f64, f64)>,
    /// Whether it is a `float64` where nothing asks for a type.
    pub(crate) is_written_as_float: bool,
}

impl Number {
    fn new(literal: &[u8]) -> Self {
        Self { literal: literal.into(), int: None, uint: None, float: None, complex: None, is_written_as_float: false }
    }

    /// Reads a character constant such as `'a'`, which is the character's number.
    pub(super) fn read_character(literal: &[u8]) -> Result<Self, String> {
        let (escaped, width) = unescape_one(&literal[1..], b'\'').ok_or("invalid syntax")?;
        if literal.len() != width + 2 {
            return Err(format!("malformed character constant: {}", String::from_utf8_lossy(literal)));
        }
        let value = match escaped {
            Escaped::Byte(byte) => byte.into(),
            Escaped::Rune(found) => found as u32,
        };
        let number = Self::new(literal);
        Ok(Self { int: Some(value.into()), uint: Some(value.into()), float: Some(value.into()), ..number })
    }

    /// Reads a complex constant such as `1+2i`.
    pub(super) fn read_complex(literal: &[u8]) -> Result<Self, String> {
        let text = str::from_utf8(literal).unwrap_or_default();
        // The sign in the middle is one that follows no exponent.
        let signs = text.char_indices().skip(1).filter(|(_, found)| matches!(found, '+' | '-'));
        let parts = signs.filter_map(|(at, _)| {
            let (real, imaginary) = text.split_at(at);
            Some((read_float(real)?, read_float(imaginary.strip_suffix('i')?)?))
        });
        let parts = parts.last().ok_or("syntax error scanning complex number")?;
        Ok(Self::of_complex(literal, parts))
    }

    fn of_complex(literal: &[u8], (real, imaginary): (f64, f64)) -> Self {
        let mut number = Self { complex: Some((real, imaginary)), ..Self::new(literal) };
        if imaginary == 0.0 {
            number.float = Some(real);
            number.int = exact_int(real);
            number.uint = exact_uint(real);
        }
        number
    }

    /// Reads any other number.
    pub(super) fn read(literal: &[u8]) -> Result<Self, String> {
        let text = str::from_utf8(literal).unwrap_or_default();
        if let Some(imaginary) = text.strip_suffix('i').and_then(read_float) {
            return Ok(Self::of_complex(literal, (0.0, imaginary)));
        }
        let mut number = Self::new(literal);
        number.uint = read_uint(text);
        number.int = read_int(text);
        if number.int == Some(0) {
            number.uint = Some(0);
        }
        number.float = number.int.map(|int| int as f64).or(number.uint.map(|uint| uint as f64));
        if number.float.is_none() {
            let Some(float) = read_float(text) else {
                return Err(format!("illegal number syntax: {}", quoted(literal)));
            };
            if !text.contains(['.', 'e', 'E', 'p', 'P']) {
                return Err(format!("integer overflow: {}", quoted(literal)));
            }
            number.float = Some(float);
            number.int = exact_int(float);
            number.uint = exact_uint(float);
        }
        let is_hexadecimal_int =
            text.len() > 2 && (text.starts_with("0x") || text.starts_with("0X")) && !text.contains(['p', 'P']);
        number.is_written_as_float = !is_hexadecimal_int && text.contains(['.', 'e', 'E', 'p', 'P']);
        Ok(number)
    }
}

fn exact_int(float: f64) -> Option<i64> {
    // The bounds are powers of two: every float between them has an integer part that fits.
    let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&float);
    (fits && float.trunc() == float).then_some(float as i64)
}

fn exact_uint(float: f64) -> Option<u64> {
    let fits = (0.0..18_446_744_073_709_551_616.0).contains(&float);
    (fits && float.trunc() == float).then_some(float as u64)
}

/// Reads an unsigned integer with Go's prefixes for other bases, as `strconv.ParseUint` with base 0.
fn read_uint(text: &str) -> Option<u64> {
    let (digits, base) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (&text[2..], 16),
        [b'0', b'o' | b'O', ..] => (&text[2..], 8),
        [b'0', b'b' | b'B', ..] => (&text[2..], 2),
        [b'0', _, ..] => (&text[1..], 8),
        _ => (text, 10),
    };
    if !underscores_are_placed(text) || digits.starts_with(['+', '-']) {
        return None;
    }
    u64::from_str_radix(&digits.replace('_', ""), base).ok()
}

fn read_int(text: &str) -> Option<i64> {
    let (is_negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    let magnitude = read_uint(digits)?;
    match is_negative {
        true => 0i64.checked_sub_unsigned(magnitude),
        false => i64::try_from(magnitude).ok(),
    }
}

/// Underscores stand between digits, or between a prefix and a digit.
fn underscores_are_placed(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mut before, digits, is_hexadecimal) = match text.as_bytes() {
        [b'0', base @ (b'x' | b'X' | b'o' | b'O' | b'b' | b'B'), ..] => (b'0', &text[2..], matches!(base, b'x' | b'X')),
        _ => (b'^', text, false),
    };
    for byte in digits.bytes() {
        let is_digit = byte.is_ascii_digit() || (is_hexadecimal && byte.is_ascii_hexdigit());
        match (is_digit, byte) {
            (true, _) => before = b'0',
            (false, b'_') if before == b'0' => before = b'_',
            (false, b'_') => return false,
            (false, _) if before == b'_' => return false,
            (false, _) => before = b'!',
        }
    }
    before != b'_'
}

/// Reads a float as `strconv.ParseFloat` does: decimal or hexadecimal, with underscores only after a base prefix.
fn read_float(text: &str) -> Option<f64> {
    let (sign, magnitude) = match text.as_bytes() {
        [b'-', ..] => (-1.0, &text[1..]),
        [b'+', ..] => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    if magnitude.starts_with("0x") || magnitude.starts_with("0X") {
        return underscores_are_placed(text)
            .then(|| hexadecimal_float(&magnitude[2..].replace('_', "")))
            .flatten()
            .map(|value| sign * value);
    }
    let is_plain = magnitude.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    let value: f64 = magnitude.parse().ok().filter(|_| is_plain && !magnitude.starts_with(['+', '-']))?;
    value.is_finite().then_some(sign * value)
}

/// Reads `1.8p-3`: hexadecimal digits times a power of two, which has to be there.
fn hexadecimal_float(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['p', 'P'])?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    // Fifteen digits are exact in 64 bits, and literals in templates have no more.
    let value =
        u64::from_str_radix(digits.trim_start_matches('0').get(..15).unwrap_or(digits.trim_start_matches('0')), 16);
    let value = if digits.trim_start_matches('0').is_empty() && !digits.is_empty() { 0 } else { value.ok()? };
    let dropped = digits.trim_start_matches('0').len().saturating_sub(15) as i32;
    let exponent: i32 = exponent.parse().ok()?;
    let power = exponent.checked_add(4 * (dropped - fraction.len() as i32))?;
    let result = (value as f64) * 2f64.powi(power.clamp(-1000, 1000)) * 2f64.powi(power - power.clamp(-1000, 1000));
    result.is_finite().then_some(result)
}
