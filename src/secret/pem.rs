use super::{Sighting, What, distinct};

const BEGIN: &[u8] = b"-----BEGIN ";
/// The fewest characters of base64 that a key has: a header alone, as in a pattern or a manual, is no key.
const SHORTEST_KEY: usize = 32;

/// Reads a private key in PEM, of whatever algorithm, also where its line breaks are written `\n`.
pub(super) fn key_at(bytes: &[u8], at: usize) -> Option<Sighting> {
    let label = bytes.get(at..)?.strip_prefix(BEGIN)?;
    let length = label.iter().take(64).position(|byte| *byte == b'-')?;
    let (name, body) = label.split_at(length);
    if !name.ends_with(b"PRIVATE KEY") && !name.ends_with(b"PRIVATE KEY BLOCK") {
        return None;
    }
    let body = body.strip_prefix(b"-----")?;
    let body_start = bytes.len() - body.len();
    let body_end = body.windows(5).position(|window| window == b"-----").unwrap_or(body.len());
    let key = body.get(..body_end)?;
    let digits = key.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
    if digits < SHORTEST_KEY || distinct(key) < 12 {
        return None;
    }
    Some(Sighting { what: What::PrivateKey, range: at..body_start + body_end, public: body_start - at })
}
