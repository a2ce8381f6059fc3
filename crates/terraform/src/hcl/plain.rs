//! Which characters stand in one column each, whatever stands beside them.
//!
//! `terraform fmt` aligns by grapheme clusters. Rather than carry the tables of Unicode, the writer aligns only what consists of
//! characters that are a cluster by themselves: letters without combining marks, punctuation, and symbols outside of emoji.

/// Tells whether every character is a cluster by itself.
pub(super) fn is_plain(text: &str) -> bool {
    text.chars().all(is_plain_char)
}

/// Tells whether a character is a cluster by itself.
pub(super) fn is_plain_char(char: char) -> bool {
    matches!(char,
        ' '..='~'
        | '\u{A1}'..='\u{AC}'
        | '\u{AE}'..='\u{2FF}'
        | '\u{370}'..='\u{482}'
        | '\u{48A}'..='\u{52F}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{203B}'
        | '\u{2190}'..='\u{21FF}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309B}'..='\u{30FF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}')
}
