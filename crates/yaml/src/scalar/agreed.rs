//! Plain scalars on which YAML 1.1, YAML 1.2 and go-yaml agree, and the mark on those where they do not.
//!
//! Dates and sexagesimals count as agreed text: only readers that nobody uses with Kubernetes still type them.

use super::{Scalar, go, shape};

/// Types a plain scalar; the second answer is whether it is ambiguous, and then it is text.
pub(crate) fn resolve(text: &str) -> (Scalar, bool) {
    let Some(&first) = text.as_bytes().first() else { return (Scalar::Null, false) };
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => match number(text) {
            Some(number) => (number, false),
            None => (Scalar::Str, shape::is_number(text)),
        },
        b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'y' | b'Y' | b'o' | b'O' => match text {
            "~" | "null" | "Null" | "NULL" => (Scalar::Null, false),
            "true" | "True" | "TRUE" => (Scalar::Bool(true), false),
            "false" | "False" | "FALSE" => (Scalar::Bool(false), false),
            _ => (Scalar::Str, go::boolean(text).is_some()),
        },
        _ => (Scalar::Str, false),
    }
}

/// `12`, `-3`, `1.5`, `.5`, `1.0e+9`: the numbers every reader reads alike.
fn number(text: &str) -> Option<Scalar> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let whole = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &unsigned.as_bytes()[whole..];
    if rest.is_empty() {
        let has_leading_zero = whole > 1 && unsigned.starts_with('0');
        return (whole > 0 && !has_leading_zero).then(|| go::integer(text)).flatten();
    }
    let fraction = rest.strip_prefix(b".")?;
    let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    // YAML 1.1 readers want digits before the point where there is a sign.
    let has_digits = whole > 0 || digits > 0 && unsigned.len() == text.len();
    // YAML 1.1 readers want the exponent signed.
    let has_plain_exponent = match &fraction[digits..] {
        [] => true,
        [b'e' | b'E', b'+' | b'-', exponent @ ..] => !exponent.is_empty() && exponent.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let value = text.parse::<f64>().ok().filter(|value| has_digits && has_plain_exponent && value.is_finite())?;
    Some(Scalar::Float(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreed_scalars() {
        for (text, scalar) in [
            ("", Scalar::Null),
            ("~", Scalar::Null),
            ("NULL", Scalar::Null),
            ("True", Scalar::Bool(true)),
            ("false", Scalar::Bool(false)),
            ("0", Scalar::Int(0)),
            ("-0", Scalar::Int(0)),
            ("+12", Scalar::Int(12)),
            ("-9223372036854775808", Scalar::Int(i64::MIN)),
            ("18446744073709551615", Scalar::UInt(u64::MAX)),
            ("1.10", Scalar::Float(1.1)),
            ("1.", Scalar::Float(1.0)),
            (".5", Scalar::Float(0.5)),
            ("00.5", Scalar::Float(0.5)),
            ("-1.5e+3", Scalar::Float(-1500.0)),
            ("12:30:45", Scalar::Str),
            ("2001-01-01", Scalar::Str),
            ("nULL", Scalar::Str),
            ("-", Scalar::Str),
            (".", Scalar::Str),
            ("1.2.3", Scalar::Str),
            ("100m", Scalar::Str),
        ] {
            assert_eq!(resolve(text), (scalar, false), "{text}");
        }
    }

    #[test]
    fn ambiguous_scalars() {
        for text in [
            "yes",
            "No",
            "ON",
            "off",
            "y",
            "N",
            "0755",
            "00",
            "08",
            "0o17",
            "0x1F",
            "0b1",
            "1_000",
            "1e3",
            "1.5e3",
            "-.5",
            ".inf",
            "-.Inf",
            ".nan",
            "1e400",
            "1.0e+400",
            "18446744073709551616",
            "-9223372036854775809",
        ] {
            assert_eq!(resolve(text), (Scalar::Str, true), "{text}");
        }
    }
}
