//! Base64 and Base32 as Go reads and writes them, down to the byte at which it finds a text wrong.

pub(crate) mod base32;
pub(crate) mod base64;
pub(crate) mod hex;

use std::fmt;

/// A text is not of an encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Corrupt {
    encoding: &'static str,
    at: usize,
}

impl fmt::Display for Corrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "illegal {} data at input byte {}", self.encoding, self.at)
    }
}

/// Tells the bits that a byte stands for.
fn digit(alphabet: &[u8], byte: u8) -> Option<u8> {
    alphabet.iter().position(|known| *known == byte).and_then(|digit| u8::try_from(digit).ok())
}

/// Writes bytes as digits of so many bits each; a group of digits begins and ends with whole bytes, and is filled with `=`.
pub(crate) fn encode(bytes: &[u8], alphabet: &[u8], bits_a_digit: u32, digits_a_group: usize) -> String {
    let mut encoded = String::with_capacity(bytes.len() * 8 / bits_a_digit as usize + digits_a_group);
    let (mut pending, mut count) = (0_u32, 0);
    let mask = (1 << bits_a_digit) - 1;
    let mut push = |digit: u32| encoded.push(alphabet.get(digit as usize).copied().map_or('=', char::from));
    for byte in bytes {
        pending = pending << 8 | u32::from(*byte);
        count += 8;
        while count >= bits_a_digit {
            count -= bits_a_digit;
            push(pending >> count & mask);
        }
        pending &= (1 << count) - 1;
    }
    if count > 0 {
        push(pending << (bits_a_digit - count) & mask);
    }
    while !encoded.len().is_multiple_of(digits_a_group) {
        encoded.push('=');
    }
    encoded
}

/// Gives the whole bytes of digits of so many bits each.
fn decode(digits: &[u8], bits_a_digit: u32) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(digits.len() * bits_a_digit as usize / 8);
    let (mut pending, mut count) = (0_u32, 0);
    for digit in digits {
        pending = pending << bits_a_digit | u32::from(*digit);
        count += bits_a_digit;
        if count >= 8 {
            count -= 8;
            decoded.push((pending >> count) as u8);
            pending &= (1 << count) - 1;
        }
    }
    decoded
}
