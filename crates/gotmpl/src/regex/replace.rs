//! Replacing matches.

use super::Regex;
use super::haystack::Haystack;
use regex_automata::Input;
use regex_automata::util::captures::Captures;

impl Regex {
    /// Replaces every match by a text in which `$1`, `$name`, `${1}` and `${name}` stand for what groups matched and `$$` for a
    /// dollar. A name without braces is as long as letters, digits and `_` go on; a group that is not there is empty.
    ///
    /// `claim` is told of the bytes of each replacement before they are made, and may stop the work.
    ///
    /// # Errors
    ///
    /// What `claim` fails with.
    pub fn replace_all<E>(
        &self,
        text: &[u8],
        template: &[u8],
        claim: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Vec<u8>, E> {
        self.replace(text, claim, |haystack, captures, made| self.expand(template, haystack, captures, made))
    }

    /// Replaces every match by a text as it is.
    ///
    /// # Errors
    ///
    /// What `claim` fails with.
    pub fn replace_all_literal<E>(
        &self,
        text: &[u8],
        replacement: &[u8],
        claim: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Vec<u8>, E> {
        self.replace(text, claim, |_, _, made| made.extend_from_slice(replacement))
    }

    fn replace<E>(
        &self,
        text: &[u8],
        mut claim: impl FnMut(usize) -> Result<(), E>,
        write: impl Fn(&Haystack<'_>, &Captures, &mut Vec<u8>),
    ) -> Result<Vec<u8>, E> {
        let haystack = Haystack::new(text);
        let mut captures = self.matcher.create_captures();
        let mut made = Vec::with_capacity(text.len());
        let mut copied = 0;
        let mut from = 0;
        while from <= haystack.len() {
            self.matcher.search_captures(&Input::new(&*haystack.readable).range(from..), &mut captures);
            let Some(found) = captures.get_match() else { break };
            made.extend_from_slice(haystack.slice(copied..found.start()));
            // An empty match directly after another match is not replaced.
            if found.end() > copied || found.start() == 0 {
                let length = made.len();
                write(&haystack, &captures, &mut made);
                claim(made.len() - length)?;
            }
            copied = found.end();
            from = found.end().max(haystack.after_character(from));
        }
        made.extend_from_slice(haystack.slice(copied..haystack.len()));
        Ok(made)
    }

    /// Writes a template with what the groups of a match stand for.
    fn expand(&self, template: &[u8], haystack: &Haystack<'_>, captures: &Captures, made: &mut Vec<u8>) {
        let mut rest = template;
        while let Some(dollar) = rest.iter().position(|byte| *byte == b'$') {
            made.extend_from_slice(&rest[..dollar]);
            rest = &rest[dollar + 1..];
            if let Some(after) = rest.strip_prefix(b"$") {
                made.push(b'$');
                rest = after;
                continue;
            }
            let Some((name, after)) = reference(rest) else {
                made.push(b'$');
                continue;
            };
            if let Some(span) = self.group(name, captures) {
                made.extend_from_slice(haystack.slice(span));
            }
            rest = after;
        }
        made.extend_from_slice(rest);
    }

    /// Finds what a group matched: by number, or the first group of a name that took part in the match.
    fn group(&self, name: &str, captures: &Captures) -> Option<std::ops::Range<usize>> {
        if let Some(number) = group_number(name) {
            return captures.get_group(number).map(|span| span.range());
        }
        let named = self.names.iter().enumerate().filter(|(_, group)| *group == name);
        named.filter_map(|(index, _)| captures.get_group(index)).map(|span| span.range()).next()
    }
}

/// Reads a name of all digits that is a number: one without leading zeros, and of less than nine digits.
fn group_number(name: &str) -> Option<usize> {
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit()) && name.len() < 9;
    let has_leading_zero = name.len() > 1 && name.starts_with('0');
    if is_number && !has_leading_zero { name.parse().ok() } else { None }
}

/// Reads `name` or `{name}` after a dollar, and gives what follows; nothing where there is neither.
fn reference(text: &[u8]) -> Option<(&str, &[u8])> {
    let braced = text.strip_prefix(b"{");
    let text = braced.unwrap_or(text);
    // Bytes that are not UTF-8 end a name.
    let readable = text.utf8_chunks().next()?.valid();
    let end = readable.find(|c: char| c != '_' && !is_letter_or_digit(c)).unwrap_or(readable.len());
    if end == 0 {
        return None;
    }
    let after = &text[end..];
    match braced {
        Some(_) => Some((&readable[..end], after.strip_prefix(b"}")?)),
        None => Some((&readable[..end], after)),
    }
}

fn is_letter_or_digit(character: char) -> bool {
    crate::unicode::is_letter(character) || crate::unicode::is_digit(character)
}
