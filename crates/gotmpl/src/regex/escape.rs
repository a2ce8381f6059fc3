//! What may follow a backslash.

use super::class::Class;
use super::error::{Complaint, Refusal};
use super::node::Node;
use super::parser::Parser;
use regex_syntax::hir::Look;

/// Reads an escape outside of classes.
pub(super) fn read(parser: &mut Parser<'_>) -> Result<(), Refusal> {
    let look = match parser.rest().as_bytes().get(1) {
        Some(b'A') => Look::Start,
        Some(b'z') => Look::End,
        Some(b'b') => Look::WordAscii,
        Some(b'B') => Look::WordAsciiNegate,
        Some(b'Q') => {
            read_quoted(parser);
            return Ok(());
        }
        _ => return read_class_or_character(parser),
    };
    parser.at += 2;
    parser.add(Node::look(look));
    Ok(())
}

/// Reads `\Q…\E`, in which every character stands for itself.
fn read_quoted(parser: &mut Parser<'_>) {
    parser.at += 2;
    let rest = parser.rest();
    let (quoted, length) = match rest.split_once(r"\E") {
        Some((quoted, _)) => (quoted, quoted.len() + 2),
        None => (rest, rest.len()),
    };
    quoted.chars().for_each(|literal| parser.add_literal(literal));
    parser.at += length;
}

fn read_class_or_character(parser: &mut Parser<'_>) -> Result<(), Refusal> {
    let mut class = Class::default();
    if parser.read_unicode_class(&mut class)? || parser.read_perl_class(&mut class) {
        parser.add(Node::of(class.into_hir()));
        return Ok(());
    }
    let mut class = Class::default();
    let character = read_character(parser)?;
    class.add_range(character, character, parser.flags.fold());
    parser.add(Node::of(class.into_hir()));
    Ok(())
}

/// Reads an escape that stands for one character, which may be a half of a surrogate pair: such a one matches nothing.
pub(super) fn read_character(parser: &mut Parser<'_>) -> Result<u32, Refusal> {
    let start = parser.at;
    parser.at += 1;
    let Some(next) = parser.next() else {
        return Err(Refusal::new(Complaint::TrailingBackslash, ""));
    };
    let character = match next {
        '0' => Some(read_octal(parser, 0)),
        '1'..='7' if parser.rest().starts_with(|next| ('0'..='7').contains(&next)) => {
            Some(read_octal(parser, u32::from(next) - u32::from('0')))
        }
        'x' => read_hexadecimal(parser),
        'a' => Some(0x07),
        'f' => Some(0x0c),
        'n' => Some(0x0a),
        'r' => Some(0x0d),
        't' => Some(0x09),
        'v' => Some(0x0b),
        punctuation if punctuation.is_ascii() && !punctuation.is_ascii_alphanumeric() => Some(punctuation.into()),
        _ => None,
    };
    match character {
        Some(character) => Ok(character),
        None => parser.refuse(Complaint::Escape, start),
    }
}

/// Reads up to two further octal digits.
fn read_octal(parser: &mut Parser<'_>, first: u32) -> u32 {
    let mut value = first;
    for _ in 0..2 {
        match parser.rest().chars().next().and_then(|next| next.to_digit(8)) {
            Some(digit) => value = value * 8 + digit,
            None => break,
        }
        parser.at += 1;
    }
    value
}

/// Reads two hexadecimal digits, or any number of them in braces.
fn read_hexadecimal(parser: &mut Parser<'_>) -> Option<u32> {
    let first = parser.next()?;
    if first != '{' {
        let second = parser.next();
        return Some(first.to_digit(16)? * 16 + second?.to_digit(16)?);
    }
    let mut value: u32 = 0;
    let mut digits = 0;
    loop {
        let next = parser.next()?;
        if next == '}' {
            return (digits > 0).then_some(value);
        }
        value = value * 16 + next.to_digit(16)?;
        if value > u32::from(char::MAX) {
            return None;
        }
        digits += 1;
    }
}
