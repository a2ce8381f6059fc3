//! Floats as text, as Go's `strconv.FormatFloat`.

/// Decimal digits without trailing zeros, and where the point is: 0.d₁d₂d₃… × 10^point.
struct Decimal {
    digits: Vec<u8>,
    point: i32,
}

/// Fractional digits of which a float has no more; further ones are zeros.
const MOST_DIGITS: usize = 1100;

impl Decimal {
    /// Rounds to so many digits, or to the fewest that read back as the float.
    fn of(magnitude: f64, digits: Option<usize>) -> Self {
        if magnitude == 0.0 {
            return Self { digits: Vec::new(), point: 0 };
        }
        let written = match digits {
            Some(digits) => format!("{magnitude:.*e}", digits.clamp(1, MOST_DIGITS) - 1),
            None => format!("{magnitude:e}"),
        };
        let (mantissa, exponent) = written.split_once('e').unwrap_or((&written, "0"));
        let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        Self { digits, point: exponent.parse::<i32>().unwrap_or(0) + 1 }
    }

    fn digit(&self, index: usize) -> u8 {
        self.digits.get(index).copied().unwrap_or(b'0')
    }

    /// Writes `d.ddde±dd`.
    fn with_exponent(&self, fraction: usize, letter: u8, out: &mut Vec<u8>) {
        out.push(self.digit(0));
        if fraction > 0 {
            out.push(b'.');
            out.extend((1..=fraction).map(|index| self.digit(index)));
        }
        let exponent = if self.digits.is_empty() { 0 } else { self.point - 1 };
        out.push(letter);
        out.push(if exponent < 0 { b'-' } else { b'+' });
        out.extend_from_slice(format!("{:02}", exponent.unsigned_abs()).as_bytes());
    }

    /// Writes `ddd.ddd`.
    fn without_exponent(&self, fraction: usize, out: &mut Vec<u8>) {
        match usize::try_from(self.point) {
            Ok(whole) if whole > 0 => out.extend((0..whole).map(|index| self.digit(index))),
            _ => out.push(b'0'),
        }
        if fraction > 0 {
            out.push(b'.');
            for place in 0..fraction as i32 {
                out.push(usize::try_from(self.point + place).map_or(b'0', |index| self.digit(index)));
            }
        }
    }
}

/// Writes a float: `e`, `E`, `f`, `g`, `G`, `b`, `x` or `X`, with so many digits as the format counts them, or with as many as are
/// needed.
pub(crate) fn format_float(value: f64, format: u8, precision: Option<usize>) -> Vec<u8> {
    if value.is_nan() {
        return b"NaN".to_vec();
    }
    if value.is_infinite() {
        return if value > 0.0 { b"+Inf".to_vec() } else { b"-Inf".to_vec() };
    }
    let mut out = Vec::new();
    if value.is_sign_negative() {
        out.push(b'-');
    }
    let magnitude = value.abs();
    match format {
        b'e' | b'E' => {
            let decimal = Decimal::of(magnitude, precision.map(|fraction| fraction + 1));
            let fraction = precision.unwrap_or(decimal.digits.len().saturating_sub(1));
            decimal.with_exponent(fraction, format, &mut out);
        }
        b'f' => match precision {
            Some(fraction) => {
                let exact = fraction.min(MOST_DIGITS);
                out.extend_from_slice(format!("{magnitude:.exact$}").as_bytes());
                out.resize(out.len() + fraction - exact, b'0');
            }
            None => {
                let decimal = Decimal::of(magnitude, None);
                let fraction = decimal.digits.len() as i32 - decimal.point;
                decimal.without_exponent(usize::try_from(fraction).unwrap_or(0), &mut out);
            }
        },
        b'b' => binary(magnitude, &mut out),
        b'x' | b'X' => hexadecimal(magnitude, format, precision, &mut out),
        _ => general(magnitude, format, precision, &mut out),
    }
    out
}

/// Writes whichever of the two forms suits the exponent.
fn general(magnitude: f64, format: u8, precision: Option<usize>, out: &mut Vec<u8>) {
    let precision = precision.map(|digits| digits.max(1));
    let decimal = Decimal::of(magnitude, precision);
    let count = decimal.digits.len();
    // The exponent from which on the form with an exponent is chosen: the precision, or 21 digits' worth where a whole number needs
    // fewer; with as many digits as needed it is 6.
    let limit = match precision {
        Some(precision) if precision > count && count as i32 >= decimal.point => count as i32,
        Some(precision) => precision as i32,
        None => 6,
    };
    let exponent = decimal.point - 1;
    if exponent < -4 || exponent >= limit {
        let digits = precision.map_or(count, |precision| precision.min(count));
        return decimal.with_exponent(digits.saturating_sub(1), format - 2, out);
    }
    let fraction = count as i32 - decimal.point;
    decimal.without_exponent(usize::try_from(fraction).unwrap_or(0), out);
}

/// Splits a float into a whole mantissa and a power of two.
fn parts(magnitude: f64) -> (u64, i32) {
    let bits = magnitude.to_bits();
    let exponent = (bits >> 52) as i32 & 0x7ff;
    let fraction = bits & ((1 << 52) - 1);
    match exponent {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, exponent - 1075),
    }
}

/// Writes `4503599627370496p-52`.
fn binary(magnitude: f64, out: &mut Vec<u8>) {
    let (mantissa, exponent) = parts(magnitude);
    out.extend_from_slice(format!("{mantissa}p{exponent:+}").as_bytes());
}

/// Writes `0x1.8p+01`.
fn hexadecimal(magnitude: f64, format: u8, precision: Option<usize>, out: &mut Vec<u8>) {
    let (mut mantissa, mut exponent) = parts(magnitude);
    if mantissa == 0 {
        exponent = 0;
    } else {
        // The leading one stands at bit 60, so that fifteen hexadecimal digits follow it.
        let shift = mantissa.leading_zeros() as i32 - 3;
        mantissa = if shift >= 0 { mantissa << shift } else { mantissa >> -shift };
        exponent += 60 - shift;
    }
    if let Some(digits) = precision.filter(|digits| *digits < 15) {
        let dropped = 4 * (15 - digits) as u32;
        let (kept, rest, half) = (mantissa >> dropped, mantissa & ((1 << dropped) - 1), 1u64 << (dropped - 1));
        let rounded = kept + u64::from(rest > half || (rest == half && kept & 1 == 1));
        mantissa = rounded << dropped;
        if mantissa >> 61 == 1 {
            mantissa >>= 1;
            exponent += 1;
        }
    }
    let mut text = format!("0x{}", mantissa >> 60);
    let fraction = format!("{:015x}", mantissa & ((1 << 60) - 1));
    let digits = precision.unwrap_or_else(|| fraction.trim_end_matches('0').len());
    if digits > 0 {
        text.push('.');
        text.extend(fraction.chars().chain(std::iter::repeat('0')).take(digits));
    }
    text.push_str(&format!("p{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.unsigned_abs()));
    if format == b'X' {
        text.make_ascii_uppercase();
    }
    out.extend_from_slice(text.as_bytes());
}
