//! Reads the scalars of JSON, and says in Go's words what is wrong.

use crate::format::{quoted, rune};
use crate::value::Text;

/// A text that is being read.
pub(super) struct Scan<'text> {
    pub(super) text: &'text [u8],
    pub(super) at: usize,
}

impl<'text> Scan<'text> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    pub(super) fn skip_spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// Says that what comes next is wrong where it stands, or that the text ends.
    pub(super) fn wrong(&self, place: &str) -> String {
        match self.peek() {
            Some(byte) => format!("invalid character {} {place}", shown(byte)),
            None => "unexpected end of JSON input".to_owned(),
        }
    }

    /// Like [`wrong`](Self::wrong) where white space may not come either; Go takes the end of the text for a space there.
    fn wrong_inside(&self, place: &str) -> String {
        format!("invalid character {} {place}", shown(self.peek().unwrap_or(b' ')))
    }

    pub(super) fn word(&mut self, word: &str) -> Result<(), String> {
        for (index, expected) in word.bytes().enumerate() {
            if self.peek() != Some(expected) {
                let expected = char::from(expected);
                debug_assert!(index > 0, "a word is recognized by its first letter");
                return Err(self.wrong_inside(&format!("in literal {word} (expecting '{expected}')")));
            }
            self.at += 1;
        }
        Ok(())
    }

    pub(super) fn number(&mut self) -> Result<&'text str, String> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(self.wrong_inside("in numeric literal")),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits("after decimal point in numeric literal")?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.some_digits("in exponent of numeric literal")?;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        Ok(std::str::from_utf8(text).unwrap_or_default())
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }

    fn some_digits(&mut self, place: &str) -> Result<(), String> {
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.wrong_inside(place));
        }
        self.digits();
        Ok(())
    }

    /// Reads a string from its first quote on. What is no character becomes U+FFFD.
    pub(super) fn string(&mut self) -> Result<Text, String> {
        self.at += 1;
        let mut out = String::new();
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.escape(&mut out)?,
                Some(b' '..) => {
                    let (character, width) = rune::decode(&self.text[self.at..]).unwrap_or((rune::REPLACEMENT, 1));
                    out.push(character);
                    self.at += width;
                }
                _ => return Err(self.wrong("in string literal")),
            }
        }
        self.at += 1;
        Ok(out.into())
    }

    fn escape(&mut self, out: &mut String) -> Result<(), String> {
        self.at += 1;
        let escaped = match self.peek() {
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                out.push(self.unicode()?);
                return Ok(());
            }
            _ => return Err(self.wrong_inside("in string escape code")),
        };
        self.at += 1;
        out.push(escaped);
        Ok(())
    }

    /// Reads the digits after `\u`, and the second half of a pair; a half alone is U+FFFD.
    fn unicode(&mut self) -> Result<char, String> {
        let first = self.hexadecimal()?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        let after_first = self.at;
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(b"\\u")) {
            self.at += 1;
            let second = self.hexadecimal()?;
            let pair = [first, second].map(|half| half as u16);
            if let Some(Ok(character)) = char::decode_utf16(pair).next() {
                return Ok(character);
            }
            self.at = after_first;
        }
        Ok(rune::REPLACEMENT)
    }

    fn hexadecimal(&mut self) -> Result<u32, String> {
        self.at += 1;
        let mut value = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            value = value * 16 + digit.ok_or_else(|| self.wrong_inside("in \\u hexadecimal character escape"))?;
            self.at += 1;
        }
        Ok(value)
    }
}

/// Writes a byte, read as Latin-1, between single quotes.
fn shown(byte: u8) -> String {
    match byte {
        b'\'' => r"'\''".to_owned(),
        b'"' => "'\"'".to_owned(),
        _ => {
            let quoted = quoted(char::from(byte).to_string().as_bytes());
            format!("'{}'", quoted.trim_matches('"'))
        }
    }
}
