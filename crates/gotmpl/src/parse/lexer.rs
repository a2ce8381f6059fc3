//! Cuts a template into tokens, one at a time.

use super::token::{Sort, Token, keyword, quoted};
use crate::format::rune;

const LEFT: &[u8] = b"{{";
const RIGHT: &[u8] = b"}}";

/// A lexer over one text. After an error or the end it gives that token again and again.
pub(super) struct Lexer<'t> {
    text: &'t [u8],
    at: usize,
    start: usize,
    line: u32,
    start_line: u32,
    inside_action: bool,
    parens: u32,
    /// Words that are functions here and so no keywords: `break` and `continue`.
    words: [bool; 2],
    ended: Option<Token>,
}

impl<'t> Lexer<'t> {
    /// Begins; `break` and `continue` are no keywords where they are functions.
    pub(super) fn new(text: &'t [u8], break_is_function: bool, continue_is_function: bool) -> Self {
        let words = [break_is_function, continue_is_function];
        Self { text, at: 0, start: 0, line: 1, start_line: 1, inside_action: false, parens: 0, words, ended: None }
    }

    /// Gives the next token.
    pub(super) fn next(&mut self) -> Token {
        if let Some(ended) = &self.ended {
            return ended.clone();
        }
        match self.inside_action {
            true => self.action(),
            false => self.text(),
        }
    }

