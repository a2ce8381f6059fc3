//! Base64 and UUIDs.

use super::require;

/// Checks base64 in the standard alphabet with padding; line breaks are skipped, as Go's decoder does.
pub(super) fn check_base64(text: &str) -> Result<(), String> {
    let (mut count, mut padding, mut holds) = (0usize, 0usize, true);
    for byte in text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
        count += 1;
        match byte {
            b'=' => padding += 1,
            _ => holds &= padding == 0 && (byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')),
        }
    }
    require(holds && padding <= 2 && count.is_multiple_of(4), "base64 with padding")
}

/// Decodes what [`check_base64`] accepts.
pub(crate) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    check_base64(text).ok()?;
    let digits = text.bytes().filter_map(digit);
    let (mut bytes, mut held, mut bits) = (Vec::with_capacity(text.len() / 4 * 3), 0u32, 0u32);
    for digit in digits {
        held = held << 6 | digit;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

fn digit(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

pub(super) fn check_uuid(text: &str) -> Result<(), String> {
    let mut lengths = text.split('-').map(str::len);
    let shape = [8, 4, 4, 4, 12].into_iter().all(|length| lengths.next() == Some(length)) && lengths.next().is_none();
    let digits = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    require(shape && digits, "a UUID")
}

#[cfg(test)]
mod tests {
    use super::decode_base64;

    #[test]
    fn decodes_what_it_accepts() {
        for (text, bytes) in
            [("", ""), ("YQ==", "a"), ("YWI=", "ab"), ("YWJj", "abc"), ("YW\nJj", "abc"), ("fn5+Pz8/", "~~~???")]
        {
            assert_eq!(decode_base64(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        assert_eq!(decode_base64("YQ"), None);
    }
}
