//! Quantities and percentages.

use super::require;

const SUFFIXES: &[&str] = &["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/// Checks a quantity: a sign, digits with at most one point, then a suffix or a decimal exponent.
pub(super) fn check_quantity(text: &str) -> Result<(), String> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let suffix = unsigned.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let number = &unsigned[..unsigned.len() - suffix.len()];
    let points = number.bytes().filter(|byte| *byte == b'.').count();
    let digits = number.len() > points && points <= 1;
    let holds = digits && (SUFFIXES.contains(&suffix) || is_exponent(suffix));
    require(holds, "a quantity such as `500m`, `2` or `1Gi`")
}

fn is_exponent(suffix: &str) -> bool {
    suffix.strip_prefix(['e', 'E']).is_some_and(|power| {
        let digits = power.strip_prefix(['+', '-']).unwrap_or(power);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

pub(super) fn check_percent(text: &str) -> Result<(), String> {
    let digits = text.strip_suffix('%').unwrap_or_default();
    require(!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()), "a percentage such as `25%`")
}
