//! Names of objects.

use super::require;

const LABEL: &str = "at most 63 lower-case letters, digits and `-`, with a letter or digit at both ends";
const LABEL_1035: &str =
    "at most 63 lower-case letters, digits and `-`, with a letter first and a letter or digit last";
const SUBDOMAIN: &str =
    "at most 253 lower-case letters, digits, `-` and `.`, with a letter or digit at both ends and beside every `.`";

/// Tells whether a text is an RFC 1123 label but for its length.
fn is_label(text: &str) -> bool {
    let bytes = text.as_bytes();
    let end = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    end(bytes.first())
        && end(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
}

/// Tells whether a text is an RFC 1123 subdomain. A label inside it may be longer than 63, as in Kubernetes.
pub(super) fn is_subdomain(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_label)
}

pub(super) fn check_label(text: &str) -> Result<(), String> {
    require(text.len() <= 63 && is_label(text), LABEL)
}

pub(super) fn check_1035_label(text: &str) -> Result<(), String> {
    let letter = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    require(text.len() <= 63 && letter && is_label(text), LABEL_1035)
}

pub(super) fn check_subdomain(text: &str) -> Result<(), String> {
    require(is_subdomain(text), SUBDOMAIN)
}

pub(super) fn check_path_segment(text: &str) -> Result<(), String> {
    let holds = !matches!(text, "" | "." | "..") && !text.contains(['/', '%']);
    require(holds, "a name without `/` and `%`, and not `.` or `..`")
}

/// Checks the beginning of a name: one that ends with `-` is completed by the server.
pub(super) fn check_generate_name(text: &str) -> Result<(), String> {
    let stem = text.strip_suffix('-').unwrap_or(text);
    require(stem.is_empty() || !stem.contains(['/', '%']), "the beginning of a name, without `/` and `%`")
}
