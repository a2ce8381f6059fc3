//! The order in which go-yaml writes the keys of a map.

use std::cmp::Ordering;

/// Compares two keys: runs of digits by their number, and letters after everything else.
///
/// Measured: `_`, `9`, `10`, `A`, `a`; and `a1`, `a01`, `a2`, `a10`. yaml.v3 and yaml.v2 agree since 2.4.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut after_digit = false;
    for at in 0..left.len().min(right.len()) {
        let (a, b) = (left[at], right[at]);
        if a == b {
            after_digit = is_digit(a);
            continue;
        }
        return match (a.is_alphabetic(), b.is_alphabetic()) {
            (true, true) => a.cmp(&b),
            // After a number a letter comes first, so that `a1b` stands before `a1-`.
            (a_is_letter, b_is_letter) if a_is_letter != b_is_letter => {
                if a_is_letter == after_digit { Ordering::Less } else { Ordering::Greater }
            }
            _ => compare_numbers(&left, &right, at),
        };
    }
    left.len().cmp(&right.len())
}

/// Compares from the first difference on, where neither has a letter.
fn compare_numbers(left: &[char], right: &[char], at: usize) -> Ordering {
    // A zero inside a number counts as a digit, leading zeros do not.
    let inside_number = (left[at] == '0' || right[at] == '0')
        && left[..at].iter().rev().take_while(|c| is_digit(**c)).any(|c| *c != '0');
    let start = i64::from(inside_number);
    let (left_number, left_end) = number(left, at, start);
    let (right_number, right_end) = number(right, at, start);
    left_number.cmp(&right_number).then(left_end.cmp(&right_end)).then(left[at].cmp(&right[at]))
}

/// Reads the digits from `at` on; overflows as Go's integers do.
fn number(text: &[char], at: usize, start: i64) -> (i64, usize) {
    let digits = text[at..].iter().take_while(|c| is_digit(**c));
    digits.fold((start, at), |(number, end), digit| {
        let value = i64::from(u32::from(*digit)) - i64::from(u32::from('0'));
        (number.wrapping_mul(10).wrapping_add(value), end + 1)
    })
}

/// Go's `unicode.IsDigit`, near enough: decimal digits of any script.
fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || (!character.is_ascii() && character.is_numeric() && character.to_digit(36).is_none() && is_decimal(character))
}

/// Decimal digits past ASCII that occur in names: Arabic, Devanagari and full-width ones.
const fn is_decimal(character: char) -> bool {
    matches!(character, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' | '\u{966}'..='\u{96F}' | '\u{FF10}'..='\u{FF19}')
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn natural_order() {
        let mut keys = ["b", "a.b", "a-b", "a10", "a2", "a01", "a1", "a", "A", "10", "9", "_"];
        keys.sort_by(|left, right| compare(left, right));
        assert_eq!(keys, ["_", "9", "10", "A", "a", "a1", "a01", "a2", "a10", "a-b", "a.b", "b"].map(|key| key));
    }
}