    fn rest(&self) -> &'t [u8] {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        rune::decode(self.rest()).map(|(found, _)| found)
    }

    fn advance(&mut self) -> Option<char> {
        let (found, width) = rune::decode(self.rest())?;
        self.at += width;
        self.line += u32::from(found == '\n');
        Some(found)
    }

    fn newlines(&self) -> u32 {
        self.text[self.start..self.at].iter().filter(|byte| **byte == b'\n').count() as u32
    }

    /// Ends the token; the next one begins here.
    fn emit(&mut self, sort: Sort) -> Token {
        let token = Token { sort, start: self.start, end: self.at, line: self.start_line, error: None };
        self.start = self.at;
        self.start_line = self.line;
        token
    }

    /// Leaves out what was read since the last token.
    fn skip(&mut self) {
        self.line += self.newlines();
        self.start = self.at;
        self.start_line = self.line;
    }

    fn error(&mut self, message: impl Into<String>) -> Token {
        let token = Token {
            sort: Sort::Error,
            start: self.start,
            end: self.start,
            line: self.start_line,
            error: Some(message.into()),
        };
        // What follows an error is the end of the text.
        let end = Token { sort: Sort::Eof, start: 0, end: 0, line: self.start_line, error: None };
        self.ended = Some(end);
        token
    }

    fn text(&mut self) -> Token {
        loop {
            let Some(length) = find(self.rest(), LEFT) else {
                self.at = self.text.len();
                if self.at > self.start {
                    self.line += self.newlines();
                    return self.emit(Sort::Text);
                }
                let token = self.emit(Sort::Eof);
                self.ended = Some(token.clone());
                return token;
            };
            if length > 0 {
                self.at += length;
                let trimmed = match trims_left(&self.text[self.at + LEFT.len()..]) {
                    true => length - self.text[self.start..self.at].trim_ascii_end_go().len(),
                    false => 0,
                };
                self.at -= trimmed;
                self.line += self.newlines();
                let token = self.emit(Sort::Text);
                self.at += trimmed;
                self.skip();
                if token.end > token.start {
                    return token;
                }
            }
            if let Some(token) = self.left_delimiter() {
                return token;
            }
        }
    }

    /// Reads `{{`; a comment is left out.
    fn left_delimiter(&mut self) -> Option<Token> {
        self.at += LEFT.len();
        let marker = if trims_left(self.rest()) { 2 } else { 0 };
        if self.text[self.at + marker..].starts_with(b"/*") {
            self.at += marker;
            self.skip();
            return self.comment();
        }
        let token = self.emit(Sort::LeftDelimiter);
        self.inside_action = true;
        self.at += marker;
        self.skip();
        self.parens = 0;
        Some(token)
    }

    fn comment(&mut self) -> Option<Token> {
        self.at += 2;
        let Some(length) = find(self.rest(), b"*/") else { return Some(self.error("unclosed comment")) };
        self.at += length + 2;
        let Some(trims) = self.right_delimiter_here() else {
            return Some(self.error("comment ends before closing delimiter"));
        };
        self.after_right_delimiter(trims);
        self.skip();
        None
    }

    /// Tells whether `}}` stands here, and if so whether it trims what follows.
    fn right_delimiter_here(&self) -> Option<bool> {
        let rest = self.rest();
        match rest {
            [space, b'-', after @ ..] if is_space(char::from(*space)) && after.starts_with(RIGHT) => Some(true),
            _ => rest.starts_with(RIGHT).then_some(false),
        }
    }

    fn after_right_delimiter(&mut self, trims: bool) {
        self.at += RIGHT.len() + if trims { 2 } else { 0 };
        if trims {
            self.at += self.rest().len() - self.rest().trim_ascii_start_go().len();
        }
    }

    fn right_delimiter(&mut self, trims: bool) -> Token {
        if trims {
            self.at += 2;
            self.skip();
        }
        self.at += RIGHT.len();
        let token = self.emit(Sort::RightDelimiter);
        if trims {
            self.at += self.rest().len() - self.rest().trim_ascii_start_go().len();
            self.skip();
        }
        self.inside_action = false;
        token
    }

    fn action(&mut self) -> Token {
        if let Some(trims) = self.right_delimiter_here() {
            return match self.parens {
                0 => self.right_delimiter(trims),
                _ => self.error("unclosed left paren"),
            };
        }
        let Some(first) = self.peek() else { return self.error("unclosed action") };
        if is_space(first) {
            return self.space();
        }
        if is_alphanumeric(first) && !first.is_ascii_digit() {
            return self.identifier();
        }
        if matches!(first, '+' | '-' | '0'..='9')
            || (first == '.' && self.rest().get(1).is_some_and(u8::is_ascii_digit))
        {
            return self.number();
        }
        self.advance();
        match first {
            '=' => self.emit(Sort::Assign),
            ':' if self.peek() == Some('=') => {
                self.advance();
                self.emit(Sort::Declare)
            }
            ':' => self.error("expected :="),
            '|' => self.emit(Sort::Pipe),
            '"' => self.quoted('"', Sort::String, "unterminated quoted string"),
            '\'' => self.quoted('\'', Sort::CharConstant, "unterminated character constant"),
            '`' => self.raw_string(),
            '$' => self.field_or_variable(Sort::Variable, Sort::Variable),
            // At the very end Go begins a number, which is none.
            '.' if self.rest().is_empty() => self.emit(Sort::Number),
            '.' => self.field_or_variable(Sort::Field, Sort::Dot),
            '(' => {
                self.parens += 1;
                self.emit(Sort::LeftParen)
            }
            ')' => match self.parens.checked_sub(1) {
                Some(open) => {
                    self.parens = open;
                    self.emit(Sort::RightParen)
                }
                None => self.error("unexpected right paren"),
            },
            _ if rune::is_printable(first) && first.is_ascii() => self.emit(Sort::Char),
            _ => self.error(format!("unrecognized character in action: {}", code_point(first))),
        }
    }

    fn space(&mut self) -> Token {
        let mut last = self.at;
        while self.peek().is_some_and(is_space) {
            last = self.at;
            self.advance();
        }
        // The last of the spaces may belong to ` -}}`.
        let rest = &self.text[last..];
        if rest.get(1) == Some(&b'-') && rest[2..].starts_with(RIGHT) {
            self.line -= u32::from(rest[0] == b'\n');
            self.at = last;
            if last == self.start {
                return self.right_delimiter(true);
            }
        }
        self.emit(Sort::Space)
    }

    fn word(&mut self) -> Result<(), Token> {
        while self.peek().is_some_and(is_alphanumeric) {
            self.advance();
        }
        match self.at_terminator() {
            true => Ok(()),
            false => {
                let bad = self.peek().map(code_point).unwrap_or_default();
                Err(self.error(format!("bad character {bad}")))
            }
        }
    }

    fn identifier(&mut self) -> Token {
        if let Err(error) = self.word() {
            return error;
        }
        let word = &self.text[self.start..self.at];
        match keyword(word) {
            Some(Sort::Break) if self.words[0] => self.emit(Sort::Identifier),
            Some(Sort::Continue) if self.words[1] => self.emit(Sort::Identifier),
            Some(sort) => self.emit(sort),
            None if matches!(word, b"true" | b"false") => self.emit(Sort::Bool),
            None => self.emit(Sort::Identifier),
        }
    }

    /// Reads what follows `.` or `$`; `alone` is what the mark is without a name.
    fn field_or_variable(&mut self, sort: Sort, alone: Sort) -> Token {
        if self.at_terminator() {
            return self.emit(alone);
        }
        match self.word() {
            Ok(()) => self.emit(sort),
            Err(error) => error,
        }
    }

    fn at_terminator(&self) -> bool {
        match self.peek() {
            None | Some('.' | ',' | '|' | ':' | ')' | '(') => true,
            Some(found) => is_space(found) || self.rest().starts_with(RIGHT),
        }
    }

    fn quoted(&mut self, quote: char, sort: Sort, unterminated: &str) -> Token {
        loop {
            match self.advance() {
                Some('\\') if self.peek().is_some_and(|next| next != '\n') => {
                    self.advance();
                }
                Some('\\') | None | Some('\n') => return self.error(unterminated),
                Some(found) if found == quote => return self.emit(sort),
                Some(_) => {}
            }
        }
    }

    fn raw_string(&mut self) -> Token {
        loop {
            match self.advance() {
                None => return self.error("unterminated raw quoted string"),
                Some('`') => return self.emit(Sort::RawString),
                Some(_) => {}
            }
        }
    }

    fn number(&mut self) -> Token {
        if !self.scan_number() {
            return self.bad_number();
        }
        if matches!(self.peek(), Some('+' | '-')) {
            // A complex number: no spaces, and it ends in `i`.
            return match self.scan_number() && self.text[self.at - 1] == b'i' {
                true => self.emit(Sort::Complex),
                false => self.bad_number(),
            };
        }
        self.emit(Sort::Number)
    }

    fn bad_number(&mut self) -> Token {
        let shown = quoted(&self.text[self.start..self.at]);
        self.error(format!("bad number syntax: {shown}"))
    }

    fn accept(&mut self, set: &str) -> bool {
        let found = self.peek().is_some_and(|next| set.contains(next));
        if found {
            self.advance();
        }
        found
    }

    fn accept_all(&mut self, set: &str) {
        while self.accept(set) {}
    }

    fn scan_number(&mut self) -> bool {
        const DECIMAL: &str = "0123456789_";
        self.accept("+-");
        let mut digits = DECIMAL;
        if self.accept("0") {
            digits = match () {
                () if self.accept("xX") => "0123456789abcdefABCDEF_",
                () if self.accept("oO") => "01234567_",
                () if self.accept("bB") => "01_",
                () => DECIMAL,
            };
        }
        self.accept_all(digits);
        if self.accept(".") {
            self.accept_all(digits);
        }
        let exponent = match digits.len() {
            11 => "eE",
            23 => "pP",
            _ => "",
        };
        if self.accept(exponent) {
            self.accept("+-");
            self.accept_all(DECIMAL);
        }
        self.accept("i");
        if self.peek().is_some_and(is_alphanumeric) {
            self.advance();
            return false;
        }
        true
    }
}

