//! The parts of which versions and constraints are written.

/// The places of text that is being read.
#[derive(Clone)]
pub(super) struct Scan<'text> {
    pub(super) rest: &'text str,
}

impl<'text> Scan<'text> {
    pub(super) fn new(text: &'text str) -> Self {
        Self { rest: text }
    }

    pub(super) fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes bytes while they are of a kind.
    pub(super) fn take_while(&mut self, is_of_kind: impl Fn(u8) -> bool) -> &'text str {
        let length = self.rest.bytes().take_while(|byte| is_of_kind(*byte)).count();
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Takes what a regular expression's `\s` takes.
    pub(super) fn take_spaces(&mut self) -> &'text str {
        self.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c))
    }

    /// Takes a mark and at least one byte of a kind; nothing where there is not both.
    pub(super) fn take_marked(&mut self, mark: &str, is_of_kind: impl Fn(u8) -> bool) -> &'text str {
        let mut ahead = self.clone();
        if !ahead.take(mark) {
            return "";
        }
        let taken = ahead.take_while(is_of_kind);
        if !taken.is_empty() {
            *self = ahead;
        }
        taken
    }

    /// Takes a mark and words between dots: a pre-release after `-`, metadata after `+`.
    pub(super) fn take_words(&mut self, mark: &str) -> &'text str {
        let is_of_word = |byte: u8| byte == b'-' || byte.is_ascii_alphanumeric();
        let before = self.rest;
        if self.take_marked(mark, is_of_word).is_empty() {
            return "";
        }
        while !self.take_marked(".", is_of_word).is_empty() {}
        &before[mark.len()..before.len() - self.rest.len()]
    }
}
