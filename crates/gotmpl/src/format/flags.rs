//! What stands between `%` and the verb, and how it shapes text and numbers.

use super::float::format_float;
use super::{quote, rune};

/// The flags, width and precision of a directive.
#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) plus: bool,
    pub(super) minus: bool,
    pub(super) sharp: bool,
    pub(super) space: bool,
    pub(super) zero: bool,
    /// `%+v`.
    pub(super) plus_v: bool,
    /// `%#v`.
    pub(super) sharp_v: bool,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
}

impl Flags {
    fn fill(&self, count: usize, out: &mut Vec<u8>) {
        let byte = if self.zero && !self.minus { b'0' } else { b' ' };
        out.resize(out.len() + count, byte);
    }

    /// Writes a text on its side of the width.
    pub(super) fn pad(&self, text: &[u8], out: &mut Vec<u8>) {
        let missing = self.width.unwrap_or(0).saturating_sub(match self.width {
            Some(_) => rune::count(text),
            None => 0,
        });
        if !self.minus {
            self.fill(missing, out);
        }
        out.extend_from_slice(text);
        if self.minus {
            self.fill(missing, out);
        }
    }

    fn pad_with_spaces(&self, text: &[u8], out: &mut Vec<u8>) {
        Self { zero: false, ..*self }.pad(text, out);
    }

