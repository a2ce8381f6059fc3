//! Keys and values of labels, and the names that look like them.

use super::name::is_subdomain;
use super::require;

const KEY: &str = "a name of at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends, after an optional domain and `/`";
const VALUE: &str = "at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends";

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    text.len() <= 63 && end(bytes.first()) && end(bytes.last()) && bytes.iter().all(|byte| is_word(*byte))
}

pub(super) fn check_key(text: &str) -> Result<(), String> {
    let holds = match text.split_once('/') {
        Some((prefix, name)) => is_subdomain(prefix) && is_name(name),
        None => is_name(text),
    };
    require(holds, KEY)
}

pub(super) fn check_prefixed_key(text: &str) -> Result<(), String> {
    require(text.contains('/') && check_key(text).is_ok(), "a domain, `/` and a name")
}

pub(super) fn check_value(text: &str) -> Result<(), String> {
    require(text.is_empty() || is_name(text), VALUE)
}

pub(super) fn check_config_key(text: &str) -> Result<(), String> {
    let holds =
        !text.is_empty() && text.len() <= 253 && text.bytes().all(is_word) && text != "." && !text.starts_with("..");
    require(holds, "at most 253 letters, digits, `-`, `_` and `.`, not beginning with `..`")
}

pub(super) fn check_env_name(text: &str) -> Result<(), String> {
    let holds = !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'=');
    require(holds, "printable ASCII characters without `=`")
}
