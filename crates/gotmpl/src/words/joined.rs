//! `CamelCase`, `snake_case` and `kebab-case`, by the rules of xstrings 1.5.

use crate::format::rune;
use crate::unicode::{is_letter, is_number, is_punctuation, is_upper, to_lower, to_upper};

fn is_connector(character: char) -> bool {
    matches!(character, '-' | '_') || character.is_whitespace()
}

/// Writes words together, each with a capital. Connectors at the start stay; of several in a row all but the last stay.
pub(crate) fn pascal(text: &[u8]) -> Vec<u8> {
    let characters: Vec<char> = rune::runes(text).map(|(_, character, _)| character).collect();
    let connectors = characters.iter().take_while(|character| is_connector(**character)).count();
    let mut written: String = characters[..connectors].iter().collect();
    let Some((first, rest)) = characters[connectors..].split_first() else {
        // The last connector is written twice.
        written.extend(characters.last());
        return written.into_bytes();
    };
    // A word that began with a capital goes on in small letters until one is small already.
    let mut lowers = is_upper(*first);
    let mut last = to_upper(*first);
    if rest.is_empty() {
        written.push(last);
        return written.into_bytes();
    }
    for character in rest {
        let mut next = *character;
        match (is_connector(last), is_connector(next)) {
            (true, true) => written.push(last),
            (true, false) => {
                lowers = is_upper(next);
                next = to_upper(next);
            }
            (false, _) => {
                lowers = lowers && is_upper(next);
                if lowers {
                    next = to_lower(next);
                }
                written.push(last);
            }
        }
        last = next;
    }
    written.push(last);
    written.into_bytes()
}

/// What a piece of a text is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Nothing, or bytes that are no characters.
    Invalid,
    Number,
    /// A word that begins with a capital.
    Capital,
    Letters,
    Connector,
    Punctuation,
    Other,
}

impl Kind {
    fn is_word(self) -> bool {
        matches!(self, Kind::Letters | Kind::Number)
    }

    /// Tells whether a connector goes before a piece of the kind.
    fn wants_connector(self) -> bool {
        !matches!(self, Kind::Connector | Kind::Punctuation)
    }
}

/// Writes words in small letters with a connector between them.
pub(crate) fn connected(text: &[u8], connector: char) -> Vec<u8> {
    let mut writer = Writer { written: Vec::with_capacity(text.len() + 8), connector, rest: text };
    let (mut kind, mut word) = writer.next();
    while !writer.rest.is_empty() {
        if kind != Kind::Connector {
            writer.write(kind, word);
        }
        let (before, last) = (kind, word);
        (kind, word) = writer.next();
        match before {
            Kind::Number => {
                (kind, word) = writer.write_words(kind, word);
                if kind != Kind::Invalid && kind.wants_connector() {
                    writer.connect();
                }
            }
            Kind::Connector => writer.write(before, last),
            Kind::Punctuation => {}
            _ if kind != Kind::Number => {
                if kind.wants_connector() {
                    writer.connect();
                }
            }
            _ if writer.rest.is_empty() => {}
            _ => {
                let number = word;
                (kind, word) = writer.next();
                if kind != Kind::Letters {
                    // The number belongs to the word before it.
                    writer.write(Kind::Number, number);
                    if kind.wants_connector() {
                        writer.connect();
                    }
                } else {
                    // It begins a word of small letters.
                    writer.connect();
                    writer.write(Kind::Number, number);
                    (kind, word) = writer.write_words(kind, word);
                    if kind != Kind::Invalid && kind.wants_connector() {
                        writer.connect();
                    }
                }
            }
        }
    }
    writer.write(kind, word);
    writer.written
}

struct Writer<'text> {
    written: Vec<u8>,
    connector: char,
    rest: &'text [u8],
}