/// Go trims these four and nothing else.
trait TrimAsGo {
    fn trim_ascii_end_go(&self) -> &Self;
    fn trim_ascii_start_go(&self) -> &Self;
}

impl TrimAsGo for [u8] {
    fn trim_ascii_end_go(&self) -> &Self {
        let kept = self.iter().rposition(|byte| !is_space(char::from(*byte))).map_or(0, |last| last + 1);
        &self[..kept]
    }

    fn trim_ascii_start_go(&self) -> &Self {
        let first = self.iter().position(|byte| !is_space(char::from(*byte))).unwrap_or(self.len());
        &self[first..]
    }
}

fn trims_left(after: &[u8]) -> bool {
    matches!(after, [b'-', space, ..] if is_space(char::from(*space)))
}

fn is_space(found: char) -> bool {
    matches!(found, ' ' | '\t' | '\r' | '\n')
}

/// Go takes letters and decimal digits; a few marks and numerals that Rust counts among them pass here and not there.
fn is_alphanumeric(found: char) -> bool {
    found == '_' || found.is_alphanumeric()
}

/// Shows a character as Go's `%#U`.
fn code_point(found: char) -> String {
    match rune::is_printable(found) {
        true => format!("U+{:04X} '{found}'", found as u32),
        false => format!("U+{:04X}", found as u32),
    }
}

pub(super) fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}
