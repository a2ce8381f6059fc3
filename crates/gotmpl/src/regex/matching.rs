//! Finding matches, one, some or all, and splitting at them.

use super::Regex;
use super::haystack::Haystack;
use regex_automata::{Input, Match};

/// How many matches or parts are asked for: Go's `n`, in which a negative number means all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amount {
    /// At most so many.
    AtMost(usize),
    /// All of them.
    All,
}

impl Amount {
    /// Reads Go's number.
    pub fn new(number: i64) -> Self {
        usize::try_from(number).map_or(Amount::All, Amount::AtMost)
    }

    fn allows(self, more_than: usize) -> bool {
        match self {
            Amount::AtMost(most) => more_than < most,
            Amount::All => true,
        }
    }
}

impl Regex {
    /// Tells whether the pattern matches somewhere in the text.
    pub fn is_match(&self, text: &[u8]) -> bool {
        let haystack = Haystack::new(text);
        self.matcher.is_match(&*haystack.readable)
    }

    /// Gives the first match.
    pub fn find<'text>(&self, text: &'text [u8]) -> Option<&'text [u8]> {
        let haystack = Haystack::new(text);
        let found = self.search(&haystack, 0)?;
        Some(haystack.slice(found.range()))
    }

    /// Gives the matches from left to right, none of which overlap; an empty one directly after another is left out.
    pub fn find_all<'text>(&self, text: &'text [u8], amount: Amount) -> Vec<&'text [u8]> {
        let haystack = Haystack::new(text);
        let matches = self.matches(&haystack, amount);
        matches.into_iter().map(|found| haystack.slice(found.range())).collect()
    }

    /// Gives what stands between matches; the last of a limited number of parts is all that is left. A limit of zero gives nothing.
    pub fn split<'text>(&self, text: &'text [u8], amount: Amount) -> Option<Vec<&'text [u8]>> {
        if amount == Amount::AtMost(0) {
            return None;
        }
        if text.is_empty() && !self.is_empty_pattern {
            return Some(vec![text]);
        }
        let haystack = Haystack::new(text);
        let mut parts = Vec::new();
        let mut start = 0;
        let mut end = 0;
        for found in self.matches(&haystack, amount) {
            if !amount.allows(parts.len() + 1) {
                break;
            }
            end = found.start();
            if found.end() != 0 {
                parts.push(haystack.slice(start..end));
            }
            start = found.end();
        }
        if end != haystack.len() {
            parts.push(haystack.slice(start..haystack.len()));
        }
        Some(parts)
    }

    pub(super) fn search(&self, haystack: &Haystack<'_>, from: usize) -> Option<Match> {
        self.matcher.search(&Input::new(&*haystack.readable).range(from..))
    }

    fn matches(&self, haystack: &Haystack<'_>, amount: Amount) -> Vec<Match> {
        let mut matches = Vec::new();
        let mut from = 0;
        let mut last_end = None;
        while amount.allows(matches.len()) && from <= haystack.len() {
            let Some(found) = self.search(haystack, from) else { break };
            let is_doubled = found.is_empty() && last_end == Some(found.start());
            from = if found.end() == from { haystack.after_character(from) } else { found.end() };
            last_end = Some(found.end());
            if !is_doubled {
                matches.push(found);
            }
        }
        matches
    }
}
