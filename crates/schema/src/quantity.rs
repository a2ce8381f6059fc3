//! Amounts of resources, to compare them.

use crate::grammar::{Grammar, check};
use crate::tree::{Tree, View};

/// An amount in billionths, the server's own precision; finer ones are rounded up, and those beyond its range are equal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Quantity(i128);

/// Billionths in one.
const ONE: i128 = 1_000_000_000;
/// Powers of ten that are told apart; the server's own range ends before.
const POWERS: i32 = 40;

impl Quantity {
    pub(crate) fn read<N: Tree>(node: &N) -> Option<Self> {
        match node.view() {
            View::Int(value) => Some(Self(i128::from(value) * ONE)),
            View::UInt(value) => Some(Self(i128::from(value) * ONE)),
            View::Float(value) => Self::parse(&value.to_string()),
            View::Str(text) => Self::parse(text.trim()),
            _ => None,
        }
    }

    /// Reads a text of the grammar of quantities.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        check(Grammar::Quantity, text).ok()?;
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let suffix = unsigned.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
        let number = &unsigned[..unsigned.len() - suffix.len()];
        let size = scale(number, suffix);
        Some(Self(if negative { size.saturating_neg() } else { size }))
    }

    pub(crate) fn is_positive(self) -> bool {
        self.0 > 0
    }

    pub(crate) fn is_whole(self) -> bool {
        self.0 % ONE == 0
    }

    pub(crate) fn is_multiple_of(self, size: Self) -> bool {
        size.0 != 0 && self.0 % size.0 == 0
    }

    /// Divides one amount by another.
    pub(crate) fn ratio(self, other: Self) -> f64 {
        self.0 as f64 / other.0 as f64
    }
}

/// Multiplies the digits of a number by what its suffix stands for.
fn scale(number: &str, suffix: &str) -> i128 {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = whole.bytes().chain(fraction.bytes());
    let mantissa = digits.fold(0i128, |sum, digit| sum.saturating_mul(10).saturating_add(i128::from(digit - b'0')));
    let fraction = i32::try_from(fraction.len()).unwrap_or(i32::MAX);
    match binary_power(suffix) {
        Some(power) => shift(mantissa.saturating_mul(1i128 << power), 9i32.saturating_sub(fraction)),
        None => shift(mantissa, decimal_power(suffix).saturating_add(9).saturating_sub(fraction)),
    }
}

/// Multiplies by a power of ten, or divides by it and rounds up.
fn shift(mantissa: i128, power: i32) -> i128 {
    let factor = 10i128.checked_pow(power.unsigned_abs().min(POWERS as u32));
    match (power >= 0, factor) {
        (true, Some(factor)) => mantissa.saturating_mul(factor),
        (true, None) if mantissa == 0 => 0,
        (true, None) => i128::MAX,
        (false, Some(factor)) => mantissa / factor + i128::from(mantissa % factor != 0),
        (false, None) => i128::from(mantissa != 0),
    }
}

fn binary_power(suffix: &str) -> Option<u32> {
    let place = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].iter().position(|known| *known == suffix)?;
    Some(10 * (place as u32 + 1))
}

fn decimal_power(suffix: &str) -> i32 {
    match suffix {
        "n" => -9,
        "u" => -6,
        "m" => -3,
        "" => 0,
        "k" => 3,
        "M" => 6,
        "G" => 9,
        "T" => 12,
        "P" => 15,
        "E" => 18,
        exponent => exponent.get(1..).and_then(|digits| digits.parse().ok()).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_compare_across_suffixes() {
        let read = |text: &str| Quantity::parse(text).unwrap();
        for (one, other) in
            [("1", "1000m"), ("1Ki", "1024"), ("1.5Gi", "1536Mi"), ("1e3", "1k"), ("0.5", "500m"), ("1E", "1e18")]
        {
            assert_eq!(read(one), read(other), "{one} {other}");
        }
        for (less, more) in [("999m", "1"), ("1G", "1Gi"), ("-1", "0"), ("1n", "1u"), ("0", "0.0000000001")] {
            assert!(read(less) < read(more), "{less} {more}");
        }
        assert_eq!(read("1e400"), read("9e999"));
        assert_eq!(read("1e-400"), read("1n"));
        assert!(read("2").is_whole() && !read("1500m").is_whole());
        assert_eq!(Quantity::parse("1GB"), None);
        assert!(read(&"9".repeat(500)) > read("1Ei"));
    }
}
