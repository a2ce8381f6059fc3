//! Reads URLs.

use super::escape::{Part, unescaped};
use super::{Url, User};
use crate::format::quoted;
use crate::words::split::{find, split};
use std::net::Ipv6Addr;

/// Reads a URL.
///
/// # Errors
///
/// What Go's `url.Parse` says.
pub(crate) fn read(text: &[u8]) -> Result<Url, String> {
    let (before, fragment) = cut(text, b"#");
    let failed = |text: &[u8], reason: String| format!("parse {}: {reason}", quoted(text));
    let mut url = read_before_fragment(before).map_err(|reason| failed(before, reason))?;
    url.fragment = unescaped(fragment.unwrap_or_default(), Part::Fragment).map_err(|reason| failed(text, reason))?;
    Ok(url)
}

fn cut<'text>(text: &'text [u8], at: &[u8]) -> (&'text [u8], Option<&'text [u8]>) {
    match split(text, at, Some(2)).as_slice() {
        [before, after] => (before, Some(after)),
        _ => (text, None),
    }
}

fn read_before_fragment(text: &[u8]) -> Result<Url, String> {
    if text.iter().any(u8::is_ascii_control) {
        return Err("net/url: invalid control character in URL".to_owned());
    }
    if text == b"*" {
        return Ok(Url { path: b"*".to_vec(), ..Url::default() });
    }
    let (scheme, rest) = scheme(text)?;
    let scheme = String::from_utf8_lossy(scheme).to_ascii_lowercase();
    let (mut rest, query) = cut(rest, b"?");
    let mut url = Url { scheme, query: query.unwrap_or_default().to_vec(), ..Url::default() };
    if !rest.starts_with(b"/") {
        if !url.scheme.is_empty() {
            url.opaque = rest.to_vec();
            return Ok(url);
        }
        if cut(rest, b"/").0.contains(&b':') {
            return Err("first path segment in URL cannot contain colon".to_owned());
        }
    }
    if let Some(after) = rest.strip_prefix(b"//").filter(|after| !url.scheme.is_empty() || !after.starts_with(b"/")) {
        let (authority, path) = after.split_at(find(after, b"/").unwrap_or(after.len()));
        (url.user, url.host) = read_authority(authority)?;
        rest = path;
    }
    url.path = unescaped(rest, Part::Path)?;
    Ok(url)
}

/// Splits off a scheme, if there is one.
fn scheme(text: &[u8]) -> Result<(&[u8], &[u8]), String> {
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at == 0 => return Err("missing protocol scheme".to_owned()),
            b':' => return Ok((&text[..at], &text[at + 1..])),
            _ => break,
        }
    }
    Ok((b"", text))
}

fn read_authority(authority: &[u8]) -> Result<(Option<User>, Vec<u8>), String> {
    let Some(at) = authority.iter().rposition(|byte| *byte == b'@') else {
        return Ok((None, read_host(authority)?));
    };
    let host = read_host(&authority[at + 1..])?;
    let user = &authority[..at];
    if !user.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(byte)) {
        return Err("net/url: invalid userinfo".to_owned());
    }
    let (name, password) = cut(user, b":");
    let password = password.map(|password| unescaped(password, Part::User)).transpose()?;
    Ok((Some(User { name: unescaped(name, Part::User)?, password }), host))
}

fn read_host(host: &[u8]) -> Result<Vec<u8>, String> {
    let check_port = |port: &[u8]| match is_optional_port(port) {
        true => Ok(()),
        false => Err(format!("invalid port {} after host", quoted(port))),
    };
    match host.iter().rposition(|byte| *byte == b'[') {
        None => {
            if let Some(colon) = host.iter().rposition(|byte| *byte == b':') {
                check_port(&host[colon..])?;
            }
            return unescaped(host, Part::Host);
        }
        Some(0) => {}
        Some(_) => return Err("invalid IP-literal".to_owned()),
    }
    let Some(end) = host.iter().rposition(|byte| *byte == b']') else {
        return Err("missing ']' in host".to_owned());
    };
    let (literal, port) = (&host[1..end], &host[end + 1..]);
    check_port(port)?;
    let zone = find(literal, b"%25").unwrap_or(literal.len());
    let address = unescaped(&literal[..zone], Part::Host)?;
    let zone = unescaped(&literal[zone..], Part::Zone)?;
    let is_address = std::str::from_utf8(&address).is_ok_and(|address| address.parse::<Ipv6Addr>().is_ok());
    if !is_address {
        return Err(format!(
            "invalid host: ParseAddr({}): unable to parse IP",
            quoted(&[&address[..], &zone].concat())
        ));
    }
    Ok([b"[", &address[..], &zone, b"]", port].concat())
}

fn is_optional_port(port: &[u8]) -> bool {
    match port {
        [] => true,
        [b':', digits @ ..] => digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// Gives a host without its port and the brackets around an address.
pub(crate) fn host_name(host: &[u8]) -> &[u8] {
    let colon = host.iter().rposition(|byte| *byte == b':').filter(|colon| is_optional_port(&host[*colon..]));
    let name = &host[..colon.unwrap_or(host.len())];
    name.strip_prefix(b"[").and_then(|name| name.strip_suffix(b"]")).unwrap_or(name)
}
