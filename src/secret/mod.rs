//! Secrets in texts: what looks like a key, a token or a password.
//!
//! Takes a text; gives [`Sighting`]s: what kind of secret, and where. [`sightings`] knows shapes that are secrets wherever they stand,
//! [`likely`] weighs a value by its name and by how random it is. A [`Veil`] covers known secrets in other texts.
//!
//! Law: pure, one pass over the text, no allocation where nothing is found; a placeholder is no secret.

mod address;
mod base64;
mod likely;
mod pem;
mod rendered;
mod shapes;
mod unread;
mod veil;

use std::ops::Range;

pub use base64::decode;
pub use likely::{in_arguments, in_lines, is_random, is_secret_like, says_public, says_secret};
pub use rendered::covered_lines;
pub use unread::in_unread;
pub use veil::{Veil, cover};

/// What kind of secret was seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A private key.
    PrivateKey,
    /// A token of a service, with its article: `a GitHub token`.
    Token(&'static str),
    /// A signed token, which may be one that is meant to be seen.
    SignedToken,
    /// A password in the address of something.
    PasswordInUrl,
}

/// A secret in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sighting {
    /// What it is.
    pub what: What,
    /// Its bytes.
    pub range: Range<usize>,
    /// How many of them, from the first, say nothing but what it is.
    pub public: usize,
}

/// The shortest text that can hold a secret of a known shape.
const SHORTEST: usize = 10;

/// Finds secrets of known shapes.
pub fn sightings(text: &str) -> Vec<Sighting> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    if bytes.len() < SHORTEST {
        return found;
    }
    let mut runs = shapes::Runs::default();
    let (mut at, mut in_word) = (0, false);
    while let Some(byte) = bytes.get(at).filter(|_| at + SHORTEST <= bytes.len()) {
        let class = CLASSES[usize::from(*byte)];
        let seen = match class {
            Class::Start if !in_word => shapes::token_at(bytes, at, &mut runs),
            Class::Mark => marked_at(bytes, at),
            _ => None,
        };
        in_word = matches!(class, Class::Word | Class::Start);
        at += 1;
        if let Some(sighting) = seen {
            at = at.max(sighting.range.end);
            in_word = true;
            found.push(sighting);
        }
    }
    found
}

/// Finds what begins in the middle of a word, or with no word at all.
fn marked_at(bytes: &[u8], at: usize) -> Option<Sighting> {
    match bytes.get(at..)? {
        [b'-', b'-', ..] => pem::key_at(bytes, at),
        [b':', b'/', b'/', ..] => address::password_at(bytes, at),
        [b':', b'A', b'A', ..] => shapes::telegram_at(bytes, at),
        _ => None,
    }
}

/// What a byte may begin.
#[derive(Clone, Copy)]
enum Class {
    /// Nothing.
    Other,
    /// A word that holds no secret.
    Word,
    /// A word that a known shape may begin with.
    Start,
    /// A mark that a secret stands behind.
    Mark,
}

const CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        if b.is_ascii_alphanumeric() || b == b'_' {
            classes[byte] = if shapes::is_start(b) { Class::Start } else { Class::Word };
        }
        byte += 1;
    }
    classes[b'-' as usize] = Class::Mark;
    classes[b':' as usize] = Class::Mark;
    classes
}

/// Whether a value stands for a secret that is put in later, or for none at all.
pub fn is_placeholder(value: &str) -> bool {
    const REFERENCES: [&str; 9] = ["$(", "${", "{{", "<", "%(", "ENC[", "ref+", "op://", "vault:"];
    const WORDS: [&str; 16] = [
        "password", "passwd", "pass", "pwd", "secret", "token", "user", "username", "key", "changeme", "example",
        "redacted", "none", "null", "true", "false",
    ];
    let first = value.as_bytes().first();
    value.starts_with(['$', '%'])
        || value.bytes().all(|byte| Some(&byte) == first)
        || REFERENCES.iter().any(|mark| value.contains(mark))
        || WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether the body of a token was written to be no token: it repeats itself, or says so.
fn is_sample(body: &[u8]) -> bool {
    let distinct = distinct(body);
    let says = |word: &[u8]| body.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word));
    distinct < 6.min(body.len() / 2) || says(b"example") || says(b"xxxx")
}

fn distinct(bytes: &[u8]) -> usize {
    let mut seen = [false; 256];
    bytes.iter().for_each(|byte| seen[usize::from(*byte)] = true);
    seen.iter().filter(|seen| **seen).count()
}

#[cfg(test)]
mod tests;
