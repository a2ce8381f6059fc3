//! Plain scalars as go-yaml v2 types them (`resolve.go` of `sigs.k8s.io/yaml/goyaml.v2`), down to its quirks.
//!
//! Timestamps are text: `sigs.k8s.io/yaml` decodes into untyped values, where go-yaml keeps them so.

use super::Scalar;
use std::borrow::Cow;

/// Types a plain scalar. Infinities and not-a-numbers come back as such; JSON refuses them later.
pub(crate) fn resolve(text: &str) -> Scalar {
    let Some(&first) = text.as_bytes().first() else { return Scalar::Null };
    match first {
        b'0'..=b'9' | b'+' | b'-' => number(text),
        b'.' => special_float(text).or_else(|| float_of_go(text)).map_or(Scalar::Str, Scalar::Float),
        b'~' | b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => match text {
            "~" | "null" | "Null" | "NULL" => Scalar::Null,
            _ => boolean(text).map_or(Scalar::Str, Scalar::Bool),
        },
        _ => Scalar::Str,
    }
}

/// Types the eleven spellings of each boolean.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// Converts an integer with an optional sign and Go's base prefixes, a leading `0` being octal.
pub(crate) fn integer(text: &str) -> Option<Scalar> {
    let (sign, unsigned) = split_sign(text);
    let (digits, base) = match unsigned.as_bytes() {
        [b'0', b'x' | b'X', ..] => (&unsigned[2..], 16),
        [b'0', b'o' | b'O', ..] => (&unsigned[2..], 8),
        [b'0', b'b' | b'B', ..] => (&unsigned[2..], 2),
        [b'0', _, ..] => (&unsigned[1..], 8),
        _ => (unsigned, 10),
    };
    signed_digits(sign, digits, base)
}

/// A number over `i64::MAX` fits only without a sign, as Go's `ParseUint` takes none.
fn signed_digits(sign: &str, digits: &str, base: u32) -> Option<Scalar> {
    // Rust's conversion would take a second sign.
    if !digits.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, base).ok()?;
    match (sign, i64::try_from(magnitude)) {
        ("-", _) => 0i64.checked_sub_unsigned(magnitude).map(Scalar::Int),
        (_, Ok(value)) => Some(Scalar::Int(value)),
        ("", Err(_)) => Some(Scalar::UInt(magnitude)),
        (_, Err(_)) => None,
    }
}

fn split_sign(text: &str) -> (&str, &str) {
    text.split_at(usize::from(text.starts_with(['+', '-'])))
}

fn number(text: &str) -> Scalar {
    if let Some(value) = special_float(text) {
        return Scalar::Float(value);
    }
    let plain = match text.contains('_') {
        true => Cow::Owned(text.replace('_', "")),
        false => Cow::Borrowed(text),
    };
    integer(&plain).or_else(|| style_float(&plain)).or_else(|| stripped_binary(&plain)).unwrap_or(Scalar::Str)
}

/// `.inf`, `-.Inf`, `.NAN`: the spellings in go-yaml's table.
fn special_float(text: &str) -> Option<f64> {
    match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Some(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        _ => None,
    }
}

/// `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`, finite.
fn style_float(text: &str) -> Option<Scalar> {
    // What Rust converts but the pattern refuses are words (`inf`, `nan`, `infinity`).
    let has_only_number_bytes = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    let value = has_only_number_bytes.then(|| text.parse::<f64>().ok()).flatten()?;
    value.is_finite().then_some(Scalar::Float(value))
}

/// `0b-101`: go-yaml cuts the prefix off by itself and so takes a sign after it.
fn stripped_binary(text: &str) -> Option<Scalar> {
    let (sign, digits) = match text.strip_prefix("-0b") {
        Some(digits) => ("-", digits),
        None => split_sign(text.strip_prefix("0b")?),
    };
    signed_digits(sign, digits, 2)
}

/// Go's `ParseFloat` for a text that starts with a dot; underscores may stand between digits.
fn float_of_go(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let stands_between_digits = |at: usize| {
        let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1))
    };
    let has_good_underscores =
        !text.contains("__") && bytes.iter().enumerate().all(|(at, &byte)| byte != b'_' || stands_between_digits(at));
    match has_good_underscores.then(|| style_float(&text.replace('_', ""))).flatten() {
        Some(Scalar::Float(value)) => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirks() {
        for (text, scalar) in [
            ("0b-101", Scalar::Int(-5)),
            ("-0b-1", Scalar::Str),
            ("+18446744073709551615", Scalar::Float(18446744073709551615.0)),
            ("18446744073709551615", Scalar::UInt(u64::MAX)),
            ("-9223372036854775808", Scalar::Int(i64::MIN)),
            ("-9223372036854775809", Scalar::Float(-9223372036854775808.0)),
            (".5_0", Scalar::Float(0.5)),
            ("._5", Scalar::Str),
            ("1__0", Scalar::Int(10)),
            ("0789", Scalar::Float(789.0)),
            ("0+7", Scalar::Str),
            ("+-7", Scalar::Str),
            ("0x-7", Scalar::Str),
            ("+", Scalar::Str),
            ("-_1", Scalar::Int(-1)),
            ("1e400", Scalar::Str),
        ] {
            assert_eq!(resolve(text), scalar, "{text}");
        }
    }
}
