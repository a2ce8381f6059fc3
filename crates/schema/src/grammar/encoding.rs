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

pub(super) fn check_uuid(text: &str) -> Result<(), String> {
    let mut lengths = text.split('-').map(str::len);
    let shape = [8, 4, 4, 4, 12].into_iter().all(|length| lengths.next() == Some(length)) && lengths.next().is_none();
    let digits = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    require(shape && digits, "a UUID")
}
