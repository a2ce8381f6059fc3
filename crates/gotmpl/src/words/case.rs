//! Cases of letters.

use crate::format::rune;
use crate::unicode::{is_digit, is_letter, is_lower, is_title, is_upper, to_lower, to_title, to_upper};

/// Replaces every character; bytes that are none become U+FFFD.
fn mapped(text: &[u8], map: impl FnMut(char) -> char) -> Vec<u8> {
    let mapped: String = rune::runes(text).map(|(_, character, _)| character).map(map).collect();
    mapped.into_bytes()
}

pub(crate) fn upper(text: &[u8]) -> Vec<u8> {
    if text.is_ascii() { text.to_ascii_uppercase() } else { mapped(text, to_upper) }
}

pub(crate) fn lower(text: &[u8]) -> Vec<u8> {
    if text.is_ascii() { text.to_ascii_lowercase() } else { mapped(text, to_lower) }
}

/// Begins every word with a capital. A word begins after what is no letter, digit or `_`; of characters beyond ASCII only white
/// space separates.
pub(crate) fn title(text: &[u8]) -> Vec<u8> {
    let separates = |character: char| match character {
        _ if character.is_ascii() => !character.is_ascii_alphanumeric() && character != '_',
        _ => !is_letter(character) && !is_digit(character) && character.is_whitespace(),
    };
    let mut begins = true;
    mapped(text, |character| {
        let was_beginning = std::mem::replace(&mut begins, separates(character));
        if was_beginning { to_title(character) } else { character }
    })
}

/// Begins every word between white space with a small letter.
pub(crate) fn untitle(text: &[u8]) -> Vec<u8> {
    let mut begins = true;
    mapped(text, |character| {
        let is_space = character.is_whitespace();
        let changed = if begins && !is_space { to_lower(character) } else { character };
        begins = is_space;
        changed
    })
}

/// Makes capitals small and small letters capital.
pub(crate) fn swapped(text: &[u8]) -> Vec<u8> {
    let mut begins = true;
    mapped(text, |character| {
        let changed = match character {
            _ if is_upper(character) || is_title(character) => to_lower(character),
            _ if is_lower(character) => match begins {
                true => to_title(character),
                false => to_upper(character),
            },
            _ => {
                begins = character.is_whitespace();
                return character;
            }
        };
        begins = false;
        changed
    })
}

/// Gives the first byte of every word, read as Latin-1.
pub(crate) fn initials(text: &[u8]) -> Vec<u8> {
    let mut begins = true;
    let mut initials = String::new();
    for byte in text {
        let character = char::from(*byte);
        let is_space = character.is_whitespace();
        if begins && !is_space {
            initials.push(character);
        }
        begins = is_space;
    }
    initials.into_bytes()
}

/// Removes white space. Where there is any, the bytes of all that stays are read as Latin-1: `é ` becomes `Ã©`.
pub(crate) fn without_spaces(text: &[u8]) -> Vec<u8> {
    let kept: String = text.iter().map(|byte| char::from(*byte)).filter(|byte| !byte.is_whitespace()).collect();
    if kept.chars().count() == text.len() { text.to_vec() } else { kept.into_bytes() }
}
