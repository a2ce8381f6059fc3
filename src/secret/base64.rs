/// Decodes base64 of either alphabet, padded or not; white space does not count. `None` for anything else.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end().trim_end_matches('=');
    let mut decoded = Vec::with_capacity(digits.len() / 4 * 3 + 3);
    let (mut word, mut bits) = (0u32, 0);
    for byte in digits.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        word = (word << 6) | u32::from(digit(byte)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            decoded.push((word >> bits) as u8);
            word &= (1 << bits) - 1;
        }
    }
    // Six bits alone are no byte.
    (bits != 6).then_some(decoded)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn reads_what_rfc_4648_writes() {
        for (text, expected) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg", "foob"), ("Zm9v\nYmFy\n", "foobar")]
        {
            assert_eq!(decode(text).as_deref(), Some(expected.as_bytes()), "{text}");
        }
        assert_eq!(decode("-_8="), Some(vec![0xfb, 0xff]));
        for text in ["Z", "Zm9vY", "a b!", "ü"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
