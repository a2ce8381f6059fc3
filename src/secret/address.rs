use super::{Sighting, What, is_placeholder, is_sample};

/// Places that take messages from whoever knows their address.
const HOOKS: [(&str, &str); 2] = [
    ("hooks.slack.com/services/", "the address of a Slack webhook"),
    ("discord.com/api/webhooks/", "the address of a Discord webhook"),
];

/// Reads the password of `scheme://user:password@host`, or a webhook's address; the colon behind the scheme stands at `at`.
pub(super) fn password_at(bytes: &[u8], at: usize) -> Option<Sighting> {
    let start = at + 3;
    let rest = bytes.get(start..)?;
    if !bytes.get(at.checked_sub(1)?)?.is_ascii_alphanumeric() {
        return None;
    }
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/?#\"'`<>\\".contains(byte);
    let length = rest.iter().take(512).position(ends).unwrap_or(rest.len().min(512));
    let authority = rest.get(..length)?;
    let Some(host) = authority.iter().rposition(|byte| *byte == b'@') else { return hook_at(bytes, start) };
    let user = authority.iter().position(|byte| *byte == b':')?;
    let password = std::str::from_utf8(authority.get(user + 1..host)?).ok()?;
    let is_host = authority.get(host + 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"[$".contains(byte));
    if password.is_empty() || !is_host || is_placeholder(password) {
        return None;
    }
    Some(Sighting { what: What::PasswordInUrl, range: start + user + 1..start + host, public: 0 })
}

fn hook_at(bytes: &[u8], start: usize) -> Option<Sighting> {
    let rest = bytes.get(start..)?;
    let (path, what) = HOOKS.iter().find(|(path, _)| rest.starts_with(path.as_bytes()))?;
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"/_-".contains(byte);
    let token = rest.get(path.len()..)?;
    let length = token.iter().position(|byte| !is_part(byte)).unwrap_or(token.len());
    if length < 24 || is_sample(token.get(..length)?) {
        return None;
    }
    Some(Sighting { what: What::Token(what), range: start..start + path.len() + length, public: path.len() })
}
