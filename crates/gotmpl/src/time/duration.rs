//! Durations: nanoseconds in 64 bits.

use super::quote;
use std::fmt;

/// A span of time in nanoseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Duration(pub i64);

/// A text is not a duration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvalidDuration(String);

impl fmt::Display for InvalidDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidDuration {}

const SECOND: u64 = 1_000_000_000;
/// A magnitude that only a negative duration may have.
const LARGEST: u64 = 1 << 63;

impl Duration {
    /// Reads numbers with units, such as `-1h30m0.5s`.
    ///
    /// # Errors
    ///
    /// What Go's `ParseDuration` says.
    pub fn parse(text: &[u8]) -> Result<Self, InvalidDuration> {
        let invalid = || InvalidDuration(format!("time: invalid duration {}", quote(text)));
        let is_negative = text.starts_with(b"-");
        let mut rest = text.strip_prefix(b"-").or(text.strip_prefix(b"+")).unwrap_or(text);
        if rest == b"0" {
            return Ok(Self(0));
        }
        if rest.is_empty() {
            return Err(invalid());
        }
        let mut total: u64 = 0;
        while !rest.is_empty() {
            let digits = split_digits(&mut rest);
            let whole = number(digits).ok_or_else(invalid)?;
            let mut fraction = &b""[..];
            if let Some(after) = rest.strip_prefix(b".") {
                rest = after;
                fraction = split_digits(&mut rest);
            }
            if digits.is_empty() && fraction.is_empty() {
                return Err(invalid());
            }
            let length = rest.iter().take_while(|byte| **byte != b'.' && !byte.is_ascii_digit()).count();
            let (name, after) = rest.split_at(length);
            rest = after;
            let unit = unit(name).ok_or_else(|| unknown_unit(name, text))?;
            let part = whole.checked_mul(unit).filter(|part| *part <= LARGEST).ok_or_else(invalid)?;
            let part = part + fraction_of(fraction, unit);
            total = total.checked_add(part).filter(|total| *total <= LARGEST).ok_or_else(invalid)?;
        }
        match is_negative {
            true => Ok(Self((total as i64).wrapping_neg())),
            false => i64::try_from(total).map(Self).map_err(|_| invalid()),
        }
    }
}

fn split_digits<'text>(text: &mut &'text [u8]) -> &'text [u8] {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(length);
    *text = rest;
    digits
}

fn number(digits: &[u8]) -> Option<u64> {
    let add = |value: u64, digit: &u8| value.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
    digits.iter().try_fold(0, add).filter(|value| *value <= LARGEST)
}

/// Gives the part of a unit that digits after a point stand for; digits beyond what 63 bits hold count for nothing.
fn fraction_of(digits: &[u8], unit: u64) -> u64 {
    let mut value: u64 = 0;
    let mut scale: f64 = 1.0;
    for digit in digits {
        if value > (LARGEST - 1) / 10 {
            break;
        }
        let next = value * 10 + u64::from(digit - b'0');
        if next > LARGEST {
            break;
        }
        value = next;
        scale *= 10.0;
    }
    (value as f64 * (unit as f64 / scale)) as u64
}

fn unit(name: &[u8]) -> Option<u64> {
    Some(match name {
        b"ns" => 1,
        // The micro sign and the Greek letter.
        b"us" | b"\xc2\xb5s" | b"\xce\xbcs" => 1_000,
        b"ms" => 1_000_000,
        b"s" => SECOND,
        b"m" => 60 * SECOND,
        b"h" => 3600 * SECOND,
        _ => return None,
    })
}

fn unknown_unit(name: &[u8], text: &[u8]) -> InvalidDuration {
    InvalidDuration(match name.is_empty() {
        true => format!("time: missing unit in duration {}", quote(text)),
        false => format!("time: unknown unit {} in duration {}", quote(name), quote(text)),
    })
}

impl fmt::Display for Duration {
    /// Writes hours, minutes and seconds, such as `1h0m0.5s`; less than a second in the largest unit that fits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        match magnitude {
            0 => return f.write_str("0s"),
            1..1_000 => return write!(f, "{magnitude}ns"),
            1_000..1_000_000 => return write!(f, "{}µs", decimal(magnitude, 1_000)),
            1_000_000..SECOND => return write!(f, "{}ms", decimal(magnitude, 1_000_000)),
            _ => {}
        }
        let minutes = magnitude / (60 * SECOND);
        if minutes >= 60 {
            write!(f, "{}h", minutes / 60)?;
        }
        if minutes > 0 {
            write!(f, "{}m", minutes % 60)?;
        }
        write!(f, "{}s", decimal(magnitude % (60 * SECOND), SECOND))
    }
}

/// Writes a number of a unit with the digits after the point that are needed.
fn decimal(value: u64, unit: u64) -> String {
    let width = unit.ilog10() as usize;
    let digits = format!("{}.{:0width$}", value / unit, value % unit);
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}
