//! The order in which go-yaml writes the keys of a map.

use super::Flavour;
use std::cmp::Ordering;

/// Compares two keys: runs of digits by their number, and letters after everything else.
///
/// Measured: `_`, `9`, `10`, `A`, `a`; and `a1`, `a01`, `a2`, `a10`. In yaml.v3 a letter right after a digit comes first,
/// so that `10a` stands before `10.`.
pub(crate) fn compare(flavour: Flavour, left: &str, right: &str) -> Ordering {
    let mut after_digit = false;
    let mut common = 0;
    let (mut a_rest, mut b_rest) = (left.chars(), right.chars());
    loop {
        let (a, b) = match (a_rest.next(), b_rest.next()) {
            (Some(a), Some(b)) => (a, b),
            (a, b) => return a.is_some().cmp(&b.is_some()),
        };
        if a == b {
            after_digit = flavour == Flavour::V3 && is_digit(a);
            common += a.len_utf8();
            continue;
        }
        return match (a.is_alphabetic(), b.is_alphabetic()) {
            (true, true) => a.cmp(&b),
            (false, false) => compare_numbers(left, right, common),
            (a_is_letter, _) if a_is_letter == after_digit => Ordering::Less,
            _ => Ordering::Greater,
        };
    }
}

/// Compares from the first difference on, where neither has a letter.
fn compare_numbers(left: &str, right: &str, at: usize) -> Ordering {
    let (common, a, b) = (&left[..at], &left[at..], &right[at..]);
    // A zero inside a number counts as a digit, leading zeros do not.
    let inside_number = (a.starts_with('0') || b.starts_with('0'))
        && common.chars().rev().take_while(|c| is_digit(*c)).any(|digit| digit != '0');
    let start = i64::from(inside_number);
    number(a, start).cmp(&number(b, start)).then_with(|| a.chars().next().cmp(&b.chars().next()))
}

/// Reads the digits at the start, and counts them; overflows as Go's integers do.
fn number(text: &str, start: i64) -> (i64, usize) {
    text.chars().take_while(|c| is_digit(*c)).fold((start, 0), |(number, count), digit| {
        let value = i64::from(u32::from(digit)) - i64::from(u32::from('0'));
        (number.wrapping_mul(10).wrapping_add(value), count + 1)
    })
}

/// Go's `unicode.IsDigit`, as far as names of fields go: ASCII, Arabic, Devanagari and full-width digits.
const fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' | '\u{966}'..='\u{96F}' | '\u{FF10}'..='\u{FF19}')
}

#[cfg(test)]
mod tests {
    use super::{Flavour, compare};

    fn sorted<const N: usize>(flavour: Flavour, mut keys: [&str; N]) -> [&str; N] {
        keys.sort_by(|left, right| compare(flavour, left, right));
        keys
    }

    /// Both orders as Helm 4.1.4 writes them.
    #[test]
    fn natural_order() {
        let keys = ["0", "100", "010", "10a", "10.", "a1b", "a1-", "a", "a-b", "a1", "a10", "a1.x"];
        let v2 = ["0", "10.", "10a", "010", "100", "a", "a-b", "a1", "a1-", "a1.x", "a10", "a1b"];
        let v3 = ["0", "10a", "10.", "010", "100", "a", "a-b", "a1", "a1b", "a1-", "a1.x", "a10"];
        assert_eq!(sorted(Flavour::V2, keys), v2);
        assert_eq!(sorted(Flavour::V3, keys), v3);
        assert_eq!(sorted(Flavour::V2, ["a10", "a2", "a01", "a1"]), ["a1", "a01", "a2", "a10"]);
        assert_eq!(sorted(Flavour::V2, ["b", "a.b", "a-b", "B", "A", "10", "9", "_", "a"]), [
            "_", "9", "10", "A", "B", "a", "a-b", "a.b", "b"
        ]);
    }
}