    fn truncated<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        self.precision.map_or(text, |characters| rune::truncate(text, characters))
    }

    /// `%s`.
    pub(super) fn text(&self, text: &[u8], out: &mut Vec<u8>) {
        self.pad(self.truncated(text), out);
    }

    /// `%q`.
    pub(super) fn quoted(&self, text: &[u8], out: &mut Vec<u8>) {
        let text = self.truncated(text);
        if self.sharp && quote::can_back_quote(text) {
            return self.pad(&[b"`", text, b"`"].concat(), out);
        }
        let mut quoted = Vec::with_capacity(text.len() + 2);
        quote::quote(text, self.escape(), &mut quoted);
        self.pad(&quoted, out);
    }

    fn escape(&self) -> quote::Escape {
        if self.plus { quote::Escape::NonAscii } else { quote::Escape::Unprintable }
    }

    /// `%x` and `%X` of texts and bytes.
    pub(super) fn hexadecimal(&self, bytes: &[u8], upper: bool, out: &mut Vec<u8>) {
        let bytes = &bytes[..bytes.len().min(self.precision.unwrap_or(usize::MAX))];
        let (digits, prefix) = if upper { (b"0123456789ABCDEF", b"0X") } else { (b"0123456789abcdef", b"0x") };
        let mut text = Vec::with_capacity(2 * bytes.len());
        for (index, byte) in bytes.iter().enumerate() {
            if self.space && index > 0 {
                text.push(b' ');
            }
            if self.sharp && (self.space || index == 0) {
                text.extend_from_slice(prefix);
            }
            text.extend([digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]);
        }
        self.pad(&text, out);
    }

    /// An integer in base 2, 8, 10 or 16; `verb` is `O` for the prefix `0o`.
    pub(super) fn integer(&self, is_negative: bool, magnitude: u64, base: u32, verb: char, out: &mut Vec<u8>) {
        if self.precision == Some(0) && magnitude == 0 {
            return self.pad_with_spaces(b"", out);
        }
        let digits = match (base, verb) {
            (2, _) => format!("{magnitude:b}"),
            (8, _) => format!("{magnitude:o}"),
            (16, 'X') => format!("{magnitude:X}"),
            (16, _) => format!("{magnitude:x}"),
            _ => magnitude.to_string(),
        };
        let has_sign = is_negative || self.plus || self.space;
        let least = match (self.precision, self.width) {
            (Some(precision), _) => precision,
            // Zeros fill the width up to the sign.
            (None, Some(width)) if self.zero && !self.minus => width.saturating_sub(usize::from(has_sign)),
            _ => 0,
        };
        let zeros = least.saturating_sub(digits.len());
        let prefix = match (base, verb) {
            (_, 'O') if self.sharp && zeros == 0 && !digits.starts_with('0') => "0o0",
            (_, 'O') => "0o",
            (2, _) if self.sharp => "0b",
            (8, _) if self.sharp && zeros == 0 && !digits.starts_with('0') => "0",
            (16, 'X') if self.sharp => "0X",
            (16, _) if self.sharp => "0x",
            _ => "",
        };
        let sign = match () {
            () if is_negative => "-",
            () if self.plus => "+",
            () if self.space => " ",
            () => "",
        };
        let mut text = Vec::with_capacity(sign.len() + prefix.len() + zeros + digits.len());
        text.extend_from_slice(sign.as_bytes());
        text.extend_from_slice(prefix.as_bytes());
        text.resize(text.len() + zeros, b'0');
        text.extend_from_slice(digits.as_bytes());
        self.pad_with_spaces(&text, out);
    }

    /// `%c`.
    pub(super) fn character(&self, code: u64, out: &mut Vec<u8>) {
        self.pad(character_of(code).encode_utf8(&mut [0; 4]).as_bytes(), out);
    }

    /// `%q` of an integer.
    pub(super) fn quoted_character(&self, code: u64, out: &mut Vec<u8>) {
        let mut quoted = Vec::new();
        quote::quote_rune(character_of(code), self.escape(), &mut quoted);
        self.pad(&quoted, out);
    }

    /// `%U`.
    pub(super) fn unicode(&self, code: u64, out: &mut Vec<u8>) {
        let digits = self.precision.unwrap_or(0).max(4);
        let mut text = format!("U+{code:0digits$X}");
        let shown = u32::try_from(code).ok().and_then(char::from_u32).filter(|found| rune::is_printable(*found));
        if let (true, Some(found)) = (self.sharp, shown) {
            text.push_str(&format!(" '{found}'"));
        }
        self.pad_with_spaces(text.as_bytes(), out);
    }

    /// `%e`, `%f`, `%g` and the like.
    pub(super) fn float(&self, value: f64, format: u8, precision: Option<usize>, out: &mut Vec<u8>) {
        let precision = self.precision.or(precision);
        let mut text = format_float(value, format, precision);
        if !matches!(text.first(), Some(b'+' | b'-')) {
            text.insert(0, b'+');
        }
        if self.space && !self.plus && text[0] == b'+' {
            text[0] = b' ';
        }
        if !value.is_finite() {
            // Only a not-a-number goes without a sign.
            let skipped = usize::from(value.is_nan() && !self.space && !self.plus);
            return self.pad_with_spaces(&text[skipped..], out);
        }
        if self.sharp && format != b'b' {
            text = with_all_digits(text, format, precision);
        }
        if self.plus || text[0] != b'+' {
            if self.zero && !self.minus && self.width.is_some_and(|width| width > text.len()) {
                // Zeros stand between the sign and the digits.
                out.push(text[0]);
                self.fill(self.width.unwrap_or(0) - text.len(), out);
                return out.extend_from_slice(&text[1..]);
            }
            return self.pad(&text, out);
        }
        self.pad(&text[1..], out);
    }
}

fn character_of(code: u64) -> char {
    u32::try_from(code).ok().and_then(char::from_u32).unwrap_or(rune::REPLACEMENT)
}

/// `%#g` and its like: a point in any case, and trailing zeros kept.
fn with_all_digits(text: Vec<u8>, format: u8, precision: Option<usize>) -> Vec<u8> {
    let is_hexadecimal = matches!(format, b'x' | b'X');
    let tail_at = text.iter().position(|byte| match byte {
        b'p' | b'P' => true,
        b'e' | b'E' => !is_hexadecimal,
        _ => false,
    });
    let (head, tail) = text.split_at(tail_at.unwrap_or(text.len()));
    let mut missing = match format {
        b'g' | b'G' | b'x' => precision.unwrap_or(6) as i64,
        _ => 0,
    };
    let significant = head.iter().skip(1).filter(|byte| **byte != b'.').skip_while(|byte| **byte == b'0').count();
    missing -= significant as i64;
    let mut out = head.to_vec();
    if !head.contains(&b'.') {
        missing -= i64::from(head.len() == 2 && head[1] == b'0');
        out.push(b'.');
    }
    out.resize(out.len() + usize::try_from(missing).unwrap_or(0), b'0');
    out.extend_from_slice(tail);
    out
}
