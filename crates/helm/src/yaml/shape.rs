//! What a text allows of the ways to write it: the analysis of libyaml's emitter, as go-yaml has it.

use super::Flavour;

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

/// The ways in which a text may be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) is_multiline: bool,
    pub(super) allows_plain: bool,
    pub(super) allows_single_quotes: bool,
    pub(super) allows_block: bool,
}

impl Shape {
    /// Looks at a text that stands outside flow collections.
    pub(super) fn of(flavour: Flavour, text: &str) -> Self {
        if text.is_empty() {
            return Self { is_multiline: false, allows_plain: true, allows_single_quotes: true, allows_block: false };
        }
        let seen = Seen::in_text(text);
        let has_odd_characters = seen.special || (flavour == Flavour::V2 && seen.tab);
        let needs_escapes = seen.space_break || seen.special || seen.tab;
        Self {
            is_multiline: seen.breaks,
            allows_plain: !(seen.blank_ends || seen.break_space || needs_escapes || seen.breaks || seen.indicators),
            allows_single_quotes: !(seen.break_space || needs_escapes),
            allows_block: !(seen.trailing_space || seen.space_break || has_odd_characters),
        }
    }
}

/// What occurs in a text.
#[derive(Default)]
struct Seen {
    indicators: bool,
    breaks: bool,
    special: bool,
    tab: bool,
    /// A space or a line break at either end.
    blank_ends: bool,
    trailing_space: bool,
    /// A space after a line break.
    break_space: bool,
    /// A line break after a space.
    space_break: bool,
}

impl Seen {
    fn in_text(text: &str) -> Self {
        let mut seen = Self { indicators: text.starts_with("---") || text.starts_with("..."), ..Self::default() };
        let (mut after_space, mut after_break, mut after_blank) = (false, false, true);
        let mut characters = text.chars().peekable();
        let mut is_first = true;
        while let Some(character) = characters.next() {
            let next = characters.peek().copied();
            let before_blank = next.is_none_or(|next| matches!(next, ' ' | '\t'));
            seen.indicators |= match character {
                '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`'
                    if is_first =>
                {
                    true
                }
                '?' | '-' if is_first => before_blank,
                ':' => before_blank,
                '#' => after_blank,
                _ => false,
            };
            seen.tab |= character == '\t';
            seen.special |= character != '\t' && !is_printable(character);
            let (is_space, is_break) = (character == ' ', is_break(character));
            seen.blank_ends |= (is_space || is_break) && (is_first || next.is_none());
            seen.trailing_space |= is_space && next.is_none();
            seen.break_space |= is_space && after_break;
            seen.space_break |= is_break && after_space;
            seen.breaks |= is_break;
            (after_space, after_break) = (is_space, is_break);
            after_blank = is_space || is_break || matches!(character, '\t' | '\0');
            is_first = false;
        }
        seen
    }
}

/// Tells whether go-yaml's emitter takes a character for printable: nothing above U+FFFF is, nor a tab.
pub(super) const fn is_printable(character: char) -> bool {
    matches!(character,
        '\n' | ' '..='~' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FEFE}' | '\u{FF00}'..='\u{FFFD}')
}

/// Tells whether a character ends a line.
pub(super) const fn is_break(character: char) -> bool {
    matches!(character, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
