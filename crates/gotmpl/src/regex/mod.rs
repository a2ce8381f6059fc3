//! Go's regular expressions: RE2's syntax, leftmost-first matching, and what package `regexp` makes of matches.
//!
//! Takes a pattern and gives a [`Regex`], or the words in which Go refuses the pattern. The reader here knows Go's syntax and
//! builds what the matcher of the `regex` crates runs, whose way of choosing among matches is Go's.
//!
//! The law: the same patterns are accepted, with the same meaning. What is bounded is bounded by Go's own limits (a repetition
//! of at most 1,000) and by the room that a compiled pattern may take; matching takes time linear in the text.

mod class;
mod error;
mod escape;
mod group;
mod haystack;
mod matching;
mod names;
mod node;
mod parser;
mod replace;

pub use error::{Complaint, Refusal};
pub use matching::Amount;

use regex_automata::meta;

/// A pattern, ready to match. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Regex {
    matcher: meta::Regex,
    /// The name of each group, the whole match first; empty for groups without one. Go lets several groups have one name.
    names: Vec<String>,
    /// Whether the pattern is the empty text, by which Go splits an empty text into nothing.
    is_empty_pattern: bool,
}

/// Bytes that a compiled pattern may take. Go's own limit is about 3.3 million instructions of 40 bytes.
const ROOM: usize = 32 << 20;

impl Regex {
    /// Reads and compiles a pattern.
    ///
    /// # Errors
    ///
    /// What Go says of the pattern, which displays as `error parsing regexp: …`.
    pub fn new(pattern: &[u8]) -> Result<Self, Refusal> {
        let text = std::str::from_utf8(pattern)
            .map_err(|_| Refusal::new(Complaint::NotUtf8, String::from_utf8_lossy(pattern)))?;
        let parsed = parser::parse(text)?;
        let config = meta::Config::new().nfa_size_limit(Some(ROOM)).utf8_empty(true);
        let matcher = meta::Builder::new()
            .configure(config)
            .build_from_hir(&parsed.hir)
            .map_err(|_| Refusal::new(Complaint::TooLarge, text))?;
        Ok(Self { matcher, names: parsed.names, is_empty_pattern: text.is_empty() })
    }
}

/// Puts a backslash before every byte that has a meaning in patterns.
pub fn quote_meta(text: &[u8]) -> Vec<u8> {
    let mut quoted = Vec::with_capacity(text.len());
    for byte in text {
        if br"\.+*?()|[]{}^$".contains(byte) {
            quoted.push(b'\\');
        }
        quoted.push(*byte);
    }
    quoted
}
