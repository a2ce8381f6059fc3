//! Tokens of a template.

use crate::format::{quote, rune};

/// The sorts of tokens. Those from [`Dot`](Sort::Dot) on are keywords.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Sort {
    Error,
    Bool,
    /// A printable character that means nothing, or `,`.
    Char,
    CharConstant,
    Complex,
    Assign,
    Declare,
    Eof,
    Field,
    Identifier,
    LeftDelimiter,
    LeftParen,
    Number,
    Pipe,
    RawString,
    RightDelimiter,
    RightParen,
    Space,
    String,
    Text,
    Variable,
    Dot,
    Block,
    Break,
    Continue,
    Define,
    Else,
    End,
    If,
    Nil,
    Range,
    Template,
    With,
}

/// A token: its bytes in the text and the line on which it begins.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) sort: Sort,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) line: u32,
    /// What is wrong, for [`Sort::Error`].
    pub(super) error: Option<String>,
}

impl Token {
    /// Shows the token as Go's error texts do.
    pub(super) fn shown(&self, text: &[u8]) -> String {
        let value = &text[self.start..self.end];
        match self.sort {
            Sort::Eof => "EOF".to_owned(),
            Sort::Error => self.error.clone().unwrap_or_default(),
            sort if sort >= Sort::Dot => format!("<{}>", String::from_utf8_lossy(value)),
            _ if value.len() > 10 => format!("{}...", quoted(rune::truncate(value, 10))),
            _ => quoted(value),
        }
    }
}

pub(super) fn quoted(value: &[u8]) -> String {
    let mut out = Vec::new();
    quote::quote(value, quote::Escape::Unprintable, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Finds the keyword that a word is.
pub(super) fn keyword(word: &[u8]) -> Option<Sort> {
    Some(match word {
        b"block" => Sort::Block,
        b"break" => Sort::Break,
        b"continue" => Sort::Continue,
        b"define" => Sort::Define,
        b"else" => Sort::Else,
        b"end" => Sort::End,
        b"if" => Sort::If,
        b"nil" => Sort::Nil,
        b"range" => Sort::Range,
        b"template" => Sort::Template,
        b"with" => Sort::With,
        _ => return None,
    })
}
