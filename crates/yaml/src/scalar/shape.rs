//! What a text looks like to any reader of YAML, found without converting it.

/// Tells whether some reader, of YAML 1.1, YAML 1.2 or go-yaml, types the text as a number.
///
/// Sexagesimals (`12:30`) are apart in [`is_sexagesimal`], since only old YAML 1.1 readers type them.
pub(crate) fn is_number(text: &str) -> bool {
    // go-yaml takes underscores out wherever they stand, even between `0` and `x`.
    has_shape_of_number(text)
        || text.contains('_') && starts_number(text) && has_shape_of_number(&text.replace('_', ""))
}

fn starts_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
}

fn has_shape_of_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let unsigned = bytes.strip_prefix(b"+").or_else(|| bytes.strip_prefix(b"-")).unwrap_or(bytes);
    match unsigned {
        [b'0', b'x' | b'X', digits @ ..] => all(digits, u8::is_ascii_hexdigit),
        [b'0', b'o' | b'O', digits @ ..] => all(digits, |digit| matches!(digit, b'0'..=b'7')),
        // go-yaml strips `0b` before it converts, and so takes a second sign.
        [b'0', b'b' | b'B', b'+' | b'-', digits @ ..] | [b'0', b'b' | b'B', digits @ ..] => {
            all(digits, |digit| matches!(digit, b'0' | b'1'))
        }
        [b'.', rest @ ..] if is_infinity_or_nan(rest) => true,
        _ => is_decimal(unsigned),
    }
}

fn all(digits: &[u8], is_digit: impl Fn(&u8) -> bool) -> bool {
    !digits.is_empty() && digits.iter().all(|digit| *digit == b'_' || is_digit(digit))
}

fn is_infinity_or_nan(after_dot: &[u8]) -> bool {
    after_dot.eq_ignore_ascii_case(b"inf") || after_dot.eq_ignore_ascii_case(b"nan")
}

/// `12`, `1_2.5`, `.5e-3`: digits with an optional fraction and exponent, underscores anywhere but first.
fn is_decimal(text: &[u8]) -> bool {
    let (whole, rest) = split_digits(text);
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] => split_digits(rest),
        _ => (0, rest),
    };
    if whole + fraction == 0 || text.first() == Some(&b'_') {
        return false;
    }
    match rest {
        [] => true,
        [b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..] => all(exponent, u8::is_ascii_digit),
        _ => false,
    }
}

/// Counts the digits at the start, passing over underscores.
fn split_digits(text: &[u8]) -> (usize, &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit() && *byte != b'_').unwrap_or(text.len());
    let digits = text[..end].iter().filter(|&&byte| byte != b'_').count();
    (digits, &text[end..])
}

/// `12:30`, `-1:30:45.5`: a number to base 60 in YAML 1.1.
pub(crate) fn is_sexagesimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (places, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    places.contains(':')
        && is_digits(fraction)
        && places.starts_with(|first: char| first.is_ascii_digit())
        && places.split(':').all(|place| !place.is_empty() && is_digits(place))
}

/// `2001-01-01`, `2001-1-1 10:00:00`: a timestamp in YAML 1.1, or the start of one.
pub(crate) fn is_timestamp(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let day = rest.find(|next: char| !next.is_ascii_digit()).unwrap_or(rest.len());
    year.len() == 4
        && is_digits(year)
        && month.len() <= 2
        && is_digits(month)
        && (1..=2).contains(&day)
        && matches!(rest.as_bytes().get(day), None | Some(b'T' | b't' | b' ' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_reader() {
        for text in [
            "0",
            "-0",
            "+12",
            "08",
            "0755",
            "0o17",
            "0O17",
            "0x1F",
            "0X_f",
            "0b1",
            "-0b11",
            "0b-1",
            "1_000",
            "1_",
            "1.",
            ".5",
            "-.5",
            "1e3",
            "1.5E-3",
            "1_0.5_0e1_0",
            ".inf",
            "-.INF",
            "-_0",
            "+_1.5",
            "0_x1F",
            "-_0_b1",
            ".nan",
            "1e400",
            "._5",
            "0b_",
        ] {
            assert!(is_number(text), "{text}");
        }
        for text in [
            "", "-", "+", ".", "..", "_1", "1.2.3", "100m", "1Gi", "5e", "e5", "0x", "0o8", "0b2", "1-2", "--1", "inf",
            "1 2", "0x1p3", "12:30", "-_",
        ] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn times() {
        for text in ["12:30", "190:20:30", "-1:30", "1:30.5", "00:11:22:33:44:55"] {
            assert!(is_sexagesimal(text), "{text}");
        }
        for text in ["::1", "a:1", "1:", ":1", "1.5", "10.0.0.1:80", "1"] {
            assert!(!is_sexagesimal(text), "{text}");
        }
        for text in ["2001-01-01", "2001-1-1", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43"] {
            assert!(is_timestamp(text), "{text}");
        }
        for text in ["2001-01", "2001-01-011", "201-01-01", "2001-01-01-backup", "a-b-c"] {
            assert!(!is_timestamp(text), "{text}");
        }
    }
}
