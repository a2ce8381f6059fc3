use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

/// How much of a secret may be seen elsewhere: one character less than this.
const WINDOW: usize = 8;

/// Parts of names that mix letters and digits are at most this long: `k8s`, `v1`.
const SHORT: usize = 3;

/// The most secrets of one beginning that are told apart; of more, the line is covered.
const CROWD: usize = 16;

type Window = [u8; WINDOW];

/// Known secrets, to be covered wherever they stand.
///
/// Of a random word no eight characters in a row are left. A word that a person might write for other reasons is covered where it
/// stands as a whole, or is cut off.
#[derive(Debug, Default)]
pub struct Veil {
    windows: FxHashSet<Window>,
    heads: FxHashMap<Window, Vec<Box<[u8]>>>,
}

impl Veil {
    /// Adds a secret.
    pub fn add(&mut self, secret: &str) {
        let secret = secret.trim();
        let apart = |c: char| c.is_whitespace() || "\"'`=:,;()[]{}<>@\\".contains(c);
        for word in secret.split(apart).filter(|word| word.len() >= WINDOW && !is_plain(word)) {
            self.windows.extend(windows(word.as_bytes()).map(|(_, window)| window));
        }
        let first = windows(secret.as_bytes()).next();
        if let Some((_, window)) = first.filter(|_| !secret.contains('\n')) {
            let heads = self.heads.entry(window).or_default();
            if heads.len() <= CROWD && !heads.iter().any(|known| **known == *secret.as_bytes()) {
                heads.push(secret.as_bytes().into());
            }
        }
    }

    /// Whether it covers nothing.
    pub fn is_empty(&self) -> bool {
        self.windows.is_empty() && self.heads.is_empty()
    }

    /// Finds the bytes of secrets in a text.
    pub fn ranges(&self, bytes: &[u8]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.is_empty() {
            return found;
        }
        let mut covered = 0;
        for (at, window) in windows(bytes) {
            if self.windows.contains(&window) {
                found.push(at..at + WINDOW);
            }
            let Some(heads) = self.heads.get(&window) else { continue };
            if heads.len() > CROWD && at >= covered && begins_word(bytes, at) {
                let length = bytes.iter().skip(at).position(|byte| *byte == b'\n');
                covered = length.map_or(bytes.len(), |length| at + length);
                found.push(at..covered);
            } else if heads.len() <= CROWD {
                found.extend(heads.iter().filter_map(|head| whole(bytes, at, head)));
            }
        }
        found
    }
}

fn windows(bytes: &[u8]) -> impl Iterator<Item = (usize, Window)> + '_ {
    bytes.windows(WINDOW).enumerate().filter_map(|(at, window)| Some((at, window.try_into().ok()?)))
}

/// Whether a word reads as a name, such as `prometheus-k8s.monitoring.svc`, or is digits alone: it may stand in a text by chance.
///
/// Its parts are letters alone, digits alone, or short.
fn is_plain(word: &str) -> bool {
    let is_letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_short =
        |part: &str| part.len() <= SHORT && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    word.split(['-', '_', '.', '/']).all(|part| is_letters(part) || is_digits(part) || is_short(part))
}

/// Finds a secret as a word of its own, or as much of it as is left before `…`.
fn whole(bytes: &[u8], at: usize, secret: &[u8]) -> Option<Range<usize>> {
    let rest = bytes.get(at..).filter(|_| begins_word(bytes, at))?;
    let same = rest.iter().zip(secret).take_while(|(a, b)| a == b).count();
    let tail = rest.get(same..)?;
    let ends = same == secret.len() && tail.first().is_none_or(|next| !is_word(next));
    let cut = tail.starts_with("…".as_bytes()) || tail.starts_with(b"...");
    (ends || cut).then(|| at..at + same)
}

fn is_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_".contains(byte)
}

fn begins_word(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|before| !is_word(before))
}

/// Puts `*` in place of every byte of some ranges that is no white space; the length stays.
pub fn cover(bytes: &mut [u8], ranges: impl IntoIterator<Item = Range<usize>>) {
    for range in ranges {
        let end = range.end.min(bytes.len());
        let covered = bytes.get_mut(range.start.min(end)..end).unwrap_or_default();
        covered.iter_mut().filter(|byte| !byte.is_ascii_whitespace()).for_each(|byte| *byte = b'*');
    }
}
