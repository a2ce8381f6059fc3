//! References to container images, by the grammar of the reference library that kubelets use.

use super::require;

const IMAGE: &str = "an image reference such as `ghcr.io/owner/name:1.2`: lower-case path, optional tag and digest";

pub(super) fn check_reference(text: &str) -> Result<(), String> {
    require(is_reference(text), IMAGE)
}

fn is_reference(text: &str) -> bool {
    let (tagged, digest) = text.split_once('@').map_or((text, None), |(tagged, digest)| (tagged, Some(digest)));
    let slash = tagged.rfind('/').map_or(0, |place| place + 1);
    let (name, tag) = match tagged[slash..].find(':') {
        // A colon without a slash after it begins the tag; before a slash it begins the port of a host.
        Some(colon) => (&tagged[..slash + colon], Some(&tagged[slash + colon + 1..])),
        None => (tagged, None),
    };
    is_name(name) && tag.is_none_or(is_tag) && digest.is_none_or(is_digest)
}

fn is_name(name: &str) -> bool {
    let path = match name.split_once('/') {
        Some((host, path)) if is_host(host) => path,
        _ => name,
    };
    name.len() <= 255 && path.split('/').all(is_component)
}

fn is_host(text: &str) -> bool {
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    let marked = port.is_some()
        || host == "localhost"
        || host.contains('.')
        || host.bytes().any(|byte| byte.is_ascii_uppercase());
    let labels = host.split('.').all(|label| {
        let end = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        end(label.bytes().next())
            && end(label.bytes().last())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    marked && labels && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Tells whether a part of the path is runs of letters and digits joined by `.`, `_`, `__` or dashes.
fn is_component(part: &str) -> bool {
    let alphanumeric = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let ends = part.bytes().next().is_some_and(alphanumeric) && part.bytes().last().is_some_and(alphanumeric);
    let separators = part.split(|letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit());
    ends && separators
        .into_iter()
        .all(|run| matches!(run, "" | "." | "_" | "__") || run.bytes().all(|byte| byte == b'-'))
}

fn is_tag(tag: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (1..=128).contains(&tag.len())
        && tag.bytes().next().is_some_and(word)
        && tag.bytes().all(|byte| word(byte) || matches!(byte, b'.' | b'-'))
}

fn is_digest(digest: &str) -> bool {
    digest.split_once(':').is_some_and(|(algorithm, hex)| {
        let length = match algorithm {
            "sha256" => 64,
            "sha384" => 96,
            "sha512" => 128,
            _ => hex.len().max(32),
        };
        hex.len() == length && hex.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase())
    })
}
