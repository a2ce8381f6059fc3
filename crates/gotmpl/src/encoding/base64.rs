//! Base64 with the standard alphabet and padding.

use super::Corrupt;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes bytes in base 64, with the standard alphabet and padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    super::encode(bytes, ALPHABET, 6, 4)
}

/// Reads a text, in which line ends may stand anywhere.
///
/// # Errors
///
/// [`Corrupt`] with the place that Go tells: of a byte that is no digit that byte, of a group that is not full its start.
pub(crate) fn decode(text: &[u8]) -> Result<Vec<u8>, Corrupt> {
    let corrupt = |at: usize| Corrupt { encoding: "base64", at };
    let mut digits = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += 1;
        match super::digit(ALPHABET, *byte) {
            Some(digit) => digits.push(digit),
            None if is_line_end(*byte) => {}
            None if *byte != b'=' => return Err(corrupt(at - 1)),
            None => {
                end(text, at, digits.len() % 4).map_err(corrupt)?;
                return Ok(super::decode(&digits, 6));
            }
        }
    }
    match digits.len() % 4 {
        0 => Ok(super::decode(&digits, 6)),
        in_group => Err(corrupt(text.len() - in_group)),
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Checks what follows the first padding, given the digits of the last group; an error is the place of the fault.
fn end(text: &[u8], mut at: usize, digits: usize) -> Result<(), usize> {
    let skip = |at: usize| at + text[at..].iter().take_while(|byte| is_line_end(**byte)).count();
    match digits {
        0 | 1 => return Err(at - 1),
        2 => {
            at = skip(at);
            match text.get(at) {
                None => return Err(text.len()),
                Some(b'=') => at += 1,
                Some(_) => return Err(at - 1),
            }
        }
        _ => {}
    }
    at = skip(at);
    if at < text.len() { Err(at) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn padding() {
        assert_eq!(encode(b""), "");
        assert_eq!(encode(b"h"), "aA==");
        assert_eq!(encode(b"hi"), "aGk=");
        assert_eq!(encode(b"x=1"), "eD0x");
    }
}
