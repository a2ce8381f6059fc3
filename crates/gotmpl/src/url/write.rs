//! Writes URLs.

use super::escape::{Part, escaped};
use super::{Url, User};

/// Writes a URL.
pub(crate) fn write(url: &Url) -> Vec<u8> {
    let mut written = Vec::new();
    if !url.scheme.is_empty() {
        written.extend_from_slice(url.scheme.as_bytes());
        written.push(b':');
    }
    match url.opaque.is_empty() {
        true => write_path(url, &mut written),
        false => written.extend_from_slice(&url.opaque),
    }
    for (mark, part) in [(b'?', url.query.clone()), (b'#', escaped(&url.fragment, Part::Fragment))] {
        if !part.is_empty() {
            written.push(mark);
            written.extend_from_slice(&part);
        }
    }
    written
}

fn write_path(url: &Url, written: &mut Vec<u8>) {
    let has_authority = !url.host.is_empty() || url.user.is_some();
    if has_authority || (!url.scheme.is_empty() && !url.path.is_empty()) {
        written.extend_from_slice(b"//");
    }
    if let Some(user) = &url.user {
        written.extend_from_slice(&user.written());
        written.push(b'@');
    }
    written.extend_from_slice(&escaped(&url.host, Part::Host));
    let path = if url.path == b"*" { url.path.clone() } else { escaped(&url.path, Part::Path) };
    if !path.is_empty() && !path.starts_with(b"/") && !url.host.is_empty() {
        written.push(b'/');
    }
    // A colon in the first part would look like the end of a scheme.
    let first = path.split(|byte| *byte == b'/').next().unwrap_or_default();
    if written.is_empty() && first.contains(&b':') {
        written.extend_from_slice(b"./");
    }
    written.extend_from_slice(&path);
}

impl User {
    /// Writes name and password.
    pub(crate) fn written(&self) -> Vec<u8> {
        let mut written = escaped(&self.name, Part::User);
        if let Some(password) = &self.password {
            written.push(b':');
            written.extend_from_slice(&escaped(password, Part::User));
        }
        written
    }
}
