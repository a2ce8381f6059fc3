//! Base32 with the standard alphabet and padding.

use super::Corrupt;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Digits of a group, which are five bytes.
const GROUP: usize = 8;

pub(crate) fn encode(bytes: &[u8]) -> String {
    super::encode(bytes, ALPHABET, 5, GROUP)
}

/// Reads a text, in which line ends may stand anywhere.
///
/// # Errors
///
/// [`Corrupt`] with the place that Go tells, line ends not counted.
pub(crate) fn decode(text: &[u8]) -> Result<Vec<u8>, Corrupt> {
    let corrupt = |at: usize| Corrupt { encoding: "base32", at };
    let text: Vec<u8> = text.iter().copied().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    let mut digits = Vec::with_capacity(text.len());
    for (at, byte) in text.iter().enumerate() {
        let in_group = digits.len() % GROUP;
        let left = text.len() - at - 1;
        if *byte == b'=' && in_group >= 2 && left < GROUP {
            end(&text, at, in_group).map_err(corrupt)?;
            return Ok(super::decode(&digits, 5));
        }
        digits.push(super::digit(ALPHABET, *byte).ok_or_else(|| corrupt(at))?);
    }
    match digits.len() % GROUP {
        0 => Ok(super::decode(&digits, 5)),
        in_group => Err(corrupt(text.len() - in_group)),
    }
}

/// Checks the padding, whose first sign is at a place, given the digits of the last group.
fn end(text: &[u8], at: usize, digits: usize) -> Result<(), usize> {
    let after = &text[at + 1..];
    let padding = GROUP - 1 - digits;
    if after.len() < padding {
        return Err(text.len());
    }
    if let Some(wrong) = after.iter().take(padding).position(|byte| *byte != b'=') {
        return Err(at + wrong);
    }
    // No number of whole bytes leaves one, three or six digits.
    if matches!(digits, 1 | 3 | 6) { Err(at) } else { Ok(()) }
}
