use std::ops::Range;

use super::{decode, is_placeholder};

/// The last words of names of secrets; in front of the first group may stand anything.
const WHOLE: [&str; 8] =
    ["password", "passwd", "passphrase", "secret", "token", "credential", "credentials", "passcode"];
/// Words that are secrets only as a word of their own.
const WORDS: [&str; 2] = ["pass", "pwd"];
/// What kind of key is a secret.
const KEYS: [&str; 9] = ["api", "access", "secret", "private", "signing", "encryption", "auth", "master", "license"];

/// Whether the name of a value says that it is a secret: its last word does.
pub fn says_secret(name: &str) -> bool {
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || "_-.".contains(c));
    let ends = |word: &str| strip_suffix(name, word);
    match name.as_bytes().last().map(u8::to_ascii_lowercase) {
        Some(b'd' | b'e' | b't' | b'n' | b'l' | b's') => {
            WHOLE.iter().any(|word| ends(word).is_some())
                || WORDS
                    .iter()
                    .any(|word| ends(word).is_some_and(|before| before.is_empty() || before.ends_with(['_', '-', '.'])))
        }
        Some(b'y') => ends("key").is_some_and(|kind| {
            let kind = kind.trim_end_matches(['_', '-', '.']);
            KEYS.iter().any(|word| strip_suffix(kind, word).is_some())
        }),
        _ => false,
    }
}

fn strip_suffix<'a>(name: &'a str, word: &str) -> Option<&'a str> {
    let at = name.len().checked_sub(word.len())?;
    name.get(at..)?.eq_ignore_ascii_case(word).then(|| &name[..at])
}

/// Whether the name of a value says that everybody may see it.
pub fn says_public(name: &str) -> bool {
    const PUBLIC: [&str; 15] = [
        "hash",
        "sha",
        "digest",
        "checksum",
        "fingerprint",
        "pub",
        "cert",
        "ca.",
        "ca_",
        "bundle",
        "signature",
        "integrity",
        "version",
        "thumbprint",
        "revision",
    ];
    let name = name.to_ascii_lowercase();
    PUBLIC.iter().any(|word| name.contains(word)) || name.ends_with("id") || name.ends_with("ca")
}

/// Whether a value that is named like a secret looks like one, and not like a word, a name, a path or a reference.
pub fn is_secret_like(value: &str) -> bool {
    (8..=512).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_graphic())
        && !is_placeholder(value)
        && !is_uuid(value)
        && !value.contains("://")
        && switches(value) * 10 >= value.len() * 3
        && entropy(value) >= 2.75
}

/// Whether a value without a telling name is so random that it must be a key: base64 of no known form, or its like.
pub fn is_random(value: &str) -> bool {
    const KNOWN: [&str; 14] = [
        "AAAA", "MII", "H4sI", "iVBOR", "LS0t", "AgA", "AgB", "sha1-", "sha256", "sha384", "sha512", "eyJ", "UEsDB",
        "Q2",
    ];
    let has = |kind: fn(&u8) -> bool| value.as_bytes().iter().any(kind);
    (32..=128).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=_-".contains(&byte))
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && !KNOWN.iter().any(|start| value.starts_with(start))
        && switches(value) * 10 >= value.len() * 3
        && entropy(value) >= 4.0
        && !decode(value)
            .is_some_and(|bytes| bytes.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace()))
}

/// How often the kind of character changes, a capital before small letters and a separator of words not counted: often in random
/// text, seldom in words, names, numbers and paths.
fn switches(value: &str) -> usize {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Separator,
        Digit,
        Upper,
        Lower,
        Sign,
    }
    let kind = |byte: u8| match byte {
        b'0'..=b'9' => Kind::Digit,
        b'A'..=b'Z' => Kind::Upper,
        b'a'..=b'z' => Kind::Lower,
        b'-' | b'_' | b'.' | b'/' | b':' | b'=' | b',' | b' ' => Kind::Separator,
        _ => Kind::Sign,
    };
    let pairs = value.as_bytes().windows(2).map(|pair| (kind(pair[0]), kind(pair[1])));
    let is_switch = |(a, b): &(Kind, Kind)| {
        a != b && *a != Kind::Separator && *b != Kind::Separator && (*a, *b) != (Kind::Upper, Kind::Lower)
    };
    pairs.filter(is_switch).count()
}

/// Bits for each character, by how often each of them stands in the text.
fn entropy(value: &str) -> f64 {
    let mut counts = [0u32; 256];
    value.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let length = value.len() as f64;
    let shares = counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / length);
    -shares.map(|share| share * share.log2()).sum::<f64>()
}

fn is_uuid(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Finds `name=value` among the words of a command line, where the name says secret and the value is like one.
pub fn in_arguments(text: &str) -> Option<Range<usize>> {
    if !text.contains('=') {
        return None;
    }
    let words = text.split(|c: char| c.is_ascii_whitespace() || c == ';');
    words.filter_map(|word| Some((word, word.split_once('=')?))).find_map(|(word, (name, value))| {
        let value = value.trim_matches(['"', '\'']);
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        debug_assert!(word.len() >= value.len(), "a part of a word");
        (says_secret(name) && is_secret_like(value)).then(|| start..start + value.len())
    })
}

/// Finds lines of a file, such as `name: value` and `"name" = "value",`, where the name says secret and the value is like one.
pub fn in_lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.lines().filter_map(|line| {
        let separator = line.find([':', '='])?;
        let (name, value) = (line.get(..separator)?, line.get(separator + 1..)?);
        let name = name.trim_end().trim_end_matches(['"', '\'', ']']);
        if !says_secret(name) {
            return None;
        }
        let value = value.trim_start_matches(['=', ':', '>', ' ', '\t']).trim_end().trim_end_matches([',', ';']);
        let value = value.trim_matches(['"', '\'']);
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        is_secret_like(value).then(|| start..start + value.len())
    })
}
