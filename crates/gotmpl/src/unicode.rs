//! Go's view of characters: categories, and cases that are one character each.

use unicode_general_category::{GeneralCategory as Category, get_general_category as category};

pub(crate) fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    matches!(
        category(character),
        Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::ModifierLetter
            | Category::OtherLetter
    )
}

/// Tells whether the character is a decimal digit of any script.
pub(crate) fn is_digit(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_digit() } else { category(character) == Category::DecimalNumber }
}

pub(crate) fn is_upper(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_uppercase() } else { category(character) == Category::UppercaseLetter }
}

pub(crate) fn is_lower(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_lowercase() } else { category(character) == Category::LowercaseLetter }
}

/// Tells whether the character is one like `ǅ`, which is neither upper nor lower case.
pub(crate) fn is_title(character: char) -> bool {
    !character.is_ascii() && category(character) == Category::TitlecaseLetter
}

pub(crate) fn is_punctuation(character: char) -> bool {
    matches!(
        category(character),
        Category::ConnectorPunctuation
            | Category::DashPunctuation
            | Category::OpenPunctuation
            | Category::ClosePunctuation
            | Category::InitialPunctuation
            | Category::FinalPunctuation
            | Category::OtherPunctuation
    )
}

pub(crate) fn is_number(character: char) -> bool {
    matches!(category(character), Category::DecimalNumber | Category::LetterNumber | Category::OtherNumber)
}

/// Gives the one character that is the upper case of this one; itself where the upper case is several characters, as for `ß`.
pub(crate) fn to_upper(character: char) -> char {
    match character {
        // Their upper cases are written as two characters; the table of single ones has the title case.
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => shifted(character, 8),
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => shifted(character, 9),
        _ => only(character.to_uppercase(), character),
    }
}

/// Gives the one character that is the lower case of this one.
pub(crate) fn to_lower(character: char) -> char {
    match character {
        'İ' => 'i',
        _ => only(character.to_lowercase(), character),
    }
}

/// Gives the character with which a word would start: as upper case, but for the few characters that are two letters.
pub(crate) fn to_title(character: char) -> char {
    match character {
        '\u{1c4}'..='\u{1c6}' => '\u{1c5}',
        '\u{1c7}'..='\u{1c9}' => '\u{1c8}',
        '\u{1ca}'..='\u{1cc}' => '\u{1cb}',
        '\u{1f1}'..='\u{1f3}' => '\u{1f2}',
        // The Georgian letters have upper cases but no title cases.
        '\u{10d0}'..='\u{10fa}' | '\u{10fd}'..='\u{10ff}' => character,
        _ => to_upper(character),
    }
}

fn shifted(character: char, by: u32) -> char {
    char::from_u32(u32::from(character) + by).unwrap_or(character)
}

fn only(mut cases: impl ExactSizeIterator<Item = char>, character: char) -> char {
    if cases.len() == 1 { cases.next().unwrap_or(character) } else { character }
}
