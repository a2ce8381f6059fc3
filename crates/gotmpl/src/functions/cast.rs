//! Turning any value into a number or a text, by the rules of `spf13/cast` 1.7 and sprig's `strval`.

use crate::context::Context;
use crate::error::Fault;
use crate::format;
use crate::value::{Kind, Text, Value};

/// Gives a value as a whole number; zero where it is none.
///
/// Texts are read as in Go's source (`0x10`, and `010` is 8) after `.0` at their end went; numbers lose what is after the point.
pub(super) fn to_int64(value: &Value) -> i64 {
    match value {
        Value::Bool(value) => i64::from(*value),
        Value::Int(value) | Value::Int64(value) => *value,
        Value::Int32(value) => (*value).into(),
        Value::Uint(value) | Value::Uint64(value) => *value as i64,
        Value::Uint8(value) => (*value).into(),
        Value::Float64(value) => truncated(*value),
        Value::String(text) => read_int(without_zero_decimals(text)).unwrap_or(0),
        // Months and days of the week.
        Value::Object(object) if object.kind() == Kind::Int => object.underlying().as_ref().map_or(0, to_int64),
        _ => 0,
    }
}

/// Gives a value as a number; zero where it is none.
pub(super) fn to_float64(value: &Value) -> f64 {
    match value {
        Value::Float64(value) => *value,
        Value::Uint(value) | Value::Uint64(value) => *value as f64,
        Value::String(text) => read_float(text).unwrap_or(0.0),
        other => to_int64(other) as f64,
    }
}

/// Gives a value as a text: strings and bytes as they are, other values as `%v` prints them.
///
/// # Errors
///
/// The bounds of the run.
pub(super) fn to_text(context: &mut Context<'_>, value: &Value) -> Result<Text, Fault> {
    match value {
        Value::String(text) | Value::Bytes(text) => Ok(text.clone()),
        other => format::print(context, std::slice::from_ref(other)),
    }
}

/// Cuts a number off at its point. Where it does not fit, the processor that Go's answers are taken from gives the least number.
pub(super) fn truncated(value: f64) -> i64 {
    // The largest 64-bit number is not a float; the next one is.
    let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value);
    if fits { value as i64 } else { i64::MIN }
}

/// Takes `.0`, `.00` and so on off the end.
fn without_zero_decimals(text: &[u8]) -> &[u8] {
    let mut found_zero = false;
    for (at, byte) in text.iter().enumerate().rev() {
        match byte {
            b'.' if found_zero => return &text[..at],
            b'.' => {}
            b'0' => found_zero = true,
            _ => return text,
        }
    }
    text
}

/// Reads a number with a sign, a base as in Go's source, and `_` between digits.
fn read_int(text: &[u8]) -> Option<i64> {
    let is_negative = text.starts_with(b"-");
    let unsigned = text.strip_prefix(b"-").or(text.strip_prefix(b"+")).unwrap_or(text);
    let (base, digits) = match unsigned {
        [b'0', b'x' | b'X', digits @ ..] => (16, digits),
        [b'0', b'o' | b'O', digits @ ..] => (8, digits),
        [b'0', b'b' | b'B', digits @ ..] => (2, digits),
        [b'0', digits @ ..] if !digits.is_empty() => (8, digits),
        digits => (10, digits),
    };
    // An underscore stands between digits, or between the base and a digit.
    let mut may_separate = base != 10;
    let mut magnitude: u64 = 0;
    for byte in digits {
        if *byte == b'_' {
            if !std::mem::replace(&mut may_separate, false) {
                return None;
            }
            continue;
        }
        let digit = char::from(*byte).to_digit(base)?;
        magnitude = magnitude.checked_mul(base.into())?.checked_add(digit.into())?;
        may_separate = true;
    }
    if digits.is_empty() || digits.ends_with(b"_") {
        return None;
    }
    match is_negative {
        true => 0_i64.checked_sub_unsigned(magnitude),
        false => magnitude.try_into().ok(),
    }
}

/// Reads a number as Go's `ParseFloat`, in which what is too large is no number.
fn read_float(text: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?;
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.eq_ignore_ascii_case("nan") {
        return (unsigned.len() == text.len()).then_some(f64::NAN);
    }
    let is_named = unsigned.eq_ignore_ascii_case("inf") || unsigned.eq_ignore_ascii_case("infinity");
    if !separates_digits(unsigned) {
        return None;
    }
    let number = match unsigned.get(..2) {
        Some("0x" | "0X") => {
            let magnitude = read_hexadecimal(&unsigned[2..])?;
            if text.starts_with('-') { -magnitude } else { magnitude }
        }
        _ => text.replace('_', "").parse().ok()?,
    };
    (number.is_finite() || is_named).then_some(number)
}

/// Tells whether every `_` stands between digits, or between the base and a digit.
fn separates_digits(number: &str) -> bool {
    let is_hexadecimal = number.starts_with("0x") || number.starts_with("0X");
    let digits = if is_hexadecimal { &number[2..] } else { number };
    let is_digit =
        |character: char| if is_hexadecimal { character.is_ascii_hexdigit() } else { character.is_ascii_digit() };
    let mut after_digit = is_hexadecimal;
    let mut after_separator = false;
    for character in digits.chars() {
        match character {
            '_' if !after_digit => return false,
            '_' => (after_digit, after_separator) = (false, true),
            _ if is_digit(character) => (after_digit, after_separator) = (true, false),
            _ if after_separator => return false,
            _ => after_digit = false,
        }
    }
    !after_separator
}

/// Reads hexadecimal digits with a point and the exponent of two that has to follow, and rounds to the nearest number.
fn read_hexadecimal(text: &str) -> Option<f64> {
    let (digits, exponent) = text.split_once(['p', 'P'])?;
    let mut exponent: i64 = exponent.replace('_', "").parse().ok()?;
    let mut mantissa: u128 = 0;
    let mut has_digits = false;
    let mut after_point = false;
    for character in digits.chars() {
        match character {
            '.' if !after_point => after_point = true,
            '_' => {}
            _ => {
                let digit = character.to_digit(16)?;
                has_digits = true;
                if mantissa >> 120 == 0 {
                    mantissa = mantissa << 4 | u128::from(digit);
                    exponent -= if after_point { 4 } else { 0 };
                } else {
                    // What does not fit only tells which way to round.
                    mantissa |= u128::from(digit != 0);
                    exponent += if after_point { 0 } else { 4 };
                }
            }
        }
    }
    let scaled = |value: f64, exponent: i64| value * 2_f64.powi(exponent.clamp(-1_000, 1_000) as i32);
    let half = exponent / 2;
    has_digits.then(|| scaled(scaled(mantissa as f64, half), exponent - half))
}
