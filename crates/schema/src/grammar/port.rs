//! Names of ports.

use super::require;

/// Checks an IANA service name: `IsValidPortName`.
pub(super) fn check_name(text: &str) -> Result<(), String> {
    let letters = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let holds = (1..=15).contains(&text.len())
        && letters
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
        && !text.contains("--")
        && !text.starts_with('-')
        && !text.ends_with('-');
    require(holds, "a port name of at most 15 lower-case letters, digits and single `-`, with at least one letter")
}