impl<'text> Writer<'text> {
    fn connect(&mut self) {
        self.written.extend_from_slice(self.connector.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn write(&mut self, kind: Kind, word: &[u8]) {
        if !matches!(kind, Kind::Capital | Kind::Connector) {
            self.written.extend_from_slice(word);
            return;
        }
        for (_, character, _) in rune::runes(word) {
            let changed = match character {
                _ if is_connector(character) => self.connector,
                _ if is_upper(character) => to_lower(character),
                _ => character,
            };
            self.written.extend_from_slice(changed.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }

    /// Writes letters and numbers as long as they go on, and gives what comes then.
    fn write_words(&mut self, mut kind: Kind, mut word: &'text [u8]) -> (Kind, &'text [u8]) {
        while kind.is_word() {
            self.write(kind, word);
            (kind, word) = self.next();
        }
        (kind, word)
    }

    /// Takes the next piece.
    fn next(&mut self) -> (Kind, &'text [u8]) {
        let (kind, length) = measure(self.rest);
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        (kind, word)
    }
}

/// Measures the piece at the start of a text.
fn measure(text: &[u8]) -> (Kind, usize) {
    let (first, width) = valid(text, rune::REPLACEMENT);
    if first == rune::REPLACEMENT {
        return (Kind::Invalid, width);
    }
    match first {
        _ if is_connector(first) => (Kind::Connector, run(text, width, first, is_connector)),
        _ if is_punctuation(first) => (Kind::Punctuation, run(text, width, first, is_punctuation)),
        _ if is_upper(first) => (Kind::Capital, capital(text, width, first)),
        _ if is_alphabet(first) => (Kind::Letters, run(text, width, first, is_small)),
        _ if is_number(first) => (Kind::Number, run(text, width, first, is_number)),
        _ => {
            let is_other = |character: char| {
                !(is_connector(character)
                    || is_alphabet(character)
                    || is_number(character)
                    || is_punctuation(character))
            };
            (Kind::Other, run(text, width, first, is_other))
        }
    }
}

/// Measures capitals, of which the last begins the next word where small letters follow, or one capital with small letters.
fn capital(text: &[u8], width: usize, first: char) -> usize {
    if text.len() <= width {
        return width;
    }
    let (second, second_width) = valid(&text[width..], first);
    if is_upper(second) {
        let mut length = width + second_width;
        let (mut last, mut last_width) = (second, second_width);
        while length < text.len() {
            let (next, next_width) = valid(&text[length..], last);
            last = next;
            if !is_upper(next) {
                break;
            }
            length += next_width;
            last_width = next_width;
        }
        let goes_on = length < text.len() && is_alphabet(last);
        return if goes_on { length - last_width } else { length };
    }
    if is_alphabet(second) {
        return run(text, width + second_width, second, is_small);
    }
    width
}

/// Measures characters of a kind, of which some are measured already.
fn run(text: &[u8], measured: usize, last: char, is_of_kind: impl Fn(char) -> bool) -> usize {
    let mut length = measured;
    let mut last = last;
    while length < text.len() {
        let (next, width) = valid(&text[length..], last);
        if !is_of_kind(next) {
            break;
        }
        length += width;
        last = next;
    }
    length
}

/// Reads the next character, with the bytes before it that are none; at the end the one before goes on.
fn valid(text: &[u8], before: char) -> (char, usize) {
    let mut width = 0;
    while let Some((character, size)) = rune::decode(&text[width..]) {
        width += size;
        if character != rune::REPLACEMENT {
            return (character, width);
        }
    }
    (before, width)
}

fn is_small(character: char) -> bool {
    is_alphabet(character) && !is_upper(character)
}

/// Tells whether the character is a letter, but not one of the ideographs, each of which is a word.
fn is_alphabet(character: char) -> bool {
    is_letter(character)
        && !matches!(character, '\u{4e00}'..='\u{9fcc}' | '\u{3400}'..='\u{4d85}' | '\u{20000}'..='\u{2b81d}')
}
